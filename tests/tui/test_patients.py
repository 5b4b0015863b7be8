"""Пацієнт: found while one types, a card, and what the register offers while booking."""

from __future__ import annotations

import asyncio
from pathlib import Path
from shutil import copytree

import pytest

from frontdesk.desk.answers import Confirmed, PatientDetails
from frontdesk.desk.register_answers import Found, Saved
from frontdesk.domain.patient import Patient
from frontdesk.tui.app import FrontdeskApp
from frontdesk.tui.opening import Opened
from frontdesk.tui.screens.confirm import ConfirmScreen
from frontdesk.tui.screens.patient_details import PatientDetailsScreen
from frontdesk.tui.screens.patients import PatientsScreen
from frontdesk.words import Lang, Words

from .conftest import AtDesk, Terminal, opened, world

VISITOR = next(it.patient for it in world().visits if it.day >= world().today)
"""Whom the demo has twice in its register."""


async def entered(terminal: Terminal, details: PatientDetails) -> Patient:
    answer = await terminal.demo.desk.patients.enter(details)
    assert isinstance(answer, Saved)
    return answer.patient


async def found(terminal: Terminal, typed: str) -> tuple[Patient, ...]:
    answer = await terminal.demo.desk.patients.search(typed)
    assert isinstance(answer, Found)
    return answer.patients


async def look_for(terminal: Terminal, typed: str) -> PatientsScreen:
    """Who fits stands on the screen."""
    await terminal.press("f6")
    await terminal.comes("PatientsScreen")
    await terminal.paste(typed)
    screen = terminal.app.screen
    assert isinstance(screen, PatientsScreen)
    expected = await found(terminal, typed)
    await terminal.until(lambda: screen.found.items == expected)
    return screen


async def open_card(terminal: Terminal, typed: str, name: str) -> None:
    """The card of whom `typed` finds first."""
    await look_for(terminal, typed)
    await terminal.press("enter")
    await terminal.comes("PatientScreen")
    await terminal.sees(name)


async def open_visitor(terminal: Terminal) -> None:
    """The card of the visitor's whole entry."""
    screen = await look_for(terminal, VISITOR.phone)
    place = [it.id for it in screen.found.items].index(VISITOR.id)
    await terminal.press(*["down"] * (place + 1), "enter")
    await terminal.comes("PatientScreen")
    await terminal.sees(f"{VISITOR.birth_date:%d.%m.%Y}")


# Finding


@pytest.mark.parametrize("typed", [VISITOR.surname.lower()[:4], VISITOR.phone[-4:], "067 6"])
async def test_whoever_fits_is_listed_while_one_types(at_desk: AtDesk, typed: str) -> None:
    async with at_desk() as terminal:
        screen = await look_for(terminal, typed)
        for patient in screen.found.items[:5]:
            assert patient.name.full in terminal.seen()


