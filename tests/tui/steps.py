"""How one comes to each screen and into each of its states, from a terminal just opened."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

from frontdesk import browser
from frontdesk.config import ConfigError, Fault
from frontdesk.config_file import Value
from frontdesk.desk.answers import Ambiguous, Finding, Held, PatientDetails
from frontdesk.domain.appointment import State
from frontdesk.domain.ground import Ground
from frontdesk.domain.matter import Kind, Sign, VisitMatter
from frontdesk.domain.number import Number, Readable
from frontdesk.domain.verdict import Code
from frontdesk.store.failure import StoreError, Trouble
from frontdesk.tui.screens.booking import BookingScreen
from frontdesk.tui.screens.sign_in import SignInScreen

from .conftest import Terminal
from .test_patients import at_confirmation, entered, look_for, namesake, open_card, open_visitor

LONG = 3600.0
"""Seconds that nobody waits for."""
UNKNOWN = "Ґреґоровський"


# What goes wrong everywhere


async def busy_database(terminal: Terminal) -> None:
    """From now on the database answers nobody until the terminal is left."""
    free = threading.Event()
    terminal.after.callback(free.set)
    terminal.demo.desk._context.store._executor.submit(free.wait)


async def trouble(terminal: Terminal) -> None:
    """The header says that the database fails."""
    terminal.app.session.trouble = StoreError(Trouble.SILENT, "desk.clinic.example/frontdesk")
    terminal.app.renew()
    await terminal.pilot.pause()


def silent_esoz(terminal: Terminal) -> None:
    terminal.demo.backend.switches.silent = True


def slow_esoz(terminal: Terminal) -> None:
    terminal.demo.backend.switches.latency_seconds = LONG


def sample(terminal: Terminal, shows: str) -> str:
    """The number of the sample that is described so."""
    return next(it.number for it in terminal.demo.world.samples if shows in it.shows_en)


async def finding(terminal: Terminal, number: str) -> Finding:
    reading = Number.read(number)
    assert isinstance(reading, Readable)
    found = await terminal.demo.desk.find(reading)
    assert isinstance(found, Finding)
    return found


# Прийом


async def at_home(terminal: Terminal) -> None:
    """Only opened."""


async def searching(terminal: Terminal) -> None:
    slow_esoz(terminal)
    await terminal.paste(terminal.number("bookable"))
    await terminal.sees(terminal.tr("Searching… (Esc: cancel)"))


async def misread(terminal: Terminal) -> None:
    await terminal.type("6495-733-1362-2361\r")
    await trouble(terminal)


async def busy_morning(terminal: Terminal) -> None:
    """All that the start screen has to tell, told at once."""
    for verdict in ("recalled", "expired", "not_our_service"):
        await terminal.look_up(terminal.number(verdict))
        await terminal.press("escape")
        await terminal.comes("IntakeScreen")
    await slip(terminal)
    session = terminal.app.session
    (visit,) = session.visits.values()
    lost = replace(visit.appointment, state=State.CANCELLED, reason="in_work_elsewhere")
    session.lost.append(replace(visit, appointment=lost))
    session.not_backed_up = StoreError(Trouble.FULL_DISK, Path("backups"))
    session.left_over[visit.appointment.id] = visit.appointment
    codes = (Code.RECALLED, Code.EXPIRED, Code.IN_WORK_ELSEWHERE, Code.COMPLETED)
    signs = (Sign(Kind.REFERRAL_GONE, visit.appointment.id, session.desk.now(), it) for it in codes)
    session.worklist = tuple(VisitMatter(it, visit, "6077") for it in signs)
    await terminal.press("enter")
    await terminal.comes("IntakeScreen")
    await terminal.until(lambda: terminal.app.screen.query_one("#attention").size.height > 1)


async def locked(terminal: Terminal) -> None:
    await terminal.press("ctrl+l")
    await terminal.sees(terminal.tr("Locked"))


async def locked_out(terminal: Terminal) -> None:
    """Three wrong PINs: the next one has to wait."""
    await locked(terminal)
    lock = terminal.app.session.lock
    for _ in range(3):
        await terminal.press(*"1973", "enter")
        await terminal.until(lambda: not lock.is_checking)
    await terminal.until(lambda: lock.said is not None)


# Направлення


async def verdict(terminal: Terminal) -> None:
    await terminal.look_up(terminal.number("bookable"))


async def refused(terminal: Terminal) -> None:
    await terminal.look_up(terminal.number("expired"))


async def bare(terminal: Terminal) -> None:
    await terminal.look_up(sample(terminal, "No optional field"))


async def several(terminal: Terminal) -> None:
    await terminal.look_up(sample(terminal, "one valid"))


async def several_apart(terminal: Terminal) -> None:
    await terminal.prefer("spacing", "large")
    await several(terminal)


async def consent(terminal: Terminal) -> None:
    await terminal.look_up(terminal.number("for_another_clinic"))
    await terminal.press("enter")
    await terminal.sees(terminal.tr("yes, here"))


async def unverified(terminal: Terminal) -> None:
    silent_esoz(terminal)
    await verdict(terminal)


async def resending(terminal: Terminal) -> None:
    await verdict(terminal)
    slow_esoz(terminal)
    await terminal.press("f7")
    await terminal.sees(terminal.tr("Sending the message…"))


async def two_numbers(terminal: Terminal) -> None:
    numbers = (terminal.number("recalled"), terminal.number("bookable"))
    found = tuple([await finding(terminal, it) for it in numbers])
    terminal.app._home._show(Ambiguous(found))
    await terminal.comes("ChoiceScreen")


# Запис


async def times(terminal: Terminal) -> None:
    await terminal.choose_time()


async def looking_for_times(terminal: Terminal) -> None:
    """Nobody has read the times of the second service yet."""
    await terminal.look_up(sample(terminal, "all bookable"))
    await busy_database(terminal)
    await terminal.press("down", "enter")
    await terminal.comes("BookingScreen")


async def just_taken(terminal: Terminal) -> None:
    await times(terminal)
    screen = terminal.app.screen
    assert isinstance(screen, BookingScreen)
    assert screen.panes.current is not None
    held = await terminal.demo.desk.hold(screen.panes.current, None, ground=Ground.PAID)
    assert isinstance(held, Held)
    await terminal.sees("✖")


async def confirmation(terminal: Terminal) -> None:
    await times(terminal)
    await terminal.press("enter")
    await terminal.comes("ConfirmScreen")


async def nameless(terminal: Terminal) -> None:
    """The referral does not say whose it is."""
    await bare(terminal)
    for screen in ("BookingScreen", "ConfirmScreen"):
        await terminal.press("enter")
        await terminal.comes(screen)


async def sending(terminal: Terminal) -> None:
    await confirmation(terminal)
    await busy_database(terminal)
    await terminal.press("enter")


async def wrong_details(terminal: Terminal) -> None:
    """A phone and a date that are none, and a name that is not the referral's."""
    await confirmation(terminal)
    await terminal.press("ctrl+u")
    await terminal.type(UNKNOWN)
    for typed in ("067 12", "31.02.1960"):
        await terminal.press("tab", "ctrl+u")
        await terminal.type(typed)
    await terminal.press("enter")
    await terminal.sees("✖")


