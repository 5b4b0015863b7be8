"""Wall time is the truth: nights when the clocks change, and a zone that stops changing."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from frontdesk.domain.freetime import CELLS, span
from frontdesk.domain.walltime import at, existing_cells, exists, minute_of

KYIV = ZoneInfo("Europe/Kyiv")
ALWAYS_TWO = ZoneInfo("Etc/GMT-2")
SPRING, AUTUMN = date(2027, 3, 28), date(2027, 10, 31)


def test_the_hour_that_spring_skips_is_not_offered() -> None:
    missing = span(0, 1440) & ~existing_cells(SPRING, KYIV)
    assert missing == span(180, 240)
    assert not exists(SPRING, 200, KYIV)
    assert exists(SPRING, 240, KYIV)


def test_the_hour_that_autumn_repeats_is_offered_once() -> None:
    assert existing_cells(AUTUMN, KYIV) == span(0, 1440)
    assert at(AUTUMN, 200, KYIV).astimezone(UTC) == datetime(2027, 10, 31, 0, 20, tzinfo=UTC)


def test_a_zone_that_stays_at_utc_plus_two_has_every_hour() -> None:
    assert existing_cells(SPRING, ALWAYS_TWO).bit_count() == CELLS


def test_a_visit_keeps_its_wall_time_whatever_the_offset() -> None:
    winter, summer = (at(day, 540, KYIV) for day in (date(2027, 1, 15), date(2027, 7, 15)))
    assert (winter.astimezone(UTC).hour, summer.astimezone(UTC).hour) == (7, 6)
    assert minute_of(winter, KYIV) == (date(2027, 1, 15), 540)


def test_the_sites_date_may_be_ahead_of_utc() -> None:
    assert minute_of(datetime(2026, 11, 23, 23, 30, tzinfo=UTC), KYIV) == (date(2026, 11, 24), 90)
