"""How the agenda looks, and what moves, cancels and closes time."""

from __future__ import annotations

import pytest

from .conftest import Album, Size, Steps, Terminal
from .test_agenda import choose, open_agenda, open_move


async def day(terminal: Terminal) -> None:
    screen = await open_agenda(terminal)
    assert screen.current is not None
    await terminal.press("f2", "down", "f7", "down", "f8")


async def found(terminal: Terminal) -> None:
    await open_agenda(terminal)
    await terminal.press("f6")
    await terminal.type("ко")


async def empty(terminal: Terminal) -> None:
    await open_agenda(terminal)
    await terminal.press("left")
    await terminal.sees(terminal.tr("No visits on this day."))


async def moving(terminal: Terminal) -> None:
    await choose(terminal)
    await open_move(terminal)
    await terminal.press("enter")


async def cancelling(terminal: Terminal) -> None:
    await choose(terminal)
    await terminal.press("f4")
    await terminal.comes("CancelScreen")
    await terminal.press("4")


async def absence(terminal: Terminal) -> None:
    await choose(terminal)
    await terminal.press("ctrl+d")
    await terminal.comes("AbsenceScreen")


async def affected(terminal: Terminal) -> None:
    await absence(terminal)
    await terminal.press("enter")
    await terminal.comes("AffectedScreen")
    await terminal.sees("→")
    await terminal.press("f2")


LOOKS: list[tuple[Steps, Size]] = [
    *((steps, (80, 24)) for steps in (day, found, empty, moving, cancelling, absence, affected)),
    *((day, size) for size in ((60, 20), (120, 36))),
]


@pytest.mark.parametrize("look", LOOKS, ids=lambda it: f"{it[0].__name__}-{it[1][0]}x{it[1][1]}")
def test_screen(album: Album, look: tuple[Steps, Size]) -> None:
    steps, size = look
    assert album.has(steps, size)
