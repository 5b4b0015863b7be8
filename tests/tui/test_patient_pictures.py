"""How the screens of the register look: somebody found, nobody, a card, a very long name."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from textual.app import App
from textual.pilot import Pilot

from frontdesk.desk.answers import PatientDetails
from frontdesk.tui.app import FrontdeskApp
from frontdesk.tui.opening import Opened
from frontdesk.words import Lang, Words

from .conftest import Terminal, opened
from .test_patients import at_confirmation, entered, look_for, namesake, open_card, open_visitor

Steps = Callable[[Terminal], Awaitable[None]]
Compare = Callable[..., bool]


async def empty(terminal: Terminal) -> None:
    await terminal.press("f6")
    await terminal.comes("PatientsScreen")


async def several(terminal: Terminal) -> None:
    await look_for(terminal, "солов'ян")


async def nobody(terminal: Terminal) -> None:
    await look_for(terminal, "Ґреґоровський")


async def card(terminal: Terminal) -> None:
    await open_visitor(terminal)


async def merging(terminal: Terminal) -> None:
    await open_visitor(terminal)
    await terminal.press("f8")


async def changing(terminal: Terminal) -> None:
    await open_visitor(terminal)
    await terminal.press("f2")
    await terminal.comes("PatientDetailsScreen")


async def longest(terminal: Terminal) -> None:
    name = "Ґреґоровська-Нечуй-Левицька [red]" + "Дуже-Довге-Прізвище-" * 20
    await entered(terminal, PatientDetails(name, "067 999 88 77", "01.02.1931"))
    await open_card(terminal, "ґреґор", "01.02.1931")


async def offered(terminal: Terminal) -> None:
    await namesake(terminal, terminal.number("bookable", 1))
    screen = await at_confirmation(terminal)
    await terminal.until(lambda: bool(screen.candidates.items))


SCREENS = [empty, several, nobody, card, merging, changing, longest, offered]
SIZES = [(80, 24), (120, 36), (60, 20)]
LOOKS: list[tuple[Steps, tuple[int, int], Lang]] = [
    *((steps, size, "uk") for steps in SCREENS for size in SIZES),
    *((steps, (80, 24), "en") for steps in (card, offered)),
]


@pytest.mark.parametrize(
    "look", LOOKS, ids=lambda it: f"{it[0].__name__}-{it[1][0]}x{it[1][1]}-{it[2]}"
)
def test_screen(
    snap_compare: Compare,
    furnished: Path,
    tmp_path: Path,
    look: tuple[Steps, tuple[int, int], Lang],
) -> None:
    steps, size, lang = look
    demos = []

    async def open_desk() -> Opened:
        demo, desk = await opened(Path(copytree(furnished, tmp_path / "clinic")), None)
        demos.append(demo)
        return desk

    async def go(pilot: Pilot[Any]) -> None:
        assert isinstance(app, FrontdeskApp)
        await pilot.pause()
        while app.session.opened is None:
            await pilot.pause(0.01)
        await steps(Terminal(app, pilot, demos[0]))

    app: App[int] = FrontdeskApp(open_desk, Words(lang), "dark", demo=True)
    assert snap_compare(app, run_before=go, terminal_size=size)
