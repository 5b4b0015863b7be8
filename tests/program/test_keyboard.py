"""Keys as a terminal sends them, through the pty: any layout, any protocol, swallowed keys."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from bench.terminal import Terminal
from frontdesk import keyboard
from frontdesk.keyboard import ACTIONS, Action
from frontdesk.words import Words
from tests.key_bytes import sent
from tests.program.place import (
    CTRL_Q,
    EMPTY,
    ESCAPE,
    F10,
    FIELD,
    Clinic,
    Place,
    Sample,
    look_up,
    open_desk,
    word,
    words,
)

KITTY_ESCAPE = "\x1b[27u"
SETTINGS = words.tr("Line spacing")
SHOWN = {
    keyboard.HELP: words.tr("Help"),
    keyboard.PALETTE: words.tr("a part of its name, in any layout"),
    keyboard.SETTINGS: SETTINGS,
    keyboard.LANGUAGE: Words("en").tr("quit"),
    keyboard.PATIENTS: words.tr("Patients of the clinic's register."),
    keyboard.WAITING: words.tr("put on the list"),
}
"""What stands on the screen after the action."""
LIGHT = b"48;2;252;252;250"
COLOUR = re.compile(rb"\x1b\[(?:\d+;)*(?:3[0-8]|4[0-8]|9\d|10\d)(?:;|m)")


def presses(action: Action) -> Iterator[str]:
    """All byte sequences by which its keys arrive."""
    for key in action.keys:
        for kitty in (False, True):
            yield from {sent(key, ukrainian=it, kitty=kitty) for it in (False, True)}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Terminal]:
    with Place(tmp_path_factory.mktemp("demo")).terminal("demo") as terminal:
        open_desk(terminal)
        yield terminal


@pytest.mark.parametrize("action", SHOWN, ids=lambda it: it.name)
def test_every_key_of_an_action_does_it_under_every_layout(desk: Terminal, action: Action) -> None:
    for pressed in presses(action):
        desk.send(pressed)
        desk.wait_for(SHOWN[action])
        desk.send(pressed if action is keyboard.LANGUAGE else ESCAPE)
        desk.wait_until(lambda screen: SHOWN[action] not in screen and FIELD in screen)


def test_the_key_of_colours_does_so_under_every_layout(desk: Terminal) -> None:
    for pressed in presses(keyboard.THEME):
        begin = len(desk.output)
        desk.send(pressed)
        desk.settle(0.5)
        assert LIGHT in desk.output[begin:]
        for _ in range(3):
            desk.send(pressed)
            desk.settle(0.3)


def test_the_keys_of_a_referral_work_under_every_layout(
    desk: Terminal, samples: Sequence[Sample]
) -> None:
    number = next(it.number for it in samples if it.verdict == "bookable")
    offered = f"F7 {words.tr('send the message again')}"
    for pressed in presses(keyboard.RESEND):
        look_up(desk, number)
        desk.wait_for(offered)
        begin = len(desk.output)
        desk.send(pressed)
        desk.settle(0.5)
        assert len(desk.output) > begin
        desk.send(ESCAPE)
        desk.wait_for(EMPTY)


@pytest.mark.parametrize("kitty", [False, True], ids=["plain", "kitty"])
def test_quit_quits_under_a_ukrainian_layout(place: Place, *, kitty: bool) -> None:
    """F10 does so in every other test."""
    (pressed,) = {sent(it, ukrainian=True, kitty=kitty) for it in keyboard.QUIT.keys} - {F10}
    with place.terminal("demo") as terminal:
        open_desk(terminal)
        terminal.send(pressed)
        assert terminal.wait() == 0


def test_escape_acts_at_once_where_the_terminal_says_which_key_it_is(tmp_path: Path) -> None:
    """A plain Esc would wait for ever here: it could be the beginning of another key."""
    place = Place(tmp_path)
    terminal = place.terminal("demo")
    terminal.env = {**terminal.env, "ESCDELAY": "60000"}
    with terminal:
        open_desk(terminal)
        terminal.send("\x07")
        terminal.wait_for(SHOWN[keyboard.HELP])
        terminal.send(KITTY_ESCAPE)
        terminal.wait_for(FIELD)


def test_no_colour_reaches_a_terminal_that_wants_none(
    tmp_path: Path, samples: Sequence[Sample]
) -> None:
    terminal = Place(tmp_path).terminal("demo")
    terminal.env = {**terminal.env, "NO_COLOR": "1", "FRONTDESK_DESK__THEME": "light"}
    with terminal:
        open_desk(terminal)
        look_up(terminal, samples[0].number)
        terminal.send(CTRL_Q)
        assert terminal.wait() == 0
    assert word("bookable") in terminal.screen.words or terminal.output
    assert COLOUR.search(bytes(terminal.output)) is None


def test_settings_are_written_into_the_file_and_are_there_at_the_next_start(
    clinic: Clinic, tmp_path: Path
) -> None:
    path = tmp_path / "clinic.toml"
    before = clinic.configuration.read_text(encoding="utf-8")
    remark = "# light for the window desk"
    written = f"{before}\n{remark}\n[keys]\nhelp = 'ctrl+n' # F1 is kept\n"
    path.write_text(written, encoding="utf-8")
    with clinic.place.terminal("--config", str(path)) as terminal:
        open_desk(terminal)
        terminal.wait_for("Ctrl+N ")
        terminal.send("\x05")
        terminal.wait_for(SETTINGS)
        terminal.send("\x1b[B\x1b[C")
        terminal.wait_for(words.tr("✔ Written down."))
        terminal.send(CTRL_Q)
        assert terminal.wait() == 0
    after = path.read_text(encoding="utf-8")
    assert tomllib.loads(after)["desk"]["theme"] == "light"
    assert after.replace('theme = "light"', 'theme = "dark"') == written
    with clinic.place.terminal("--config", str(path)) as terminal:
        open_desk(terminal)
        assert LIGHT in terminal.output


def test_keys_that_cannot_be_are_said_and_nothing_starts(clinic: Clinic, tmp_path: Path) -> None:
    path = tmp_path / "clinic.toml"
    before = clinic.configuration.read_text(encoding="utf-8")
    path.write_text(f"{before}\n[keys]\nhelp = 'f10'\n", encoding="utf-8")
    line = len(before.splitlines()) + 3
    for arguments in (("config", "check"), ("agenda",)):
        said = clinic.place.run(*arguments, "--config", str(path), "--lang", "en")
        assert said.returncode == 2
        assert f"{path}:{line}: keys.help has the key f10, which “quit” has too" in said.stderr
    with clinic.place.terminal("--config", str(path)) as terminal:
        assert terminal.wait(20) == 2


def test_the_footer_and_help_name_every_action(desk: Terminal) -> None:
    desk.send("\x07")
    shown = desk.wait_for(SHOWN[keyboard.HELP])
    for action in ACTIONS:
        if not action.places:
            assert words.tr(action.label) in shown
    desk.send(ESCAPE)
    desk.wait_for(FIELD)
