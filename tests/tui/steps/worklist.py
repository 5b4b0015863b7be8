"""Справи: what needs a person, and one matter of it."""

from __future__ import annotations

from frontdesk.domain.matter import Kind, Sign, VisitMatter
from frontdesk.domain.verdict import Code
from frontdesk.domain.visit import Visit
from tests.tui.conftest import MORNING, Terminal
from tests.tui.test_worklist import gone, lost, not_verified, open_worklist

from .trouble import silent_esoz

TAIL = "6077"
"""The last group of a number."""


def matter(kind: Kind, visit: Visit, reason: str | None = None) -> VisitMatter:
    return VisitMatter(Sign(kind, visit.appointment.id, MORNING, reason), visit, TAIL)


def tell(terminal: Terminal, *matters: VisitMatter) -> None:
    """From now on this is all that needs a person: nobody reads it any more."""
    _stop_following(terminal)
    terminal.app.session.worklist = matters
    terminal.app.renew()


def _stop_following(terminal: Terminal) -> None:
    terminal.app.workers.cancel_group(terminal.app, "worklist")


async def normal(terminal: Terminal) -> None:
    await lost(terminal, 1)
    await gone(terminal)
    await lost(terminal)
    await open_worklist(terminal, 3)
    await gauged(terminal)


async def gauged(terminal: Terminal) -> None:
    """The differences with ЕСОЗ are counted."""
    await terminal.sees(terminal.tr("Differences with ESOZ: {n}").partition("{")[0])


OF_VISITS = [it for it in Kind if it not in {Kind.TIME_FREE, Kind.NO_DATA}]
"""The kinds of matter that are about a visit."""


async def every_kind(terminal: Terminal) -> None:
    """A matter of each of these kinds, each about a visit of today."""
    visits = await terminal.demo.desk.agenda(terminal.demo.desk.today())
    about = zip(OF_VISITS, visits, strict=False)
    tell(terminal, *(matter(it, visit, Code.RECALLED) for it, visit in about))
    await open_worklist(terminal, len(OF_VISITS))
    await gauged(terminal)


async def nothing(terminal: Terminal) -> None:
    await open_worklist(terminal, 0)
    await gauged(terminal)


async def reading(terminal: Terminal) -> None:
    """Nobody has read yet what needs a person."""
    _stop_following(terminal)
    terminal.app.session.worklist = None
    await terminal.press("f7")
    await terminal.comes("WorklistScreen")


async def no_answer(terminal: Terminal) -> None:
    """Enter asked ЕСОЗ, and it did not answer."""
    await not_verified(terminal)
    await open_worklist(terminal, 1)
    await gauged(terminal)
    silent_esoz(terminal)
    await terminal.press("enter")
    await terminal.sees("програма спитає ще раз сама")


async def opened(terminal: Terminal) -> None:
    await gone(terminal)
    await open_worklist(terminal, 1)
    await terminal.press("enter")
    await terminal.comes("MatterScreen")


async def cancelling(terminal: Terminal) -> None:
    """The second kind of all: the visit stands, its referral has gone."""
    await every_kind(terminal)
    await terminal.press("down", "enter")
    await terminal.comes("MatterScreen")
    await terminal.press("end", "enter")


async def phone(terminal: Terminal) -> None:
    """The last kind of all: whom nobody could phone."""
    await every_kind(terminal)
    await terminal.press("end", "enter")
    await terminal.comes("PhoneScreen")
