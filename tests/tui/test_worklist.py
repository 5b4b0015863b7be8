"""«Справи»: the list, what Enter does, the count in every header, and what is said at intake."""

from __future__ import annotations

from dataclasses import replace

import pytest

from frontdesk.desk.absences import Entered, Typed
from frontdesk.desk.answers import Confirmed, Finding, Held, PatientDetails
from frontdesk.desk.waiting_answers import Listed, Wish
from frontdesk.domain.absence import Cause
from frontdesk.domain.appointment import Appointment, Claim, State
from frontdesk.domain.ground import Ground
from frontdesk.domain.matter import Kind, VisitMatter
from frontdesk.domain.number import Number, Readable
from frontdesk.simulator.referrals import ServiceRequest
from frontdesk.tui.screens.attention import SHOWN
from frontdesk.tui.screens.worklist import WorklistScreen
from frontdesk.words import Lang, Words, worklist

from .conftest import AtDesk, Terminal
from .test_two_terminals import another

OTHERS = "5e6f7a8b-0000-4000-8000-000000000002"


async def booked(
    terminal: Terminal, verdict: str, at: int = 0, name: str = "Іваненко Ольга Петрівна"
) -> Appointment:
    """Held and confirmed, not settled; the patient has a phone."""
    desk = terminal.demo.desk
    reading = Number.read(terminal.number(verdict, at))
    assert isinstance(reading, Readable)
    found = await desk.find(reading)
    assert isinstance(found, Finding)
    line = found.selected
    assert line is not None
    (time,) = (await desk.timetable(desk.clinic.offers_for(line.referral))).earliest()
    held = await desk.hold(time, line)
    assert isinstance(held, Held)
    confirmed = await desk.confirm(held, PatientDetails(name, "067 123 45 67"))
    assert isinstance(confirmed, Confirmed)
    return confirmed.appointment


def behind(terminal: Terminal, verdict: str, at: int = 0) -> ServiceRequest:
    return terminal.demo.backend.numbered(terminal.number(verdict, at))[0]


def put(terminal: Terminal, referral: ServiceRequest) -> None:
    terminal.demo.backend.referrals[referral.id] = referral


def steal(terminal: Terminal, verdict: str, at: int = 0) -> None:
    """Another clinic takes the referral into work."""
    found = behind(terminal, verdict, at)
    put(terminal, replace(found, processing="in_progress", used_by=OTHERS))


def mend(terminal: Terminal, verdict: str, at: int = 0) -> None:
    """ЕСОЗ can say now whether the programme covers it."""
    put(terminal, replace(behind(terminal, verdict, at), obstacle=None))


async def not_verified(terminal: Terminal) -> Appointment:
    return await booked(terminal, "unverified", 1)


async def gone(terminal: Terminal) -> Appointment:
    """A visit that stands and whose referral another clinic has taken."""
    visit = await booked(terminal, "unverified", 1)
    steal(terminal, "unverified", 1)
    return await terminal.demo.desk.settle(visit.id)


async def lost(terminal: Terminal, at: int = 0) -> Appointment:
    """A booking that came to nothing."""
    visit = await booked(terminal, "bookable", at)
    steal(terminal, "bookable", at)
    return await terminal.demo.desk.settle(visit.id)


async def open_worklist(terminal: Terminal, count: int) -> WorklistScreen:
    """Opens it, once so many matters are known."""
    await terminal.until(lambda: len(terminal.app.session.worklist or ()) == count)
    await terminal.press("f7")
    await terminal.comes("WorklistScreen")
    screen = terminal.app.screen
    assert isinstance(screen, WorklistScreen)
    return screen


def kinds(terminal: Terminal) -> list[Kind]:
    return [it.kind for it in terminal.app.session.worklist or ()]


def header(terminal: Terminal) -> str:
    return terminal.seen().split("\n")[0]


async def test_each_line_says_when_whom_and_what_to_do_and_what_is_done_disappears(
    at_desk: AtDesk,
) -> None:
    async with at_desk() as terminal:
        later, sooner = await lost(terminal, 1), await lost(terminal)
        assert (sooner.day, sooner.start) < (later.day, later.start)
        screen = await open_worklist(terminal, 2)
        await terminal.sees("Розбіжності з ЕСОЗ: 0")
        assert "Справи: 2" in header(terminal)
        lines = [it for it in terminal.seen().split("\n") if "Запису немає: зателефонуйте" in it]
        assert [it.split()[0] for it in lines] == ["▸", "✖"]
        assert all("Іваненко О. П." in it for it in lines)
        assert "+380 67 123 45 67" in terminal.seen()
        assert "····-····-····-" + terminal.number("bookable")[-4:] in terminal.seen()
        assert terminal.number("bookable") not in terminal.seen()
        await terminal.press("down")
        await terminal.sees("····-····-····-" + terminal.number("bookable", 1)[-4:])
        await terminal.press("up", "enter")
        await terminal.comes("MatterScreen")
        await terminal.sees("Зателефоновано: пацієнт знає")
        await terminal.press("enter")
        await terminal.comes("WorklistScreen")
        await terminal.sees("✔ Зателефоновано: Іваненко О. П.")
        assert "Справи: 1" in header(terminal)
        (left,) = terminal.app.session.worklist or ()
        assert left.id == later.id
        assert screen.matters.current == left


