"""A child at the desk: who comes along is asked for, and what is said of a teenager."""

from __future__ import annotations

from dataclasses import replace

from frontdesk.simulator.referrals import Identity
from frontdesk.tui.screens.confirm import ConfirmScreen
from frontdesk.words import ages

from .conftest import AtDesk, Terminal


def aged(terminal: Terminal, age: int) -> str:
    """The first bookable number, written for somebody of this age."""
    backend, number = terminal.demo.backend, terminal.number("bookable")
    for referral in backend.numbered(number):
        identity = Identity("male", age, "Дитинчук", "М.")
        backend.referrals[referral.id] = replace(referral, identity=identity, subject="a-child")
    return number


async def test_a_child_comes_with_a_representative(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        await terminal.look_up(aged(terminal, 9))
        said = ages.coming(terminal.app.session.words, 9)
        assert said[:40] in terminal.seen()
        await terminal.press("enter")
        await terminal.comes("BookingScreen")
        await terminal.press("enter")
        await terminal.comes("ConfirmScreen")
        assert terminal.tr("Their phone") in terminal.seen()
        screen = terminal.app.screen
        assert isinstance(screen, ConfirmScreen)
        await terminal.press("enter")
        await terminal.until(lambda: bool(screen.fields.representative_entry.wrong))
        assert screen.fields.representative_entry.has_focus
        await terminal.type("Дитинчук Олена")
        await terminal.press("enter")
        await terminal.comes("SlipScreen")
        assert "Дитинчук Олена" in terminal.seen()
        assert terminal.tr("the birth certificate, and the representative's document")[:25] in (
            terminal.seen()
        )


async def test_a_date_of_birth_decides_whether_a_representative_is_asked_for(
    at_desk: AtDesk,
) -> None:
    async with at_desk() as terminal:
        await terminal.look_up(aged(terminal, 13))
        await terminal.press("enter")
        await terminal.comes("BookingScreen")
        await terminal.press("enter")
        await terminal.comes("ConfirmScreen")
        screen = terminal.app.screen
        assert isinstance(screen, ConfirmScreen)
        entry = screen.fields.representative_entry
        shown = [entry.display]
        await terminal.press("tab", "tab")
        await terminal.type("23.11.2011")
        shown.append(entry.display)
        assert shown == [True, False]
        assert ages.coming(screen.words, 15)[:40] in terminal.seen()
        await terminal.press("enter")
        await terminal.comes("SlipScreen")
