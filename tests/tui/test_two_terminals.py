"""What another terminal books, frees and takes away before this clerk's eyes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from frontdesk.desk import Desk
from frontdesk.desk.answers import Held
from frontdesk.domain.freetime import FreeTime
from frontdesk.domain.ground import Ground
from frontdesk.tui.screens.booking import BookingScreen
from frontdesk.tui.screens.confirm import ConfirmScreen
from frontdesk.tui.screens.move import MoveScreen
from frontdesk.tui.widgets.panes import Panes

from .conftest import AtDesk, Terminal, opened


@asynccontextmanager
async def another(terminal: Terminal) -> AsyncIterator[Desk]:
    """A desk over the same database, with connections of its own."""
    demo, desk = await opened(terminal.demo.folder, None)
    yield desk.desk
    await demo.close()


async def choosing(terminal: Terminal) -> BookingScreen:
    """The clerk looks at the free times."""
    await terminal.look_up(terminal.number("bookable"))
    await terminal.press("enter")
    await terminal.comes("BookingScreen")
    screen = terminal.app.screen
    assert isinstance(screen, BookingScreen)
    return screen


def chosen(panes: Panes) -> FreeTime:
    assert panes.current is not None
    return panes.current


async def hold(desk: Desk, time: FreeTime) -> Held:
    held = await desk.hold(time, None, ground=Ground.PAID)
    assert isinstance(held, Held)
    return held


def admits(screen: BookingScreen, time: FreeTime) -> bool:
    return screen.timetable is not None and screen.timetable.admits(time)


def marked(time: FreeTime) -> str:
    return f"▸{time.start // 60:02}:{time.start % 60:02}✖"


async def test_what_another_terminal_takes_and_frees_is_seen_while_the_cursor_stays(
    at_desk: AtDesk,
) -> None:
    async with at_desk() as terminal, another(terminal) as desk:
        screen = await choosing(terminal)
        theirs = chosen(screen.panes)
        await terminal.press("left", "down", "right", "right")
        mine = chosen(screen.panes)
        held = await hold(desk, theirs)
        await terminal.until(lambda: not admits(screen, theirs))
        assert screen.panes.current == mine
        assert screen.panes.times.has_focus
        await desk.let_go(held)
        await terminal.until(lambda: admits(screen, theirs))
        assert screen.panes.current == mine


async def test_the_chosen_time_is_marked_when_it_is_taken_and_enter_finds_an_equal_one(
    at_desk: AtDesk,
) -> None:
    async with at_desk() as terminal, another(terminal) as desk:
        screen = await choosing(terminal)
        mine = chosen(screen.panes)
        await hold(desk, mine)
        await terminal.sees(marked(mine))
        assert f"✖ {terminal.tr('This time has just been taken.')}" in terminal.seen()
        assert screen.panes.current == mine
        await terminal.press("enter")
        await terminal.until(lambda: screen.panes.current != mine)
        assert admits(screen, chosen(screen.panes))
        await terminal.press("enter")
        await terminal.comes("ConfirmScreen")


async def test_a_chosen_time_that_is_free_again_can_be_taken(at_desk: AtDesk) -> None:
    async with at_desk() as terminal, another(terminal) as desk:
        screen = await choosing(terminal)
        mine = chosen(screen.panes)
        held = await hold(desk, mine)
        await terminal.sees(marked(mine))
        await desk.let_go(held)
        await terminal.until(lambda: marked(mine) not in terminal.seen())
        assert terminal.tr("This time has just been taken.") not in terminal.seen()
        await terminal.press("enter")
        await terminal.comes("ConfirmScreen")


async def test_a_visit_is_not_moved_to_a_time_that_was_taken_while_it_was_asked_about(
    at_desk: AtDesk,
) -> None:
    async with at_desk() as terminal, another(terminal) as desk:
        await terminal.look_up(terminal.number("booked_here"))
        await terminal.press("f3")
        await terminal.comes("MoveScreen")
        screen = terminal.app.screen
        assert isinstance(screen, MoveScreen)
        await terminal.until(lambda: screen.panes.current is not None)
        mine = chosen(screen.panes)
        await terminal.press("enter")
        await terminal.sees(terminal.tr("yes, move"))
        held = await hold(desk, mine)
        await terminal.sees(marked(mine))
        assert terminal.tr("yes, move") not in terminal.seen()
        assert screen.panes.current == mine
        await desk.let_go(held)
        await terminal.until(lambda: marked(mine) not in terminal.seen())
        assert terminal.tr("This time has just been taken.") not in terminal.seen()
        await terminal.press("enter", "enter")
        await terminal.comes("ReferralScreen")


async def test_a_held_time_is_ours_whatever_is_booked_meanwhile(at_desk: AtDesk) -> None:
    async with at_desk() as terminal, another(terminal) as desk:
        screen = await choosing(terminal)
        mine = chosen(screen.panes)
        await terminal.press("enter")
        await terminal.comes("ConfirmScreen")
        table = screen.timetable
        assert table is not None
        other = next(it for it in table.earliest(50) if it.offer.doctor != mine.offer.doctor)
        await hold(desk, other)
        await terminal.press("escape")
        await terminal.comes("BookingScreen")
        await terminal.until(lambda: not admits(screen, other) and admits(screen, mine))
        assert screen.panes.current == mine
        assert terminal.tr("This time has just been taken.") not in terminal.seen()


async def test_what_was_typed_is_kept_for_the_next_time_when_a_hold_is_lost(
    at_desk: AtDesk,
) -> None:
    async with at_desk() as terminal, another(terminal) as desk:
        await choosing(terminal)
        await terminal.press("enter")
        await terminal.comes("ConfirmScreen")
        first = terminal.app.screen
        assert isinstance(first, ConfirmScreen)
        await terminal.press("ctrl+u")
        await terminal.type("Ґалаґан Їжак")
        await terminal.press("tab", "ctrl+u")
        await terminal.type("0671234567")
        await desk.let_go(first.held)
        await terminal.press("enter")
        await terminal.sees(terminal.tr("The hold has run out: take the time again."))
        assert terminal.screen_name == "BookingScreen"
        await terminal.press("enter")
        await terminal.comes("ConfirmScreen")
        second = terminal.app.screen
        assert isinstance(second, ConfirmScreen)
        assert second.fields.name_entry.value == "Ґалаґан Їжак"
        assert second.fields.phone_entry.value == "0671234567"
