"""A visit that stands is moved, cancelled, attended: and ЕСОЗ hears of it only what it must."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from frontdesk.desk.answers import ChangeAnswer, Changed, Held, JustTaken, NotOffered, Over
from frontdesk.domain.appointment import Appointment, Claim, State
from frontdesk.domain.claim_policy import ClaimAt
from frontdesk.domain.freetime import FreeTime
from frontdesk.domain.number import Number
from frontdesk.domain.verdict import Code

if TYPE_CHECKING:
    from tests.desk.conftest import Clock, House, Registrar

BOOKED = (State.BOOKED, Claim.OURS)


def standing(appointment: Appointment) -> tuple[State, Claim]:
    return appointment.state, appointment.claim


def changed(answer: ChangeAnswer | JustTaken | NotOffered) -> Appointment:
    assert isinstance(answer, Changed)
    return answer.appointment


async def stored(registrar: Registrar, id_: str) -> Appointment:
    visit = await registrar.desk.visit(id_)
    assert visit is not None
    return visit.appointment


async def settled(registrar: Registrar, number: Number) -> Appointment:
    booked = await registrar.book(number)
    return await registrar.desk.settle(booked.id)


async def test_a_cancelled_visit_lets_the_referral_go_where_esoz_allows_it(
    house: House, registrar: Registrar
) -> None:
    house.switches.release = "in_work"
    number = house.number("bookable")
    booked = await settled(registrar, number)
    cancelled = changed(await registrar.desk.cancel(booked.id, "the patient called"))
    assert standing(cancelled) == (State.CANCELLED, Claim.RELEASING)
    await registrar.desk.recover()
    assert (await stored(registrar, booked.id)).claim is Claim.NONE
    assert house.behind(number).used_by is None


async def test_a_referral_that_esoz_keeps_with_us_is_left_to_a_person(
    house: House, registrar: Registrar
) -> None:
    number = house.number("bookable")
    booked = await settled(registrar, number)
    await registrar.desk.cancel(booked.id, "the patient called")
    await registrar.desk.recover()
    assert (await stored(registrar, booked.id)).claim is Claim.MANUAL
    assert house.behind(number).used_by == house.ours


async def test_a_new_visit_takes_the_referral_that_was_left_with_us(
    house: House, registrar: Registrar
) -> None:
    number = house.number("bookable")
    first = await settled(registrar, number)
    await registrar.desk.cancel(first.id, "the patient called")
    await registrar.desk.recover()
    again = await settled(registrar, number)
    assert standing(again) == BOOKED
    assert (await stored(registrar, first.id)).claim is Claim.NONE


async def test_a_patient_who_books_again_at_once_keeps_the_referral(
    house: House, registrar: Registrar
) -> None:
    house.switches.release = "in_work"
    number = house.number("bookable")
    first = await settled(registrar, number)
    await registrar.desk.cancel(first.id, "the patient called")
    again = await settled(registrar, number)
    assert standing(again) == BOOKED
    await registrar.desk.recover()
    assert house.behind(number).used_by == house.ours


async def test_a_visit_cancelled_while_its_claim_runs_is_watched_to_the_end(
    house: House, registrar: Registrar, clock: Clock
) -> None:
    house.switches.release = "in_work"
    number = house.number("bookable")
    booked = await registrar.book(number)

    async def pause(seconds: float) -> None:
        clock.advance(seconds)
        await registrar.desk.cancel(booked.id, "the patient called")

    registrar.desk._context.pause = pause
    watched = await registrar.desk.settle(booked.id)
    assert standing(watched) == (State.CANCELLED, Claim.RELEASING)
    registrar.desk._context.pause = clock.pause
    clock.advance(1)
    await registrar.desk.recover()
    assert (await stored(registrar, booked.id)).claim is Claim.NONE
    assert house.behind(number).used_by is None


async def test_a_claim_cancelled_before_it_was_sent_is_never_sent(
    house: House, registrar: Registrar
) -> None:
    booked = await registrar.book(house.number("bookable"))
    cancelled = changed(await registrar.desk.cancel(booked.id, "the patient called"))
    await registrar.desk.recover()
    assert standing(cancelled) == (State.CANCELLED, Claim.NONE)
    assert house.backend.jobs == {}


async def test_a_visit_is_moved_without_a_word_to_esoz(house: House, registrar: Registrar) -> None:
    held = await registrar.hold(house.number("bookable"))
    booked = await registrar.desk.settle((await registrar.confirm(held)).id)
    asked = len(house.backend.jobs)
    house.switches.silent = True
    later = (await registrar.desk.times_for(booked)).earliest(3)[-1]
    moved = changed(await registrar.desk.move(booked, later))
    assert standing(moved) == BOOKED
    assert (moved.day, moved.start, moved.doctor_id) == (
        later.day,
        later.start,
        later.offer.doctor.id,
    )
    assert await registrar.is_free(held.time)
    assert not await registrar.is_free(later)
    assert len(house.backend.jobs) == asked


async def test_a_visit_may_move_into_a_part_of_its_own_time(
    house: House, registrar: Registrar
) -> None:
    held = await registrar.hold(house.number("bookable"))
    booked = await registrar.confirm(held)
    times = await registrar.desk.times_for(booked)
    shifted = FreeTime(held.time.offer, booked.day, booked.start + 5)
    assert times.admits(FreeTime(held.time.offer, booked.day, booked.start))
    if times.admits(shifted):
        assert changed(await registrar.desk.move(booked, shifted)).start == booked.start + 5


async def test_a_time_that_somebody_took_is_not_moved_onto(
    house: House, registrar: Registrar
) -> None:
    mine, theirs = house.rivals()
    booked = await registrar.book(mine)
    table = await registrar.desk.times_for(booked)
    wanted = table.earliest(5)[-1]
    line = await registrar.line(theirs)
    assert isinstance(await registrar.desk.hold(wanted, line), Held)
    answer = await registrar.desk.move(booked, wanted)
    assert isinstance(answer, JustTaken)
    assert answer.alternatives
    assert (await stored(registrar, booked.id)).start == booked.start


async def test_what_is_over_is_neither_moved_nor_cancelled(
    house: House, registrar: Registrar
) -> None:
    booked = await settled(registrar, house.number("bookable"))
    later = (await registrar.desk.times_for(booked)).earliest(3)[-1]
    await registrar.desk.arrive(booked.id)
    assert changed(await registrar.desk.fulfil(booked.id)).state is State.FULFILLED
    assert isinstance(await registrar.desk.cancel(booked.id, "too late"), Over)
    assert isinstance(await registrar.desk.move(booked, later), Over)
    assert isinstance(await registrar.desk.miss(booked.id), Over)


@pytest.mark.parametrize("policy", [ClaimAt.DAY_BEFORE, ClaimAt.ARRIVAL])
async def test_a_clinic_may_put_the_claim_off(
    house: House, registrar: Registrar, clock: Clock, policy: ClaimAt
) -> None:
    registrar.desk._context.claim_at = policy
    number = house.number("bookable")
    line = await registrar.line(number)
    times = (await registrar.times(line)).earliest(400)
    far = next(it for it in times if it.day > registrar.desk.today() + timedelta(days=3))
    held = await registrar.desk.hold(far, line)
    assert isinstance(held, Held)
    booked = await registrar.confirm(held)
    assert standing(booked) == (State.BOOKED, Claim.DEFERRED)
    assert await registrar.desk.settle(booked.id, patience=10) == booked
    await registrar.desk.recover()
    assert house.backend.jobs == {}
    clock.advance(timedelta(days=(far.day - registrar.desk.today()).days - 1).total_seconds())
    if policy is ClaimAt.ARRIVAL:
        await registrar.desk.recover()
        assert house.backend.jobs == {}
        await registrar.desk.arrive(booked.id)
    await registrar.desk.recover()
    assert (await stored(registrar, booked.id)).claim is Claim.OURS
    assert house.behind(number).used_by == house.ours


async def test_what_is_in_work_here_is_not_put_off(house: House, registrar: Registrar) -> None:
    registrar.desk._context.claim_at = ClaimAt.ARRIVAL
    line = await registrar.line(house.number("in_work_here"))
    assert line.verdict.code is Code.IN_WORK_HERE
    booked = await registrar.book(house.number("in_work_here"))
    assert standing(booked) == (State.CLAIMING, Claim.PENDING)