async def test_a_visit_is_cancelled_only_after_the_question_that_names_it(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        visit = await gone(terminal)
        await open_worklist(terminal, 1)
        await terminal.sees("Узяв інший заклад: зателефонуйте")
        await terminal.sees("! Розбіжності з ЕСОЗ: 1")
        await terminal.press("enter")
        await terminal.comes("MatterScreen")
        await terminal.press("down", "down", "enter")
        await terminal.sees("Скасувати візит: Іваненко О. П.,")
        await terminal.press("escape")
        await terminal.until(lambda: "так, скасувати" not in terminal.seen())
        assert terminal.screen_name == "MatterScreen"
        await terminal.press("enter", "enter")
        await terminal.comes("WorklistScreen")
        await terminal.sees("✔ Скасовано: Іваненко О. П.")
        await terminal.sees("Справ немає")
        assert "Справи:" not in header(terminal)
        now = await terminal.demo.desk.visit(visit.id)
        assert now is not None
        assert now.appointment.state is State.CANCELLED


async def test_a_provisional_booking_is_verified_by_enter_and_told_at_intake(
    at_desk: AtDesk,
) -> None:
    async with at_desk() as terminal:
        visit = await not_verified(terminal)
        await open_worklist(terminal, 1)
        await terminal.press("enter")
        await terminal.sees("програма спитає ще раз сама")
        assert kinds(terminal) == [Kind.NOT_VERIFIED]
        mend(terminal, "unverified", 1)
        await terminal.press("enter")
        await terminal.sees("✔ Перевірено, направлення за нами: Іваненко О. П.")
        await terminal.sees("Справ немає")
        now = await terminal.demo.desk.visit(visit.id)
        assert now is not None
        assert now.appointment.claim is Claim.OURS
        await terminal.press("escape")
        await terminal.sees("Перевірено: 1 дійсне.")
        await terminal.press("escape")
        await terminal.until(lambda: "Перевірено" not in terminal.seen())


async def test_what_proved_unusable_names_whom_to_phone_at_intake_and_leads_to_the_worklist(
    at_desk: AtDesk,
) -> None:
    async with at_desk() as terminal:
        await not_verified(terminal)
        await terminal.until(lambda: kinds(terminal) == [Kind.NOT_VERIFIED])
        steal(terminal, "unverified", 1)
        terminal.app.recover()
        await terminal.sees("Перевірено: 1 непридатне → зателефонувати Іваненко О. П.")
        await terminal.sees("Потребує уваги: 1. F7: справи.")
        assert "Справи: 1" in header(terminal)


async def test_a_missing_phone_is_entered_where_it_is_missed(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        visit = await booked(terminal, "bookable")
        await terminal.demo.desk.settle(visit.id)
        register = terminal.demo.desk.patients
        card = await register.open(visit.patient_id or "")
        assert card is not None
        await register.amend(card.patient, PatientDetails(card.patient.name.full))
        await open_worklist(terminal, 1)
        await terminal.sees("Без телефону: впишіть")
        await terminal.press("enter")
        await terminal.comes("PhoneScreen")
        await terminal.type("0671112233")
        await terminal.press("enter")
        await terminal.comes("WorklistScreen")
        await terminal.sees("✔ Телефон вписано")
        await terminal.sees("Справ немає")


@pytest.mark.parametrize("size", [(80, 24), (60, 24)])
async def test_intake_shows_three_of_many_without_a_name_each_on_its_line(
    at_desk: AtDesk, size: tuple[int, int]
) -> None:
    async with at_desk(size=size) as terminal:
        visit = await gone(terminal)
        await terminal.until(lambda: kinds(terminal) == [Kind.REFERRAL_GONE])
        (one,) = terminal.app.session.worklist or ()
        assert isinstance(one, VisitMatter)
        kinds_of_all = [replace(one, sign=replace(one.sign, kind=it)) for it in Kind]
        terminal.app.session.worklist = tuple(kinds_of_all)
        terminal.app.renew()
        await terminal.sees(f"Справи: {len(Kind)}")
        tail = terminal.number("unverified", 1)[-4:]
        lines = [line for line in terminal.seen().split("\n") if f"…{tail}" in line]
        words = terminal.app.session.words
        assert len(lines) == SHOWN
        for line, matter in zip(lines, kinds_of_all, strict=False):
            assert worklist.what(words, matter) in line
        assert visit.patient_id is not None
        assert "Іваненко" not in "\n".join(lines)


async def test_what_comes_to_nothing_at_another_terminal_is_seen_here(at_desk: AtDesk) -> None:
    async with at_desk() as terminal, another(terminal) as desk:
        await terminal.press("f7")
        await terminal.comes("WorklistScreen")
        await terminal.sees("Справ немає")
        visit = await lost(terminal)
        await terminal.sees("Справи: 1")
        await desk.worklist.told(visit)
        await terminal.sees("Справ немає")


async def test_enter_opens_what_settles_a_matter_that_another_screen_knows(
    at_desk: AtDesk,
) -> None:
    async with at_desk() as terminal:
        desk = terminal.demo.desk
        visit = await desk.settle((await booked(terminal, "bookable")).id)
        doctor = next(it for it in desk.absences.doctors() if it.id == visit.doctor_id)
        absent = Typed(f"{visit.day:%d.%m.%Y}", "", "07:00", "20:00")
        assert isinstance(await desk.absences.enter(doctor, absent, Cause.ILLNESS), Entered)
        await desk.urgent.record()
        wish = Wish(desk.clinic.offers[0].service_id, Ground.PAID)
        waits = await desk.waiting.add(wish, PatientDetails("Мельник Олена", "050 111 22 33"))
        assert isinstance(waits, Listed)
        affected = len(await desk.absences.affected(doctor))
        screen = await open_worklist(terminal, affected + 2)
        assert f"Справи: {affected + 2}" in header(terminal)

        async def enter(wanted: Kind, opened: str) -> None:
            while getattr(screen.matters.current, "kind", None) is not wanted:
                await terminal.press("down")
            await terminal.press("enter")
            await terminal.comes(opened)
            await terminal.press("escape")
            await terminal.comes("WorklistScreen")

        await screen_top(terminal)
        await enter(Kind.DOCTOR_AWAY, "AffectedScreen")
        await screen_top(terminal)
        await enter(Kind.NO_DATA, "UrgentDetailsScreen")
        await screen_top(terminal)
        await enter(Kind.TIME_FREE, "OfferingScreen")


async def screen_top(terminal: Terminal) -> None:
    await terminal.press("home")


async def test_a_visit_without_its_referral_can_be_moved_from_here(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        visit = await gone(terminal)
        await open_worklist(terminal, 1)
        await terminal.press("enter")
        await terminal.comes("MatterScreen")
        await terminal.press("down", "enter")
        await terminal.comes("MoveScreen")
        await terminal.until(lambda: terminal.app.focused is not None)
        await terminal.sees("цей час")
        await terminal.press("enter", "enter")
        await terminal.comes("WorklistScreen")
        await terminal.sees("Перенесено:")
        moved = await terminal.demo.desk.visit(visit.id)
        assert moved is not None
        assert (moved.appointment.day, moved.appointment.start) != (visit.day, visit.start)


async def test_who_was_told_at_the_desk_need_not_be_phoned(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        await terminal.choose_time()
        await terminal.press("enter")
        await terminal.comes("ConfirmScreen")
        steal(terminal, "bookable")
        await terminal.press("enter")
        await terminal.comes("SlipScreen")
        await terminal.until(lambda: kinds(terminal) == [Kind.LOST])
        await terminal.press("enter")
        await terminal.comes("IntakeScreen")
        await terminal.until(lambda: kinds(terminal) == [])


@pytest.mark.parametrize("lang", ["uk", "en"])
async def test_while_nothing_needs_a_person_nothing_is_said_of_it(
    at_desk: AtDesk, lang: Lang
) -> None:
    async with at_desk(lang=lang) as terminal:
        visit = await booked(terminal, "bookable")
        await terminal.demo.desk.settle(visit.id)
        await terminal.until(lambda: terminal.app.session.worklist == ())
        words = Words(lang)
        assert words.tr("Worklist: {count}")[:6] not in header(terminal)
        assert words.tr("Needs attention: {count}. {key}: worklist.")[:10] not in terminal.seen()
        await open_worklist(terminal, 0)
        await terminal.sees(words.tr("✔ Nothing needs a person now."))
        await terminal.press("enter", "f1")
        await terminal.comes("HelpScreen")


async def test_the_program_may_be_left_while_it_looks(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        terminal.app.look_for_changes()
    assert terminal.app.failed is None
