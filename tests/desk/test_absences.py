"""A doctor is absent: nobody is booked into that time, and each visit in it finds another one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from frontdesk.desk.absences import Entered, Part, Typed, WrongAbsence
from frontdesk.desk.answers import Changed, Held
from frontdesk.domain.absence import Cause
from frontdesk.domain.appointment import Claim
from frontdesk.domain.clinic import Resource
from frontdesk.domain.freetime import FreeTime

if TYPE_CHECKING:
    from tests.desk.conftest import House, Registrar


async def away(house: House, registrar: Registrar) -> tuple[Resource, Entered]:
    """The doctor with whom two patients have just been booked will not be there."""
    times: list[FreeTime] = []
    for number in house.rivals():
        line = await registrar.line(number)
        table = await registrar.times(line)
        time = table.nearest(times[0].offer) if times else table.earliest()[0]
        assert time is not None
        held = await registrar.desk.hold(time, line)
        assert isinstance(held, Held)
        await registrar.desk.settle((await registrar.confirm(held)).id)
        times.append(time)
    doctor, typed = times[0].offer.doctor, Typed(*(f"{it.day:%d.%m}" for it in times))
    entered = await registrar.desk.absences.enter(doctor, typed, Cause.ILLNESS)
    assert isinstance(entered, Entered)
    return doctor, entered


async def test_nobody_is_booked_with_a_doctor_who_is_absent(
    house: House, registrar: Registrar
) -> None:
    doctor, entered = await away(house, registrar)
    offers = [it for it in registrar.desk.clinic.offers if it.doctor == doctor]
    table = await registrar.desk.timetable(offers)
    assert not any(table.times(offer, entered.absence.first) for offer in offers)
    visit = (await registrar.desk.absences.affected(doctor))[0].appointment
    await registrar.desk.absences.take_back(entered)
    offer = next(it for it in offers if it.service_id == visit.service_id)
    own = FreeTime(offer, visit.day, visit.start)
    assert (await registrar.desk.times_for(visit)).admits(own)
    assert await registrar.desk.absences.affected(doctor) == ()


async def test_each_affected_visit_is_proposed_a_time_of_its_own(
    house: House, registrar: Registrar
) -> None:
    doctor, entered = await away(house, registrar)
    proposals = await registrar.desk.absences.proposals(doctor)
    assert [it.visit for it in proposals] == list(await registrar.desk.absences.affected(doctor))
    times = [it.instead for it in proposals if it.instead is not None]
    assert len(times) > 1
    taken = [(it.offer.doctor.id, it.day, it.start) for it in times]
    assert len(set(taken)) == len(taken)
    away_on = {entered.absence.first, entered.absence.last}
    assert not any(id_ == doctor.id and day in away_on for id_, day, _ in taken)
    for it in proposals:
        if it.instead is not None:
            moved = await registrar.desk.move(it.visit.appointment, it.instead)
            assert isinstance(moved, Changed)
            assert moved.appointment.claim is it.visit.appointment.claim
    left = [it.visit for it in proposals if it.instead is None]
    assert list(await registrar.desk.absences.affected(doctor)) == left


async def test_an_absent_doctor_is_not_free_where_the_visit_itself_stands(
    house: House, registrar: Registrar
) -> None:
    doctor, _ = await away(house, registrar)
    for visit in await registrar.desk.absences.affected(doctor):
        it = visit.appointment
        table = await registrar.desk.times_for(it)
        own = next(offer for offer in table.offers if offer.doctor == doctor)
        assert not table.admits(FreeTime(own, it.day, it.start))


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        (Typed("40.11"), (Part.FIRST,)),
        (Typed("20.11.2026"), (Part.FIRST,)),
        (Typed("25.11", "24.11.2026"), (Part.LAST,)),
        (Typed("25.11", "25.11.2028"), (Part.LAST,)),
        (Typed("25.11", "", "12", "9"), (Part.END,)),
        (Typed("", "", "9:01", "ввечері"), (Part.FIRST, Part.START, Part.END)),
    ],
)
async def test_an_absence_that_cannot_be_is_said_at_its_field(
    registrar: Registrar, typed: Typed, parts: tuple[Part, ...]
) -> None:
    doctor = registrar.desk.absences.doctors()[0]
    answer = await registrar.desk.absences.enter(doctor, typed, Cause.LEAVE)
    assert answer == WrongAbsence(parts)


async def test_until_the_referral_is_ours_its_last_day_is_said(
    house: House, registrar: Registrar
) -> None:
    line = await registrar.line(house.number("bookable"))
    booked = await registrar.book(house.number("bookable"))
    assert booked.claim is Claim.PENDING
    assert (await registrar.desk.times_for(booked)).last_day == line.last_day
    ours = await registrar.desk.settle(booked.id)
    assert (await registrar.desk.times_for(ours)).last_day is None