async def offered(terminal: Terminal) -> None:
    await namesake(terminal, terminal.number("bookable", 1))
    screen = await at_confirmation(terminal)
    await terminal.until(lambda: bool(screen.candidates.items))


# Підтвердження


async def slip(terminal: Terminal) -> None:
    await confirmation(terminal)
    await terminal.press("enter")
    await terminal.comes("SlipScreen")
    await terminal.sees(f"✔ {terminal.tr('Booked')}")


async def copied(terminal: Terminal) -> None:
    await slip(terminal)
    await terminal.press("c")
    await terminal.pilot.pause()


async def provisional(terminal: Terminal) -> None:
    """ЕСОЗ has not answered yet, and the printer neither."""
    terminal.demo.backend.switches.job_seconds = LONG
    await confirmation(terminal)
    await terminal.press("enter")
    await terminal.comes("SlipScreen")
    terminal.app.session.printed = dict.fromkeys(terminal.app.session.followed)
    terminal.app.renew()
    await terminal.sees(terminal.tr("Printing the slip…"))


async def lost(terminal: Terminal) -> None:
    """Another clinic was quicker."""
    terminal.demo.backend.switches.job_seconds = 0.2
    await confirmation(terminal)
    await terminal.press("enter")
    await terminal.comes("SlipScreen")
    backend = terminal.demo.backend
    for referral in backend.numbered(terminal.number("bookable")):
        backend.referrals[referral.id] = replace(
            referral, used_by="another-clinic", processing="in_progress"
        )
    session = terminal.app.session
    await terminal.until(
        lambda: {it.appointment.state for it in session.visits.values()} == {State.CANCELLED}
    )
    terminal.app.renew()
    await terminal.pilot.pause()


# Пацієнт


async def register(terminal: Terminal) -> None:
    await terminal.press("f6")
    await terminal.comes("PatientsScreen")


async def found(terminal: Terminal) -> None:
    await look_for(terminal, "солов'ян")


async def found_many(terminal: Terminal) -> None:
    await look_for(terminal, "жж")


