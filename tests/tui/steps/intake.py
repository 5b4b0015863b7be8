"""Прийом: the start screen, locked and unlocked."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from frontdesk.domain.appointment import State
from frontdesk.domain.matter import Kind
from frontdesk.domain.verdict import Code
from frontdesk.greeting import Greeting
from frontdesk.store.failure import StoreError, Trouble
from tests.tui.conftest import Terminal

from .booking import slip
from .trouble import failing_database, slow_esoz
from .worklist import matter, tell


async def at_home(terminal: Terminal) -> None:
    """Only opened."""


async def searching(terminal: Terminal) -> None:
    slow_esoz(terminal)
    await terminal.paste(terminal.number("bookable"))
    await terminal.sees(terminal.tr("Searching… (Esc: cancel)"))


async def misread(terminal: Terminal) -> None:
    await terminal.type("6495-733-1362-2361\r")
    await failing_database(terminal)


async def busy_morning(terminal: Terminal) -> None:
    """All that the start screen has to tell, told at once."""
    for verdict in ("recalled", "expired", "not_our_service"):
        await terminal.look_up(terminal.number(verdict))
        await terminal.press("escape")
        await terminal.comes("IntakeScreen")
    await slip(terminal)
    session = terminal.app.session
    (visit,) = session.visits.values()
    lost = replace(visit.appointment, state=State.CANCELLED, reason="in_work_elsewhere")
    session.lost.append(replace(visit, appointment=lost))
    session.not_backed_up = StoreError(Trouble.FULL_DISK, Path("backups"))
    session.left_over[visit.appointment.id] = visit.appointment
    await terminal.press("enter")
    await terminal.comes("IntakeScreen")
    codes = (Code.RECALLED, Code.EXPIRED, Code.IN_WORK_ELSEWHERE, Code.COMPLETED)
    tell(terminal, *(matter(Kind.REFERRAL_GONE, visit, it) for it in codes))
    await terminal.until(lambda: terminal.app.screen.query_one("#attention").size.height > 1)


async def greeted(terminal: Terminal) -> None:
    """Who sees the demo for the first time is offered the tour."""
    terminal.app.session.greet(Greeting(terminal.demo.folder / "greeted"))
    terminal.app.renew()
    await terminal.pilot.pause()


async def led(terminal: Terminal) -> None:
    """The tour has begun; its strip stands above the keys from now on."""
    terminal.app.begin_tour()
    await terminal.sees(terminal.tr("leave the tour"))


async def locked(terminal: Terminal) -> None:
    await terminal.press("ctrl+l")
    await terminal.sees(terminal.tr("Locked"))


async def locked_out(terminal: Terminal) -> None:
    """Three wrong PINs: the next one has to wait."""
    await locked(terminal)
    lock = terminal.app.session.lock
    for _ in range(3):
        await terminal.press(*"1973", "enter")
        await terminal.until(lambda: not lock.is_checking)
    await terminal.until(lambda: lock.said is not None)
