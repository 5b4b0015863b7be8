"""Запис: from the free times to the slip."""

from __future__ import annotations

from dataclasses import replace

from frontdesk.desk.answers import Held
from frontdesk.domain.appointment import State
from frontdesk.domain.ground import Ground
from frontdesk.simulator.referrals import Identity
from frontdesk.tui.screens.booking import BookingScreen
from tests.tui.conftest import Terminal
from tests.tui.test_patients import at_confirmation, namesake

from .referral import bare, sample
from .trouble import LONG, UNKNOWN, busy_database


async def times(terminal: Terminal) -> None:
    await terminal.choose_time()


async def looking_for_times(terminal: Terminal) -> None:
    """Nobody has read the times of the second service yet."""
    await terminal.look_up(sample(terminal, "all bookable"))
    await busy_database(terminal)
    await terminal.press("down", "enter")
    await terminal.comes("BookingScreen")


async def just_taken(terminal: Terminal) -> None:
    await _take(terminal)
    await terminal.sees("✖")


async def _take(terminal: Terminal) -> None:
    """Somebody else holds the time that is chosen first."""
    await times(terminal)
    screen = terminal.app.screen
    assert isinstance(screen, BookingScreen)
    assert screen.panes.current is not None
    held = await terminal.demo.desk.hold(screen.panes.current, None, ground=Ground.PAID)
    assert isinstance(held, Held)


async def confirmation(terminal: Terminal) -> None:
    await times(terminal)
    await terminal.press("enter")
    await terminal.comes("ConfirmScreen")


async def nameless(terminal: Terminal) -> None:
    """The referral does not say whose it is."""
    await bare(terminal)
    for screen in ("BookingScreen", "ConfirmScreen"):
        await terminal.press("enter")
        await terminal.comes(screen)


async def beside_others(terminal: Terminal) -> None:
    """The clerk may overbook; what was free first is not free any more."""
    await _take(terminal)
    await terminal.press("f2")
    await terminal.sees(terminal.tr("Beside others"))


async def reasons(terminal: Terminal) -> None:
    await beside_others(terminal)
    await terminal.press("enter")
    await terminal.comes("ReasonScreen")


async def no_reason(terminal: Terminal) -> None:
    await reasons(terminal)
    await terminal.press("enter")


async def own_reason(terminal: Terminal) -> None:
    await reasons(terminal)
    await terminal.type("!")
    await terminal.paste(" Черговий лікар просив прийняти сьогодні " * 6)


async def course(terminal: Terminal) -> None:
    """Every week at the same hour."""
    await terminal.look_up(sample(terminal, "five visits, three left"))
    await terminal.press("enter")
    await terminal.comes("BookingScreen")
    await terminal.press("f3")
    await terminal.sees(terminal.tr("Space adds a mark or takes it away."))


async def course_confirmation(terminal: Terminal) -> None:
    await course(terminal)
    await terminal.press("enter")
    await terminal.comes("ConfirmScreen")


async def child(terminal: Terminal) -> None:
    """Somebody has to come along."""
    backend = terminal.demo.backend
    for referral in backend.numbered(terminal.number("bookable")):
        identity = Identity("male", 9, "Дитинчук", "М.")
        backend.referrals[referral.id] = replace(referral, identity=identity, subject="a-child")
    await confirmation(terminal)


async def sending(terminal: Terminal) -> None:
    await confirmation(terminal)
    await busy_database(terminal)
    await terminal.press("enter")


async def wrong_details(terminal: Terminal) -> None:
    """A phone and a date that are none, and a name that is not the referral's."""
    await confirmation(terminal)
    await terminal.press("ctrl+u")
    await terminal.type(UNKNOWN)
    for typed in ("067 12", "31.02.1960"):
        await terminal.press("tab", "ctrl+u")
        await terminal.type(typed)
    await terminal.press("enter")
    await terminal.sees("✖")


async def offered(terminal: Terminal) -> None:
    await namesake(terminal, terminal.number("bookable", 1))
    screen = await at_confirmation(terminal)
    await terminal.until(lambda: bool(screen.candidates.items))


async def slip(terminal: Terminal) -> None:
    await confirmation(terminal)
    await terminal.press("enter")
    await terminal.comes("SlipScreen")
    await terminal.sees(f"✔ {terminal.tr('Booked')}")


async def course_slip(terminal: Terminal) -> None:
    await course_confirmation(terminal)
    await terminal.press("tab")
    await terminal.type("0671234567")
    await terminal.press("enter")
    await terminal.comes("SlipScreen")
    await terminal.sees(f"✔ {terminal.tr('Booked')}")


async def copied(terminal: Terminal) -> None:
    await slip(terminal)
    await terminal.press("c")
    await terminal.pilot.pause()


async def provisional(terminal: Terminal) -> None:
    """ЕСОЗ has not answered yet, and the printer neither."""
    terminal.demo.backend.switches.job_seconds = LONG
    await confirmation(terminal)
    await terminal.press("enter")
    await terminal.comes("SlipScreen")
    terminal.app.session.printed = dict.fromkeys(terminal.app.session.followed)
    terminal.app.renew()
    await terminal.sees(terminal.tr("Printing the slip…"))


async def lost(terminal: Terminal) -> None:
    """Another clinic was quicker."""
    terminal.demo.backend.switches.job_seconds = 0.2
    await confirmation(terminal)
    await terminal.press("enter")
    await terminal.comes("SlipScreen")
    backend = terminal.demo.backend
    for referral in backend.numbered(terminal.number("bookable")):
        backend.referrals[referral.id] = replace(
            referral, used_by="another-clinic", processing="in_progress"
        )
    session = terminal.app.session
    await terminal.until(
        lambda: {it.appointment.state for it in session.visits.values()} == {State.CANCELLED}
    )
    await terminal.until(lambda: bool(session.worklist))
    terminal.app.renew()
    await terminal.pilot.pause()
