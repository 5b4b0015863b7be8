"""What the clerk chooses from: free times of several doctors over several days."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from frontdesk.domain.appointment import Appointment, Claim, State
from frontdesk.domain.clinic import Offer, Resource, ResourceKind
from frontdesk.domain.freetime import FreeTime, Mask, span
from frontdesk.domain.ground import Ground
from frontdesk.domain.timetable import Timetable

MONDAY = date(2026, 11, 23)
DAYS = tuple(MONDAY + timedelta(days=number) for number in range(3))
ANNA, BOHDAN = (Resource(name, ResourceKind.DOCTOR, name) for name in ("anna", "bohdan"))
ROOM = Resource("room", ResourceKind.ROOM, "каб. 1")
ANNAS, BOHDANS = Offer("s", ANNA, 20, room=ROOM), Offer("s", BOHDAN, 20)
WHOLE_DAY = span(0, 1440)


def table(free: dict[tuple[str, date], Mask], last_day: date | None = None) -> Timetable:
    by_resource: dict[str, dict[date, Mask]] = {}
    for (resource_id, day), mask in free.items():
        by_resource.setdefault(resource_id, {})[day] = mask
    return Timetable((ANNAS, BOHDANS), DAYS, by_resource, last_day)


def test_a_visit_needs_doctor_and_room_at_once() -> None:
    free = {("anna", MONDAY): span(540, 600), ("room", MONDAY): span(560, 600)}
    assert [it.start for it in table(free).times(ANNAS, MONDAY)] == [560, 580]
    assert table(free).count(ANNAS, MONDAY) == 2


def test_a_doctor_whose_room_is_unknown_is_not_offered() -> None:
    assert table({("anna", MONDAY): WHOLE_DAY}).nearest(ANNAS) is None


def test_the_earliest_time_is_looked_for_over_all_doctors() -> None:
    free = {("bohdan", DAYS[1]): span(480, 520), ("anna", DAYS[2]): WHOLE_DAY}
    assert table(free).earliest() == (FreeTime(BOHDANS, DAYS[1], 480),)


def test_times_after_the_referrals_last_day_are_not_the_earliest() -> None:
    covered = table({("bohdan", DAYS[1]): WHOLE_DAY}, last_day=MONDAY)
    assert covered.earliest() == ()
    assert covered.nearest(BOHDANS) is None
    assert covered.times(BOHDANS, DAYS[1]), "they are shown, marked, and cannot be taken"


def test_the_loser_of_a_race_is_offered_the_nearest_time_of_the_same_day() -> None:
    free = {("bohdan", MONDAY): span(540, 660), ("bohdan", DAYS[1]): span(540, 560)}
    lost = FreeTime(BOHDANS, MONDAY, 600)
    offered = table(free).like(lost, 3, without=lost)
    assert [(it.day, it.start) for it in offered] == [(MONDAY, 580), (MONDAY, 620), (MONDAY, 560)]


def test_a_time_off_the_grid_or_too_long_is_not_admitted() -> None:
    free = {("bohdan", MONDAY): span(540, 565)}
    assert table(free).admits(FreeTime(BOHDANS, MONDAY, 545))
    assert not table(free).admits(FreeTime(BOHDANS, MONDAY, 542))
    assert not table(free).admits(FreeTime(BOHDANS, MONDAY, 550))


@given(
    st.dictionaries(st.tuples(st.just("bohdan"), st.sampled_from(DAYS)), st.integers(0, WHOLE_DAY))
)
def test_every_time_that_is_offered_is_admitted(free: dict[tuple[str, date], Mask]) -> None:
    offered = table(free).earliest(500)
    assert all(table(free).admits(time) for time in offered)
    assert list(offered) == sorted(offered, key=lambda it: (it.day, it.start))


def visit(day: date = MONDAY, start: int = 540) -> Appointment:
    """One of Bohdan's."""
    ground, state, claim = Ground.E_REFERRAL, State.BOOKED, Claim.OURS
    where = ("s", "bohdan", ("bohdan",))
    return Appointment("a", state, claim, ground, *where, day, start, start + 20, "Europe/Kyiv")


def test_who_cannot_come_is_offered_the_same_doctors_next_time() -> None:
    free = {("bohdan", MONDAY): span(480, 560), ("bohdan", DAYS[2]): WHOLE_DAY}
    anna = {("anna", MONDAY): WHOLE_DAY, ("room", MONDAY): WHOLE_DAY}
    assert table({**free, **anna}).later(visit()) == FreeTime(BOHDANS, DAYS[2], 0)
    assert table(anna).later(visit()) == FreeTime(ANNAS, MONDAY, 560)
    assert table(free, last_day=MONDAY).later(visit()) is None


def test_who_must_go_elsewhere_is_offered_the_nearest_time_of_the_day() -> None:
    anna = {("anna", MONDAY): span(480, 660), ("room", MONDAY): span(480, 660)}
    later = {("bohdan", DAYS[1]): WHOLE_DAY}
    assert table({**anna, **later}).instead(visit()) == FreeTime(ANNAS, MONDAY, 540)
    assert table(later).instead(visit()) == FreeTime(BOHDANS, DAYS[1], 0)
    assert table(later).instead(visit(DAYS[2])) is None, "a patient is not called in earlier"
    assert table(later, last_day=MONDAY).instead(visit()) is None


def test_a_time_that_was_given_away_is_offered_to_nobody_else() -> None:
    free = {("anna", MONDAY): span(540, 600), ("room", MONDAY): span(540, 600)}
    first = table(free).instead(visit())
    assert first is not None
    assert table(free).taken(first).instead(visit()) == FreeTime(ANNAS, MONDAY, 560)
