"""A day of clerks, faults and rivals in any order: whatever happens, the invariants hold."""

from __future__ import annotations

import asyncio
import contextlib
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from frontdesk.desk.answers import Confirmed, Held
from frontdesk.desk.claims import LEASE
from frontdesk.domain.appointment import Claim, State
from frontdesk.domain.number import Number
from frontdesk.words import Words, slips

if TYPE_CHECKING:
    from tests.desk.conftest import House, Registrar

NUMBERS = 4
TERMINALS = 2
Act = tuple[str, int, int]

DEEDS = [
    "book",
    "book",
    "settle",
    "recover",
    "crash",
    "cancel",
    "move",
    "attend",
    "releases",
    "wait",
    "silence",
    "answers",
    "steal",
    "recall",
]
ACTS = st.lists(
    st.tuples(
        st.sampled_from(DEEDS),
        st.integers(0, NUMBERS - 1),
        st.integers(0, TERMINALS - 1),
    ),
    max_size=14,
)


class Day:
    """One day in one clinic."""

    def __init__(self, house: House, registrars: list[Registrar]) -> None:
        self.house = house
        self.registrars = registrars
        self.booked: dict[str, Number] = {}

    def number(self, which: int) -> Number:
        return self.house.number("bookable", which)

    async def act(self, name: str, which: int, terminal: int) -> None:
        deed: Callable[[int, Registrar], Awaitable[None]] = getattr(self, name)
        await deed(which, self.registrars[terminal])

    async def book(self, which: int, registrar: Registrar) -> None:
        line = (await registrar.find(self.number(which))).selected
        if line is None:
            return
        time = next(iter((await registrar.times(line)).earliest()), None)
        held = await registrar.desk.hold(time, line, consent=True) if time else None
        if isinstance(held, Held):
            answer = await registrar.desk.confirm(held, registrar.details)
            if isinstance(answer, Confirmed):
                self.booked[answer.appointment.id] = self.number(which)

    async def settle(self, which: int, registrar: Registrar) -> None:
        for id_ in list(self.booked)[which : which + 1]:
            await registrar.desk.settle(id_)

    async def recover(self, _: int, registrar: Registrar) -> None:
        await registrar.desk.recover()

    async def crash(self, which: int, registrar: Registrar) -> None:
        """The desk is torn from its work while it waits for a job."""

        async def torn(_: float) -> None:
            raise asyncio.CancelledError

        context = registrar.desk._context
        pause, context.pause = context.pause, torn
        with contextlib.suppress(asyncio.CancelledError):
            await self.settle(which, registrar)
        context.pause = pause

    async def cancel(self, which: int, registrar: Registrar) -> None:
        for id_ in list(self.booked)[which : which + 1]:
            await registrar.desk.cancel(id_, "a call")

    async def move(self, which: int, registrar: Registrar) -> None:
        for id_ in list(self.booked)[which : which + 1]:
            visit = await registrar.desk.visit(id_)
            assert visit is not None
            later = (await registrar.desk.times_for(visit.appointment)).earliest(which + 1)[-1]
            await registrar.desk.move(visit.appointment, later)

    async def attend(self, which: int, registrar: Registrar) -> None:
        for id_ in list(self.booked)[which : which + 1]:
            desk = registrar.desk
            await (desk.arrive, desk.miss, desk.fulfil, desk.arrive)[which](id_)

    async def releases(self, which: int, _: Registrar) -> None:
        self.house.switches.release = "in_work" if which % 2 == 0 else "queued"

    async def wait(self, which: int, _: Registrar) -> None:
        self.house.clock.advance((1, 30, 91, LEASE)[which])

    async def silence(self, which: int, _: Registrar) -> None:
        self.house.switches.silent = which % 2 == 0

    async def answers(self, which: int, _: Registrar) -> None:
        self.house.switches.loses_answers = which % 2 == 0

    async def steal(self, which: int, _: Registrar) -> None:
        if self.house.behind(self.number(which)).used_by is None:
            self.house.steal(self.number(which))

    async def recall(self, which: int, _: Registrar) -> None:
        referral = self.house.behind(self.number(which))
        if referral.used_by is None:
            self.house.put(replace(referral, status="recalled", status_reason="default"))

    async def evening(self) -> None:
        """ЕСОЗ is well, and everybody waits long enough."""
        self.house.switches.silent = self.house.switches.loses_answers = False
        for _ in range(6):
            self.house.clock.advance(LEASE * 3)
            await self.registrars[0].desk.recover()

    async def said_too_early(self) -> list[str]:
        """Visits called booked whose referral ЕСОЗ has not given us (I8)."""
        wrong = []
        for id_, number in self.booked.items():
            visit = await self.registrars[0].desk.visit(id_)
            assert visit is not None
            told = slips.heading(Words("en"), visit) == "Booked"
            if told and self.house.behind(number).used_by != self.house.ours:
                wrong.append(id_)
        return wrong


async def live(house: House, acts: list[Act]) -> None:
    day = Day(house, [await house.open(f"window-{it}") for it in range(TERMINALS)])
    for act in acts:
        await day.act(*act)
        assert await day.said_too_early() == []
    assert await house.broken(but=frozenset({"I5"})) == []
    await day.evening()
    assert await house.broken() == []
    for id_, number in day.booked.items():
        visit = await day.registrars[0].desk.visit(id_)
        assert visit is not None
        ended = visit.appointment
        assert ended.state not in {State.HELD, State.CLAIMING}
        assert ended.claim in {Claim.OURS, Claim.LOST, Claim.NONE, Claim.MANUAL}
        is_ours = house.behind(number).used_by == house.ours
        assert ended.claim not in {Claim.OURS, Claim.MANUAL} or is_ours
    for registrar in house.desks:
        await registrar.desk.close()


@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow])
@given(acts=ACTS)
def test_a_day_of_any_kind_ends_well(new_house: Callable[[Path], House], acts: list[Act]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(live(new_house(Path(folder)), acts))
