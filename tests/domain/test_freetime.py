"""The masks against a naive model: a day as a set of minutes."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from frontdesk.domain.clinic import Offer, Resource, ResourceKind
from frontdesk.domain.freetime import (
    CELL,
    CELLS,
    Change,
    DayException,
    FreeTime,
    Mask,
    Template,
    after,
    earliest,
    hours,
    packed_starts,
    span,
    starts,
)

MONDAY = date(2026, 11, 23)
DAY = 24 * 60
DOCTOR = "d1"

marks = st.integers(0, CELLS).map(lambda cell: cell * CELL)
intervals = st.tuples(marks, marks).map(lambda ends: (min(ends), max(ends)))
days = st.integers(0, 20).map(lambda ahead: MONDAY + timedelta(days=ahead))
masks = st.lists(intervals, max_size=6).map(lambda them: _union([span(*it) for it in them]))
lengths = st.integers(1, 40)
"""Cells of a visit."""


@st.composite
def templates(draw: st.DrawFn) -> Template:
    start, end = draw(intervals)
    until = draw(st.one_of(st.none(), days))
    return Template(DOCTOR, draw(st.integers(0, 6)), start, end, draw(days), until)


@st.composite
def exceptions(draw: st.DrawFn) -> DayException:
    start, end = draw(intervals)
    return DayException(DOCTOR, draw(days), start, end, draw(st.sampled_from(Change)))


def _union(them: list[Mask]) -> Mask:
    free = 0
    for it in them:
        free |= it
    return free


def minutes_of(mask: Mask) -> set[int]:
    """The minutes of the day that the mask covers."""
    return {minute for minute in range(DAY) if mask >> (minute // CELL) & 1}


def minutes_from(start: int, length: int) -> set[int]:
    return set(range(start, start + length))


def naive_starts(free: set[int], cells: int) -> list[int]:
    """Every minute on the grid from which the whole visit lies in free time."""
    length = cells * CELL
    return [at for at in range(0, DAY, CELL) if minutes_from(at, length) <= free]


def naive_packed(free: set[int], cells: int) -> list[int]:
    """Visits laid one after another, each as early as it can be."""
    taken: list[int] = []
    for at in naive_starts(free, cells):
        if not taken or at >= taken[-1] + cells * CELL:
            taken.append(at)
    return taken


@given(intervals)
def test_a_span_covers_its_minutes_and_no_more(interval: tuple[int, int]) -> None:
    assert minutes_of(span(*interval)) == set(range(*interval))


@given(days, st.lists(templates(), max_size=6), st.lists(exceptions(), max_size=6))
def test_a_day_is_its_weekly_hours_without_what_is_closed_and_with_what_is_extra(
    day: date, weekly: list[Template], changes: list[DayException]
) -> None:
    works: set[int] = set()
    for template in weekly:
        until = template.valid_until or date.max
        if template.weekday == day.weekday() and template.valid_from <= day <= until:
            works |= set(range(template.start, template.end))
    changed: dict[Change, set[int]] = {change: set() for change in Change}
    for exception in changes:
        if exception.day == day:
            changed[exception.change] |= set(range(exception.start, exception.end))
    expected = works - changed[Change.CLOSED] | changed[Change.EXTRA]
    assert minutes_of(hours(day, weekly, changes)) == expected


def test_extra_hours_win_over_a_closed_day() -> None:
    weekly = [Template(DOCTOR, 0, 9 * 60, 17 * 60, MONDAY)]
    closed = DayException(DOCTOR, MONDAY, 0, DAY, Change.CLOSED)
    extra = DayException(DOCTOR, MONDAY, 18 * 60, 19 * 60, Change.EXTRA)
    assert hours(MONDAY, weekly, [extra, closed]) == span(18 * 60, 19 * 60)


def test_weekly_hours_hold_on_their_first_and_their_last_day() -> None:
    weekly = [Template(DOCTOR, 0, 9 * 60, 17 * 60, MONDAY, MONDAY + timedelta(days=7))]
    mondays = [MONDAY + timedelta(days=ahead) for ahead in (-7, 0, 7, 14)]
    assert [bool(hours(day, weekly)) for day in mondays] == [False, True, True, False]
    assert not hours(MONDAY + timedelta(days=1), weekly)


@given(masks, lengths)
def test_a_visit_can_start_exactly_where_all_of_it_is_free(free: Mask, cells: int) -> None:
    found = [at for at in range(0, DAY, CELL) if starts(free, cells) >> (at // CELL) & 1]
    assert found == naive_starts(minutes_of(free), cells)


@given(masks, lengths)
def test_offered_visits_are_free_do_not_overlap_and_leave_no_room_for_one_more(
    free: Mask, cells: int
) -> None:
    offered = list(packed_starts(free, cells))
    assert offered == naive_packed(minutes_of(free), cells)
    left = minutes_of(free)
    for start in offered:
        assert minutes_from(start, cells * CELL) <= left
        left -= minutes_from(start, cells * CELL)
    assert naive_starts(left, cells) == []


@given(masks, lengths)
def test_the_earliest_time_is_the_first_that_fits(free: Mask, cells: int) -> None:
    assert earliest(free, cells) == min(naive_starts(minutes_of(free), cells), default=None)


@given(st.integers(0, DAY))
def test_after_a_minute_are_the_cells_that_have_not_begun(minute: int) -> None:
    begin = {at for at in range(0, DAY, CELL) if at >= minute}
    assert {at for at in range(0, DAY, CELL) if after(minute) >> (at // CELL) & 1} == begin
    assert after(minute) < 1 << CELLS


@given(masks, masks, lengths)
def test_a_visit_that_needs_two_resources_starts_where_both_are_free(
    doctor: Mask, room: Mask, cells: int
) -> None:
    both = naive_starts(minutes_of(doctor) & minutes_of(room), cells)
    assert earliest(doctor & room, cells) == min(both, default=None)


def test_a_free_run_is_offered_end_to_end() -> None:
    free = span(9 * 60, 10 * 60 + 10)
    assert list(packed_starts(free, 4)) == [540, 560, 580]


def test_a_visit_ends_after_the_minutes_of_its_offer() -> None:
    doctor = Resource(DOCTOR, ResourceKind.DOCTOR, "Мельник О. В.")
    time = FreeTime(Offer("s1", doctor, 20), MONDAY, 14 * 60 + 20)
    assert time.end == 14 * 60 + 40
