"""From a visit on the screen to its slip: on paper, or as a message for the patient."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from frontdesk.slips.outcome import NotPrinted, Printed, Why
from frontdesk.slips.press import Press
from frontdesk.slips.printers import read_printer
from frontdesk.tui.preferences import SLIP_PRINTER
from frontdesk.words import slips

if TYPE_CHECKING:
    from frontdesk.domain.visit import Visit
    from frontdesk.slips.slip import Slip
    from frontdesk.tui.session import Session

WAIT = 10.0
"""Seconds for which a slip waits for ЕСОЗ; then it says that the booking is provisional."""


def press(session: Session) -> Press:
    """This terminal's, with the printer that is chosen; without one where none is."""
    opened = session.opened
    press = (opened.press if opened else None) or Press()
    chosen = str(session.preferences.get(SLIP_PRINTER, "none"))
    if opened is None or chosen == opened.slip_printer:
        return press
    return replace(press, printer=read_printer(chosen))


def message(session: Session, appointment_id: str) -> str:
    """What a patient is sent instead of a slip."""
    slip = _slip(session, session.visits[appointment_id])
    return press(session).message(slip, session.words.lang)


async def printed(session: Session, appointment_id: str) -> Printed | NotPrinted:
    """Prints the slip of an appointment of this terminal, in a thread: no key waits for it."""
    with suppress(TimeoutError):
        async with asyncio.timeout(WAIT):
            await session.settled(appointment_id)
    visit = session.visits[appointment_id]
    if not visit.is_to_come:
        return NotPrinted(Why.NO_VISIT)
    slip, lang = _slip(session, visit), session.words.lang
    return await asyncio.to_thread(press(session).print, slip, lang)


def _slip(session: Session, visit: Visit) -> Slip:
    desk = session.desk
    further = session.further(visit.appointment.id)
    return slips.slip(session.words, visit, desk.clinic, session.local(desk.now()), further)
