"""The program dies at every step of a booking, and the next one finishes what it began."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

import pytest

from frontdesk.desk.answers import Confirmed, Held
from frontdesk.desk.claims import LEASE
from frontdesk.domain.appointment import Appointment, Claim, State
from frontdesk.store import appointments

if TYPE_CHECKING:
    from tests.desk.conftest import House, Registrar

STEPS = 22
"""Moments of one booking at which the power can go: before each call to the database or ЕСОЗ.

What is lost after a call is lost before the next one.
"""
ASKED = 13
"""So many of them pass before ЕСОЗ is asked for the referral, and its answer can be lost."""


class PowerCut(BaseException):
    """Nothing of the program runs after it: no handler may catch it."""


class Power:
    """Goes when so many moments have passed."""

    def __init__(self, moments: int) -> None:
        self.left = moments

    def moment(self) -> None:
        if self.left == 0:
            raise PowerCut
        self.left -= 1


class Mortal:
    """Something that does nothing more once the power is gone."""

    def __init__(self, inner: object, power: Power) -> None:
        self._inner = inner
        self._power = power

    def __getattr__(self, name: str) -> Callable[..., Awaitable[Any]]:
        call = getattr(self._inner, name)

        async def mortal(*args: Any, **options: Any) -> Any:
            self._power.moment()
            return await call(*args, **options)

        return mortal


def with_power(registrar: Registrar, moments: int) -> Power:
    """Puts the database and ЕСОЗ of this desk under a power that will go."""
    power, context = Power(moments), registrar.desk._context
    for part in ("store", "esoz"):
        setattr(context, part, Mortal(getattr(context, part), power))
    return power


async def work(house: House, registrar: Registrar, acknowledged: list[Appointment]) -> None:
    """One patient, from the number to the slip; notes what was acknowledged to the clerk."""
    line = await registrar.line(house.number("bookable"))
    held = await registrar.desk.hold(await registrar.earliest(line), line)
    assert isinstance(held, Held)
    answer = await registrar.desk.confirm(held, registrar.details)
    assert isinstance(answer, Confirmed)
    acknowledged.append(answer.appointment)
    await registrar.desk.settle(answer.appointment.id, patience=10)


async def survive(house: House, moments: int) -> tuple[Power, list[Appointment]]:
    acknowledged: list[Appointment] = []
    power = with_power(await house.open(), moments)
    mortal = house.desks.pop()
    alive = mortal.desk._context.store._inner, mortal.desk._context.esoz._inner  # type: ignore[attr-defined]  # Mortal's own
    try:
        await work(house, mortal, acknowledged)
    except PowerCut:
        pass
    finally:
        for part in alive:
            await part.close()
    return power, acknowledged


CUTS = [
    *((moments, False) for moments in range(STEPS)),
    *((moments, True) for moments in range(ASKED, STEPS)),
]


@pytest.mark.parametrize(("moments", "loses_answers"), CUTS)
async def test_a_booking_survives_a_power_cut(
    house: House, *, moments: int, loses_answers: bool
) -> None:
    house.switches.loses_answers = loses_answers
    _, acknowledged = await survive(house, moments)
    number = house.number("bookable")
    next_one = await house.open("window-2")
    assert await house.broken(but=frozenset({"I5"})) == []
    for _ in range(4):
        house.clock.advance(LEASE)
        await next_one.desk.recover()
    referral_id = house.behind(number).id
    live = await next_one.desk._context.store.read(
        lambda db: appointments.find_live(db, referral_id)
    )
    if live is None:
        assert acknowledged == []
        assert house.behind(number).used_by is None
        assert (await next_one.line(number)).verdict.may_book
    else:
        assert (live.state, live.claim) == (State.BOOKED, Claim.OURS)
        assert house.behind(number).used_by == house.ours
        assert len(house.backend.jobs) == 1


@pytest.mark.parametrize("loses_answers", [False, True], ids=["answers", "no answers"])
async def test_the_power_was_cut_at_every_step_there_is(house: House, loses_answers: bool) -> None:
    house.switches.loses_answers = loses_answers
    power, acknowledged = await survive(house, STEPS)
    assert len(acknowledged) == 1
    assert power.left >= 0
    live = await (await house.open()).desk.visit(acknowledged[0].id)
    assert live is not None
    assert live.appointment.state is State.BOOKED


async def test_what_was_booked_is_there_when_the_program_is_opened_again(house: House) -> None:
    registrar = await house.open()
    booked = await registrar.book(house.number("bookable"))
    settled = await registrar.desk.settle(booked.id)
    await house.desks.pop().desk.close()
    again = await house.open()
    visit = await again.desk.visit(booked.id)
    assert visit is not None
    assert visit.appointment == settled
    assert (await again.line(house.number("bookable"))).appointment == settled
