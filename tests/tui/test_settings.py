"""F9 and Ctrl+P, and keys that the clinic chose."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from textual.binding import Binding

from frontdesk import keyboard
from frontdesk.config_faults import ConfigError, Fault
from frontdesk.config_file import Value
from frontdesk.keyboard import ACTIONS, Keys
from frontdesk.slips.printers import SystemPrinter
from frontdesk.tui import printing
from frontdesk.tui.app import FrontdeskApp
from frontdesk.tui.opening import Opened
from frontdesk.tui.preferences import PREFERENCES, lock_after, slip_printer
from frontdesk.tui.screens.affected import AffectedScreen
from frontdesk.tui.screens.agenda import AgendaScreen
from frontdesk.tui.screens.base import DeskScreen
from frontdesk.tui.screens.booking import BookingScreen
from frontdesk.tui.screens.intake import IntakeScreen
from frontdesk.tui.screens.patient import PatientScreen
from frontdesk.tui.screens.patients import PatientsScreen
from frontdesk.tui.screens.referral import ReferralScreen
from frontdesk.tui.screens.slip import SlipScreen
from frontdesk.tui.screens.waiting import WaitingScreen
from frontdesk.tui.screens.without_referral import WithoutReferralScreen
from frontdesk.words import Words

from .conftest import AtDesk, Terminal, opened


class File:
    """A configuration that takes what is written, or does not."""

    def __init__(self) -> None:
        self.kept: dict[str, Value] = {}
        self.error: ConfigError | None = None

    async def keep(self, key: str, value: Value) -> ConfigError | None:
        if self.error is None:
            self.kept[key] = value
        return self.error


@asynccontextmanager
async def configured(
    folder: Path, file: File | None = None, keys: Mapping[str, Keys] | None = None
) -> AsyncIterator[Terminal]:
    demo, desk = await opened(folder, None)

    async def ready() -> Opened:
        return replace(desk, keep=file.keep if file else None, keys=keys or {})

    app = FrontdeskApp(ready, Words("uk"), "dark", demo=True)
    async with app.run_test() as pilot:
        terminal = Terminal(app, pilot, demo)
        await terminal.until(lambda: app.session.opened is not None)
        yield terminal
        app.workers.cancel_all()


@pytest.fixture
def folder(furnished: Path, tmp_path: Path) -> Path:
    return Path(copytree(furnished, tmp_path / "clinic"))


async def test_a_setting_is_changed_at_once_and_written_down(folder: Path) -> None:
    file = File()
    async with configured(folder, file) as terminal:
        await terminal.press("f9")
        await terminal.comes("SettingsScreen")
        await terminal.press("right")
        await terminal.sees(Words("en").tr("✔ Written down."))
        assert terminal.tr("Settings") == "Settings"
        await terminal.press("left", "down", "right", "right")
        await terminal.until(lambda: file.kept == {"language": "uk", "theme": "contrast"})
        assert terminal.app.theme == "frontdesk-contrast"
        assert f"◂ {terminal.tr('high contrast')} ▸" in terminal.seen()
        await terminal.press("down", "left", "down", "right", "escape")
        await terminal.comes("IntakeScreen")
        assert file.kept["spacing"] == "large"
        assert file.kept["lock_after"] == terminal.app.session.lock_after == 1


async def test_what_cannot_be_written_down_is_said_and_holds_until_the_end(folder: Path) -> None:
    file = File()
    variable = "FRONTDESK_DESK__THEME"
    file.error = ConfigError(
        folder, (Fault(variable, "stands above the file, which was left as it is"),)
    )
    async with configured(folder, file) as terminal:
        await terminal.press("f9", "down", "right")
        await terminal.sees(variable)
        assert terminal.app.theme == "frontdesk-light"


async def test_without_a_file_a_setting_holds_until_the_end(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        await terminal.press("f9", "down", "enter")
        await terminal.sees(terminal.tr("Until the program is left."))
        assert terminal.app.theme == "frontdesk-light"
        await terminal.press("f12")
        assert "English" in terminal.seen()


async def test_every_setting_on_the_screen_is_one_of_the_configuration() -> None:
    from frontdesk.settings import DeskSection

    idle = DeskSection.model_fields["lock_after"].default
    for preference in (*PREFERENCES, lock_after(idle), slip_printer("tcp://printer:9100")):
        for choice in preference.choices:
            section = DeskSection.model_validate({preference.key: choice.value})
            assert getattr(section, preference.key) == choice.value
    for preference in PREFERENCES:
        default = DeskSection.model_fields[preference.key].default
        assert preference.chosen(None).value == default


@pytest.mark.parametrize(("minutes", "shown"), [(7.5, "7.5"), (45.0, "45"), (10.0, "10")])
async def test_a_number_of_minutes_of_the_clinics_own_is_shown_and_kept_among_the_choices(
    minutes: float, shown: str
) -> None:
    preference = lock_after(minutes)
    chosen = preference.chosen(minutes)
    assert chosen.value == minutes
    assert f" {shown} " in chosen.label.format(n=chosen.value)
    assert preference.beside(preference.beside(minutes, 1).value, -1) == chosen


async def test_the_palette_does_what_its_line_says(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        await terminal.press("ctrl+k")
        await terminal.comes("PaletteScreen")
        for action in ACTIONS:
            if not action.places and action is not keyboard.PALETTE:
                assert terminal.tr(action.label) in terminal.seen()
        offered = [it for it in terminal.app._home.actions() if it is not keyboard.PALETTE]
        await terminal.press(*["down"] * offered.index(keyboard.SETTINGS), "enter")
        await terminal.comes("SettingsScreen")
        await terminal.press("escape", "ctrl+p")
        await terminal.comes("PaletteScreen")
        await terminal.press("escape")
        await terminal.comes("IntakeScreen")


@pytest.mark.parametrize("typed", ["налашт", "settin", "yfkfin", "іуеештпі", "SETTINGS"])
async def test_the_palette_finds_by_either_language_and_layout(at_desk: AtDesk, typed: str) -> None:
    async with at_desk() as terminal:
        await terminal.press("ctrl+p")
        await terminal.comes("PaletteScreen")
        await terminal.type(typed)
        assert terminal.tr("quit") + " " not in terminal.seen().rsplit("\n", 1)[0]
        await terminal.press("enter")
        await terminal.comes("SettingsScreen")


async def test_an_enter_right_behind_the_letters_does_what_they_found(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        await terminal.press("ctrl+p")
        await terminal.comes("PaletteScreen")
        await terminal.type("налашт", "enter")
        await terminal.comes("SettingsScreen")


async def test_the_palette_has_the_actions_of_the_screen_that_work_now(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        await terminal.look_up(terminal.number("bookable"))
        screen = terminal.app.screen
        assert isinstance(screen, ReferralScreen)
        assert keyboard.RESEND in screen.actions()
        assert keyboard.ASK_AGAIN not in screen.actions()
        await terminal.press("ctrl+p")
        await terminal.comes("PaletteScreen")
        await terminal.type("sms")
        await terminal.press("enter")
        await terminal.comes("ReferralScreen")
        assert screen.resending._answers


async def test_remapped_keys_work_and_are_shown(folder: Path) -> None:
    keys = {"help": ("ctrl+b",), "resend": ("m", "f8"), "quit": ("ctrl+x",)}
    async with configured(folder, keys=keys) as terminal:
        await terminal.sees("Ctrl+B ")
        assert "F1 " not in terminal.seen().split("\n")[-1]
        await terminal.press("f1")
        assert terminal.screen_name == "IntakeScreen"
        await terminal.press("ctrl+b")
        await terminal.comes("HelpScreen")
        assert "Ctrl+X" in terminal.seen()
        await terminal.press("ctrl+b")
        await terminal.look_up(terminal.number("bookable"))
        screen = terminal.app.screen
        assert isinstance(screen, DeskScreen)
        assert screen.help()[3].startswith("M ")
        await terminal.press("ь")
        assert screen.query_one("#resending").region.height
        await terminal.pilot.resize_terminal(20, 5)
        await terminal.press("f10")
        assert terminal.app.return_value is None
        await terminal.press("ctrl+ч")
        assert terminal.app.return_value == 0


async def test_every_action_of_the_table_is_one_of_its_screen() -> None:
    """And no screen has an action that the table lacks."""
    own: dict[keyboard.Place, type[DeskScreen[Any]]] = {
        "intake": IntakeScreen,
        "referral": ReferralScreen,
        "booking": BookingScreen,
        "slip": SlipScreen,
        "patients": PatientsScreen,
        "patient": PatientScreen,
        "services": WithoutReferralScreen,
        "agenda": AgendaScreen,
        "affected": AffectedScreen,
        "waiting": WaitingScreen,
    }
    for action in ACTIONS:
        for place in action.places:
            assert place == own[place].PLACE
            assert hasattr(own[place], f"action_{action.name}")
        if not action.places:
            assert hasattr(FrontdeskApp, f"action_{action.name}")
    for its_place, screen in own.items():
        kinds = (it for it in screen.__mro__ if issubclass(it, DeskScreen))
        bindings = (it for kind in kinds for it in vars(kind).get("BINDINGS", ()))
        bound = {it.action for it in bindings if isinstance(it, Binding)}
        assert bound == {it.name for it in ACTIONS if its_place in it.places}


async def test_lines_pasted_into_a_field_for_words_stay_words_apart(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        await terminal.choose_time()
        await terminal.press("enter")
        await terminal.comes("ConfirmScreen")
        await terminal.press("ctrl+г")
        await terminal.paste("Іваненко\r\nОлена\n")
        entry = terminal.app.screen.query_one("#name")
        assert getattr(entry, "value", None) == "Іваненко Олена"


async def test_a_number_pasted_while_the_list_has_the_focus_is_looked_up(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        await terminal.press("down")
        await terminal.look_up(terminal.number("bookable"))


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
async def test_a_number_pasted_in_lines_is_one_number(at_desk: AtDesk, ends: str) -> None:
    async with at_desk() as terminal:
        groups = terminal.number("bookable").split("-")
        await terminal.look_up(ends.join(groups) + ends)


async def test_two_numbers_pasted_at_once_are_said_to_be_none(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        await terminal.paste(f"{terminal.number('bookable')}\n{terminal.number('expired')}\n")
        assert "! " in terminal.seen()
        assert terminal.screen_name == "IntakeScreen"


async def test_the_printer_for_slips_is_chosen_and_written_down(folder: Path) -> None:
    file = File()
    async with configured(folder, file) as terminal:
        session = terminal.app.session
        assert printing.press(session).printer is None
        await terminal.press("f9", "end", "right")
        await terminal.until(lambda: file.kept == {"slip_printer": "system"})
        assert printing.press(session).printer == SystemPrinter()
        assert terminal.tr("the system's printer") in terminal.seen()


async def test_a_printer_of_the_clinics_own_can_be_left_and_come_back_to() -> None:
    own = slip_printer("tcp://printer:9100")
    assert own.beside(own.beside("tcp://printer:9100", 1).value, -1).value == "tcp://printer:9100"
