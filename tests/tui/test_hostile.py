"""Whatever names and remarks are made of: the screens, the clipboard and the log stay unharmed."""

from __future__ import annotations

import asyncio
import json
import logging
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from zlib import crc32

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frontdesk import log
from frontdesk.demo import INSIDE, furnish_database, settings_for
from frontdesk.simulator.world import World
from frontdesk.tui.app import FrontdeskApp
from frontdesk.tui.opening import Opened
from frontdesk.words import Words
from tests.desk.conftest import small_world
from tests.hostile import PAYLOADS, UNENCODABLE

from .conftest import AtDesk, Steps, Terminal, morning, opened
from .layout import faults
from .steps import agenda, booking, grounds, waiting, worklist
from .test_scenes import SMALLEST, USUAL, screen_of
from .worlds import reworded

OURS = re.compile(r"\x1b\[[0-9;]*[mH]")
"""What the program itself sends to the terminal: colours, and where to write."""
WRONG = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u202e\u2066\ufeff]")


def world_of(payloads: tuple[str, ...], shift: int) -> World:
    """Every text from outside is one of these; a text is the same wherever it stands."""
    return reworded(
        small_world(), lambda it: payloads[(crc32(it.encode()) + shift) % len(payloads)]
    )


@asynccontextmanager
async def terminal_in(world: World, folder: Path) -> AsyncIterator[Terminal]:
    furnish_database(settings_for(world, INSIDE, folder / "clinic.db"), world, morning)
    demo, desk = await opened(folder, None, of=lambda: world)

    async def ready() -> Opened:
        return desk

    app = FrontdeskApp(ready, Words("uk"), "dark", demo=False)
    async with app.run_test(size=USUAL) as pilot:
        terminal = Terminal(app, pilot, demo)
        await terminal.until(lambda: app.session.opened is not None)
        yield terminal
        app.workers.cancel_all()


@contextmanager
def logged(file: Path) -> Iterator[None]:
    """The log of this program goes to `file`."""
    root, raises = logging.getLogger(), logging.raiseExceptions
    log.keep(file)
    try:
        yield
    finally:
        root.handlers = [it for it in root.handlers if not isinstance(it, log.LogFile)]
        logging.captureWarnings(capture=False)
        logging.raiseExceptions = raises


async def screens(terminal: Terminal) -> AsyncIterator[str]:
    """The whole way of a booking and the patient's card."""
    await terminal.look_up(terminal.number("bookable"))
    yield "referral"
    for following in ("BookingScreen", "ConfirmScreen"):
        await terminal.press("enter")
        await terminal.comes(following)
        yield following
    await terminal.press("ctrl+u")
    await terminal.type("Іваненко Ольга")
    await terminal.press("enter")
    await terminal.comes("SlipScreen")
    await terminal.press("c")
    yield "slip"
    await terminal.press("enter")
    await terminal.comes("IntakeScreen")
    yield "intake"
    visitor = next(it.patient for it in terminal.demo.world.visits if it.day >= morning().date())
    await terminal.press("f6")
    await terminal.comes("PatientsScreen")
    await terminal.paste(visitor.phone)
    await terminal.until(lambda: bool(terminal.app.screen.query_one("#found").items))  # type: ignore[attr-defined] # a list
    yield "patients"
    await terminal.press("enter")
    await terminal.comes("PatientScreen")
    await terminal.sees(terminal.tr("Date of birth"))
    yield "patient"
    await terminal.press("f8")
    await terminal.sees(terminal.tr("yes, merge"))
    yield "merging"
    await terminal.press("escape", "f2")
    await terminal.comes("PatientDetailsScreen")
    yield "details"


FURTHER: tuple[Steps, ...] = (
    agenda.day,
    agenda.moving,
    agenda.cancelling,
    agenda.absence,
    agenda.moving_all,
    worklist.every_kind,
    worklist.cancelling,
    worklist.phone,
    waiting.taking_off,
    waiting.phoning,
    grounds.needed,
    grounds.observed,
    grounds.service_of_paper,
    booking.course_confirmation,
)


async def further_screens(terminal: Terminal) -> AsyncIterator[str]:
    """Each from the start screen on, and back."""
    for steps in FURTHER:
        await steps(terminal)
        yield steps.__name__
        async with asyncio.timeout(10):
            while terminal.screen_name != "IntakeScreen":
                await terminal.press("escape")


def assert_unharmed(terminal: Terminal, where: str) -> None:
    """Nothing but colours and places is sent; nothing can be clicked; all keeps its place."""
    compositor = terminal.app.screen._compositor
    sent = compositor.render_full_update().render_segments(terminal.app.console)
    assert not WRONG.search(OURS.sub("", sent)), where
    for strip in compositor.render_strips():
        for segment in strip:
            assert not (segment.style and (segment.style.link or "@click" in segment.style.meta))
    assert faults(screen_of(terminal)) == [], where


async def walk(terminal: Terminal, way: AsyncIterator[str]) -> None:
    async for where in way:
        assert_unharmed(terminal, where)
        await terminal.resize(SMALLEST)
        assert_unharmed(terminal, where)
        await terminal.resize(USUAL)


@pytest.mark.parametrize("shift", [0, 27])
async def test_no_further_screen_is_harmed_by_hostile_names(tmp_path: Path, shift: int) -> None:
    async with terminal_in(world_of(PAYLOADS, shift), tmp_path) as terminal:
        await walk(terminal, further_screens(terminal))


@settings(max_examples=3, derandomize=True)
@given(shift=st.integers(0, len(PAYLOADS) - 1), further=st.text(min_size=1))
async def test_a_clinic_whose_every_name_is_hostile_works(shift: int, further: str) -> None:
    payloads = (*PAYLOADS, further.encode(errors="replace").decode())
    with TemporaryDirectory() as name:
        folder = Path(name)
        with logged(folder / "frontdesk.log"):
            async with terminal_in(world_of(payloads, shift), folder) as terminal:
                await walk(terminal, screens(terminal))
                assert all(line.isprintable() for line in terminal.app.clipboard.split("\n"))
                terminal.demo.backend.switches.silent = True
                await terminal.press("escape", "f7")
                await terminal.sees("✖" if terminal.app.session.trouble else terminal.tr("ESOZ"))
            log.note_error(log.Event.WENT_WRONG, ValueError(*payloads))
        written = (folder / "frontdesk.log").read_text(encoding="ascii")
    assert [json.loads(line) for line in written.splitlines()]
    assert not [it for it in payloads if len(it) > 3 and json.dumps(it)[1:-1] in written]


async def test_whatever_is_typed_or_pasted_stays_in_its_field(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        for payload in (*PAYLOADS, UNENCODABLE):
            await terminal.paste(payload)
            await terminal.press("enter", "backspace")
            assert terminal.screen_name == "IntakeScreen"
            assert_unharmed(terminal, payload)
            await terminal.press("escape")
        await terminal.press("f6")
        await terminal.comes("PatientsScreen")
        await terminal.press("f2")
        await terminal.comes("PatientDetailsScreen")
        for payload in (*PAYLOADS, UNENCODABLE):
            await terminal.paste(payload)
            assert_unharmed(terminal, payload)
            await terminal.press("home")
            assert_unharmed(terminal, payload)
            await terminal.press("ctrl+u", "end", "ctrl+u", "tab")
        assert terminal.screen_name == "PatientDetailsScreen"
