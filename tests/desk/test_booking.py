"""Free times, a hold, a confirmation: what is decided inside the clinic, without ЕСОЗ."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from frontdesk.desk.answers import (
    AlreadyBooked,
    Confirmed,
    Field,
    Held,
    HoldLapsed,
    JustTaken,
    NotBookable,
    NotOffered,
    PatientDetails,
    WrongDetails,
)
from frontdesk.domain.appointment import Appointment, Claim, State
from frontdesk.domain.freetime import Change as HoursChange
from frontdesk.domain.freetime import DayException, FreeTime
from frontdesk.domain.ground import Ground
from frontdesk.domain.number import Number
from frontdesk.domain.patient import Name
from frontdesk.domain.verdict import Code
from frontdesk.store import calendar

if TYPE_CHECKING:
    from tests.desk.conftest import Clock, House, Registrar

HOLD = 90


async def state_of(registrar: Registrar, appointment: Appointment) -> State:
    visit = await registrar.desk.visit(appointment.id)
    assert visit is not None
    return visit.appointment.state


async def test_a_held_time_is_free_for_nobody_else(house: House, registrar: Registrar) -> None:
    other = await house.open("window-2")
    held = await registrar.hold(house.number("bookable"))
    assert held.appointment.state is State.HELD
    assert not await other.is_free(held.time)


async def test_stepping_back_frees_the_time(house: House, registrar: Registrar) -> None:
    held = await registrar.hold(house.number("bookable"))
    await registrar.desk.let_go(held)
    assert await registrar.is_free(held.time)
    assert await state_of(registrar, held.appointment) is State.CANCELLED
    await registrar.desk.let_go(held)


async def test_a_confirmation_that_got_no_answer_may_be_asked_again(
    house: House, registrar: Registrar
) -> None:
    held = await registrar.hold(house.number("bookable"))
    first = await registrar.confirm(held)
    assert await registrar.confirm(held) == first
    settled = await registrar.desk.settle(first.id)
    assert await registrar.confirm(held) == settled


async def test_a_hold_ends_by_itself_after_ninety_seconds(
    house: House, registrar: Registrar, clock: Clock
) -> None:
    held = await registrar.hold(house.number("bookable"))
    clock.advance(HOLD - 1)
    await registrar.desk.recover()
    assert not await registrar.is_free(held.time)
    clock.advance(1)
    await registrar.desk.recover()
    assert await registrar.is_free(held.time)
    assert await registrar.desk.confirm(held, registrar.details) == HoldLapsed()


async def test_a_hold_left_by_a_crash_bars_its_referral_no_longer_than_it_lasts(
    house: House, registrar: Registrar, clock: Clock
) -> None:
    number = house.number("bookable")
    line = await registrar.line(number)
    left = await registrar.hold(number)
    other = await house.open("window-2")
    second = (await other.times(line)).earliest()[0]
    again = await other.desk.hold(second, line)
    assert isinstance(again, AlreadyBooked)
    assert again.appointment == left.appointment
    clock.advance(HOLD)
    assert isinstance(await other.desk.hold(second, line), Held)


async def test_the_loser_of_a_race_is_offered_other_times(
    house: House, registrar: Registrar
) -> None:
    """Both saw the time free; the key of the database gives it to one."""
    mine, theirs = [await registrar.line(number) for number in house.rivals()]
    assert mine.referral.id != theirs.referral.id
    other = await house.open("window-2")
    time = await other.earliest(mine)
    assert await other.is_free(time)
    assert isinstance(await registrar.desk.hold(time, mine), Held)
    lost = await other.desk.hold(time, theirs)
    assert isinstance(lost, JustTaken)
    assert len(lost.alternatives) == 5
    assert time not in lost.alternatives
    assert isinstance(await other.desk.hold(lost.alternatives[0], theirs), Held)


async def test_only_one_of_two_clerks_gets_a_time_whatever_their_order(
    house: House, registrar: Registrar
) -> None:
    other = await house.open("window-2")
    lines = [await registrar.line(number) for number in house.rivals()]
    for time in (await registrar.times(lines[0])).earliest(6):
        answers = await asyncio.gather(
            registrar.desk.hold(time, lines[0]), other.desk.hold(time, lines[1])
        )
        held = [it for it in answers if isinstance(it, Held)]
        assert len(held) == 1
        assert sum(isinstance(it, JustTaken) for it in answers) == 1
        for it in held:
            await registrar.desk.let_go(it)


async def test_the_same_referral_is_not_booked_twice(house: House, registrar: Registrar) -> None:
    number = house.number("bookable")
    booked = await registrar.book(number)
    await registrar.desk.settle(booked.id)
    line = await registrar.line(number)
    assert line.verdict.code is Code.BOOKED_HERE
    again = await registrar.desk.hold(await registrar.earliest(line), line)
    assert isinstance(again, AlreadyBooked)
    assert again.appointment is not None
    assert again.appointment.id == booked.id


async def test_a_colleagues_booking_of_the_same_referral_is_seen_when_holding(
    house: House, registrar: Registrar
) -> None:
    number = house.number("bookable")
    line = await registrar.line(number)
    other = await house.open("window-2")
    booked = await other.book(number)
    answer = await registrar.desk.hold(await registrar.earliest(line), line)
    assert answer == AlreadyBooked(booked)


async def test_one_patient_cannot_be_at_two_doctors_at_once(
    house: House, registrar: Registrar
) -> None:
    """Three services under one number: one person, two rooms, one clock."""
    found = await registrar.find(house.number("bookable", 17))
    first, second = found.lines[0], found.lines[1]
    mine, other = await registrar.times(first), await registrar.times(second)
    time, clash = next(
        (a, b)
        for a in mine.earliest(400)
        for b in other.earliest(400)
        if (a.day, a.start) == (b.day, b.start) and a.offer.doctor != b.offer.doctor
    )
    held = await registrar.desk.hold(time, first)
    assert isinstance(held, Held)
    await registrar.confirm(held)
    clashing = await registrar.desk.hold(clash, second)
    assert isinstance(clashing, Held)
    assert await registrar.desk.confirm(clashing, registrar.details) == AlreadyBooked(None)
    assert await registrar.is_free(clash)


async def test_times_after_the_referrals_last_day_are_not_offered(
    house: House, registrar: Registrar
) -> None:
    line = await registrar.line(house.number("bookable", 10))
    last = line.last_day
    assert last == house.world.today + timedelta(days=5)
    offers = registrar.desk.clinic.offers_for(line.referral)
    endless = await registrar.desk.timetable(offers)
    late = next(it for it in endless.earliest(1000) if it.day > last)
    answer = await registrar.desk.hold(late, line)
    assert isinstance(answer, NotOffered)
    assert answer.alternatives
    assert all(it.day <= last for it in answer.alternatives)


async def test_a_paid_visit_may_lie_after_the_referrals_last_day(
    house: House, registrar: Registrar
) -> None:
    line = await registrar.line(house.number("bookable", 10))
    offers = registrar.desk.clinic.offers_for(line.referral)
    late = next(
        it
        for it in (await registrar.desk.timetable(offers)).earliest(1000)
        if line.last_day is not None and it.day > line.last_day
    )
    assert isinstance(await registrar.desk.hold(late, line, ground=Ground.PAID), Held)


async def test_what_is_ours_already_serves_a_visit_after_its_date(
    house: House, registrar: Registrar, clock: Clock
) -> None:
    number = house.number("in_work_here")
    house.put(replace(house.behind(number), expires_at=clock() - timedelta(days=1)))
    line = await registrar.line(number)
    assert (line.verdict.code, line.last_day) == (Code.IN_WORK_HERE, None)
    assert isinstance(await registrar.desk.hold(await registrar.earliest(line), line), Held)


@pytest.mark.parametrize("minutes", [-5 * 60, 3, 9 * 60])
async def test_a_time_at_which_nobody_receives_is_not_offered(
    house: House, registrar: Registrar, minutes: int
) -> None:
    """Before hours, off the five-minute grid, after hours."""
    line = await registrar.line(house.number("bookable"))
    time = await registrar.earliest(line)
    answer = await registrar.desk.hold(replace(time, start=time.start + minutes), line)
    assert isinstance(answer, NotOffered)
    assert len(answer.alternatives) == 5


async def test_the_past_is_not_offered(house: House, registrar: Registrar, clock: Clock) -> None:
    line = await registrar.line(house.number("bookable"))
    table = await registrar.times(line)
    time = table.earliest()[0]
    assert time.day == registrar.desk.today()
    assert isinstance(
        await registrar.desk.hold(replace(time, day=time.day - timedelta(days=1)), line), NotOffered
    )
    clock.advance(12 * 3600)
    assert isinstance(await registrar.desk.hold(time, line), NotOffered)
    assert time not in (await registrar.times(line)).earliest(50)


async def test_a_time_of_another_service_is_not_offered_under_the_referral(
    house: House, registrar: Registrar
) -> None:
    """The doctor is there and free, but for something that the referral does not cover."""
    line = await registrar.line(house.number("bookable"))
    doctor = (await registrar.earliest(line)).offer.doctor
    duties = [it for it in registrar.desk.clinic.offers if it.doctor == doctor]
    wrong = next(it for it in duties if it.service_id != line.referral.service_id)
    time = (await registrar.desk.timetable([wrong])).earliest()[0]
    assert isinstance(await registrar.desk.hold(time, line), NotOffered)


async def test_no_time_is_held_under_a_referral_nobody_has_seen(registrar: Registrar) -> None:
    """Without a line there is nothing to claim later: the visit could never be verified."""
    time = (await registrar.desk.timetable(registrar.desk.clinic.offers)).earliest()[0]
    answer = await registrar.desk.hold(time, None)
    assert isinstance(answer, NotBookable)
    assert answer.verdict.code is Code.UNVERIFIED
    assert await registrar.is_free(time)


@pytest.mark.parametrize(
    "verdict",
    [
        "recalled",
        "expired",
        "completed",
        "entered_in_error",
        "nothing_left",
        "no_programme",
        "other_funding",
        "not_qualified",
        "not_our_service",
        "in_work_elsewhere",
        "for_another_clinic",
    ],
)
async def test_a_verdict_that_forbids_it_holds_nothing(
    house: House, registrar: Registrar, verdict: str
) -> None:
    line = await registrar.line(house.number(verdict))
    offers = registrar.desk.clinic.offers_for(line.referral) or registrar.desk.clinic.offers
    time = (await registrar.desk.timetable(offers)).earliest()[0]
    assert await registrar.desk.hold(time, line) == NotBookable(line.verdict)


async def test_a_referral_without_a_programme_may_still_be_a_paid_visit(
    house: House, registrar: Registrar
) -> None:
    line = await registrar.line(house.number("no_programme"))
    held = await registrar.desk.hold(await registrar.earliest(line), line, ground=Ground.PAID)
    assert isinstance(held, Held)
    booked = await registrar.confirm(held)
    assert (booked.state, booked.claim, booked.referral_id) == (State.BOOKED, Claim.NONE, None)


async def test_a_paid_visit_needs_no_referral_and_asks_esoz_nothing(
    house: House, registrar: Registrar
) -> None:
    house.switches.silent = True
    offers = registrar.desk.clinic.offers_of_service("K67002")
    time = (await registrar.desk.timetable(offers)).earliest()[0]
    held = await registrar.desk.hold(time, None, ground=Ground.PAID)
    assert isinstance(held, Held)
    booked = await registrar.confirm(held)
    assert (booked.state, booked.claim) == (State.BOOKED, Claim.NONE)
    assert (await registrar.desk.settle(booked.id)).state is State.BOOKED


async def test_a_paid_time_that_was_taken_is_replaced_by_the_same_service(
    registrar: Registrar,
) -> None:
    offers = registrar.desk.clinic.offers_of_service("K67002")
    time = (await registrar.desk.timetable(offers)).earliest()[0]
    assert isinstance(await registrar.desk.hold(time, None, ground=Ground.PAID), Held)
    lost = await registrar.desk.hold(time, None, ground=Ground.PAID)
    assert isinstance(lost, JustTaken)
    assert {it.offer.service_id for it in lost.alternatives} == {time.offer.service_id}


@pytest.mark.parametrize(
    ("details", "wrong"),
    [
        (PatientDetails("  "), (Field.NAME,)),
        (PatientDetails("Мороз Ірина", "12345"), (Field.PHONE,)),
        (PatientDetails("Мороз Ірина", birth_date="30.02.1980"), (Field.BIRTH_DATE,)),
        (PatientDetails("Мороз Ірина", birth_date="24.11.2026"), (Field.BIRTH_DATE,)),
        (PatientDetails("", "0", "?"), (Field.NAME, Field.PHONE, Field.BIRTH_DATE)),
    ],
)
async def test_what_cannot_be_is_said_of_each_field_and_the_hold_stays(
    house: House, registrar: Registrar, details: PatientDetails, wrong: tuple[Field, ...]
) -> None:
    held = await registrar.hold(house.number("bookable"))
    assert await registrar.desk.confirm(held, details) == WrongDetails(wrong)
    assert isinstance(await registrar.desk.confirm(held, registrar.details), Confirmed)


@pytest.mark.parametrize("typed", ["05.03.1979", "1979-03-05", " 5.3.1979 "])
async def test_a_date_of_birth_is_read_as_people_and_as_programs_write_it(
    house: House, registrar: Registrar, typed: str
) -> None:
    held = await registrar.hold(house.number("bookable", 12))
    details = replace(registrar.details, birth_date=typed)
    assert isinstance(await registrar.desk.confirm(held, details), Confirmed)
    visit = await registrar.desk.visit(held.appointment.id)
    assert visit is not None
    assert visit.patient is not None
    assert visit.patient.birth_date == date(1979, 3, 5)


async def test_a_patient_known_by_esozs_id_is_completed_from_the_register(
    house: House, registrar: Registrar
) -> None:
    known = house.world.patients[0]
    theirs = next(it for it in house.world.referrals if it.subject == known.esoz_id)
    line = await registrar.line(Number(theirs.requisition))
    assert line.verdict.may_book
    held = await registrar.desk.hold(await registrar.earliest(line), line)
    assert isinstance(held, Held)
    assert held.patient is not None
    assert held.patient.name == Name(known.surname, known.name, known.patronymic)
    answer = await registrar.desk.confirm(held, PatientDetails(held.patient.name.full))
    assert isinstance(answer, Confirmed)
    visit = await registrar.desk.visit(answer.appointment.id)
    assert visit is not None
    assert visit.patient == held.patient


async def test_what_was_not_booked_leaves_no_patient_in_the_register(
    house: House, registrar: Registrar, clock: Clock
) -> None:
    number = house.number("bookable", 1)
    held = await registrar.hold(number)
    assert held.patient is None
    clock.advance(HOLD)
    await registrar.desk.recover()
    assert await registrar.desk.confirm(held, registrar.details) == HoldLapsed()
    assert (await registrar.hold(number)).patient is None


async def test_a_visit_of_today_stands_in_the_agenda(house: House, registrar: Registrar) -> None:
    booked = await registrar.book(house.number("bookable"))
    visits = await registrar.desk.agenda(booked.day)
    assert booked.id in [it.appointment.id for it in visits]
    assert all(it.appointment.day == booked.day for it in visits)


async def test_new_hours_of_a_doctor_are_seen_by_a_desk_that_is_open(
    house: House, registrar: Registrar
) -> None:
    line = await registrar.line(house.number("bookable"))
    time = await registrar.earliest(line)
    store = registrar.desk._context.store
    away = DayException(time.offer.doctor.id, time.day, 0, 24 * 60, HoursChange.CLOSED)
    await store.write(lambda db: calendar.save_exceptions(db, [away]))
    assert not await registrar.is_free(time)
    weekly = [it for it in house.world.templates if it.resource_id == time.offer.doctor.id]
    later = [replace(it, start=it.start + 60) for it in weekly if it.end - it.start > 60]
    before = (await registrar.desk.timetable([time.offer])).earliest()[0]
    opens = min(it.start for it in later if it.weekday == before.day.weekday())
    assert before.start < opens
    await store.write(lambda db: calendar.save_templates(db, later))
    after = (await registrar.desk.timetable([time.offer])).earliest()[0]
    assert (after.day, after.start >= opens) == (before.day, True)


async def test_days_of_which_nobody_knows_the_hours_are_not_searched(registrar: Registrar) -> None:
    offers = registrar.desk.clinic.offers
    never = await registrar.desk.timetable(offers, first=date.max, days=3)
    assert never.days == ()
    whole = await registrar.desk.timetable(offers[:1], days=100_000)
    assert len(whole.days) == 366
    begun = await registrar.desk.timetable(
        offers[:1], first=registrar.desk.today() - timedelta(days=3), days=5
    )
    assert [day - registrar.desk.today() for day in begun.days] == [timedelta(0), timedelta(1)]


async def test_the_hour_that_the_clocks_jump_over_is_not_offered(
    house: House, registrar: Registrar, clock: Clock
) -> None:
    """28 March 2027, 03:00-04:00 in Kyiv: even a doctor on duty at night has no such hour."""
    clock.advance(120 * 24 * 3600)
    offer = registrar.desk.clinic.offers_of_service("K67002")[0]
    night = date(2027, 3, 28)
    duty = [DayException(it.id, night, 0, 6 * 60, HoursChange.EXTRA) for it in offer.resources]
    await registrar.desk._context.store.write(lambda db: calendar.save_exceptions(db, duty))
    table = await registrar.desk.timetable([offer], first=night, days=1)
    starts = [it.start for it in table.times(offer, night)]
    assert starts
    assert not [it for it in starts if 3 * 60 - offer.minutes < it < 4 * 60]
    answer = await registrar.desk.hold(FreeTime(offer, night, 3 * 60), None, ground=Ground.PAID)
    assert isinstance(answer, NotOffered)


async def test_a_cancelled_visit_frees_its_time_for_a_desk_that_is_open(
    house: House, registrar: Registrar
) -> None:
    other = await house.open("window-2")
    held = await registrar.hold(house.number("bookable"))
    booked = await registrar.confirm(held)
    assert not await other.is_free(held.time)
    await registrar.desk.cancel(booked.id, "the patient called")
    assert await other.is_free(held.time)


async def test_a_time_far_ahead_can_be_held_too(registrar: Registrar) -> None:
    far = registrar.desk.today() + timedelta(days=200)
    table = await registrar.desk.timetable(registrar.desk.clinic.offers, first=far, days=7)
    (time,) = table.earliest()
    assert time.day >= far
    assert isinstance(await registrar.desk.hold(time, None, ground=Ground.PAID), Held)


async def test_a_child_is_booked_only_with_a_representative(
    house: House, registrar: Registrar
) -> None:
    held = await registrar.hold(house.number("bookable"))
    eve = held.appointment.day + timedelta(days=1)
    child = replace(registrar.details, birth_date=f"{eve.replace(year=eve.year - 14):%d.%m.%Y}")
    assert await registrar.desk.confirm(held, child) == WrongDetails((Field.REPRESENTATIVE,))
    accompanied = replace(child, representative=" Іваненко  Петро ")
    answer = await registrar.desk.confirm(held, accompanied)
    assert isinstance(answer, Confirmed)
    visit = await registrar.desk.visit(answer.appointment.id)
    assert visit is not None
    assert visit.appointment.representative == "Іваненко Петро"


async def test_who_turns_fourteen_on_the_day_of_the_visit_comes_alone(
    house: House, registrar: Registrar
) -> None:
    held = await registrar.hold(house.number("bookable"))
    day = held.appointment.day
    teenager = replace(registrar.details, birth_date=f"{day.replace(year=day.year - 14):%d.%m.%Y}")
    assert isinstance(await registrar.desk.confirm(held, teenager), Confirmed)
