"""A referral as the desk sees it: what ЕСОЗ said, in the desk's own types."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum


class Status(StrEnum):
    """The referral's own axis. "Expired" is not a status: see `Referral.expired_by`."""

    ACTIVE = "active"
    COMPLETED = "completed"
    RECALLED = "recalled"
    ENTERED_IN_ERROR = "entered_in_error"


class Processing(StrEnum):
    """The programme's axis; absent when the referral has no programme."""

    NEW = "new"
    IN_QUEUE = "in_queue"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"


class Priority(StrEnum):
    ROUTINE = "routine"
    URGENT = "urgent"
    ASAP = "asap"
    STAT = "stat"


class Category(StrEnum):
    COUNSELLING = "counselling"
    LABORATORY_PROCEDURE = "laboratory_procedure"
    DIAGNOSTIC_PROCEDURE = "diagnostic_procedure"
    IMAGING = "imaging"
    PROCEDURE = "procedure"
    SURGICAL_PROCEDURE = "surgical_procedure"
    EDUCATION = "education"
    HOSPITALIZATION = "hospitalization"
    TRANSFER_OF_CARE = "transfer_of_care"


class Sex(StrEnum):
    FEMALE = "female"
    MALE = "male"


@dataclass(frozen=True, slots=True)
class Identity:
    """What the number alone reveals of the patient; every part may be missing (FACTS 6.2)."""

    surname: str | None = None
    first_initial: str | None = None
    second_initial: str | None = None
    sex: Sex | None = None
    age: int | None = None

    @property
    def initials(self) -> str:
        return " ".join(part for part in (self.first_initial, self.second_initial) if part)


@dataclass(frozen=True, slots=True)
class StateChange:
    """One line of the referral's history."""

    at: datetime
    state: str
    """A value of `Status` or `Processing`, or a newer one in ЕСОЗ's own spelling."""


AUTOEXPIRED = "autoexpired"
"""The reason ЕСОЗ's nightly job gives when it recalls a referral past its date (FACTS 3)."""


UNSEEN = "unseen:"
"""How the id of our own begins that stands for a referral which ЕСОЗ could not be asked for."""


@dataclass(frozen=True, slots=True)
class Referral:
    """One service under a referral number. `None` means that ЕСОЗ did not say."""

    id: str
    number: str
    """As ЕСОЗ stores it, with hyphens."""
    status: Status
    processing: Processing | None = None
    status_reason: str | None = None
    service_id: str | None = None
    """Id of a service or, with `names_group`, of a group of services."""
    names_group: bool = False
    category: Category | None = None
    priority: Priority | None = None
    programme_id: str | None = None
    programme_name: str | None = None
    issued_at: datetime | None = None
    """UTC."""
    expires_at: datetime | None = None
    """UTC; ЕСОЗ writes 23:59:59 UTC, which in Kyiv is already the next day (BOOKING 1)."""
    patient_id: str | None = None
    identity: Identity = field(default_factory=Identity)
    used_by: str | None = None
    """Legal entity that took it into work."""
    used_by_name: str | None = None
    requester: str | None = None
    """Legal entity whose doctor wrote it."""
    requester_name: str | None = None
    performer: str | None = None
    """Legal entity the doctor named, rarely set."""
    performer_name: str | None = None
    performer_speciality: str | None = None
    quantity: int | None = None
    remaining: int | None = None
    note: str | None = None
    instruction: str | None = None
    history: tuple[StateChange, ...] = ()

    @property
    def is_unseen(self) -> bool:
        """Nothing but its number and the service that the clerk named is known: ЕСОЗ was silent."""
        return self.id.startswith(UNSEEN)

    @property
    def unnamed(self) -> frozenset[str]:
        """Legal entities of which it tells only the id."""
        told = (
            (self.requester, self.requester_name),
            (self.used_by, self.used_by_name),
            (self.performer, self.performer_name),
        )
        return frozenset(id_ for id_, name in told if id_ is not None and name is None)

    def naming(self, names: Mapping[str, str]) -> Referral:
        """The same with the names, by id, that it lacks."""
        return replace(
            self,
            requester_name=self.requester_name or names.get(self.requester or ""),
            used_by_name=self.used_by_name or names.get(self.used_by or ""),
            performer_name=self.performer_name or names.get(self.performer or ""),
        )

    @property
    def is_completed(self) -> bool:
        """Spent on either axis."""
        return self.status is Status.COMPLETED or self.processing is Processing.COMPLETED

    @property
    def in_work(self) -> bool:
        """Taken by some clinic and not yet spent; `in_queue` is the old name of the same state."""
        return self.used_by is not None and not self.is_completed

    def expired_by(self, now: datetime) -> bool:
        """Past its date at `now` (UTC), or recalled by ЕСОЗ because of that.

        A referral in work is not recalled by ЕСОЗ when its date passes (FACTS 3).
        """
        if self.status is Status.RECALLED:
            return self.status_reason == AUTOEXPIRED
        return (
            self.status is Status.ACTIVE and self.expires_at is not None and self.expires_at < now
        )

    @property
    def last_day(self) -> date | None:
        """The day written in ЕСОЗ's date, the one a patient is told."""
        return self.expires_at.date() if self.expires_at else None

    def became(self, state: Status | Processing) -> datetime | None:
        """When the referral last entered `state`, if its history says."""
        return max((change.at for change in self.history if change.state == state), default=None)
