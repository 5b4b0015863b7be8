"""The table of keys, and what `[keys]` may make of it."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest
from textual._xterm_parser import XTermParser
from textual.events import Key

from frontdesk import keyboard
from frontdesk.config import load
from frontdesk.config_faults import ConfigError
from frontdesk.keyboard import ACTIONS, Action
from frontdesk.tui import keymap
from frontdesk.words import Words, troubles
from tests.key_bytes import FUNCTION, UKRAINIAN, sent

EXAMPLE = Path(__file__).parent.parent / "config.example.toml"
SWALLOWED = {"f1", "f10", "f11", "f12"}
"""By terminals for their own help, menu, full screen or drop-down window."""
SENDABLE = [
    *FUNCTION,
    *(
        f"{held}+{letter}"
        for held in ("ctrl", "alt")
        for letter in UKRAINIAN
        if not list(keyboard.wrong({"help": (f"{held}+{letter}", "f1")}))
        or f"{held}+{letter}" in {it for action in ACTIONS for it in action.keys}
    ),
]


def heard(sequence: str) -> list[str]:
    """The keys that the program understands; a lone Alt+letter is complete after the delay."""
    parser = XTermParser()
    events = [*parser.feed(sequence), *parser.feed("")]
    return [keymap.physical(it.key) for it in events if isinstance(it, Key)]


@pytest.mark.parametrize("kitty", [False, True], ids=["plain", "kitty"])
@pytest.mark.parametrize("ukrainian", [False, True], ids=["latin", "ukrainian"])
def test_every_key_that_may_be_given_arrives_under_every_layout(
    *, ukrainian: bool, kitty: bool
) -> None:
    arrived = {key: heard(sent(key, ukrainian=ukrainian, kitty=kitty)) for key in SENDABLE}
    assert arrived == {key: [key] for key in SENDABLE}
    assert len(SENDABLE) > 50


@pytest.mark.parametrize("kitty", [False, True], ids=["plain", "kitty"])
@pytest.mark.parametrize("ukrainian", [False, True], ids=["latin", "ukrainian"])
@pytest.mark.parametrize("action", ACTIONS, ids=lambda it: it.name)
def test_every_action_is_bound_to_what_its_keys_send(
    action: Action, *, ukrainian: bool, kitty: bool
) -> None:
    bound = keymap.bind(action).key.split(",")
    for key in action.keys:
        (arrived,) = heard(sent(key, ukrainian=ukrainian, kitty=kitty))
        assert arrived in bound


def test_capital_letters_do_the_same() -> None:
    assert keymap.physical("alt+shift+з") == "alt+p"
    assert keymap.physical("ctrl+shift+left") == "ctrl+shift+left"
    assert set(keymap.bind(keyboard.ASK_AGAIN).key.split(",")) >= {"r", "R", "к", "К"}


def test_the_table_is_free_of_faults() -> None:
    assert list(keyboard.wrong({it.name: it.keys for it in ACTIONS})) == []
    assert all(it.keys for it in ACTIONS)
    assert len({it.name for it in ACTIONS}) == len(ACTIONS)


def test_actions_that_work_together_share_no_key() -> None:
    """The same, said without the code under test."""
    for one, two in combinations(ACTIONS, 2):
        if not one.places or not two.places or one.places & two.places:
            assert set(one.keys).isdisjoint(two.keys), (one.name, two.name)


def test_what_terminals_swallow_has_a_second_key() -> None:
    for action in ACTIONS:
        assert set(action.keys) - SWALLOWED, action.name


@pytest.mark.parametrize(
    ("name", "keys", "what"),
    [
        ("help", "f9", "has the key f9, which “settings” has too"),
        ("resend", "f10", "has the key f10, which “quit” has too"),
        ("quit", "ctrl+c", "has the key ctrl+c, which is in use already"),
        ("quit", "ctrl+i", "has the key ctrl+i, which terminals do not send"),
        ("quit", "enter", "has the key enter, which terminals do not send"),
        ("quit", "q", "has the key q, which is typed into fields"),
        ("quit", "", "is missing"),
        ("dance", "f5", "is not a setting of frontdesk"),
    ],
)
def test_a_wrong_key_is_named_with_its_line(
    tmp_path: Path, name: str, keys: str, what: str
) -> None:
    path = tmp_path / "config.toml"
    kept = EXAMPLE.read_text(encoding="utf-8").partition("[keys]")[0]
    path.write_text(f'{kept}[keys]\n# mine\n{name} = "{keys}"\n', encoding="utf-8")
    with pytest.raises(ConfigError) as wrong:
        load(path, {})
    line = len(path.read_text(encoding="utf-8").splitlines())
    assert str(wrong.value) == f"{path}:{line}: keys.{name} {what}"
    assert troubles.sentence(Words("en"), wrong.value) == str(wrong.value)
    assert troubles.sentence(Words("uk"), wrong.value) != str(wrong.value)


def test_two_actions_may_exchange_their_keys(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    kept = EXAMPLE.read_text(encoding="utf-8").partition("[keys]")[0]
    path.write_text(f'{kept}[keys]\nhelp = "f9 ctrl+g"\nsettings = ["f1"]\n', encoding="utf-8")
    assert load(path, {}).keys == {"help": ("f9", "ctrl+g"), "settings": ("f1",)}


def test_the_environment_may_give_a_key(tmp_path: Path) -> None:
    assert load(EXAMPLE, {"FRONTDESK_KEYS__HELP": "alt+h alt+j"}).keys["help"] == ("alt+h", "alt+j")
    with pytest.raises(ConfigError) as wrong:
        load(EXAMPLE, {"FRONTDESK_KEYS__HELP": "f10"})
    assert wrong.value.faults[0].where == "FRONTDESK_KEYS__HELP"
    assert wrong.value.faults[0].line is None
