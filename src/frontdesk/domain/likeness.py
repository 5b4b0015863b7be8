"""Whether two entries of the register are likely one person: offered, never acted on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import TypeVar

from frontdesk.domain.lookup import search_key
from frontdesk.domain.patient import Patient

T = TypeVar("T")


class Likeness(IntEnum):
    """Why; the higher, the surer."""

    PHONE = 1
    """The same surname and phone. A family shares both: given names must not differ."""
    BIRTH_DATE = 2
    """The same name and date of birth."""
    ESOZ_ID = 3
    """One person to ЕСОЗ."""


@dataclass(frozen=True, slots=True)
class Alike:
    patient: Patient
    why: Likeness


def likeness(one: Patient, other: Patient) -> Likeness | None:
    """Why these may be one person; None: they are one entry, or nothing speaks for it.

    What one side leaves out does not part them, an initial stands for its name, and the letters
    that `search_key` takes for one do not make another person. Two ids in ЕСОЗ do.
    """
    if one.id == other.id:
        return None
    if one.esoz_id and other.esoz_id:
        return Likeness.ESOZ_ID if one.esoz_id == other.esoz_id else None
    if not _may_be_one(one, other):
        return None
    if one.birth_date and one.birth_date == other.birth_date:
        return Likeness.BIRTH_DATE
    return Likeness.PHONE if one.phone and one.phone == other.phone else None


def alike(patient: Patient, others: Iterable[Patient]) -> tuple[Alike, ...]:
    """Those of `others` who may be `patient`, the surest first."""
    found = ((it, likeness(patient, it)) for it in others)
    pairs = [Alike(it, why) for it, why in found if why is not None]
    return tuple(sorted(pairs, key=lambda it: -it.why))


def _may_be_one(one: Patient, other: Patient) -> bool:
    return (
        search_key(one.name.surname) == search_key(other.name.surname)
        and _fits(one.name.first_name, other.name.first_name)
        and _fits(one.name.patronymic, other.name.patronymic)
        and _agrees(one.birth_date, other.birth_date)
        and _agrees(one.sex, other.sex)
    )


def _agrees(one: T | None, other: T | None) -> bool:
    return one is None or other is None or one == other


def _fits(one: str | None, other: str | None) -> bool:
    """The same given name, or an initial of it, or not told."""
    ours, theirs = search_key(one or ""), search_key(other or "")
    return ours.startswith(theirs) or theirs.startswith(ours)
