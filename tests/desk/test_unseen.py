"""A number of which ЕСОЗ could not be asked: booked provisionally, found and claimed by itself."""

from __future__ import annotations

import pytest

from frontdesk.desk.answers import AlreadyBooked, Finding, Held
from frontdesk.domain.appointment import Appointment, Claim, State
from frontdesk.domain.number import Number
from frontdesk.domain.referral import UNSEEN
from frontdesk.domain.verdict import Code

from .conftest import House, Registrar


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> str:
    chosen: str = request.param
    return chosen


def fall_silent(house: House) -> None:
    house.switches.silent = True


def speak_again(house: House) -> None:
    house.switches.silent = False
    house.clock.advance(3600)


async def hold(registrar: Registrar, house: House, number: Number, code: str = "") -> object:
    """A time for the service that the patient reads from the message."""
    services = registrar.desk.clinic.services
    named = {it.code: it for it in services.values()}
    service = named[code] if code else services[house.behind(number).code]
    line = registrar.desk.provisional(number, service)
    return await registrar.desk.hold(await registrar.earliest(line), line)


async def booked(registrar: Registrar, house: House, number: Number, code: str = "") -> Appointment:
    held = await hold(registrar, house, number, code)
    assert isinstance(held, Held)
    return await registrar.confirm(held)


async def became(registrar: Registrar, appointment: Appointment) -> Appointment:
    await registrar.desk.recover()
    visit = await registrar.desk.visit(appointment.id)
    assert visit is not None
    return visit.appointment


async def test_it_is_booked_provisionally_and_verified_when_esoz_is_back(
    registrar: Registrar, house: House
) -> None:
    number = house.number("bookable")
    fall_silent(house)
    found = await registrar.find(number)
    assert isinstance(found, Finding)
    assert (found.lines, found.trouble is not None) == ((), True)
    appointment = await booked(registrar, house, number)
    assert (appointment.state, appointment.claim) == (State.BOOKED, Claim.DEFERRED)
    assert (await became(registrar, appointment)).claim is Claim.DEFERRED
    assert await house.broken() == []
    speak_again(house)
    after = await became(registrar, appointment)
    assert (after.state, after.claim) == (State.BOOKED, Claim.OURS)
    assert after.referral_id == house.behind(number).id
    assert house.behind(number).used_by == house.ours


async def test_a_number_that_does_not_exist_is_lost_and_the_visit_stays_until_somebody_phones(
    registrar: Registrar, house: House
) -> None:
    fall_silent(house)
    appointment = await booked(registrar, house, Number("1111-1111-1111-1111"), "K67002")
    speak_again(house)
    after = await became(registrar, appointment)
    assert (after.state, after.claim, after.reason) == (State.BOOKED, Claim.LOST, "not_found")


async def test_a_number_for_another_service_is_lost_and_the_referral_left_alone(
    registrar: Registrar, house: House
) -> None:
    number = house.number("bookable")
    other = next(
        it
        for it in registrar.desk.clinic.services.values()
        if it.id != house.behind(number).code and registrar.desk.clinic.offers_of_service(it.code)
    )
    fall_silent(house)
    appointment = await booked(registrar, house, number, other.code)
    speak_again(house)
    assert (await became(registrar, appointment)).claim is Claim.LOST
    assert house.behind(number).used_by is None


async def test_two_terminals_cannot_book_one_number_twice(
    registrar: Registrar, house: House
) -> None:
    number = house.number("bookable")
    fall_silent(house)
    appointment = await booked(registrar, house, number)
    other = await house.open("window-2")
    answer = await hold(other, house, number)
    assert isinstance(answer, AlreadyBooked)
    assert answer.appointment is not None
    assert answer.appointment.id == appointment.id


async def test_the_visit_booked_under_the_number_is_found_before_its_referral_is(
    registrar: Registrar, house: House
) -> None:
    number = house.number("bookable")
    fall_silent(house)
    provisional = await booked(registrar, house, number)
    speak_again(house)
    line = await registrar.line(number)
    assert line.appointment == provisional
    assert line.verdict.code is Code.BOOKED_HERE
    answer = await registrar.desk.hold(await registrar.earliest(line), line)
    assert answer == AlreadyBooked(provisional)
    after = await became(registrar, provisional)
    assert (after.state, after.claim) == (State.BOOKED, Claim.OURS)
    again = (await registrar.line(number)).appointment
    assert again is not None
    assert again.id == provisional.id


async def test_what_was_looked_up_before_the_silence_is_not_booked_beside_it(
    registrar: Registrar, house: House
) -> None:
    number = house.number("bookable")
    other = await house.open("window-2")
    line = await other.line(number)
    fall_silent(house)
    provisional = await booked(registrar, house, number)
    answer = await other.desk.hold(await other.earliest(line), line)
    assert answer == AlreadyBooked(provisional)


async def test_what_is_booked_here_is_not_booked_again_because_esoz_is_silent(
    registrar: Registrar, house: House
) -> None:
    number = house.number("bookable")
    booked_before = await registrar.book(number)
    fall_silent(house)
    answer = await hold(registrar, house, number)
    assert isinstance(answer, AlreadyBooked)
    assert answer.appointment is not None
    assert answer.appointment.id == booked_before.id


async def test_a_visit_for_another_service_of_the_group_keeps_the_referral(
    registrar: Registrar, house: House
) -> None:
    """Only ЕСОЗ knows that the number is for a group: nobody could tell in the silence."""
    named = "Names a group of services"
    sample = next(it for it in house.world.samples if it.shows_en.startswith(named))
    number, clinic = Number(sample.number), registrar.desk.clinic
    first = await registrar.book(number)
    offers = clinic.offers_for((await registrar.line(number)).referral)
    other = next(it.service_id for it in offers if it.service_id != first.service_id)
    fall_silent(house)
    provisional = await booked(registrar, house, number, clinic.services[other].code)
    speak_again(house)
    after = await became(registrar, provisional)
    assert (after.claim, after.reason) == (Claim.LOST, "booked_here")
    assert after.referral_id is not None
    assert after.referral_id.startswith(UNSEEN)


async def test_one_that_is_cancelled_before_asks_esoz_for_nothing(
    registrar: Registrar, house: House
) -> None:
    number = house.number("bookable")
    fall_silent(house)
    appointment = await booked(registrar, house, number)
    await registrar.desk.recover()
    await registrar.desk.cancel(appointment.id, "patient")
    speak_again(house)
    after = await became(registrar, appointment)
    assert (after.state, after.claim) == (State.CANCELLED, Claim.NONE)
    assert house.behind(number).used_by is None
