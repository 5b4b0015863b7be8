"""Whether a patient may come alone: planned care of a child takes a legal representative.

REGISTRAR 8: under 14 only with a parent or another representative; from 14 on alone.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from frontdesk.domain.patient import age_on

ALONE_FROM = 14
OF_AGE = 18
"""Full years."""


class Company(StrEnum):
    """With whom somebody of an age comes."""

    REPRESENTATIVE = "representative"
    MAY_BE_ALONE = "may_be_alone"
    """A minor who needs nobody."""
    ALONE = "alone"


def company(age: int) -> Company:
    if age < ALONE_FROM:
        return Company.REPRESENTATIVE
    return Company.MAY_BE_ALONE if age < OF_AGE else Company.ALONE


def age_at(day: date, birth_date: date | None, told: int | None) -> int | None:
    """Full years on the day of the visit; without a date of birth those that a referral tells."""
    return told if birth_date is None else age_on(birth_date, day)


def needs_representative(age: int | None) -> bool:
    """Whether it is known that the patient may not come alone."""
    return age is not None and company(age) is Company.REPRESENTATIVE
