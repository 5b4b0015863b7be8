"""A terminal before a furnished clinic: the real program, desk, database and simulated backend."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, ExitStack, asynccontextmanager, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from shutil import copytree
from typing import Literal, Protocol

import pytest
from httpx import ASGITransport
from textual import events
from textual.pilot import Pilot

from frontdesk import keys
from frontdesk.config_file import Value
from frontdesk.demo import INSIDE, REGISTRAR, Demo, furnish_database, settings_for
from frontdesk.pin import PinFile
from frontdesk.simulator.app import build_app
from frontdesk.simulator.backend import Backend
from frontdesk.simulator.credentials import API_KEY, CLIENT_SECRET, PSK
from frontdesk.simulator.switches import Switches
from frontdesk.simulator.world import World
from frontdesk.tui.app import FrontdeskApp
from frontdesk.tui.opening import Opened, SampleNumber
from frontdesk.words import Lang, Words
from frontdesk.workplace import Clock, open_desk

SEED = 1
SECRETS = {keys.API_KEY: API_KEY, keys.PSK: PSK, keys.CLIENT_SECRET: CLIENT_SECRET}
Auth = Literal["simulator", "sign_in"]
Size = tuple[int, int]
MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
"""A Monday, 11:00 in Kyiv."""


@dataclass(frozen=True)
class Terminal:
    """The program under a pilot's hands."""

    app: FrontdeskApp
    pilot: Pilot[int]
    demo: Demo
    after: ExitStack = field(default_factory=ExitStack)
    """What is to be done once the test has seen enough."""

    @property
    def screen_name(self) -> str:
        return type(self.app.screen).__name__

    def tr(self, message: str) -> str:
        return self.app.session.words.tr(message)

    def seen(self) -> str:
        """All that stands on the screen."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join(strip.text for strip in strips)

    def number(self, verdict: str, at: int = 0) -> str:
        """A sample that promises `verdict`."""
        return [it.number for it in self.demo.world.samples if it.verdict == verdict][at]

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)

    async def type(self, typed: str, *keys: str) -> None:
        """One character after another and then `keys`, without a pause, as a quick clerk does."""
        for character in typed:
            self.app.post_message(events.Key(_name(character), character))
        for key in keys:
            self.app.post_message(events.Key(key, None))
        await self.pilot.pause()

    async def paste(self, pasted: str) -> None:
        self.app.post_message(events.Paste(pasted))
        await self.pilot.pause()

    async def until(self, happened: Callable[[], bool]) -> None:
        """Waits for what must happen; fails if it has not within ten seconds."""
        async with asyncio.timeout(10):
            while not happened():  # noqa: ASYNC110 - what is waited for has no event
                await asyncio.sleep(0.02)
        await self.pilot.pause()

    async def comes(self, screen: str) -> None:
        """Waits until the screen stands there and takes keys."""
        await self.until(lambda: self.screen_name == screen)
        await self.pilot.pause()

    async def sees(self, words: str) -> None:
        await self.until(lambda: words in self.seen())

    async def rests(self) -> None:
        """Waits until all is done that ends by itself: the worklist is followed for ever."""
        for worker in [it for it in self.app.workers if it.group != "worklist"]:
            await worker.wait()

    async def resize(self, size: Size) -> None:
        await self.pilot.resize_terminal(*size)
        await self.pilot.pause()

    async def prefer(self, key: str, value: Value) -> None:
        """As on the screen of settings."""
        self.app.prefer(key, value)
        await self.pilot.pause()

    async def look_up(self, number: str) -> None:
        await self.paste(number)
        await self.comes("ReferralScreen")

    async def choose_time(self) -> None:
        """From the number of a referral that can be booked to the free times."""
        await self.look_up(self.number("bookable"))
        await self.press("enter")
        await self.comes("BookingScreen")


def _name(character: str) -> str:
    return {"\r": "enter", "\n": "enter", "\t": "tab"}.get(character, character)


class AtDesk(Protocol):
    """Opens a terminal of its own, with its own copy of the clinic."""

    def __call__(
        self,
        *,
        lang: Lang = "uk",
        size: tuple[int, int] = (80, 24),
        switches: Switches | None = None,
        auth: Auth = "simulator",
        pin: PinFile | None = None,
        may_overbook: bool = False,
        clock: Clock = ...,
    ) -> AbstractAsyncContextManager[Terminal]: ...


def morning() -> datetime:
    return MORNING


@cache
def world() -> World:
    return World.furnished(SEED, MORNING.date())


async def opened(
    folder: Path,
    switches: Switches | None,
    auth: Auth = "simulator",
    *,
    may_overbook: bool = False,
    of: Callable[[], World] = world,
    patience: float = 10.0,
    clock: Clock = morning,
) -> tuple[Demo, Opened]:
    """The demo over a copy of its database; the world behind it never changes.

    `patience`: seconds after which an answer of ЕСОЗ is not awaited any more.
    """
    demo_settings = settings_for(of(), INSIDE, folder / "clinic.db")
    esoz = demo_settings.esoz.model_copy(update={"auth": auth, "total_seconds": patience})
    at_desk = demo_settings.desk.model_copy(update={"may_overbook": may_overbook})
    if may_overbook:
        with closing(sqlite3.connect(folder / "clinic.db")) as db, db:
            db.execute("UPDATE resource SET max_lanes = 2")
    backend = Backend(of(), switches or Switches(job_seconds=0.0), clock)
    desk = await open_desk(
        demo_settings.model_copy(update={"esoz": esoz, "desk": at_desk}),
        transport=ASGITransport(build_app(backend)),
        now=clock,
        environment=SECRETS,
    )
    demo = Demo(desk, of(), backend, folder, kept=True)
    samples = tuple(
        SampleNumber(it.number, {"uk": it.shows_uk, "en": it.shows_en}) for it in of().samples
    )
    return demo, Opened(desk, of().clinic.name, REGISTRAR, samples, demo.close)


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The clinic's database, made once and copied for each test."""
    folder = tmp_path_factory.mktemp("clinic")
    furnish_database(settings_for(world(), INSIDE, folder / "clinic.db"), world(), morning)
    return folder


Steps = Callable[["Terminal"], Awaitable[None]]


@pytest.fixture
def at_desk(furnished: Path, tmp_path: Path) -> AtDesk:
    @asynccontextmanager
    async def opens(
        *,
        lang: Lang = "uk",
        size: tuple[int, int] = (80, 24),
        switches: Switches | None = None,
        auth: Auth = "simulator",
        pin: PinFile | None = None,
        may_overbook: bool = False,
        clock: Clock = morning,
    ) -> AsyncIterator[Terminal]:
        folder = Path(copytree(furnished, tmp_path / "clinic"))
        demo, desk = await opened(folder, switches, auth, may_overbook=may_overbook, clock=clock)

        async def ready() -> Opened:
            return desk

        app = FrontdeskApp(ready, Words(lang), "dark", demo=True, pin=pin)
        async with app.run_test(size=size) as pilot:
            terminal = Terminal(app, pilot, demo)
            await terminal.until(lambda: app.session.opened is not None)
            yield terminal
            app.workers.cancel_all()  # as when the program is left by its key

    return opens
