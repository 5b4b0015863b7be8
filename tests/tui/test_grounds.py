"""Without an e-referral, by the keyboard alone: direct access, other grounds, paper, urgent."""

from __future__ import annotations

from datetime import timedelta

from frontdesk.domain.appointment import Claim, State
from frontdesk.domain.ground import Ground
from frontdesk.domain.visit import Visit
from frontdesk.simulator.switches import Switches
from frontdesk.tui.screens.paper import PaperScreen
from frontdesk.tui.screens.services import ServicesScreen
from frontdesk.tui.screens.slip import SlipScreen
from frontdesk.words.services import Choice

from .conftest import MORNING, AtDesk, Terminal

NAME = "Тестова Марія Іванівна"


async def booked(terminal: Terminal) -> Visit:
    """The visit of the slip that stands on the screen."""
    await terminal.comes("SlipScreen")
    screen = terminal.app.screen
    assert isinstance(screen, SlipScreen)
    return screen.visit


async def confirm(terminal: Terminal) -> Visit:
    """Two Enters and the name, from the free times on."""
    await terminal.comes("BookingScreen")
    await terminal.until(lambda: "▸" in terminal.seen())
    await terminal.press("enter")
    await terminal.comes("ConfirmScreen")
    await terminal.type(NAME)
    await terminal.press("enter")
    return await booked(terminal)


