"""Who may come alone, on the very day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from frontdesk.domain.minors import Company, age_at, company, needs_representative

BORN = date(2012, 11, 23)


@pytest.mark.parametrize(
    ("day", "needed"),
    [
        (date(2026, 11, 22), True),  # thirteen years and 364 days
        (date(2026, 11, 23), False),
    ],
)
def test_from_the_fourteenth_birthday_on_one_may_come_alone(day: date, *, needed: bool) -> None:
    assert needs_representative(age_at(day, BORN, None)) is needed


def test_who_was_born_on_29_february_is_fourteen_on_1_march() -> None:
    leap, fourteenth = date(2012, 2, 29), date(2026, 3, 1)
    assert needs_representative(age_at(fourteenth - timedelta(days=1), leap, None))
    assert not needs_representative(age_at(fourteenth, leap, None))


def test_a_date_of_birth_goes_before_what_the_referral_tells() -> None:
    day = date(2026, 11, 23)
    assert not needs_representative(age_at(day, BORN, 13))
    assert needs_representative(age_at(day, None, 13))
    assert not needs_representative(age_at(day, None, None))


def test_a_minor_from_fourteen_on_needs_nobody() -> None:
    expected = [Company.REPRESENTATIVE, Company.MAY_BE_ALONE, Company.MAY_BE_ALONE, Company.ALONE]
    assert [company(age) for age in (13, 14, 17, 18)] == expected