async def test_a_list_shows_no_whole_phone(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        await look_for(terminal, VISITOR.phone)
        assert VISITOR.phone[:6] + "*****" + VISITOR.phone[-2:] in terminal.seen()
        assert VISITOR.phone[-7:] not in terminal.seen().replace(" ", "").replace(VISITOR.phone, "")


async def test_enter_opens_the_patient_and_escape_goes_back_step_by_step(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        await look_for(terminal, VISITOR.surname)
        await terminal.press("down", "up", "down", "enter")
        await terminal.comes("PatientScreen")
        await terminal.press("escape")
        await terminal.comes("PatientsScreen")
        await terminal.press("escape")
        await terminal.comes("IntakeScreen")
        assert terminal.app._home.field.has_focus


async def test_enter_opens_nobody_who_was_found_for_other_words(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        screen = await look_for(terminal, VISITOR.surname)
        await terminal.type(" ніхто такий", "enter")
        await terminal.until(lambda: not screen.found.items)
        assert terminal.screen_name == "PatientsScreen"


async def test_typing_goes_on_from_the_list(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        screen = await look_for(terminal, VISITOR.surname)
        await terminal.press("down")
        assert screen.found.has_focus
        await terminal.type(f" {VISITOR.name}")
        expected = await found(terminal, f"{VISITOR.surname} {VISITOR.name}")
        await terminal.until(lambda: screen.found.items == expected)
        await terminal.press("down", "up")
        assert screen.field.has_focus


@pytest.mark.parametrize("lang", ["uk", "en"])
async def test_nobody_found_is_said_and_a_new_patient_is_two_keys_away(
    at_desk: AtDesk, lang: Lang
) -> None:
    async with at_desk(lang=lang) as terminal:
        await look_for(terminal, "Ґреґоровський Зенон")
        nobody = terminal.tr("Nobody is found. {key} enters a new patient.")
        await terminal.sees(nobody.format(key="F2"))
        await terminal.press("f2")
        await terminal.comes("PatientDetailsScreen")
        await terminal.press("enter")
        await terminal.comes("PatientScreen")
        await terminal.sees("Ґреґоровський Зенон")
        await terminal.sees(terminal.tr("No visits yet."))
        assert len(await found(terminal, "грегоровский")) == 1


@pytest.mark.parametrize(
    ("typed", "begun"),
    [
        ("067 999 88 77", ("", "067 999 88 77", "")),
        ("01021931", ("", "", "01.02.1931")),
        ("Ґре", ("Ґре", "", "")),
    ],
)
async def test_what_was_looked_for_begins_the_new_entry(
    at_desk: AtDesk, typed: str, begun: tuple[str, str, str]
) -> None:
    async with at_desk() as terminal:
        await look_for(terminal, typed)
        await terminal.press("f2")
        await terminal.comes("PatientDetailsScreen")
        screen = terminal.app.screen
        assert isinstance(screen, PatientDetailsScreen)
        it = screen.fields.details(None)
        assert (it.name, it.phone, it.birth_date) == begun


async def test_what_is_typed_before_the_desk_is_open_is_looked_for_then(
    furnished: Path, tmp_path: Path
) -> None:
    demo, desk = await opened(Path(copytree(furnished, tmp_path / "clinic")), None)
    may_open = asyncio.Event()

    async def ready() -> Opened:
        await may_open.wait()
        return desk

    app = FrontdeskApp(ready, Words("uk"), "dark", demo=True)
    async with app.run_test(size=(80, 24)) as pilot:
        terminal = Terminal(app, pilot, demo)
        await terminal.press("f6")
        await terminal.comes("PatientsScreen")
        await terminal.type(VISITOR.surname)
        await terminal.sees(terminal.tr("Searching…"))
        await terminal.press("f2", "enter")
        assert terminal.screen_name == "PatientsScreen"
        may_open.set()
        await terminal.sees(f"{VISITOR.surname} {VISITOR.name}")


# The card


async def test_a_card_has_the_details_and_the_visits(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        phone = VISITOR.phone
        await open_visitor(terminal)
        assert f"{phone[:4]} {phone[4:6]}" in terminal.seen()
        assert terminal.tr("To come") in terminal.seen()


async def test_a_number_typed_on_a_card_is_the_next_patients(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        await open_visitor(terminal)
        await terminal.type("12")
        await terminal.comes("IntakeScreen")
        assert terminal.app._home.field.value == "12"


async def test_a_changed_phone_is_saved_and_a_wrong_one_is_said(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        known = await entered(terminal, PatientDetails("Ґреґоровський Зенон"))
        await open_card(terminal, "ґреґор", known.name.full)
        await terminal.press("f2")
        await terminal.comes("PatientDetailsScreen")
        await terminal.press("down")
        await terminal.type("06799988")
        await terminal.press("enter")
        await terminal.sees(
            terminal.tr("This cannot be a phone number: +380 and nine digits.")[:40]
        )
        await terminal.type("77")
        await terminal.press("enter")
        await terminal.comes("PatientScreen")
        await terminal.sees("+380 67 999 88 77")


@pytest.mark.parametrize(
    ("keys", "then"),
    [
        (("5",), "5"),
        (("end", "5"), "+380 67 999 88 775"),
        (("left", "backspace", "5"), "+380 67 999 88 57"),
        (("backspace", "5"), "5"),
        (("shift+tab", "tab", "5"), "5"),
        (("delete",), ""),
    ],
)
async def test_a_phone_that_stands_there_is_typed_anew_unless_an_arrow_comes_first(
    at_desk: AtDesk, keys: tuple[str, ...], then: str
) -> None:
    async with at_desk() as terminal:
        known = await entered(terminal, PatientDetails("Ґреґоровський Зенон", "0679998877"))
        await open_card(terminal, "ґреґор", known.name.full)
        await terminal.press("f2")
        await terminal.comes("PatientDetailsScreen")
        await terminal.press("tab", *keys)
        screen = terminal.app.screen
        assert isinstance(screen, PatientDetailsScreen)
        assert screen.fields.phone_entry.value == then


async def test_half_a_phone_is_typed_on_after_a_look_elsewhere(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        known = await entered(terminal, PatientDetails("Ґреґоровський Зенон", "0679998877"))
        await open_card(terminal, "ґреґор", known.name.full)
        await terminal.press("f2")
        await terminal.comes("PatientDetailsScreen")
        await terminal.press("tab", *"067", "tab", "shift+tab", *"111")
        screen = terminal.app.screen
        assert isinstance(screen, PatientDetailsScreen)
        assert screen.fields.phone_entry.value == "067111"


async def test_escape_changes_nothing(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        known = await entered(terminal, PatientDetails("Ґреґоровський Зенон"))
        await open_card(terminal, "ґреґор", known.name.full)
        await terminal.press("f2")
        await terminal.comes("PatientDetailsScreen")
        await terminal.type("ко")
        await terminal.press("escape")
        await terminal.comes("PatientScreen")
        assert await found(terminal, "ґреґор") == (known,)


@pytest.mark.parametrize("lang", ["uk", "en"])
async def test_f7_tells_of_the_declaration(at_desk: AtDesk, lang: Lang) -> None:
    async with at_desk(lang=lang) as terminal:
        await open_visitor(terminal)
        await terminal.press("f7")
        told = [
            terminal.tr(it)
            for it in (
                "A declaration with a doctor of this clinic.",
                "No declaration with a family doctor.",
                "The declaration is with a doctor of another clinic.",
            )
        ]
        await terminal.until(lambda: any(it in terminal.seen() for it in told))


async def test_who_has_no_birth_date_is_not_looked_for_in_esoz(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        known = await entered(terminal, PatientDetails("Ґреґоровський Зенон"))
        await open_card(terminal, "ґреґор", known.name.full)
        await terminal.press("f7")
        answer = terminal.tr("ESOZ looks for people by first name and date of birth: add them.")
        await terminal.sees(" ".join(answer.split()[:3]))


async def test_two_entries_become_one_only_after_a_yes(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        await open_visitor(terminal)
        await terminal.sees("F8")
        before = len(await found(terminal, VISITOR.phone))
        await terminal.press("f8")
        await terminal.sees(terminal.tr("yes, merge"))
        await terminal.press("escape")
        assert terminal.screen_name == "PatientScreen"
        assert len(await found(terminal, VISITOR.phone)) == before
        await terminal.press("f8", "enter")
        await terminal.sees(terminal.tr("✔ The two entries are one now."))
        assert len(await found(terminal, VISITOR.phone)) == before - 1


async def test_without_another_entry_f8_asks_nothing(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        known = await entered(terminal, PatientDetails("Ґреґоровський Зенон"))
        await open_card(terminal, "ґреґор", known.name.full)
        before = terminal.seen()
        await terminal.press("f8", "enter")
        assert terminal.seen() == before


async def test_who_is_in_the_register_already_is_offered_to_whoever_enters_them(
    at_desk: AtDesk,
) -> None:
    async with at_desk() as terminal:
        known = await entered(terminal, PatientDetails("Ґреґоровський Зенон", "067 999 88 77"))
        await terminal.press("f6", "f2")
        await terminal.comes("PatientDetailsScreen")
        await terminal.type("греґоровський")
        await terminal.sees("Ґреґоровський Зенон")
        await terminal.press("down", "enter")
        await terminal.comes("PatientScreen")
        await terminal.sees("+380 67 999 88 77")
        assert await found(terminal, "ґреґор") == (known,)


# While booking


async def at_confirmation(terminal: Terminal) -> ConfirmScreen:
    """Before the fields of a patient whom the clinic does not know."""
    await terminal.look_up(terminal.number("bookable", 1))
    await terminal.press("enter")
    await terminal.comes("BookingScreen")
    await terminal.press("enter")
    await terminal.comes("ConfirmScreen")
    screen = terminal.app.screen
    assert isinstance(screen, ConfirmScreen)
    assert screen.held.patient is None
    return screen


def taken(screen: ConfirmScreen) -> Patient | None:
    return screen._details.known


async def namesake(terminal: Terminal, number: str) -> Patient:
    """Somebody in the register who may be the patient of the referral."""
    (theirs,) = terminal.demo.backend.numbered(number)
    person = next(it for it in world().people if it.esoz_id == theirs.subject)
    born = f"{person.birth_date:%d.%m.%Y}"
    full = f"{person.surname} {person.name} {person.patronymic}"
    return await entered(terminal, PatientDetails(full, person.phone, born))


async def test_who_is_taken_from_the_register_is_booked_without_a_second_entry(
    at_desk: AtDesk,
) -> None:
    async with at_desk() as terminal:
        known = await namesake(terminal, terminal.number("bookable", 1))
        screen = await at_confirmation(terminal)
        await terminal.until(lambda: bool(screen.candidates.items))
        await terminal.press("down", "enter")
        await terminal.until(lambda: screen.fields.name_entry.value == known.name.full)
        await terminal.sees(terminal.tr("✔ As in the referral: {what}").partition("{")[0])
        await terminal.press("enter")
        await terminal.comes("SlipScreen")
        (booked,) = [it for it in await found(terminal, known.name.full) if it.id == known.id]
        assert booked.esoz_id == screen.held.esoz_patient_id


async def test_another_name_is_another_person(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        await namesake(terminal, terminal.number("bookable", 1))
        screen = await at_confirmation(terminal)
        await terminal.until(lambda: bool(screen.candidates.items))
        await terminal.press("down", "enter", "up")
        assert taken(screen) is not None
        await terminal.press("ctrl+u")
        await terminal.type("Ґреґоровський Зенон")
        assert taken(screen) is None
        await terminal.sees(
            terminal.tr("! The referral says otherwise: {what}. Compare with the document.")[:20]
        )
        answer = await terminal.demo.desk.confirm(screen.held, screen._details)
        assert isinstance(answer, Confirmed)
        assert len(await found(terminal, "ґреґоровський")) == 1


async def test_an_offer_takes_no_key_from_who_books_as_before(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        await namesake(terminal, terminal.number("bookable", 1))
        screen = await at_confirmation(terminal)
        await terminal.until(lambda: bool(screen.candidates.items))
        assert screen.fields.name_entry.has_focus
        await terminal.press("tab")
        assert screen.fields.phone_entry.has_focus
        await terminal.press("enter")
        await terminal.comes("SlipScreen")


# Every screen


async def test_the_language_changes_in_place(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        await look_for(terminal, VISITOR.surname)
        for key, screen in (
            ("f12", "PatientsScreen"),
            ("enter", "PatientScreen"),
            ("f2", "PatientDetailsScreen"),
        ):
            await terminal.press(*(() if key == "f12" else (key,)))
            await terminal.comes(screen)
            await terminal.pilot.pause(0.2)
            before = terminal.seen()
            await terminal.press("f12")
            assert terminal.seen() != before
            await terminal.press("f12")
            assert terminal.seen() == before
