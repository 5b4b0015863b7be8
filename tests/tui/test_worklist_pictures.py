"""How the worklist looks: some matters, none, ЕСОЗ silent, very long names, one opened."""

from __future__ import annotations

import pytest

from frontdesk.desk.answers import PatientDetails

from .conftest import Album, Size, Steps, Terminal
from .test_worklist import gone, kinds, lost, not_verified, open_worklist

LONGEST = "Ґреґоровська-Нечуй-Левицька [red] " + "Дуже-Довге-Прізвище-" * 20


async def normal(terminal: Terminal) -> None:
    await lost(terminal, 1)
    await gone(terminal)
    await lost(terminal)
    await open_worklist(terminal, 3)
    await terminal.sees("Розбіжності")


async def opened(terminal: Terminal) -> None:
    await gone(terminal)
    await open_worklist(terminal, 1)
    await terminal.press("enter")
    await terminal.comes("MatterScreen")
    await terminal.press("down", "enter")


async def empty(terminal: Terminal) -> None:
    await open_worklist(terminal, 0)
    await terminal.sees("Розбіжності")


async def silent(terminal: Terminal) -> None:
    """Enter asked ЕСОЗ, and it did not answer."""
    await not_verified(terminal)
    await open_worklist(terminal, 1)
    await terminal.sees("Розбіжності")
    terminal.demo.backend.switches.silent = True
    await terminal.press("enter")
    await terminal.sees("програма спитає ще раз сама")


async def longest(terminal: Terminal) -> None:
    visit = await gone(terminal)
    register = terminal.demo.desk.patients
    card = await register.open(visit.patient_id or "")
    assert card is not None
    await register.amend(card.patient, PatientDetails(LONGEST, "067 999 88 77"))
    await terminal.until(lambda: kinds(terminal) != [])
    await open_worklist(terminal, 1)
    await terminal.sees("Ґреґоровська")
    await terminal.sees("Розбіжності")


async def at_intake(terminal: Terminal) -> None:
    await lost(terminal, 1)
    await lost(terminal)
    await terminal.sees("Потребує уваги: 2")


LOOKS: list[tuple[Steps, Size]] = [
    *((steps, (80, 24)) for steps in (normal, opened, empty, silent, longest, at_intake)),
    (normal, (120, 36)),
    (longest, (60, 20)),
]


@pytest.mark.parametrize("look", LOOKS, ids=lambda it: f"{it[0].__name__}-{it[1][0]}x{it[1][1]}")
def test_screen(album: Album, look: tuple[Steps, Size]) -> None:
    steps, size = look
    assert album.has(steps, size)
