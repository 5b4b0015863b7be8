"""How the screens of the register look: somebody found, nobody, a card, a very long name."""

from __future__ import annotations

import pytest

from frontdesk.desk.answers import PatientDetails
from frontdesk.words import Lang

from .conftest import Album, Size, Steps, Terminal
from .test_patients import at_confirmation, entered, look_for, namesake, open_card, open_visitor


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
def test_screen(album: Album, look: tuple[Steps, Size, Lang]) -> None:
    steps, size, lang = look
    assert album.has(steps, size, lang=lang)