async def nobody(terminal: Terminal) -> None:
    await look_for(terminal, UNKNOWN)
    await trouble(terminal)


async def seeking(terminal: Terminal) -> None:
    await register(terminal)
    await busy_database(terminal)
    await terminal.paste(UNKNOWN)
    await terminal.sees(terminal.tr("Searching…"))


async def card(terminal: Terminal) -> None:
    await open_visitor(terminal)


async def card_without_visits(terminal: Terminal) -> None:
    await entered(terminal, PatientDetails(UNKNOWN, "067 999 88 77", "01.02.1931"))
    await open_card(terminal, UNKNOWN, "01.02.1931")


async def opening_card(terminal: Terminal) -> None:
    await look_for(terminal, "солов'ян")
    await busy_database(terminal)
    await terminal.press("enter")
    await terminal.comes("PatientScreen")


async def card_and_silence(terminal: Terminal) -> None:
    await card(terminal)
    silent_esoz(terminal)
    await terminal.press("f7")
    await terminal.until(lambda: bool(terminal.app.screen._esoz))  # type: ignore[attr-defined] # of the card


async def merging(terminal: Terminal) -> None:
    await card(terminal)
    await terminal.press("f8")


async def changing(terminal: Terminal) -> None:
    await card(terminal)
    await terminal.press("f2")
    await terminal.comes("PatientDetailsScreen")


async def new_patient(terminal: Terminal) -> None:
    await register(terminal)
    await terminal.press("f2")
    await terminal.comes("PatientDetailsScreen")


async def saving(terminal: Terminal) -> None:
    await changing(terminal)
    await busy_database(terminal)
    await terminal.press("enter")


async def wrong_change(terminal: Terminal) -> None:
    await changing(terminal)
    for typed in ("", "0", "31.02.1960"):
        await terminal.press("ctrl+u")
        await terminal.type(typed)
        await terminal.press("tab")
    await terminal.press("enter")
    await terminal.sees("✖")


# Around the work


async def settings(terminal: Terminal) -> None:
    await terminal.press("f9")
    await terminal.comes("SettingsScreen")
    await terminal.press("down")


async def settings_not_kept(terminal: Terminal) -> None:
    async def keep(_key: str, _value: Value) -> ConfigError:
        fault = Fault("frontdesk.toml", "cannot be written")
        return ConfigError(Path("frontdesk.toml"), (fault,))

    opened = terminal.app.session.opened
    assert opened is not None
    terminal.app.session.opened = replace(opened, keep=keep)
    await settings(terminal)
    await terminal.press("right")
    await terminal.sees("✖")


async def palette(terminal: Terminal) -> None:
    await terminal.press("ctrl+p")
    await terminal.comes("PaletteScreen")


async def no_such_action(terminal: Terminal) -> None:
    await palette(terminal)
    await terminal.type("щщщ")


async def help_at_home(terminal: Terminal) -> None:
    await terminal.press("f1")
    await terminal.comes("HelpScreen")


async def help_with_a_referral(terminal: Terminal) -> None:
    await verdict(terminal)
    await help_at_home(terminal)


async def signing_in(terminal: Terminal) -> None:
    """In a browser that shows the page and says nothing."""
    _has_browser(terminal, lambda _: True)
    await terminal.press("enter")
    await terminal.comes("SignInScreen")
    await terminal.sees(terminal.tr("open the browser"))


async def waiting_for_sign_in(terminal: Terminal) -> None:
    await signing_in(terminal)
    await terminal.press("enter")
    await terminal.sees(terminal.tr("Waiting for the answer…"))


def _has_browser(terminal: Terminal, show: browser.OpenPage | None) -> None:
    before = browser.graphical
    terminal.after.callback(setattr, browser, "graphical", before)
    browser.graphical = lambda: show


async def signing_in_without_browser(terminal: Terminal) -> None:
    """The address is read from the terminal."""
    _has_browser(terminal, None)
    await terminal.press("enter")
    await terminal.comes("SignInScreen")
    await terminal.sees("http")
    screen = terminal.app.screen
    assert isinstance(screen, SignInScreen)
    assert screen._attempt is not None
    screen._attempt._state = "the-same-in-each-picture".ljust(43, "-")
    screen._attempt._redirect_uri = "http://127.0.0.1:46001/callback"
    terminal.app.renew()
    await terminal.sees("the-same")


async def wrong_answer_pasted(terminal: Terminal) -> None:
    await signing_in_without_browser(terminal)
    await terminal.paste("https://127.0.0.1/callback?code=abc&state=another")
    await terminal.press("enter")
    await terminal.until(lambda: bool(terminal.app.screen._failed))  # type: ignore[attr-defined] # of signing in
