"""Time goes by: the clock in the header, and what cannot be taken any more."""

from __future__ import annotations

from datetime import timedelta

import pytest

from frontdesk.domain.walltime import at
from frontdesk.tui.screens.booking import BookingScreen
from tests.desk.conftest import Clock

from .conftest import MORNING, AtDesk


@pytest.fixture
def clock() -> Clock:
    """A second before the next minute, so that nobody waits long."""
    return Clock(MORNING + timedelta(seconds=59))


async def test_the_clock_in_the_header_moves_with_the_minute(at_desk: AtDesk, clock: Clock) -> None:
    async with at_desk(clock=clock) as terminal:
        await terminal.press("f5")
        await terminal.comes("AgendaScreen")
        await terminal.sees("11:00")
        clock.advance(60)
        await terminal.sees("11:01")


async def test_a_time_that_has_passed_is_not_offered_any_more(
    at_desk: AtDesk, clock: Clock
) -> None:
    async with at_desk(clock=clock) as terminal:
        await terminal.choose_time()
        screen = terminal.app.screen
        assert isinstance(screen, BookingScreen)
        await terminal.until(lambda: screen.panes.current is not None)
        offered = screen.panes.current
        assert offered is not None
        clock.moment = at(offered.day, offered.start, terminal.app.session.zone)
        clock.advance(59)
        await terminal.sees(terminal.tr("This time has passed."))
        assert screen.panes.current != offered
