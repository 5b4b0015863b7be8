"""The clinic: its people and rooms, what it gives, and who can give it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from frontdesk.domain.referral import Category, Referral


class ResourceKind(StrEnum):
    DOCTOR = "doctor"
    ROOM = "room"
    DEVICE = "device"


@dataclass(frozen=True, slots=True)
class Resource:
    """Something that a visit occupies and that may be busy."""

    id: str
    kind: ResourceKind
    name: str
    speciality: str | None = None
    """Code of ЕСОЗ's SPECIALITY_TYPE, doctors only."""
    position: str | None = None
    """Code of ЕСОЗ's POSITION (P67 is a cardiologist), doctors only."""
    employee_id: str | None = None
    lanes: int = 1
    """Visits it can hold at one moment."""
    max_lanes: int = 1
    """The same with lawful overbooking."""


@dataclass(frozen=True, slots=True)
class Service:
    """A line of the clinic's copy of ЕСОЗ's catalogue."""

    id: str
    code: str
    name: str
    category: Category | None = None
    groups: tuple[str, ...] = ()
    """Ids of the groups it stands in, the nearest first."""
    is_active: bool = True
    request_allowed: bool = True
    """Whether a doctor may order it."""


@dataclass(frozen=True, slots=True)
class Offer:
    """This doctor gives this service, in so many minutes, in this room, with this device."""

    service_id: str
    doctor: Resource
    minutes: int
    """A multiple of five."""
    room: Resource | None = None
    device: Resource | None = None

    @property
    def resources(self) -> tuple[Resource, ...]:
        """All that the visit occupies, sorted by id: the order in which it is taken (BOOKING 2)."""
        needed = (self.doctor, self.room, self.device)
        return tuple(sorted((it for it in needed if it is not None), key=lambda it: it.id))


@dataclass(frozen=True, slots=True)
class Programme:
    """A medical programme, and whether it makes the visit free of charge here."""

    id: str
    name: str
    free: bool


@dataclass(frozen=True, slots=True)
class Clinic:
    """What the desk must know of its own clinic to judge a referral and to offer times."""

    legal_entity_id: str
    name: str
    time_zone: str
    division_id: str | None = None
    programmes: Mapping[str, Programme] = field(default_factory=dict)
    services: Mapping[str, Service] = field(default_factory=dict)
    """The whole catalogue by id, also what the clinic does not give: a referral must be named."""
    group_names: Mapping[str, str] = field(default_factory=dict)
    offers: tuple[Offer, ...] = ()

    def service_name(self, referral: Referral) -> str | None:
        """The name from our own catalogue: ЕСОЗ's answer carries none (FACTS 2.1)."""
        if referral.service_id is None:
            return None
        if referral.names_group:
            return self.group_names.get(referral.service_id)
        service = self.services.get(referral.service_id)
        return service.name if service else None

    def service_code(self, referral: Referral) -> str | None:
        """The code of the referral's service; a group has none."""
        service = self.services.get(referral.service_id or "")
        return service.code if service else None

    def offers_for(self, referral: Referral) -> tuple[Offer, ...]:
        """Who here can take the referral: by its service, or by any service of its group."""
        if referral.service_id is None:
            return ()
        return self.offers_of(referral.service_id, names_group=referral.names_group)

    def offers_of(self, id_: str, *, names_group: bool = False) -> tuple[Offer, ...]:
        """Who here gives the service with this id, or any service of the group."""
        if not names_group:
            return tuple(it for it in self.offers if it.service_id == id_)
        return tuple(it for it in self.offers if id_ in self._groups(it))

    def gives(self, referral: Referral) -> bool:
        return bool(self.offers_for(referral))

    def _groups(self, offer: Offer) -> tuple[str, ...]:
        service = self.services.get(offer.service_id)
        return service.groups if service else ()

    def offers_of_service(self, code: str) -> tuple[Offer, ...]:
        """Offers of the service with this code."""
        wanted = {service.id for service in self.services.values() if service.code == code}
        return tuple(offer for offer in self.offers if offer.service_id in wanted)
