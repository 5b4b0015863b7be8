"""The waiting list: whom a freed time suits, who is phoned first, and that nobody starves."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.domain.clinic import Clinic, Offer, Resource, ResourceKind, Service
from frontdesk.domain.freetime import FreeTime, span
from frontdesk.domain.ground import Ground
from frontdesk.domain.referral import Priority
from frontdesk.domain.timetable import Timetable
from frontdesk.domain.waiting import (
    CLOSE,
    FAIREST,
    LONGEST,
    Call,
    PartOfDay,
    Reply,
    Waiting,
    fairest,
    in_order,
    proposals,
)

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
DAYS = tuple(TODAY + timedelta(days=ahead) for ahead in range(4))
ANNA, BOHDAN = (Resource(name, ResourceKind.DOCTOR, name) for name in ("anna", "bohdan"))
ANNAS, BOHDANS, OTHER = Offer("s", ANNA, 20), Offer("s", BOHDAN, 20), Offer("other", ANNA, 20)
CLINIC = Clinic(
    "ours",
    "Clinic",
    "Europe/Kyiv",
    services={"s": Service("s", "K1", "Consultation", groups=("group",))},
    offers=(ANNAS, BOHDANS, OTHER),
)
AT_TEN = FreeTime(ANNAS, TODAY, 600)


def waiting(id_: str = "w", days: int = 3, **other: object) -> Waiting:
    """Somebody who has waited for so many days for any doctor of the service."""
    it = Waiting(id_, f"p-{id_}", "s", Ground.DIRECT_ACCESS, TODAY, NOW - timedelta(days=days))
    return replace(it, **other)  # type: ignore[arg-type]  # each is a field of its type


def wishing(wish: dict[str, object]) -> Waiting:
    return replace(waiting(), **wish)  # type: ignore[arg-type]  # each is a field of its type


def called(reply: Reply, time: FreeTime = AT_TEN) -> Call:
    return Call(NOW, time.offer.doctor.id, time.day, time.start, reply)


@st.composite
def people(draw: st.DrawFn) -> Waiting:
    last_day = st.integers(-2, 40).map(lambda ahead: TODAY + timedelta(days=ahead))
    return waiting(
        f"{draw(st.uuids())}",
        draw(st.integers(0, 60)),
        priority=draw(st.none() | st.sampled_from(Priority)),
        referral_last_day=draw(st.none() | last_day),
        last_day=draw(st.none() | last_day),
        doctor_id=draw(st.none() | st.sampled_from(["anna", "bohdan"])),
        service_id=draw(st.sampled_from(["s", "other"])),
        part=draw(st.sampled_from(PartOfDay)),
        calls=tuple(draw(st.lists(st.sampled_from(Reply).map(called), max_size=2))),
    )


crowds = st.lists(people(), max_size=12)


# Whom it suits


@pytest.mark.parametrize(
    ("wish", "suits"),
    [
        ({}, True),
        ({"first_day": TODAY + timedelta(days=1)}, False),
        ({"last_day": TODAY}, True),
        ({"last_day": TODAY - timedelta(days=1)}, False),
        ({"referral_last_day": TODAY - timedelta(days=1)}, False),
        ({"part": PartOfDay.MORNING}, True),
        ({"part": PartOfDay.AFTERNOON}, False),
    ],
)
def test_a_time_suits_within_the_window_and_the_referrals_days(
    wish: dict[str, object], *, suits: bool
) -> None:
    assert wishing(wish).suits(AT_TEN) is suits


@pytest.mark.parametrize(
    ("wish", "offers"),
    [
        ({}, {ANNAS, BOHDANS}),
        ({"doctor_id": "bohdan"}, {BOHDANS}),
        ({"service_id": "group", "names_group": True}, {ANNAS, BOHDANS}),
        ({"service_id": "other"}, {OTHER}),
        ({"service_id": "unknown"}, set()),
    ],
)
def test_one_waits_for_a_doctor_or_for_whoever_gives_the_service(
    wish: dict[str, object], offers: set[Offer]
) -> None:
    assert wishing(wish).offers(CLINIC) == offers


# Who goes first


def test_urgent_ones_go_first_then_who_has_few_days_left_then_who_has_waited_longest() -> None:
    close = TODAY + timedelta(days=CLOSE)
    expected = (
        waiting("urgent", 1, priority=Priority.URGENT),
        waiting("close", 2, referral_last_day=close),
        waiting("long", 20),
        waiting("late", 10, referral_last_day=close + timedelta(days=1)),
        waiting("short", 5),
    )
    assert in_order(reversed(expected), TODAY) == expected


@given(crowds.flatmap(lambda it: st.tuples(st.just(it), st.permutations(it))))
def test_the_order_does_not_depend_on_how_they_were_listed(
    both: tuple[list[Waiting], list[Waiting]],
) -> None:
    crowd, shuffled = both
    assert in_order(shuffled, TODAY) == in_order(crowd, TODAY)


@given(people(), crowds)
def test_whoever_has_waited_long_goes_before_all_who_came_later(
    somebody: Waiting, crowd: list[Waiting]
) -> None:
    patient = replace(somebody, since=NOW - timedelta(days=LONGEST))
    later = [it for it in crowd if it.since > patient.since]
    assert in_order([*later, patient], TODAY)[0] == patient


@given(people(), crowds)
def test_a_call_that_came_to_nothing_costs_nobody_the_place(
    somebody: Waiting, crowd: list[Waiting]
) -> None:
    refused = replace(somebody, calls=(*somebody.calls, called(Reply.REFUSED)))
    before = [it.id for it in in_order([somebody, *crowd], TODAY)]
    assert [it.id for it in in_order([refused, *crowd], TODAY)] == before


# What is proposed


@given(crowds)
def test_the_fairest_three_of_those_whom_it_suits_are_proposed(crowd: list[Waiting]) -> None:
    suited = [it for it in crowd if ANNAS in it.offers(CLINIC) and it.suits(AT_TEN)]
    found = fairest(AT_TEN, crowd, CLINIC, TODAY)
    assert found == in_order(suited, TODAY)[:FAIREST]
    assert not any(it.was_about(AT_TEN) for person in found for it in person.calls)


@pytest.mark.parametrize("reply", Reply)
def test_who_was_phoned_about_a_time_is_asked_about_another_one(reply: Reply) -> None:
    patient = waiting(calls=(called(reply),))
    assert not patient.suits(AT_TEN)
    assert patient.suits(replace(AT_TEN, start=620))
    assert patient.suits(replace(AT_TEN, offer=BOHDANS))


def table(*offers: Offer) -> Timetable:
    """Both receive from ten to twelve and from one to two."""
    free = {it: dict.fromkeys(DAYS, span(600, 720) | span(780, 840)) for it in ("anna", "bohdan")}
    return Timetable(offers or CLINIC.offers, DAYS, free)


@given(crowds, st.integers(1, 8))
def test_proposals_go_by_time_and_name_only_whom_the_time_suits(
    crowd: list[Waiting], limit: int
) -> None:
    found = proposals(table(), crowd, CLINIC, TODAY, limit)
    assert len(found) <= limit
    assert [(it.time.day, it.time.start) for it in found] == sorted(
        (it.time.day, it.time.start) for it in found
    )
    for it in found:
        assert it.people == fairest(it.time, crowd, CLINIC, TODAY) != ()


def test_of_equal_times_of_a_day_only_the_first_is_proposed() -> None:
    early, late = waiting("early", 5, part=PartOfDay.MORNING), waiting("late", 4)
    found = proposals(table(ANNAS), [early, late], CLINIC, TODAY, 4)
    assert [(it.time.day, it.time.start, [who.id for who in it.people]) for it in found] == [
        (day, start, who)
        for day in DAYS[:2]
        for start, who in ((600, ["early", "late"]), (780, ["late"]))
    ]


@given(crowds)
def test_everybody_for_whom_a_time_is_free_is_proposed_one_or_three_fairer_are(
    crowd: list[Waiting],
) -> None:
    found = proposals(table(), crowd, CLINIC, TODAY, 1000)
    named = {who.id for it in found for who in it.people}
    for person in crowd:
        times = [
            time
            for offer in person.offers(CLINIC)
            for day in DAYS
            for time in table().times(offer, day)
            if person.suits(time)
        ]
        assert (
            not times
            or person.id in named
            or all(len(fairest(time, crowd, CLINIC, TODAY)) == FAIREST for time in times)
        )


# Last days


def test_past_its_last_day_an_entry_is_overdue_and_says_so() -> None:
    over = waiting(last_day=TODAY, referral_last_day=TODAY - timedelta(days=1))
    assert over.is_overdue(TODAY)
    assert over.is_close(TODAY)
    assert not waiting().is_overdue(TODAY)
    assert not waiting(last_day=TODAY).is_overdue(TODAY)
