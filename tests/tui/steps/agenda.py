"""Розклад дня: the day, what moves and cancels a visit, a doctor's absence."""

from __future__ import annotations

from frontdesk.desk.answers import Changed
from frontdesk.tui.screens.affected import AffectedScreen
from frontdesk.tui.screens.agenda import AgendaScreen
from frontdesk.tui.screens.move import MoveScreen
from tests.tui.conftest import Terminal
from tests.tui.test_agenda import choose, open_agenda, open_move, standing, visit

from .trouble import busy_database, failing_database

SUNDAY = "29.11.2026"


async def day(terminal: Terminal) -> None:
    """Somebody has come, somebody is late; about a third one it is asked."""
    await open_agenda(terminal)
    await terminal.press("f2", "down", "f7", "down", "f8")
    await terminal.sees("●")
    await terminal.sees("~")


async def by_time(terminal: Terminal) -> None:
    await choose(terminal)
    await failing_database(terminal)


async def found(terminal: Terminal) -> None:
    await open_agenda(terminal)
    await terminal.press("f6")
    await terminal.type("ко")


async def found_everywhere(terminal: Terminal) -> None:
    _, wanted = await choose(terminal)
    patient = (await visit(terminal, wanted.id)).patient
    assert patient is not None
    assert patient.phone is not None
    await terminal.press("ctrl+f")
    await terminal.type(patient.phone.text[-4:])
    await terminal.until(lambda: _agenda(terminal).current is not None)


def _agenda(terminal: Terminal) -> AgendaScreen:
    screen = terminal.app.screen
    assert isinstance(screen, AgendaScreen)
    return screen


async def no_visits(terminal: Terminal) -> None:
    await open_agenda(terminal)
    await terminal.press("left")
    await terminal.sees(terminal.tr("No visits on this day."))


async def reading_day(terminal: Terminal) -> None:
    await busy_database(terminal)
    await opened(terminal)


async def opened(terminal: Terminal) -> None:
    await terminal.press("f5")
    await terminal.comes("AgendaScreen")


# Перенесення


async def other_times(terminal: Terminal) -> None:
    await choose(terminal)
    await open_move(terminal)


async def moving(terminal: Terminal) -> None:
    await other_times(terminal)
    await terminal.press("enter")


async def no_other_time(terminal: Terminal) -> None:
    """Nobody works any more."""
    await _open_move_of_any(terminal)
    await terminal.pilot.pause(0.1)


async def looking_for_other_times(terminal: Terminal) -> None:
    await _open_move_of_any(terminal, answers=False)


async def _open_move_of_any(terminal: Terminal, *, answers: bool = True) -> None:
    """Whether the database answers still when the visit has been read."""
    session = terminal.app.session
    first = next(it for it in terminal.demo.world.visits if it.day >= session.desk.today())
    stands = await visit(terminal, first.id)
    if not answers:
        await busy_database(terminal)
    terminal.app.push_screen(MoveScreen(session, stands))
    await terminal.comes("MoveScreen")


async def other_time_taken(terminal: Terminal) -> None:
    """While the clerk is asked, somebody else's visit is moved there."""
    _, wanted = await choose(terminal)
    _, time = await open_move(terminal)
    await terminal.press("enter")
    desk = terminal.demo.desk
    rival = next(
        it
        for it in await desk.diary.of_day(wanted.day)
        if it.doctor.id == wanted.doctor.id and it.id != wanted.id and it.may_move
    )
    assert isinstance(await desk.move(await standing(terminal, rival.id), time), Changed)
    await terminal.sees("✖")


# Скасування


async def cancelling(terminal: Terminal) -> None:
    await choose(terminal)
    await terminal.press("f4")
    await terminal.comes("CancelScreen")
    await terminal.press("1")


async def cancelling_without_reason(terminal: Terminal) -> None:
    await choose(terminal)
    await terminal.press("f4")
    await terminal.comes("CancelScreen")
    await terminal.press("enter")


async def cancelling_in_own_words(terminal: Terminal) -> None:
    await cancelling(terminal)
    await terminal.press("4")
    await terminal.paste("переїхала до іншого міста й лікуватиметься там " * 4)


# Відсутність


async def absence(terminal: Terminal) -> None:
    await choose(terminal)
    await terminal.press("ctrl+d")
    await terminal.comes("AbsenceScreen")


async def absence_of_nobody(terminal: Terminal) -> None:
    await no_visits(terminal)
    await terminal.press("ctrl+d")
    await terminal.comes("AbsenceScreen")


async def wrong_absence(terminal: Terminal) -> None:
    await absence(terminal)
    for typed in ("40.11", "01.01", "25:00", "1"):
        await terminal.press("tab", "ctrl+u")
        await terminal.type(typed)
    await terminal.press("enter")
    await terminal.sees("✖")


async def affected(terminal: Terminal) -> None:
    await absence(terminal)
    await terminal.press("enter")
    await terminal.comes("AffectedScreen")
    await terminal.sees("→")


async def moving_all(terminal: Terminal) -> None:
    await affected(terminal)
    await terminal.press("f2")


async def opening_again(terminal: Terminal) -> None:
    await affected(terminal)
    await terminal.press("f8")


async def nobody_affected(terminal: Terminal) -> None:
    await absence(terminal)
    await terminal.press("tab", "ctrl+u")
    await terminal.type(SUNDAY)
    await terminal.press("enter")
    await terminal.comes("AffectedScreen")
    await terminal.sees(terminal.tr("No visit stands in time that is not worked."))


async def nowhere_to_go(terminal: Terminal) -> None:
    """Nobody works in whose time the visit could be instead."""
    await opened(terminal)
    await terminal.press("right")
    await terminal.until(lambda: _agenda(terminal).current is not None)
    await terminal.press("ctrl+d")
    await terminal.comes("AbsenceScreen")
    await terminal.press("enter")
    await terminal.comes("AffectedScreen")
    await terminal.sees("✖")


async def looking_for_affected(terminal: Terminal) -> None:
    doctor = terminal.demo.desk.absences.doctors()[0]
    await busy_database(terminal)
    terminal.app.push_screen(AffectedScreen(terminal.app.session, doctor))
    await terminal.comes("AffectedScreen")
