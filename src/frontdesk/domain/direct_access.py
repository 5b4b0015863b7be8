"""To whom one may go without a referral: a list that may change each January (REGISTRAR 4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from frontdesk.domain.clinic import Offer, Resource

GROWN_UP = 18
"""Years."""


class Free(StrEnum):
    """What of a visit without a referral is free of charge."""

    ALWAYS = "always"
    URGENT_OR_CHILD = "urgent_or_child"
    """Urgent care for everybody, planned care for children only: dentists."""


class Charge(StrEnum):
    FREE = "free"
    FREE_IF_URGENT = "free_if_urgent"
    DEPENDS_ON_AGE = "depends_on_age"
    """Urgent care is free; planned care is for a child, and the age is not known."""


@dataclass(frozen=True, slots=True)
class Speciality:
    """A line of the list."""

    name: str
    """«лікар-психіатр»."""
    codes: frozenset[str]
    """Of ЕСОЗ's SPECIALITY_TYPE and POSITION."""
    free: Free = Free.ALWAYS


@dataclass(frozen=True, slots=True)
class DirectAccess:
    """The list, with where it is from and of what time."""

    source: str
    as_of: date
    specialities: tuple[Speciality, ...]

    def speciality_of(self, doctor: Resource) -> Speciality | None:
        """The line under which the doctor sees patients without a referral."""
        has = {doctor.speciality, doctor.position}
        return next((it for it in self.specialities if it.codes & has), None)


@dataclass(frozen=True, slots=True)
class NotNeeded:
    """No referral is needed for these doctors."""

    speciality: Speciality
    charge: Charge
    offers: tuple[Offer, ...]


@dataclass(frozen=True, slots=True)
class Needed:
    """None of the doctors is on the list."""


def judge(
    offers: Iterable[Offer], access: DirectAccess, age: int | None = None
) -> NotNeeded | Needed:
    """Whether a service can be had without a referral: from those of its doctors on the list.

    Of several lines the first doctor's decides; `age` in full years, None if not known.
    """
    listed = [(it, found) for it in offers if (found := access.speciality_of(it.doctor))]
    if not listed:
        return Needed()
    speciality = listed[0][1]
    same = tuple(it for it, found in listed if found == speciality)
    return NotNeeded(speciality, _charge(speciality.free, age), same)


def _charge(free: Free, age: int | None) -> Charge:
    if free is Free.ALWAYS or (age is not None and age < GROWN_UP):
        return Charge.FREE
    return Charge.DEPENDS_ON_AGE if age is None else Charge.FREE_IF_URGENT
