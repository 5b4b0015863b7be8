"""The database goes away between two requests to ЕСОЗ: the claim goes on as soon as it is back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from frontdesk.desk.claims import LEASE
from frontdesk.domain.appointment import Claim, State
from frontdesk.store.failure import StoreError, Trouble

if TYPE_CHECKING:
    from tests.desk.conftest import Clock, House, Registrar
    from tests.postgres import Server


@pytest.fixture
def engine() -> str:
    return "postgresql"


async def test_a_claim_that_was_let_fall_goes_on_before_its_lease_runs_out(
    house: House, registrar: Registrar, clock: Clock, furnished_server: Server
) -> None:
    booked = await registrar.book(house.number("bookable"))
    context, began = registrar.desk._context, clock.moment

    async def lose_the_database(_: float) -> None:
        furnished_server.stop()

    context.pause = lose_the_database
    with pytest.raises(StoreError, match=Trouble.SILENT):
        await registrar.desk.settle(booked.id)
    furnished_server.start()
    context.pause = clock.pause
    (became,) = await registrar.desk.recover()
    assert (became.state, became.claim) == (State.BOOKED, Claim.OURS)
    assert (clock.moment - began).total_seconds() < LEASE
    assert len(house.backend.jobs) == 1


async def test_what_another_terminal_drives_is_left_to_it(
    house: House, registrar: Registrar, clock: Clock, furnished_server: Server
) -> None:
    """Its lease ran out during a long outage, and another terminal was quicker."""
    booked = await registrar.book(house.number("bookable"))
    other = await house.open("window-2")
    context = registrar.desk._context

    async def lose_the_database(_: float) -> None:
        furnished_server.stop()

    context.pause = lose_the_database
    with pytest.raises(StoreError):
        await registrar.desk.settle(booked.id)
    furnished_server.start()
    clock.advance(LEASE + 1)
    inside = []

    async def meanwhile(seconds: float) -> None:
        clock.advance(seconds)
        inside.append(await registrar.desk.recover())

    other.desk._context.pause = meanwhile
    (became,) = await other.desk.recover()
    assert (became.state, became.claim) == (State.BOOKED, Claim.OURS)
    assert not any(inside)
    assert len(house.backend.jobs) == 1
