"""Several visits under one referral: when they could be, and how many there may be."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from frontdesk.domain.appointment import Appointment, Claim, State
from frontdesk.domain.clinic import Offer, Resource, ResourceKind
from frontdesk.domain.course import collision, free_sessions, suggest
from frontdesk.domain.freetime import FreeTime, span
from frontdesk.domain.ground import Ground
from frontdesk.domain.referral import Referral, Status
from frontdesk.domain.timetable import Timetable

MONDAY = date(2026, 11, 23)
DAYS = tuple(MONDAY + timedelta(days=number) for number in range(21))
ANNA, BOHDAN = (
    Offer("s", Resource(name, ResourceKind.DOCTOR, name), 20) for name in ("anna", "bohdan")
)
MORNING, NOON = span(540, 600), span(720, 780)
REFERRAL = Referral("r", "6495-7332-1362-2361", Status.ACTIVE, quantity=5)


def table(
    anna: dict[int, int], bohdan: dict[int, int] | None = None, last_day: date | None = None
) -> Timetable:
    """Free masks by day, counted from Monday."""
    free = {"anna": anna, "bohdan": bohdan or {}}
    by_day = {id_: {DAYS[at]: mask for at, mask in of.items()} for id_, of in free.items()}
    return Timetable((ANNA, BOHDAN), DAYS, by_day, last_day)


def when(course: tuple[FreeTime, ...] | None) -> list[tuple[str, int, int]]:
    return [(it.offer.doctor.id, DAYS.index(it.day), it.start) for it in course or ()]


def test_a_course_keeps_to_its_doctor_and_hour() -> None:
    free = table(dict.fromkeys(range(9), MORNING), dict.fromkeys(range(9), MORNING))
    assert when(suggest(free, 3, 2)) == [("anna", 0, 540), ("anna", 2, 540), ("anna", 4, 540)]


def test_the_same_hour_is_waited_for_no_longer_than_a_week() -> None:
    within = table({0: MORNING, 1: NOON, 7: MORNING})
    assert when(suggest(within, 2)) == [("anna", 0, 540), ("anna", 7, 540)]
    beyond = table({0: MORNING, 1: NOON, 8: MORNING})
    assert when(suggest(beyond, 2)) == [("anna", 0, 540), ("anna", 1, 720)]


def test_one_late_visit_of_a_weekly_course_leaves_the_others_on_their_weekday() -> None:
    free = table({0: MORNING, 8: MORNING, 14: MORNING, 15: MORNING})
    assert when(suggest(free, 3, 7)) == [("anna", 0, 540), ("anna", 8, 540), ("anna", 14, 540)]


def test_where_the_doctor_has_no_time_another_takes_over() -> None:
    free = table({0: MORNING}, {3: NOON, 4: MORNING})
    assert when(suggest(free, 2)) == [("anna", 0, 540), ("bohdan", 4, 540)]


def test_rather_another_hour_than_too_few_visits_before_the_last_day() -> None:
    free = table({0: MORNING, 1: NOON, 2: MORNING}, last_day=DAYS[2])
    assert when(suggest(free, 3)) == [("anna", 0, 540), ("anna", 1, 720), ("anna", 2, 540)]


def test_a_course_for_which_there_is_no_room_is_not_suggested() -> None:
    assert suggest(table({0: MORNING, 1: MORNING}), 3) is None
    assert suggest(table({}), 1) is None


masks = st.dictionaries(st.integers(0, 20), st.sampled_from([MORNING, NOON, span(0, 1440)]))


@given(masks, masks, st.integers(1, 5), st.integers(1, 7), st.integers(0, 20))
def test_every_suggestion_can_be_taken_and_none_is_missed(
    anna: dict[int, int], bohdan: dict[int, int], visits: int, gap: int, last: int
) -> None:
    free = table(anna, bohdan, DAYS[last])
    course = suggest(free, visits, gap)
    if course is None:
        assert most_visits({*anna, *bohdan}, gap, last) < visits
        return
    assert len(course) == visits
    assert all(free.admits(it) and it.day <= DAYS[last] for it in course)
    if gap == 7:
        weeks = [(it.day - course[0].day).days // gap for it in course]
        assert all(before < after for before, after in pairwise(weeks))
    else:
        assert all((after.day - before.day).days >= gap for before, after in pairwise(course))


def most_visits(days: set[int], gap: int, last: int) -> int:
    """Taking each day as soon as it may be gives the most of them."""
    visits, due = 0, 0
    for day in sorted(it for it in days if it <= last):
        if day >= due:
            visits, due = visits + 1, day + gap
    return visits


def test_a_patient_cannot_be_with_two_doctors_at_once() -> None:
    one = FreeTime(ANNA, MONDAY, 540)
    assert collision([FreeTime(BOHDAN, MONDAY, 550), one]) == (one, FreeTime(BOHDAN, MONDAY, 550))
    assert collision([FreeTime(BOHDAN, MONDAY, 560), one]) is None
    assert collision([FreeTime(BOHDAN, DAYS[1], 540), one]) is None


def visit(session: int, state: State = State.BOOKED) -> Appointment:
    return Appointment(
        id=str(session),
        state=state,
        claim=Claim.OURS,
        ground=Ground.E_REFERRAL,
        service_id="s",
        doctor_id="anna",
        resource_ids=("anna",),
        day=MONDAY,
        start=540,
        end=560,
        time_zone="Europe/Kyiv",
        referral_id="r",
        session=session,
        hold_until=datetime(2026, 11, 23, tzinfo=UTC) if state is State.HELD else None,
    )


def test_visits_that_stand_count_and_the_number_of_a_cancelled_one_is_free_again() -> None:
    assert free_sessions(REFERRAL, []) == (1, 2, 3, 4, 5)
    assert free_sessions(REFERRAL, [visit(1), visit(3)]) == (2, 4, 5)


def test_what_remains_by_esozs_count_bounds_the_visits_to_come() -> None:
    three_left = replace(REFERRAL, remaining=3)
    assert free_sessions(three_left, []) == (1, 2, 3)
    assert free_sessions(three_left, [visit(1), visit(2)]) == (3,)
    assert free_sessions(three_left, [visit(1, State.FULFILLED), visit(2)]) == (3, 4)
    assert free_sessions(replace(REFERRAL, remaining=0), [visit(1)]) == ()


def test_a_quantity_that_esoz_does_not_say_means_one_visit() -> None:
    assert free_sessions(replace(REFERRAL, quantity=None), []) == (1,)
