"""From a number to a booking by the keyboard alone."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from textual import events

from frontdesk.desk.answers import Held, PatientDetails
from frontdesk.domain.appointment import Claim, State
from frontdesk.domain.ground import Ground
from frontdesk.simulator.switches import Switches
from frontdesk.tui.screens.booking import BookingScreen
from frontdesk.tui.screens.confirm import ConfirmScreen
from frontdesk.tui.screens.slip import SlipScreen

from .conftest import AtDesk, Terminal


async def booked(terminal: Terminal, number: str) -> str:
    """Three Enters; the appointment's id."""
    await terminal.look_up(number)
    await terminal.press("enter")
    await terminal.comes("BookingScreen")
    await terminal.press("enter")
    await terminal.comes("ConfirmScreen")
    await terminal.press("enter")
    await terminal.comes("SlipScreen")
    screen = terminal.app.screen
    assert isinstance(screen, SlipScreen)
    return screen.visit.appointment.id


async def state_of(terminal: Terminal, appointment_id: str) -> State:
    visit = await terminal.demo.desk.visit(appointment_id)
    assert visit is not None
    return visit.appointment.state


async def test_three_enters_after_the_number_book_and_claim_it(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        appointment_id = await booked(terminal, terminal.number("bookable"))
        await terminal.sees(terminal.tr("Booked"))
        visit = await terminal.demo.desk.visit(appointment_id)
        assert visit is not None
        assert visit.appointment.state is State.BOOKED
        assert visit.appointment.claim is Claim.OURS


async def test_enter_on_the_slip_is_the_next_patient(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        await booked(terminal, terminal.number("bookable"))
        await terminal.press("enter")
        await terminal.comes("IntakeScreen")
        assert terminal.app._home.field.value == ""
        assert terminal.app._home.field.has_focus


async def test_nothing_says_booked_before_the_referral_is_ours(at_desk: AtDesk) -> None:
    async with at_desk(switches=Switches(job_seconds=1.0)) as terminal:
        await booked(terminal, terminal.number("bookable"))
        assert terminal.tr("Sending to ESOZ…") in terminal.seen()
        assert f" {terminal.tr('Booked')} " not in terminal.seen()
        await terminal.sees(f"✔ {terminal.tr('Booked')}")


async def test_a_refused_claim_is_said_though_the_next_patient_is_here(at_desk: AtDesk) -> None:
    async with at_desk(switches=Switches(job_seconds=0.5)) as terminal:
        number = terminal.number("bookable")
        await booked(terminal, number)
        await terminal.press("enter")
        await terminal.comes("IntakeScreen")
        backend = terminal.demo.backend
        for referral in backend.numbered(number):
            backend.referrals[referral.id] = replace(
                referral, used_by="another-clinic", processing="in_progress"
            )
        await terminal.until(lambda: bool(terminal.app.session.lost))
        assert "✖" in terminal.seen()
        await terminal.press("escape")
        assert not terminal.app.session.lost


async def test_another_doctor_and_day_cost_at_most_eight_keys(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        await terminal.choose_time()
        screen = terminal.app.screen
        assert isinstance(screen, BookingScreen)
        first = screen.panes.times.current
        keys = ("left", "left", "down", "right", "down", "enter")
        await terminal.press(*keys)
        await terminal.comes("ConfirmScreen")
        chosen = terminal.app.screen
        assert isinstance(chosen, ConfirmScreen)
        assert first is not None
        assert chosen.held.time.offer.doctor != first.offer.doctor
        assert chosen.held.time.day != first.day
        assert len(("enter", *keys, "enter")) <= 8


async def test_escape_on_the_confirmation_frees_the_time(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        await terminal.choose_time()
        await terminal.press("enter")
        await terminal.comes("ConfirmScreen")
        screen = terminal.app.screen
        assert isinstance(screen, ConfirmScreen)
        held = screen.held
        await terminal.press("escape")
        await terminal.comes("BookingScreen")
        async with asyncio.timeout(10):
            while await state_of(terminal, held.appointment.id) is not State.CANCELLED:
                await terminal.pilot.pause(0.01)


async def test_a_time_just_taken_is_said_and_an_equal_one_offered(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        await terminal.choose_time()
        screen = terminal.app.screen
        assert isinstance(screen, BookingScreen)
        wanted = screen.panes.times.current
        assert wanted is not None
        desk = terminal.demo.desk
        assert isinstance(await desk.hold(wanted, None, ground=Ground.PAID), Held)
        await terminal.press("enter")
        await terminal.until(lambda: screen.panes.times.current not in {None, wanted})
        assert terminal.tr("This time has just been taken.") in terminal.seen()
        await terminal.press("enter")
        await terminal.comes("ConfirmScreen")


async def test_a_time_taken_elsewhere_disappears_and_the_cursor_stays(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        await terminal.choose_time()
        screen = terminal.app.screen
        assert isinstance(screen, BookingScreen)
        taken = screen.panes.times.current
        assert taken is not None
        await terminal.press("left", "down", "right", "right")
        chosen = screen.panes.times.current
        assert chosen not in {None, taken}
        assert isinstance(await terminal.demo.desk.hold(taken, None, ground=Ground.PAID), Held)
        before = screen.timetable
        await terminal.until(lambda: screen.timetable is not before)
        assert screen.timetable is not None
        assert not screen.timetable.admits(taken)
        assert screen.panes.times.current == chosen
        assert screen.panes.times.has_focus


async def test_times_after_the_referrals_last_day_cannot_be_taken(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        number = next(
            it.number for it in terminal.demo.world.samples if "five more days" in it.shows_en
        )
        await terminal.look_up(number)
        await terminal.press("enter")
        await terminal.comes("BookingScreen")
        await terminal.press("left", "end", "right", "enter")
        await terminal.pilot.pause()
        assert terminal.screen_name == "BookingScreen"
        screen = terminal.app.screen
        assert isinstance(screen, BookingScreen)
        last_day = screen.errand.last_day
        assert last_day is not None
        assert f"{last_day:%d.%m.%Y}: " in terminal.seen()


async def test_what_cannot_be_is_said_at_its_field_and_nothing_typed_is_lost(
    at_desk: AtDesk,
) -> None:
    async with at_desk() as terminal:
        await terminal.choose_time()
        await terminal.press("enter")
        await terminal.comes("ConfirmScreen")
        screen = terminal.app.screen
        assert isinstance(screen, ConfirmScreen)
        name = screen.fields.name_entry.value
        await terminal.press("tab", "ctrl+u")
        await terminal.type("12345")
        await terminal.press("enter")
        await terminal.until(lambda: bool(screen.fields.phone_entry.wrong))
        assert screen.fields.phone_entry.has_focus
        assert screen.fields.phone_entry.value == "12345"
        assert screen.fields.name_entry.value == name


async def test_what_is_typed_in_one_go_with_tab_stands_in_the_next_field(at_desk: AtDesk) -> None:
    """On a busy computer keys come in a heap."""
    async with at_desk() as terminal:
        await terminal.choose_time()
        await terminal.press("enter")
        await terminal.comes("ConfirmScreen")
        screen = terminal.app.screen
        assert isinstance(screen, ConfirmScreen)
        name = screen.fields.name_entry.value
        screen.fields.phone_entry.set("")
        screen.fields.birth_entry.set("")
        await terminal.type("\t0671234567\t01.02.1990")
        assert screen._details == PatientDetails(
            name, "0671234567", "01.02.1990", screen.held.patient
        )


async def test_another_name_than_the_referrals_is_warned_of(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        await terminal.choose_time()
        await terminal.press("enter")
        await terminal.comes("ConfirmScreen")
        await terminal.press("ctrl+u")
        await terminal.type("Ґалаґан Їжак Єгорович")
        await terminal.sees(terminal.tr("surname"))
        assert terminal.screen_name == "ConfirmScreen"


async def test_enter_on_the_very_frame_that_shows_the_verdict_is_heard(
    at_desk: AtDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hand that waits for the block of colour must not have to wait for more."""
    async with at_desk() as terminal:
        app, painted = terminal.app, terminal.app.post_display_hook
        pressed: list[str] = []

        def press_at_once() -> None:
            painted()
            if not pressed and terminal.screen_name == "ReferralScreen" and "✔" in terminal.seen():
                pressed.append("enter")
                app.post_message(events.Key("enter", None))

        monkeypatch.setattr(app, "post_display_hook", press_at_once)
        await terminal.paste(terminal.number("bookable"))
        await terminal.comes("BookingScreen")
        assert pressed
