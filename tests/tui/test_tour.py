"""A newcomer at the demo: greeted once, and taken round on the real screens."""

from __future__ import annotations

import re
from pathlib import Path
from shutil import copytree

import pytest

from frontdesk.greeting import Greeting
from frontdesk.tui.app import FrontdeskApp
from frontdesk.tui.opening import Opened
from frontdesk.tui.screens.base import DeskScreen
from frontdesk.tui.tour import Step, Tour
from frontdesk.words import Words, tour

from .conftest import AtDesk, Terminal, opened

OFFERED = "A two-minute tour of the program? Enter: yes. Esc: no, and never ask again."


@pytest.fixture
def greeting(tmp_path: Path) -> Greeting:
    return Greeting(tmp_path / "state" / "greeted")


async def greeted(terminal: Terminal, greeting: Greeting) -> None:
    terminal.app.session.greet(greeting)
    terminal.app.renew()
    await terminal.sees(terminal.tr(OFFERED))


def step(terminal: Terminal) -> Step | None:
    now = terminal.app.session.tour
    return now.step if now else None


async def test_the_first_digit_is_typed_into_the_field_and_ends_the_greeting(
    at_desk: AtDesk, greeting: Greeting
) -> None:
    async with at_desk() as terminal:
        await greeted(terminal, greeting)
        await terminal.type("64")
        assert "64··-····" in terminal.seen()
        assert terminal.tr(OFFERED) not in terminal.seen()
        assert greeting.is_due, "nobody has answered it"


async def test_escape_is_an_answer_for_ever_and_enter_then_takes_a_sample(
    at_desk: AtDesk, greeting: Greeting, tmp_path: Path
) -> None:
    async with at_desk() as terminal:
        await greeted(terminal, greeting)
        await terminal.press("escape")
        assert terminal.tr(OFFERED) not in terminal.seen()
        assert not greeting.is_due
        assert (tmp_path / "state" / "greeted").stat().st_mode & 0o777 == 0o600
        await terminal.press("down", "enter")
        await terminal.comes("ReferralScreen")


async def test_a_sample_is_taken_though_the_greeting_stands_there(
    at_desk: AtDesk, greeting: Greeting
) -> None:
    async with at_desk() as terminal:
        await greeted(terminal, greeting)
        await terminal.press("down", "enter")
        await terminal.comes("ReferralScreen")
        assert step(terminal) is None


async def test_the_tour_goes_with_the_registrar_from_the_number_to_the_end(
    at_desk: AtDesk, greeting: Greeting
) -> None:
    async with at_desk(size=(80, 24)) as terminal:
        await greeted(terminal, greeting)
        await terminal.press("enter")
        await terminal.until(lambda: step(terminal) is Step.NUMBER)
        assert not greeting.is_due
        for keys, reached, beside in (
            (("down", "enter"), Step.VERDICT, terminal.tr("Note")),
            (("enter",), Step.TIME, "▸"),
            (("enter",), Step.PATIENT, "✔"),
            (("enter",), Step.SLIP, terminal.tr("Booked")),
            (("enter",), Step.ANOTHER, "▸"),
            (("down", "enter"), Step.REFUSAL, "✖"),
            (("enter",), Step.HELP, terminal.tr("Last lookups")),
            (("f1",), Step.WHAT_NOW, terminal.tr("Help")),
            (("escape",), Step.ACTIONS, terminal.tr("Last lookups")),
            (("ctrl+p",), Step.BY_NAME, terminal.tr("settings")),
            (("escape",), Step.END, terminal.tr("Last lookups")),
        ):
            await terminal.press(*keys)
            await terminal.sees(tour.title(terminal.app.session.words, reached.number, len(Step)))
            await terminal.sees(beside)
        await terminal.press("escape")
        assert step(terminal) is None
        assert terminal.tr("leave the tour") not in terminal.seen()


async def test_the_key_begins_it_anew_and_two_escapes_leave_it_anywhere(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        await terminal.press("ctrl+y")
        await terminal.until(lambda: step(terminal) is Step.NUMBER)
        await terminal.choose_time()
        await terminal.sees(terminal.tr("leave the tour"))
        await terminal.press("escape", "escape")
        await terminal.until(lambda: step(terminal) is None)
        await terminal.comes("IntakeScreen")
        assert terminal.tr("leave the tour") not in terminal.seen()


async def test_a_demo_may_begin_with_the_tour(
    furnished: Path, tmp_path: Path, greeting: Greeting
) -> None:
    _, desk = await opened(Path(copytree(furnished, tmp_path / "clinic")), None)

    async def ready() -> Opened:
        return desk

    app = FrontdeskApp(ready, Words("uk"), "dark", demo=True)
    app.session.greet(greeting)
    app.begin_tour()
    async with app.run_test() as pilot:
        while app.session.opened is None:
            await pilot.pause(0.01)
        assert app.session.tour == Tour()
        assert not greeting.is_due
        app.workers.cancel_all()


async def test_at_a_real_desk_there_is_no_tour(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        terminal.app.session.demo = False
        await terminal.press("ctrl+y")
        assert step(terminal) is None


def test_a_greeting_that_cannot_be_remembered_harms_nobody(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    greeting = Greeting(tmp_path / "file" / "greeted")
    assert greeting.is_due
    greeting.answered()
    assert greeting.is_due


async def test_help_says_first_what_to_do_now_in_two_sentences(at_desk: AtDesk) -> None:
    async with at_desk(size=(80, 24)) as terminal:
        for keys, name in (
            ((), "IntakeScreen"),
            (("down", "enter"), "ReferralScreen"),
            (("enter",), "BookingScreen"),
            (("enter",), "ConfirmScreen"),
            (("enter",), "SlipScreen"),
        ):
            await terminal.press(*keys)
            await terminal.comes(name)
            await assert_helped(terminal)
        await terminal.press("enter")
        await terminal.comes("IntakeScreen")
        for key in ("f6", "f9", "ctrl+p"):
            await terminal.press(key)
            await assert_helped(terminal)
            await terminal.press("escape")


async def assert_helped(terminal: Terminal) -> None:
    """The first thing below the title, and back again."""
    about = terminal.app.screen
    assert isinstance(about, DeskScreen)
    now = about.help()[0]
    assert 1 <= len(re.findall(r"[.?](?: |$)", now)) <= 2, now
    await terminal.press("f1")
    await terminal.sees(terminal.tr("What now?"))
    body = " ".join(" ".join(terminal.seen().splitlines()[3:]).split())
    assert body.startswith(now)
    await terminal.press("escape")
    await terminal.until(lambda: terminal.app.screen is about)
