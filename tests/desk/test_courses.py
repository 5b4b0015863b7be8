"""Courses under one referral; and visits beside others, with a right and a reason."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from frontdesk.desk.answers import (
    AlreadyBooked,
    ConfirmedCourse,
    Held,
    HeldCourse,
    JustTaken,
    Line,
    MayNotOverbook,
    NotBookable,
    NotThisTime,
    TimesCollide,
    TooManyVisits,
)
from frontdesk.domain.appointment import Appointment, Claim, State
from frontdesk.domain.course import collision, suggest
from frontdesk.domain.freetime import FreeTime
from frontdesk.domain.number import Number
from frontdesk.store import clinic_tables

if TYPE_CHECKING:
    from tests.desk.conftest import House, Registrar


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> str:
    chosen: str = request.param
    return chosen


def course_number(house: House) -> Number:
    """A referral for five visits of which three are left."""
    for sample in house.world.samples:
        referral, *_ = house.backend.numbered(sample.number)
        if (sample.verdict, referral.quantity, referral.remaining) == ("bookable", 5, 3):
            return Number(sample.number)
    raise AssertionError("the sample clinic has a course")


async def some_times(registrar: Registrar, line: Line, visits: int) -> tuple[FreeTime, ...]:
    times = suggest(await registrar.times(line), visits)
    assert times is not None
    return times


async def booked(registrar: Registrar, number: Number, visits: int) -> tuple[Appointment, ...]:
    line = await registrar.line(number)
    held = await registrar.desk.hold_course(await some_times(registrar, line, visits), line)
    assert isinstance(held, HeldCourse)
    answer = await registrar.desk.confirm_course(held, registrar.details)
    assert isinstance(answer, ConfirmedCourse)
    return answer.appointments


async def standing(registrar: Registrar, ids: tuple[Appointment, ...]) -> list[tuple[State, Claim]]:
    visits = [await registrar.desk.visit(it.id) for it in ids]
    return [(it.appointment.state, it.appointment.claim) for it in visits if it is not None]


async def test_a_course_is_booked_under_one_claim(house: House, registrar: Registrar) -> None:
    number = course_number(house)
    visits = await booked(registrar, number, 3)
    assert [it.session for it in visits] == [1, 2, 3]
    await registrar.desk.recover()
    assert await standing(registrar, visits) == [(State.BOOKED, Claim.OURS)] * 3
    assert len(house.backend.jobs) == 1
    assert house.behind(number).used_by == house.ours


async def test_cancelling_one_visit_keeps_the_referral_and_cancelling_the_last_lets_it_go(
    house: House, registrar: Registrar
) -> None:
    number = course_number(house)
    visits = await booked(registrar, number, 2)
    await registrar.desk.recover()
    await registrar.desk.cancel(visits[0].id, "a call")
    await registrar.desk.recover()
    assert house.behind(number).used_by == house.ours
    assert (await registrar.line(number)).appointment is not None
    await registrar.desk.cancel(visits[1].id, "a call")
    await registrar.desk.recover()
    assert await house.broken() == []
    assert {claim for _, claim in await standing(registrar, visits)} <= {Claim.NONE, Claim.MANUAL}


async def test_a_course_goes_on_up_to_what_the_referral_is_for(
    house: House, registrar: Registrar
) -> None:
    number = course_number(house)
    (first,) = await booked(registrar, number, 1)
    line = await registrar.line(number)
    assert line.appointment is not None
    too_many = await some_times(registrar, line, 4)
    assert await registrar.desk.hold_course(too_many[1:], line) == TooManyVisits(2)
    held = await registrar.desk.hold_course(too_many[1:3], line)
    assert isinstance(held, HeldCourse)
    assert [it.appointment.session for it in held.visits] == [2, 3]
    assert isinstance(await registrar.desk.confirm_course(held, registrar.details), ConfirmedCourse)
    full = await registrar.desk.hold_course(too_many[3:], await registrar.line(number))
    assert isinstance(full, AlreadyBooked)
    await registrar.desk.cancel(first.id, "a call")
    (again,) = await booked(registrar, number, 1)
    assert again.session == 1


async def test_when_one_time_is_taken_none_is_held_and_others_are_offered_for_that_one(
    house: House, registrar: Registrar
) -> None:
    line = await registrar.line(course_number(house))
    times = await some_times(registrar, line, 3)
    rival = replace(line, referral=replace(line.referral, id="rival"))
    other = await house.open("window-2")
    assert isinstance(await other.desk.hold(times[1], rival), Held)
    answer = await registrar.desk.hold_course(times, line)
    assert isinstance(answer, NotThisTime)
    assert (answer.time, type(answer.why)) == (times[1], JustTaken)
    assert await registrar.is_free(times[0])
    for it in answer.why.alternatives:
        assert collision((times[0], times[2], it)) is None
    instead = (times[0], answer.why.alternatives[0], times[2])
    assert isinstance(await registrar.desk.hold_course(instead, line), HeldCourse)


async def test_times_at_which_the_patient_would_be_in_two_places_are_refused(
    house: House, registrar: Registrar
) -> None:
    line = await registrar.line(course_number(house))
    (time,) = await some_times(registrar, line, 1)
    soon = replace(time, start=time.start + 5)
    assert await registrar.desk.hold_course([soon, time], line) == TimesCollide(time, soon)


async def test_beside_a_visit_that_is_not_verified_yet_no_course_is_booked(
    house: House, registrar: Registrar
) -> None:
    number = course_number(house)
    services = registrar.desk.clinic.services
    house.switches.silent = True
    guess = registrar.desk.provisional(number, services[house.behind(number).code])
    held = await registrar.desk.hold(await registrar.earliest(guess), guess)
    assert isinstance(held, Held)
    provisional = await registrar.confirm(held)
    house.switches.silent = False
    line = await registrar.line(number)
    later = (await some_times(registrar, line, 3))[1:]
    assert await registrar.desk.hold_course(later, line) == AlreadyBooked(provisional)
    house.clock.advance(3600)
    await registrar.desk.recover()
    assert await standing(registrar, (provisional,)) == [(State.BOOKED, Claim.OURS)]
    line = await registrar.line(number)
    assert isinstance(await registrar.desk.hold_course(later, line), HeldCourse)


async def test_a_spent_referral_has_no_course(house: House, registrar: Registrar) -> None:
    line = await registrar.line(house.number("completed"))
    usable = await registrar.line(course_number(house))
    times = await some_times(registrar, usable, 1)
    assert await registrar.desk.hold_course(times, line) == NotBookable(line.verdict)


async def test_letting_a_course_go_frees_every_time(house: House, registrar: Registrar) -> None:
    line = await registrar.line(course_number(house))
    times = await some_times(registrar, line, 2)
    held = await registrar.desk.hold_course(times, line)
    assert isinstance(held, HeldCourse)
    assert not await registrar.is_free(times[1])
    await registrar.desk.let_course_go(held)
    assert [await registrar.is_free(it) for it in times] == [True, True]


async def test_a_course_of_which_one_hold_is_gone_is_not_confirmed_at_all(
    house: House, registrar: Registrar
) -> None:
    line = await registrar.line(course_number(house))
    times = await some_times(registrar, line, 2)
    held = await registrar.desk.hold_course(times, line)
    assert isinstance(held, HeldCourse)
    await registrar.desk.let_go(held.visits[1])
    answer = await registrar.desk.confirm_course(held, registrar.details)
    assert not isinstance(answer, ConfirmedCourse)
    assert [await registrar.is_free(it) for it in times] == [True, True]


@pytest.fixture
async def wide(house: House) -> Registrar:
    """A desk that may overbook, in a house where everybody may hold one visit more."""
    first = await house.open("installer")
    widened = update(clinic_tables.resource).values(max_lanes=2)
    await first.desk._context.store.write(lambda db: db.execute(widened))
    registrar = await house.open("window-2")
    registrar.desk._context.may_overbook = True
    return registrar


async def test_a_taken_time_is_overbooked_with_a_right_and_a_reason_once(
    house: House, wide: Registrar
) -> None:
    mine, theirs = [await wide.line(number) for number in house.rivals()]
    time = await wide.earliest(mine)
    offers = wide.desk.clinic.offers_for(mine.referral)
    assert not (await wide.desk.timetable(offers, overbooking=True)).admits(time)
    regular = await wide.desk.hold(time, mine, overbooking="urgent")
    assert isinstance(regular, Held)
    assert regular.appointment.overbooked_because is None
    assert (await wide.desk.timetable(offers, overbooking=True)).admits(time)
    assert not (await wide.times(mine)).admits(time)

    assert isinstance(await wide.desk.hold(time, theirs), JustTaken)
    assert await wide.desk.hold(time, theirs, overbooking=" ") == MayNotOverbook(has_right=True)
    beside = await wide.desk.hold(time, theirs, overbooking=" urgent ")
    assert isinstance(beside, Held)
    assert beside.appointment.overbooked_because == "urgent"
    third = replace(theirs, referral=replace(theirs.referral, id="third"))
    assert isinstance(await wide.desk.hold(time, third, overbooking="urgent"), JustTaken)
    assert await house.broken() == []


async def test_without_the_right_nothing_is_overbooked(house: House, wide: Registrar) -> None:
    wide.desk._context.may_overbook = False
    line = await wide.line(house.number("bookable"))
    time = await wide.earliest(line)
    refused = await wide.desk.hold(time, line, overbooking="urgent")
    assert refused == MayNotOverbook(has_right=False)
