"""Лист очікування: put on it, phoned when a time is free, taken off; all by keys."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

from frontdesk.desk.answers import PatientDetails
from frontdesk.desk.waiting_answers import Freed, Listed, Reply, Waiter, Wish
from frontdesk.domain.appointment import State
from frontdesk.domain.ground import Ground
from frontdesk.tui.screens.offering import OfferingScreen
from frontdesk.tui.screens.waiting import WaitingScreen

from .conftest import MORNING, AtDesk, Terminal

OLENA = PatientDetails("Мельник Олена Іванівна", "050 111 22 33")
PETRO = PatientDetails("Бондар Петро Семенович", "050 444 55 66")
PAPER = "00032129\tПетренко І. І.\t20.11.2026\tКНП «Лікарня № 4»\t17/4"
TUESDAY = MORNING.date() + timedelta(days=1)


async def waits(
    terminal: Terminal, details: PatientDetails, ground: Ground = Ground.PAID
) -> Listed:
    """Somebody waits for any doctor of the first service, on Tuesday."""
    day = f"{TUESDAY:%d.%m.%Y}"
    desk = terminal.demo.desk
    wish = Wish(desk.clinic.offers[0].service_id, ground, None, day, day)
    answer = await desk.waiting.add(wish, details)
    assert isinstance(answer, Listed)
    return answer


async def open_list(terminal: Terminal) -> WaitingScreen:
    await terminal.press("f8")
    await terminal.comes("WaitingScreen")
    screen = terminal.app.screen
    assert isinstance(screen, WaitingScreen)
    return screen


async def freed(terminal: Terminal) -> tuple[Freed, ...]:
    return await terminal.demo.desk.waiting.freed()


async def waiters(terminal: Terminal) -> tuple[Waiter, ...]:
    return (await terminal.demo.desk.waiting.look()).waiters


async def phone_the_first(terminal: Terminal) -> OfferingScreen:
    """The first free time is held for the fairest of all."""
    await open_list(terminal)
    await terminal.sees(terminal.tr("Times that have become free"))
    await terminal.press("enter")
    await terminal.comes("OfferingScreen")
    await terminal.sees(terminal.tr("1 — agrees, book · 2 — refuses · 3 — no answer"))
    screen = terminal.app.screen
    assert isinstance(screen, OfferingScreen)
    return screen


async def test_who_finds_no_time_waits_under_the_referral(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        await terminal.choose_time()
        await terminal.press("f8")
        await terminal.comes("WaitingForm")
        await terminal.press("enter")
        await terminal.sees(terminal.tr("Write a phone: the patient will be phoned."))
        await terminal.type("0501112233")
        await terminal.press("enter")
        await terminal.comes("BookingScreen")
        await terminal.sees(terminal.tr("✔ The patient is on the waiting list."))
        (waiter,) = await waiters(terminal)
        assert waiter.waiting.ground is Ground.E_REFERRAL
        assert waiter.waiting.referral_id is not None
        await terminal.press("f8")
        await terminal.comes("WaitingForm")
        await terminal.press("tab")
        await terminal.type("0501112233")
        await terminal.press("enter")
        await terminal.sees(terminal.tr("The patient is on the waiting list for this already."))
        await terminal.press("escape", "escape", "escape")
        await terminal.comes("IntakeScreen")
        await open_list(terminal)
        await terminal.sees(waiter.patient.name.surname)
        assert waiter.patient.phone is not None
        assert waiter.patient.phone.shown not in terminal.seen()
        await terminal.sees(waiter.patient.phone.masked)


async def test_a_patient_of_the_register_is_put_on_the_list_by_keys_alone(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        typed = replace(OLENA, birth_date="01.02.1980")
        await terminal.demo.desk.patients.enter(typed)
        await open_list(terminal)
        await terminal.sees("F2")
        await terminal.press("f2")
        await terminal.comes("ChoosePatientScreen")
        await terminal.type("мельник олена")
        await terminal.sees("Мельник Олена Іванівна  ")
        await terminal.press("enter")
        await terminal.comes("WaitingForm")
        await terminal.press("tab", "tab", "tab", "tab", "tab")
        await terminal.type("кардіолог")
        await terminal.sees("◂ Консультація кардіолога ▸")
        await terminal.press("tab", "right", "tab", "right", "tab", "right", "enter")
        await terminal.comes("WaitingScreen")
        (waiter,) = await waiters(terminal)
        assert waiter.patient.name.full == OLENA.name
        assert waiter.waiting.doctor_id is not None
        assert (waiter.waiting.ground, waiter.waiting.part) == (Ground.CHRONIC, "morning")
        await terminal.sees(terminal.tr("✔ The patient is on the waiting list."))


async def test_the_phone_of_a_child_is_theirs_who_come_along(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        await terminal.choose_time()
        await terminal.press("f8")
        await terminal.comes("WaitingForm")
        assert terminal.tr("Their phone") not in terminal.seen()
        await terminal.press("tab", "tab")
        await terminal.type(f"{MORNING.date() - timedelta(days=9 * 365):%d.%m.%Y}")
        await terminal.sees(terminal.tr("Their phone"))
        assert terminal.tr("Representative") not in terminal.seen(), "asked when there is a time"
        await terminal.press("ctrl+u")
        await terminal.until(lambda: terminal.tr("Their phone") not in terminal.seen())


async def test_days_that_cannot_be_are_said_at_their_fields(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        await terminal.choose_time()
        await terminal.press("f8")
        await terminal.comes("WaitingForm")
        await terminal.press("tab")
        await terminal.type("0501112233")
        await terminal.press("tab", "tab", "ctrl+u")
        await terminal.type("31.02.2027")
        await terminal.press("enter")
        await terminal.sees(terminal.tr("This cannot be a day: DD.MM.YYYY."))
        assert await waiters(terminal) == ()


async def test_the_time_passes_from_who_refuses_to_who_agrees(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        for details in (OLENA, PETRO):
            await waits(terminal, details)
        await phone_the_first(terminal)
        first = OLENA if OLENA.name in terminal.seen() else PETRO
        second = PETRO if first is OLENA else OLENA
        assert f"+380 {first.phone[1:]}" in terminal.seen(), "whom one phones is seen in whole"
        assert "11:05" in terminal.seen(), "until then the time is held"
        await terminal.press("2")
        await terminal.sees(terminal.tr("✔ Noted. The next one:"))
        await terminal.sees(second.name)
        await terminal.press("1")
        await terminal.comes("SlipScreen")
        await terminal.sees(f"✔ {terminal.tr('Booked')}")
        (left,) = await waiters(terminal)
        assert left.patient.name.full == first.name
        assert [it.reply for it in left.waiting.calls] == [Reply.REFUSED]


async def test_who_does_not_answer_is_noted_and_nobody_else_is_left(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        await waits(terminal, OLENA)
        before = (await freed(terminal))[0].time
        await phone_the_first(terminal)
        await terminal.press("3")
        await terminal.comes("WaitingScreen")
        await terminal.sees(terminal.tr("Nobody else waits for this time: it is free."))
        assert await _is_free(terminal, before.start)
        assert (await freed(terminal))[0].time != before, "she is asked about another one"
        await terminal.press("down")
        await terminal.sees(terminal.tr("no answer"))


async def _is_free(terminal: Terminal, start: int) -> bool:
    visits = await terminal.demo.desk.agenda(TUESDAY)
    return not any(
        it.appointment.start == start and it.appointment.state is State.HELD for it in visits
    )


async def test_esc_frees_the_time_whenever_it_is_pressed_and_nothing_is_noted(
    at_desk: AtDesk,
) -> None:
    async with at_desk() as terminal:
        await waits(terminal, OLENA)
        before = [it.time for it in await freed(terminal)]
        await phone_the_first(terminal)
        assert await freed(terminal) == ()
        await terminal.press("escape")
        await terminal.comes("WaitingScreen")
        await terminal.press("enter", "escape")
        await terminal.comes("WaitingScreen")
        async with asyncio.timeout(10):
            while [it.time for it in await freed(terminal)] != before:
                await terminal.pilot.pause(0.01)
        (waiter,) = await waiters(terminal)
        assert waiter.waiting.calls == ()


async def test_a_referral_that_has_gone_is_said_before_anybody_is_phoned(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        await terminal.choose_time()
        await terminal.press("f8")
        await terminal.comes("WaitingForm")
        await terminal.press("tab")
        await terminal.type("0501112233")
        await terminal.press("enter")
        await terminal.comes("BookingScreen")
        backend, number = terminal.demo.backend, terminal.number("bookable")
        (held,) = backend.numbered(number)
        gone = replace(held, status="recalled", status_reason="default")
        backend.referrals[held.id] = gone
        await terminal.press("escape", "escape")
        await terminal.comes("IntakeScreen")
        await open_list(terminal)
        await terminal.sees(terminal.tr("Times that have become free"))
        await terminal.press("enter")
        await terminal.comes("OfferingScreen")
        await terminal.sees("Направленням не можна скористатися")
        await terminal.press("1")
        assert terminal.screen_name == "OfferingScreen"
        await terminal.press("escape")
        await terminal.comes("WaitingScreen")


async def test_for_a_child_it_is_asked_who_comes_along(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        born = f"{MORNING.date() - timedelta(days=9 * 365):%d.%m.%Y}"
        await waits(terminal, replace(OLENA, birth_date=born))
        screen = await phone_the_first(terminal)
        assert terminal.tr("Their phone") in terminal.seen()
        await terminal.press("1")
        await terminal.until(lambda: screen.representative.has_focus)
        await terminal.press("enter")
        await terminal.until(lambda: bool(screen.representative.wrong))
        await terminal.press("escape")
        await terminal.sees(terminal.tr("1 — agrees, book · 2 — refuses · 3 — no answer"))
        await terminal.press("1")
        await terminal.until(lambda: screen.representative.has_focus)
        await terminal.type("Мельник Ганна")
        await terminal.press("enter")
        await terminal.comes("SlipScreen")
        assert "Мельник Ганна" in terminal.seen()
        assert await waiters(terminal) == ()


async def test_who_has_a_paper_referral_waits_and_its_details_are_asked_when_a_time_is_free(
    at_desk: AtDesk,
) -> None:
    async with at_desk() as terminal:
        await terminal.press("f3")
        await terminal.comes("PaperScreen")
        await terminal.type(PAPER)
        await terminal.press("enter")
        await terminal.comes("ServiceChoiceScreen")
        await terminal.type("кард")
        await terminal.press("enter")
        await terminal.comes("BookingScreen")
        await terminal.press("f8")
        await terminal.comes("WaitingForm")
        await terminal.sees("◂ Консультація кардіолога ▸")
        await terminal.type(f"{OLENA.name}\t{OLENA.phone}")
        await terminal.press("enter")
        await terminal.comes("BookingScreen")
        (waiter,) = await waiters(terminal)
        assert waiter.waiting.ground is Ground.PAPER_REFERRAL
        await terminal.press("escape", "escape", "escape")
        await terminal.comes("IntakeScreen")
        await phone_the_first(terminal)
        await terminal.sees("Направлення паперове")
        await terminal.press("1")
        await terminal.comes("PaperScreen")
        await terminal.press("enter")
        await terminal.sees(terminal.tr("EDRPOU has 8 digits."))
        await terminal.press("escape")
        await terminal.comes("OfferingScreen")
        assert len(await waiters(terminal)) == 1
        await terminal.press("1")
        await terminal.comes("PaperScreen")
        await terminal.type(PAPER)
        await terminal.press("enter")
        await terminal.comes("SlipScreen")
        await terminal.sees("20.11.2026, № 17/4, ЄДРПОУ 00032129")
        assert await waiters(terminal) == ()


async def test_with_a_child_the_paper_comes_first_and_stays_for_another_try(
    at_desk: AtDesk,
) -> None:
    async with at_desk() as terminal:
        born = f"{MORNING.date() - timedelta(days=9 * 365):%d.%m.%Y}"
        await waits(terminal, replace(OLENA, birth_date=born), Ground.PAPER_REFERRAL)
        offering = await phone_the_first(terminal)
        await terminal.press("1")
        await terminal.comes("PaperScreen")
        await terminal.type(PAPER)
        await terminal.press("enter")
        await terminal.until(lambda: offering.representative.has_focus)
        await terminal.press("escape")
        await terminal.sees(terminal.tr("1 — agrees, book · 2 — refuses · 3 — no answer"))
        await terminal.press("1")
        await terminal.comes("PaperScreen")
        await terminal.sees("Лікарня № 4")
        await terminal.press("enter")
        await terminal.until(lambda: offering.representative.has_focus)
        await terminal.type("Мельник Ганна")
        await terminal.press("enter")
        await terminal.comes("SlipScreen")
        await terminal.sees("20.11.2026, № 17/4, ЄДРПОУ 00032129")


async def test_where_the_list_would_begin_it_is_said_that_nobody_waits(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        screen = await open_list(terminal)
        await terminal.sees("Ніхто не чекає")
        assert "Ніхто не чекає" in terminal.seen().splitlines()[2]
        await waits(terminal, OLENA)
        await terminal.sees(OLENA.name)
        assert "Ніхто не чекає" not in terminal.seen()
        assert screen.lines.has_focus
        await terminal.press("end", "f7", "2")
        await terminal.sees(terminal.tr("✔ Taken off the list."))
        await terminal.sees("Ніхто не чекає")
        await terminal.press("f2")
        await terminal.comes("ChoosePatientScreen")


async def test_taking_off_names_what_is_lost_and_asks_why(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        await waits(terminal, OLENA)
        await open_list(terminal)
        await terminal.sees(OLENA.name)
        await terminal.press("f7")
        await terminal.sees(f"Зняти з листа: {OLENA.name}? Місце буде втрачено")
        await terminal.press("escape")
        assert len(await waiters(terminal)) == 1
        await terminal.press("f7", "2")
        await terminal.sees(terminal.tr("✔ Taken off the list."))
        assert await waiters(terminal) == ()
        assert OLENA.name not in terminal.seen()


async def test_what_another_terminal_does_appears_by_itself(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        await waits(terminal, OLENA)
        screen = await open_list(terminal)
        await terminal.sees(OLENA.name)
        current = screen.lines.current
        await waits(terminal, PETRO)
        await terminal.sees(PETRO.name)
        assert screen.lines.current == current
