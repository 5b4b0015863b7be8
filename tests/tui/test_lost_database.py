"""PostgreSQL stops in the middle of work: one line says so, nothing is lost, work goes on."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from httpx import ASGITransport

from frontdesk import keys
from frontdesk.demo import REGISTRAR, Demo, furnish_database
from frontdesk.simulator.app import build_app
from frontdesk.simulator.backend import Backend
from frontdesk.simulator.switches import Switches
from frontdesk.tui.app import FrontdeskApp
from frontdesk.tui.opening import Opened
from frontdesk.tui.screens.confirm import ConfirmScreen
from frontdesk.words import Words
from frontdesk.workplace import open_desk
from tests.desk.conftest import NUMBER_KEY, clinic_at, small_world
from tests.postgres import Server

from .conftest import Terminal, morning
from .test_worklist import lost, open_worklist

SILENT = "does not respond"


@pytest.fixture
def database(postgres: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A furnished clinic on the server; its name."""
    monkeypatch.setenv(keys.NUMBER_KEY, NUMBER_KEY)
    with postgres.fresh("migrated") as name:
        furnish_database(clinic_at(postgres.url(name), Path()), small_world(), morning)
        yield name


@asynccontextmanager
async def at_desk(server: Server, database: str) -> AsyncIterator[Terminal]:
    world = small_world()
    backend = Backend(world, Switches(job_seconds=0.0), morning)
    desk = await open_desk(
        clinic_at(server.url(database), Path()),
        transport=ASGITransport(build_app(backend)),
        now=morning,
    )
    demo = Demo(desk, world, backend, server.folder, kept=True)

    async def ready() -> Opened:
        return Opened(desk, world.clinic.name, REGISTRAR, (), demo.close)

    app = FrontdeskApp(ready, Words("en"), "dark", demo=True)
    async with app.run_test(size=(120, 30)) as pilot:
        terminal = Terminal(app, pilot, demo)
        await terminal.until(lambda: app.session.opened is not None)
        yield terminal


def header(terminal: Terminal) -> str:
    return terminal.seen().split("\n")[0]


async def test_a_booking_during_the_outage_is_made_once_when_the_server_is_back(
    postgres: Server, database: str
) -> None:
    async with at_desk(postgres, database) as terminal:
        await terminal.choose_time()
        await terminal.press("enter")
        await terminal.comes("ConfirmScreen")
        screen = terminal.app.screen
        assert isinstance(screen, ConfirmScreen)
        await terminal.press("tab", "ctrl+u")
        await terminal.type("0671234567")
        typed = screen._details

        postgres.stop()
        try:
            await terminal.press("enter")
            await terminal.until(lambda: SILENT in header(terminal))
            assert terminal.screen_name == "ConfirmScreen"
            assert screen._details == typed
        finally:
            postgres.start()

        await terminal.until(lambda: SILENT not in header(terminal))
        await terminal.press("enter")
        await terminal.comes("SlipScreen")
        await terminal.sees(f"✔ {terminal.tr('Booked')}")
        time = screen.held.time
        made = [
            it
            for it in await terminal.demo.desk.agenda(time.day)
            if (it.doctor, it.appointment.start) == (time.offer.doctor, time.start)
        ]
        assert [it.appointment.id for it in made] == [screen.held.appointment.id]
        assert not [it for it in await terminal.demo.desk.check() if it.violations]


async def test_the_outage_is_said_to_a_clerk_who_only_looks_and_goes_away_by_itself(
    postgres: Server, database: str
) -> None:
    async with at_desk(postgres, database) as terminal:
        await terminal.choose_time()
        below = terminal.seen().split("\n")[1:]
        postgres.stop()
        try:
            await terminal.until(lambda: SILENT in header(terminal))
            assert terminal.seen().split("\n")[1:] == below
        finally:
            postgres.start()
        await terminal.until(lambda: SILENT not in header(terminal))
        await terminal.press("enter")
        await terminal.comes("ConfirmScreen")


async def test_the_worklist_goes_on_being_followed_after_an_outage(
    postgres: Server, database: str
) -> None:
    async with at_desk(postgres, database) as terminal:
        await open_worklist(terminal, 0)
        postgres.stop()
        try:
            await terminal.until(lambda: SILENT in header(terminal))
            assert terminal.tr("✔ Nothing needs a person now.") in terminal.seen()
        finally:
            postgres.start()
        await terminal.until(lambda: SILENT not in header(terminal))
        await lost(terminal)
        await terminal.sees("Worklist: 1")


async def test_killed_connections_are_not_noticed(postgres: Server, database: str) -> None:
    async with at_desk(postgres, database) as terminal:
        for screen in ("ReferralScreen", "BookingScreen", "ConfirmScreen", "SlipScreen"):
            postgres.kill_connections(database)
            if screen == "ReferralScreen":
                await terminal.look_up(terminal.number("bookable"))
            else:
                await terminal.press("enter")
            await terminal.comes(screen)
            assert SILENT not in header(terminal)
