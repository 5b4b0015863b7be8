"""What has left the screen leaves the memory."""

from __future__ import annotations

import gc
from weakref import WeakSet

import pytest
from textual.strip import Strip

from frontdesk.tui.screens.base import DeskScreen

from .conftest import AtDesk


async def test_what_screens_drew_is_forgotten_when_they_are_left(at_desk: AtDesk) -> None:
    """A line is a `Strip`; Textual by itself keeps those of the last thousand widgets."""
    kept = []
    async with at_desk() as terminal:
        for number in [terminal.number("bookable")] * 6:
            await terminal.look_up(number)
            await terminal.press("escape")
            await terminal.comes("IntakeScreen")
            gc.collect()
            kept.append(sum(isinstance(it, Strip) for it in gc.get_objects()))
    screenful = terminal.app.size.height
    assert kept[-1] < kept[0] + screenful


@pytest.mark.parametrize("key", ["f2", "f3", "f4", "f5", "f6", "f7", "f8", "f9"])
async def test_a_screen_is_gone_as_soon_as_it_is_closed(at_desk: AtDesk, key: str) -> None:
    """What asyncio has cancelled is kept until it is due, with the screen for which it was."""
    closed: WeakSet[DeskScreen[object]] = WeakSet()
    async with at_desk() as terminal:
        for _ in range(3):
            await terminal.press(key)
            await terminal.until(lambda: terminal.screen_name != "IntakeScreen")
            screen = terminal.app.screen
            assert isinstance(screen, DeskScreen)
            closed.add(screen)
            del screen
            await terminal.press("escape")
            await terminal.comes("IntakeScreen")
        gc.collect()
        assert len(closed) <= 1


async def test_the_screens_of_a_booking_are_gone_once_it_is_done(at_desk: AtDesk) -> None:
    closed: WeakSet[DeskScreen[object]] = WeakSet()
    async with at_desk() as terminal:
        await terminal.look_up(terminal.number("bookable"))
        for then in ("BookingScreen", "ConfirmScreen", "SlipScreen", "IntakeScreen"):
            screen = terminal.app.screen
            assert isinstance(screen, DeskScreen)
            closed.add(screen)
            del screen
            await terminal.press("enter")
            await terminal.comes(then)
        gc.collect()
        assert len(closed) <= 1