async def test_direct_access_is_booked_with_seven_keys_and_the_name(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        await terminal.press("f2")
        await terminal.comes("WithoutReferralScreen")
        await terminal.type("гін")
        assert "НАПРАВЛЕННЯ НЕ ПОТРІБНЕ: лікар-акушер-гінеколог" in terminal.seen()
        assert "самозвернення (перелік від 01.2026). Безоплатно." in terminal.seen()
        await terminal.press("enter")
        visit = await confirm(terminal)  # F2, three letters, Enter, and here Enter, name, Enter
        assert visit.appointment.ground is Ground.DIRECT_ACCESS
        assert visit.doctor.speciality == "OBSTETRICS_AND_GYNECOLOGY"
        assert terminal.tr("Booked") in terminal.seen()


async def test_services_are_found_as_people_call_them_under_any_layout(at_desk: AtDesk) -> None:
    found = {
        "окуліст": "OPHTHALMOLOGY",
        "ЛОР": "OTORHINOLARYNGOLOGY",
        "вухо-горло-ніс": "OTORHINOLARYNGOLOGY",
        "травматолог": "ORTHOPAEDICS",
        "УЗД": "ULTRASONIC_DIAGNOSIS",
        "rfhls": "CARDIOLOGY",
        "мельник": "CARDIOLOGY",
        "T67002": "ENDOCRINOLOGY",
    }
    async with at_desk() as terminal:
        await terminal.press("f2")
        await terminal.comes("WithoutReferralScreen")
        screen = terminal.app.screen
        assert isinstance(screen, ServicesScreen)
        for typed, speciality in found.items():
            await terminal.press("ctrl+u")
            await terminal.type(typed)
            choice = screen.choice
            assert isinstance(choice, Choice), typed
            assert choice.offers[0].doctor.speciality == speciality
        await terminal.type("xyz")
        assert terminal.tr("Nobody here gives such a service: try another word.") in terminal.seen()
        await terminal.press("enter", "f2")
        assert terminal.screen_name == "WithoutReferralScreen"


async def test_a_speciality_off_the_list_can_be_paid(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        await terminal.press("f2")
        await terminal.comes("WithoutReferralScreen")
        await terminal.type("невр")
        assert "ПОТРІБНЕ НАПРАВЛЕННЯ: лікар-невропатолог" in terminal.seen()
        await terminal.press("enter")
        await terminal.comes("GroundsScreen")
        await terminal.press("3")
        visit = await confirm(terminal)
        assert visit.appointment.ground is Ground.PAID


async def test_who_was_seen_here_comes_back_without_a_referral(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        past = next(
            it
            for it in terminal.demo.world.visits
            if it.offer.doctor.speciality == "NEUROLOGY" and it.state is State.BOOKED
        )
        await terminal.demo.desk.arrive(past.id)
        phone = past.patient.phone[-9:]
        await terminal.press("f2")
        await terminal.comes("WithoutReferralScreen")
        await terminal.type("невр")
        await terminal.press("enter")
        await terminal.comes("GroundsScreen")
        await terminal.press("enter")
        await terminal.comes("PatientChoiceScreen")
        await terminal.type(phone)
        await terminal.sees(past.patient.surname)
        await terminal.press("enter")
        await terminal.comes("GroundsScreen")
        await terminal.sees("ПІД НАГЛЯДОМ У НАС: лікар-невропатолог")
        assert terminal.tr("A new referral is not needed.") in terminal.seen()
        await terminal.press("enter")
        await terminal.comes("BookingScreen")
        assert past.patient.surname in terminal.seen()


async def test_whom_nobody_has_seen_here_needs_a_referral(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        seen = {
            it.patient.id
            for it in terminal.demo.world.visits
            if it.offer.doctor.speciality == "NEUROLOGY"
        }
        stranger = next(it for it in terminal.demo.world.patients if it.id not in seen)
        await terminal.press("f2")
        await terminal.comes("WithoutReferralScreen")
        await terminal.type("невр")
        await terminal.press("enter")
        await terminal.comes("GroundsScreen")
        await terminal.press("2")
        await terminal.comes("PatientChoiceScreen")
        await terminal.type(stranger.phone[-9:])
        await terminal.sees(stranger.surname)
        await terminal.press("enter")
        await terminal.sees(terminal.tr("Ask the doctor, or a referral is needed."))
        assert "✖" in terminal.seen()
        await terminal.press("escape")
        await terminal.comes("WithoutReferralScreen")


async def test_a_paper_referral_is_booked_with_four_enters_from_the_filled_form(
    at_desk: AtDesk,
) -> None:
    async with at_desk() as terminal:
        await terminal.press("f3")
        await terminal.comes("PaperScreen")
        await terminal.type("0003212\tПетренко І. І.\t30.11.2026")
        await terminal.press("enter")
        assert terminal.tr("EDRPOU has 8 digits.") in terminal.seen()
        assert terminal.tr("Write the date: DD.MM.YYYY, not in the future.") in terminal.seen()
        await terminal.type("1")  # the first wrong field has the focus, and what was typed stays
        assert "Остання цифра не сходиться" in terminal.seen()
        await terminal.press("backspace")
        await terminal.type("9\t\t")
        await terminal.press("ctrl+u")
        await terminal.type("20.11.2026\t\t17/4")
        await terminal.press("enter")
        await terminal.comes("ServiceChoiceScreen")
        await terminal.press("escape")
        await terminal.comes("PaperScreen")
        screen = terminal.app.screen
        assert isinstance(screen, PaperScreen)
        assert screen.fields.number.value == "17/4"
        await terminal.press("enter")
        await terminal.comes("ServiceChoiceScreen")
        await terminal.type("окул")
        await terminal.press("enter")
        visit = await confirm(terminal)
        assert visit.appointment.ground is Ground.PAPER_REFERRAL
        assert visit.paper is not None
        assert visit.paper.doctor == "Петренко І. І."
        assert "Записано за паперовим направленням. Оригінал — лікарю." in terminal.seen()
        assert "20.11.2026, № 17/4, ЄДРПОУ 00032129" in terminal.seen()


async def test_an_urgent_contact_is_one_key_and_its_data_come_later(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        await terminal.press("f4")
        await terminal.comes("UrgentScreen")
        assert "НЕВІДКЛАДНО — без направлення й декларації" in terminal.seen()
        assert "Загроза життю: 103." in terminal.seen()
        await terminal.press("enter")
        await terminal.sees("✔ Зафіксовано о 11:00.")
        (contact,) = await terminal.demo.desk.urgent.without_data()
        assert contact.at - MORNING < timedelta(minutes=1)
        await terminal.press("enter")
        await terminal.comes("IntakeScreen")
        await terminal.press("f4")
        await terminal.sees("Треба внести дані: 1")
        await terminal.press("down", "enter")
        await terminal.comes("UrgentDetailsScreen")
        await terminal.press("enter")
        assert terminal.tr("Write the surname and the name.") in terminal.seen()
        await terminal.type(NAME)
        await terminal.press("enter")
        await terminal.comes("UrgentScreen")
        await terminal.sees("Треба внести дані: 0")
        assert await terminal.demo.desk.urgent.without_data() == ()


async def test_while_esoz_is_silent_the_clerk_names_the_service_and_books_provisionally(
    at_desk: AtDesk,
) -> None:
    async with at_desk(switches=Switches(silent=True)) as terminal:
        await terminal.look_up(terminal.number("bookable"))
        assert terminal.tr("book provisionally") in terminal.seen()
        await terminal.press("enter")
        await terminal.comes("ServiceChoiceScreen")
        await terminal.type("кардіол")
        await terminal.press("enter")
        visit = await confirm(terminal)
        assert (visit.appointment.state, visit.appointment.claim) == (State.BOOKED, Claim.DEFERRED)
        assert "попередньо" in terminal.seen()
        assert f"✔ {terminal.tr('Booked')} " not in terminal.seen()
