"""How the waiting list looks: empty, full, somebody phoned, a form, the longest names."""

from __future__ import annotations

from dataclasses import replace

import pytest

from frontdesk.desk.answers import PatientDetails
from frontdesk.words import Lang

from .conftest import Album, Size, Steps, Terminal
from .test_waiting import OLENA, open_list, phone_the_first, waits


async def empty(terminal: Terminal) -> None:
    await open_list(terminal)
    await terminal.sees("F2")


async def one(terminal: Terminal) -> None:
    await waits(terminal, OLENA)
    await open_list(terminal)
    await terminal.sees(terminal.tr("Times that have become free"))


async def offering(terminal: Terminal) -> None:
    await waits(terminal, OLENA)
    await phone_the_first(terminal)


async def taking_off(terminal: Terminal) -> None:
    await one(terminal)
    await terminal.press("f7")


async def form(terminal: Terminal) -> None:
    await terminal.choose_time()
    await terminal.press("f8")
    await terminal.comes("WaitingForm")
    await terminal.sees("◂")


async def longest(terminal: Terminal) -> None:
    name = "Ґреґоровська-Нечуй-Левицька [red]" + "Дуже-Довге-Прізвище-" * 20
    await waits(terminal, replace(OLENA, name=name))
    await open_list(terminal)
    await terminal.sees("Ґреґоровська")


async def longest_phoned(terminal: Terminal) -> None:
    name = "Ґреґоровська-Нечуй-Левицька [red]" + "Дуже-Довге-Прізвище-" * 20
    await waits(terminal, PatientDetails(name, OLENA.phone))
    await phone_the_first(terminal)


LOOKS: list[tuple[Steps, Size, Lang]] = [
    *(
        (steps, (80, 24), "uk")
        for steps in (empty, one, offering, taking_off, form, longest, longest_phoned)
    ),
    (one, (60, 20), "uk"),
    (one, (120, 36), "en"),
    (offering, (60, 20), "en"),
]


@pytest.mark.parametrize(
    "look", LOOKS, ids=lambda it: f"{it[0].__name__}-{it[1][0]}x{it[1][1]}-{it[2]}"
)
def test_screen(album: Album, look: tuple[Steps, Size, Lang]) -> None:
    steps, size, lang = look
    assert album.has(steps, size, lang=lang)
