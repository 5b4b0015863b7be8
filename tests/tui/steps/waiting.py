"""Лист очікування: who waits, who is phoned, who is put on it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

from frontdesk.desk.answers import PatientDetails
from frontdesk.desk.waiting_answers import Leaving
from frontdesk.domain.ground import Ground
from frontdesk.store.columns import instant_text
from tests.tui.conftest import Terminal
from tests.tui.layout import END, TAIL
from tests.tui.test_waiting import OLENA, PETRO, open_list, waits

from .register import MANY, listed
from .trouble import busy_database, silent_esoz

LONGEST = PatientDetails(f"Ґреґоровська{TAIL}{END} Олена{TAIL}{END}", OLENA.phone)


async def two_wait(terminal: Terminal) -> None:
    await _waits_since_yesterday(terminal, OLENA)
    await waits(terminal, PETRO)
    await _freed(terminal)


async def _waits_since_yesterday(terminal: Terminal, details: PatientDetails) -> None:
    """Among equals chance would say who goes first."""
    waiting = (await waits(terminal, details)).waiting
    since = instant_text(waiting.since - timedelta(days=1))
    with closing(sqlite3.connect(terminal.demo.folder / "clinic.db")) as db, db:
        db.execute("UPDATE waiting SET since = ? WHERE id = ?", (since, waiting.id))


async def nobody_waits(terminal: Terminal) -> None:
    await open_list(terminal)
    await terminal.sees("F2")


async def _freed(terminal: Terminal) -> None:
    await open_list(terminal)
    await terminal.sees(terminal.tr("Times that have become free"))


async def reading(terminal: Terminal) -> None:
    await busy_database(terminal)
    await open_list(terminal)


async def taking_off(terminal: Terminal) -> None:
    await two_wait(terminal)
    await terminal.press("end", "f7")


async def taken_off_elsewhere(terminal: Terminal) -> None:
    """While the clerk is asked why, another terminal has done it."""
    listed = await waits(terminal, OLENA)
    await _freed(terminal)
    await terminal.press("end", "f7")
    await terminal.demo.desk.waiting.withdraw(listed.waiting.id, Leaving.NOT_NEEDED)
    await terminal.press("2")
    await terminal.pilot.pause(0.1)


async def longest(terminal: Terminal) -> None:
    await _waits_since_yesterday(terminal, LONGEST)
    await waits(terminal, replace(PETRO, name=f"Бондар{TAIL}{END}"))
    await _freed(terminal)
    await terminal.press("end")


async def longest_taking_off(terminal: Terminal) -> None:
    await longest(terminal)
    await terminal.press("f7")


# Дзвінок


async def _phone_the_first(terminal: Terminal) -> None:
    """The keys say that the time is held; of the rest long names leave nothing on the screen."""
    await _freed(terminal)
    await terminal.press("enter")
    await terminal.comes("OfferingScreen")
    await terminal.sees(terminal.tr("agrees"))


async def phoning(terminal: Terminal) -> None:
    await waits(terminal, OLENA)
    await _phone_the_first(terminal)


async def phoning_the_next(terminal: Terminal) -> None:
    await _waits_since_yesterday(terminal, OLENA)
    await waits(terminal, PETRO)
    await _phone_the_first(terminal)
    await terminal.press("3")
    await terminal.sees(terminal.tr("✔ Noted. The next one:"))


async def phoning_longest(terminal: Terminal) -> None:
    await waits(terminal, LONGEST)
    await _phone_the_first(terminal)


async def phoning_about_paper(terminal: Terminal) -> None:
    await waits(terminal, OLENA, Ground.PAPER_REFERRAL)
    await _phone_the_first(terminal)


async def reading_paper(terminal: Terminal) -> None:
    await phoning_about_paper(terminal)
    await terminal.press("1")
    await terminal.comes("PaperScreen")


async def holding(terminal: Terminal) -> None:
    await waits(terminal, OLENA)
    await _freed(terminal)
    await busy_database(terminal)
    await terminal.press("enter")
    await terminal.comes("OfferingScreen")


async def _waits_under_referral(terminal: Terminal) -> None:
    await form(terminal)
    await terminal.press("tab")
    await terminal.type(OLENA.phone)
    await terminal.press("enter")
    await terminal.comes("BookingScreen")
    await terminal.press("escape", "escape")
    await terminal.comes("IntakeScreen")
    await _freed(terminal)


async def phoning_in_silence(terminal: Terminal) -> None:
    await _waits_under_referral(terminal)
    silent_esoz(terminal)
    await terminal.press("enter")
    await terminal.comes("OfferingScreen")
    await terminal.sees(terminal.tr("1 — agrees, book · 2 — refuses · 3 — no answer"))


async def referral_has_gone(terminal: Terminal) -> None:
    await _waits_under_referral(terminal)
    backend, number = terminal.demo.backend, terminal.number("bookable")
    for it in backend.numbered(number):
        backend.referrals[it.id] = replace(it, status="recalled", status_reason="default")
    await terminal.press("enter")
    await terminal.comes("OfferingScreen")
    await terminal.sees("✖")


# До листа


async def form(terminal: Terminal) -> None:
    await terminal.choose_time()
    await terminal.press("f8")
    await terminal.comes("WaitingForm")
    await terminal.pilot.pause(0.1)


async def form_of_register(terminal: Terminal) -> None:
    """Somebody is put on the list without a referral."""
    await choosing_patient(terminal)
    await terminal.press("enter")
    await terminal.comes("WaitingForm")


async def choosing_patient(terminal: Terminal) -> None:
    await nobody_waits(terminal)
    await terminal.press("f2")
    await terminal.comes("ChoosePatientScreen")
    await terminal.type(MANY)
    await listed(terminal, "#found")


async def wrong_form(terminal: Terminal) -> None:
    await form(terminal)
    await terminal.press("ctrl+u", "enter")
    await terminal.sees("✖")


async def wrong_days(terminal: Terminal) -> None:
    await form(terminal)
    await terminal.press("tab")
    await terminal.type(OLENA.phone)
    await terminal.press("tab", "tab")
    for typed in ("31.02.2027", "0"):
        await terminal.press("ctrl+u")
        await terminal.type(typed)
        await terminal.press("tab")
    await terminal.press("enter")
    await terminal.sees("✖")
