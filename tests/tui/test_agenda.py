"""Розклад дня: who comes, found, moved, cancelled; and a doctor's absence."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from frontdesk.desk.answers import Changed
from frontdesk.domain.appointment import Appointment, Claim, State
from frontdesk.domain.clinic import Resource, ResourceKind
from frontdesk.domain.freetime import FreeTime
from frontdesk.domain.ground import Ground
from frontdesk.domain.planned import Grouping, Planned
from frontdesk.domain.visit import Visit
from frontdesk.tui.screens.affected import AffectedScreen
from frontdesk.tui.screens.agenda import AgendaScreen
from frontdesk.tui.screens.agenda_lines import Heading, under_headings
from frontdesk.tui.screens.move import MoveScreen
from frontdesk.words import agenda, dates

from .conftest import AtDesk, Terminal


async def open_agenda(terminal: Terminal) -> AgendaScreen:
    """Today's visits stand on the screen."""
    await terminal.press("f5")
    await terminal.comes("AgendaScreen")
    screen = terminal.app.screen
    assert isinstance(screen, AgendaScreen)
    await terminal.until(lambda: screen.current is not None)
    return screen


async def choose(terminal: Terminal, *, at: int = 12 * 60) -> tuple[AgendaScreen, Planned]:
    """The cursor stands on the day's first visit from `at` on that is booked, found by name."""
    screen = await open_agenda(terminal)
    await terminal.press("f6", "f6")
    visits = [it for it in screen.lines.items if isinstance(it, Planned)]
    wanted = next(it for it in visits if it.start >= at and it.state is State.BOOKED)
    screen.lines.show(screen.lines.items, wanted)
    assert screen.current == wanted
    return screen, wanted


async def open_move(terminal: Terminal) -> tuple[MoveScreen, FreeTime]:
    """The screen that moves the chosen visit, and the time that it suggests."""
    await terminal.press("f3")
    await terminal.comes("MoveScreen")
    screen = terminal.app.screen
    assert isinstance(screen, MoveScreen)
    await terminal.until(lambda: screen.panes.current is not None)
    time = screen.panes.current
    assert time is not None
    return screen, time


async def visit(terminal: Terminal, id_: str) -> Visit:
    found = await terminal.demo.desk.visit(id_)
    assert found is not None
    return found


async def standing(terminal: Terminal, id_: str) -> Appointment:
    return (await visit(terminal, id_)).appointment


async def becomes(terminal: Terminal, screen: AgendaScreen, state: State) -> None:
    await terminal.until(lambda: screen.current is not None and screen.current.state is state)


# The day


