"""Пацієнт: the register, a card, its details."""

from __future__ import annotations

from frontdesk.desk.answers import PatientDetails
from frontdesk.tui.widgets.line_list import LineList
from tests.tui.conftest import Terminal
from tests.tui.test_patients import entered, look_for, open_card, open_visitor

from .trouble import UNKNOWN, busy_database, failing_database, silent_esoz

MANY = "ко"
"""How the surnames of some begin, in every clinic."""


async def listed(terminal: Terminal, list_: str) -> None:
    """Waits until somebody stands in the list."""
    lines = terminal.app.screen.query_one(list_, LineList)
    await terminal.until(lambda: bool(lines.items))


async def register(terminal: Terminal) -> None:
    await terminal.press("f6")
    await terminal.comes("PatientsScreen")


async def found(terminal: Terminal) -> None:
    await look_for(terminal, "солов'ян")


async def found_many(terminal: Terminal) -> None:
    await look_for(terminal, MANY)


async def nobody(terminal: Terminal) -> None:
    await look_for(terminal, UNKNOWN)
    await failing_database(terminal)


async def seeking(terminal: Terminal) -> None:
    await register(terminal)
    await busy_database(terminal)
    await terminal.paste(UNKNOWN)
    await terminal.sees(terminal.tr("Searching…"))


async def card(terminal: Terminal) -> None:
    await open_visitor(terminal)


async def card_without_visits(terminal: Terminal) -> None:
    await entered(terminal, PatientDetails(UNKNOWN, "067 999 88 77", "01.02.1931"))
    await open_card(terminal, UNKNOWN, "01.02.1931")


async def opening_card(terminal: Terminal) -> None:
    await look_for(terminal, "солов'ян")
    await busy_database(terminal)
    await terminal.press("enter")
    await terminal.comes("PatientScreen")


async def card_and_silence(terminal: Terminal) -> None:
    await card(terminal)
    silent_esoz(terminal)
    await terminal.press("f7")
    await terminal.until(lambda: bool(terminal.app.screen._esoz))  # type: ignore[attr-defined] # of the card


async def merging(terminal: Terminal) -> None:
    await card(terminal)
    await terminal.press("f8")


async def changing(terminal: Terminal) -> None:
    await card(terminal)
    await terminal.press("f2")
    await terminal.comes("PatientDetailsScreen")


async def new_patient(terminal: Terminal) -> None:
    await register(terminal)
    await terminal.press("f2")
    await terminal.comes("PatientDetailsScreen")


async def saving(terminal: Terminal) -> None:
    await changing(terminal)
    await busy_database(terminal)
    await terminal.press("enter")


async def wrong_change(terminal: Terminal) -> None:
    await changing(terminal)
    for typed in ("", "0", "31.02.1960"):
        await terminal.press("ctrl+u")
        await terminal.type(typed)
        await terminal.press("tab")
    await terminal.press("enter")
    await terminal.sees("✖")
