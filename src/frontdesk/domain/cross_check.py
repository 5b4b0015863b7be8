"""A patient of the register held against what a referral tells of its patient."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from frontdesk.domain.patient import Name, Patient, age_on, letters
from frontdesk.domain.referral import Identity, Sex


class Part(StrEnum):
    """What a referral tells of a person (FACTS 6.2)."""

    SURNAME = "surname"
    FIRST_NAME = "first_name"
    PATRONYMIC = "patronymic"
    SEX = "sex"
    AGE = "age"


class Agreement(StrEnum):
    AGREES = "agrees"
    DIFFERS = "differs"
    UNKNOWN = "unknown"
    """One side or the other does not tell."""


@dataclass(frozen=True, slots=True)
class Check:
    part: Part
    agreement: Agreement


def cross_check(
    name: Name, birth_date: date | None, sex: Sex | None, identity: Identity, today: date
) -> tuple[Check, ...]:
    """Each part in turn.

    Names are compared without case, apostrophes and hyphens, given names by their first letter:
    the number reveals no more (FACTS 6.2). A letter more or less is a difference: the document
    decides.
    """
    return (
        Check(Part.SURNAME, _same(letters(name.surname), letters(identity.surname))),
        Check(Part.FIRST_NAME, _same(_initial(name.first_name), _initial(identity.first_initial))),
        Check(Part.PATRONYMIC, _same(_initial(name.patronymic), _initial(identity.second_initial))),
        Check(Part.SEX, _same(sex, identity.sex)),
        Check(Part.AGE, _age(birth_date, identity.age, today)),
    )


def parts(checks: tuple[Check, ...], agreement: Agreement) -> tuple[Part, ...]:
    """Those parts that came out so."""
    return tuple(it.part for it in checks if it.agreement is agreement)


def may_be(patient: Patient, identity: Identity, esoz_id: str | None, today: date) -> bool:
    """Whether the referral's patient, with this id in ЕСОЗ, may be this one.

    A surname may have changed, or be written otherwise; initials, sex and age may not.
    """
    if patient.esoz_id and esoz_id:
        return patient.esoz_id == esoz_id
    checks = cross_check(patient.name, patient.birth_date, patient.sex, identity, today)
    return set(parts(checks, Agreement.DIFFERS)) <= {Part.SURNAME}


def _same(ours: str | None, theirs: str | None) -> Agreement:
    if not ours or not theirs:
        return Agreement.UNKNOWN
    return Agreement.AGREES if ours == theirs else Agreement.DIFFERS


def _age(birth_date: date | None, age: int | None, today: date) -> Agreement:
    if birth_date is None or age is None:
        return Agreement.UNKNOWN
    # ЕСОЗ counts days in UTC: for the first hours of a birthday in Kyiv it is still yesterday.
    ages = {age_on(birth_date, day) for day in (today, today - timedelta(days=1))}
    return Agreement.AGREES if age in ages else Agreement.DIFFERS


def _initial(text: str | None) -> str:
    return letters(text)[:1]