async def test_a_day_is_read_by_doctor_by_room_and_by_time(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        screen = await open_agenda(terminal)
        first = screen.current
        assert first is not None
        assert first.doctor.name in terminal.seen()
        assert first.patient in terminal.seen()
        await terminal.press("f6")
        assert terminal.tr("by room") in terminal.seen()
        assert screen.current == first, "the cursor stays on its visit"
        await terminal.press("f6")
        starts = [it.start for it in screen.lines.items if isinstance(it, Planned)]
        assert starts == sorted(starts)
        await terminal.press("right")
        tomorrow = terminal.demo.desk.today() + timedelta(days=1)
        await terminal.sees(dates.full(terminal.app.session.words, tomorrow))
        await terminal.until(lambda: screen.current is not None and screen.current.day == tomorrow)
        await terminal.press("f5")
        await terminal.sees(dates.full(terminal.app.session.words, terminal.demo.desk.today()))
        await terminal.press("escape")
        await terminal.comes("IntakeScreen")


def test_doctors_of_one_name_stand_under_a_heading_each() -> None:
    doctors = [Resource(id_, ResourceKind.DOCTOR, "Мельник Оксана") for id_ in ("d1", "d2")]
    fields = (False, 540, State.HELD, Claim.NONE, Ground.PAID, "Консультація", *[None] * 7)
    visits = [Planned._make((it.id, it, None, *fields, date(2026, 11, 25))) for it in doctors]
    heading = Heading("Мельник Оксана")
    assert under_headings(visits, Grouping.DOCTOR) == [heading, visits[0], heading, visits[1]]
    assert under_headings(visits, Grouping.ROOM) == [Heading("—"), *visits]


async def test_a_day_without_visits_says_so(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        await open_agenda(terminal)
        await terminal.press("left")
        await terminal.sees(terminal.tr("No visits on this day."))
        await terminal.press("f2", "f3", "f4", "f8", "enter")
        assert terminal.screen_name == "AgendaScreen", "no visit is chosen"


@pytest.mark.parametrize("part", ["surname", "phone"])
async def test_letters_and_digits_narrow_the_day(at_desk: AtDesk, part: str) -> None:
    async with at_desk() as terminal:
        screen, wanted = await choose(terminal)
        patient = (await visit(terminal, wanted.id)).patient
        assert patient is not None
        assert patient.phone is not None
        surname = patient.name.surname.lower()[:5]
        await terminal.type(surname if part == "surname" else patient.phone.text[-4:])
        shown = [it for it in screen.lines.items if isinstance(it, Planned)]
        assert wanted.id in {it.id for it in shown}
        assert len(shown) < 20
        await terminal.press("backspace", "escape")
        assert len(screen.lines.items) > 100
        await terminal.type("щщщщ")
        assert terminal.tr("No such visit.") in terminal.seen()


async def test_a_patient_is_found_in_all_days_to_come(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        screen, wanted = await choose(terminal)
        patient = (await visit(terminal, wanted.id)).patient
        assert patient is not None
        later = wanted.day + timedelta(days=1)
        await terminal.press("right", "ctrl+f")
        await terminal.type(patient.name.full)
        await terminal.until(lambda: wanted.id in {it.id for it in screen.lines.items})
        assert dates.short(terminal.app.session.words, wanted.day) in terminal.seen()
        (line, *_) = (it for it in terminal.seen().split("\n") if patient.name.short in it)
        assert "…" not in line
        await terminal.press("escape", "escape")
        await terminal.until(lambda: not screen.sheet.is_everywhere)
        assert screen.sheet.day < later


# A visit


async def test_a_patient_comes_and_another_terminal_sees_it(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        screen, wanted = await choose(terminal)
        await terminal.press("f7")
        await terminal.until(lambda: screen.current is not None and screen.current.is_late)
        assert terminal.tr("late") in terminal.seen()
        await terminal.press("f2")
        await becomes(terminal, screen, State.ARRIVED)
        assert (await standing(terminal, wanted.id)).state is State.ARRIVED
        await terminal.press("ctrl+y", "enter")
        await becomes(terminal, screen, State.FULFILLED)
        following = [it for it in screen.lines.items if it.start > wanted.start][5]
        assert isinstance(await terminal.demo.desk.arrive(following.id), Changed)
        await terminal.until(
            lambda: any(
                it.id == following.id and it.state is State.ARRIVED for it in screen.lines.items
            )
        )
        assert screen.current is not None
        assert screen.current.id == wanted.id, "the cursor has not moved"


async def test_who_did_not_come_is_asked_about_first(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        screen, wanted = await choose(terminal, at=8 * 60)
        await terminal.press("f8")
        assert wanted.patient in terminal.seen().splitlines()[-3]
        await terminal.press("escape")
        assert screen.current == wanted
        await terminal.press("f8", "enter")
        await becomes(terminal, screen, State.NO_SHOW)
        await choose_again(terminal, screen)
        await terminal.press("f8", "enter")
        assert terminal.screen_name == "PatientScreen", "a visit to come cannot have been missed"


async def choose_again(terminal: Terminal, screen: AgendaScreen) -> None:
    later = next(it for it in screen.lines.items if it.start > 15 * 60)
    screen.lines.show(screen.lines.items, later)


async def test_a_visit_is_moved_in_three_keys(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        screen, wanted = await choose(terminal)
        before = await standing(terminal, wanted.id)
        _, time = await open_move(terminal)
        await terminal.press("enter")
        assert await standing(terminal, wanted.id) == before, "nothing has happened yet"
        await terminal.press("escape", "enter", "enter")
        await terminal.comes("AgendaScreen")
        after = await standing(terminal, wanted.id)
        assert (after.day, after.start, after.claim) == (time.day, time.start, before.claim)
        assert terminal.screen_name == "AgendaScreen"
        moved = agenda.moved(terminal.app.session.words, after)
        await terminal.sees(moved[:40])
        assert screen.chosen is not None


async def test_the_loser_of_a_race_is_offered_an_equal_time(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        _, wanted = await choose(terminal)
        move, time = await open_move(terminal)
        rival = next(
            it
            for it in await terminal.demo.desk.diary.of_day(wanted.day)
            if it.doctor.id == wanted.doctor.id and it.id != wanted.id and it.may_move
        )
        await terminal.press("enter")
        answer = await terminal.demo.desk.move(await standing(terminal, rival.id), time)
        assert isinstance(answer, Changed)
        await terminal.press("enter")
        await terminal.sees("Enter")
        await terminal.until(lambda: "✖" in terminal.seen() or move.panes.current != time)
        assert terminal.screen_name == "MoveScreen"
        assert (await standing(terminal, wanted.id)).start == wanted.start


async def test_a_visit_is_cancelled_in_three_keys_and_never_by_two(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        _, wanted = await choose(terminal)
        named = (await visit(terminal, wanted.id)).patient
        assert named is not None
        await terminal.press("f4")
        await terminal.comes("CancelScreen")
        assert named.name.full in terminal.seen()
        assert dates.clock(wanted.start) in terminal.seen()
        await terminal.press("enter")
        assert terminal.tr("Say why: press a digit.") in terminal.seen()
        await terminal.press("4", "enter")
        assert terminal.tr("Write why in a few words.") in terminal.seen()
        await terminal.press("up", "1", "enter")
        await terminal.comes("AgendaScreen")
        after = await standing(terminal, wanted.id)
        assert (after.state, after.reason) == (State.CANCELLED, "patient_asked")
        await terminal.sees(
            agenda.cancelled(terminal.app.session.words, await visit(terminal, wanted.id), after)[
                :30
            ]
        )


async def test_a_reason_may_be_written_in_ones_own_words(at_desk: AtDesk) -> None:
    async with at_desk(lang="en") as terminal:
        _, wanted = await choose(terminal)
        await terminal.press("f4")
        await terminal.comes("CancelScreen")
        await terminal.press("4")
        await terminal.type("переїхав, 1 грудня")
        await terminal.press("enter")
        await terminal.comes("AgendaScreen")
        assert (await standing(terminal, wanted.id)).reason == "переїхав, 1 грудня"


async def test_the_card_and_the_slip_of_a_visit_are_a_key_away(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        _, wanted = await choose(terminal)
        await terminal.press("f11")
        await terminal.comes("SlipScreen")
        await terminal.press("escape")
        await terminal.comes("AgendaScreen")
        await terminal.press("enter")
        await terminal.comes("PatientScreen")
        await terminal.sees(terminal.tr("To come"))
        await terminal.press("f3")
        await terminal.comes("MoveScreen")
        await terminal.press("escape")
        await terminal.comes("PatientScreen")
        await terminal.press("f4")
        await terminal.comes("CancelScreen")
        await terminal.press("2", "enter")
        await terminal.comes("PatientScreen")
        assert wanted.id


async def test_the_visit_under_a_referral_is_moved_from_its_verdict(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        number = terminal.number("booked_here")
        await terminal.look_up(number)
        move, time = await open_move(terminal)
        await terminal.press("enter", "enter")
        await terminal.comes("ReferralScreen")
        await terminal.sees(f"{dates.full(terminal.app.session.words, time.day)}, ")
        await terminal.press("f4")
        await terminal.comes("CancelScreen")
        await terminal.press("1", "enter")
        await terminal.until(lambda: terminal.screen_name in {"IntakeScreen", "ReferralScreen"})
        assert (await standing(terminal, move.visit.appointment.id)).state is State.CANCELLED


# A doctor's absence


async def test_all_visits_of_an_absent_doctor_are_moved_after_a_question(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        _, wanted = await choose(terminal)
        await terminal.press("ctrl+d")
        await terminal.comes("AbsenceScreen")
        assert wanted.doctor.name in terminal.seen()
        await terminal.press("tab", "tab")
        await terminal.type("40.11")
        await terminal.press("enter")
        await terminal.sees("✖")
        await terminal.press("ctrl+u", "enter")
        await terminal.comes("AffectedScreen")
        screen = terminal.app.screen
        assert isinstance(screen, AffectedScreen)
        await terminal.until(lambda: bool(screen.lines.items))
        proposals = screen.lines.items
        assert wanted.id in {it.visit.appointment.id for it in proposals}
        await terminal.press("enter")
        await terminal.until(lambda: len(screen.lines.items) == len(proposals) - 1)
        assert screen.current is not None
        patient = screen.current.visit.patient
        assert patient is not None
        await terminal.press("f2")
        assert patient.name.full not in terminal.seen()
        await terminal.press("escape")
        assert patient.name.full in terminal.seen(), "whom to phone stands below the list"
        assert len(screen.lines.items) == len(proposals) - 1
        await terminal.press("f2", "enter")
        left = [it for it in proposals if it.instead is None]
        await terminal.until(lambda: len(screen.lines.items) == len(left))
        assert await terminal.demo.desk.absences.affected(wanted.doctor) == tuple(
            it.visit for it in left
        )


async def test_an_absence_entered_by_mistake_is_taken_back(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        _, wanted = await choose(terminal)
        await terminal.press("ctrl+d")
        await terminal.comes("AbsenceScreen")
        await terminal.press("enter")
        await terminal.comes("AffectedScreen")
        screen = terminal.app.screen
        assert isinstance(screen, AffectedScreen)
        await terminal.until(lambda: bool(screen.lines.items))
        await terminal.press("f8", "enter")
        await terminal.comes("AgendaScreen")
        assert await terminal.demo.desk.absences.affected(wanted.doctor) == ()
