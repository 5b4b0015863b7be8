"""A doctor's absence: how its days and hours are typed, and what it takes from the weekly hours."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.domain.absence import Absence, Cause, read_day, read_minute
from frontdesk.domain.freetime import Change

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("25.11", date(2026, 11, 25)),
        ("2511", date(2026, 11, 25)),
        ("1.2", date(2027, 2, 1)),
        ("25.11.2027", date(2027, 11, 25)),
        ("25112027", date(2027, 11, 25)),
        (" 25/11 ", date(2026, 11, 25)),
        ("29.02", None),
        ("31.11", None),
        ("завтра", None),
        ("", None),
    ],
)
def test_a_day_without_its_year_is_the_next_such_day(typed: str, day: date | None) -> None:
    assert read_day(typed, TODAY) == day


@pytest.mark.parametrize(
    ("typed", "minute"),
    [("9", 540), ("9:30", 570), ("0930", 570), ("24:00", 1440), ("9:32", None), ("25", None)],
)
def test_an_hour_is_typed_with_or_without_its_colon(typed: str, minute: int | None) -> None:
    assert read_minute(typed) == minute


@given(st.text())
def test_whatever_is_typed_is_a_day_and_a_minute_or_nothing(typed: str) -> None:
    minute = read_minute(typed)
    assert minute is None or (minute % 5 == 0 and 0 <= minute <= 1440)
    read_day(typed, TODAY)


def test_an_absence_closes_each_of_its_days() -> None:
    absence = Absence("d1", TODAY, date(2026, 11, 25), Cause.LEAVE, 540, 720)
    closed = list(absence.exceptions())
    assert [it.day.day for it in closed] == [23, 24, 25]
    assert {(it.start, it.end, it.change) for it in closed} == {(540, 720, Change.CLOSED)}
