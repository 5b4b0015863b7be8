"""`frontdesk pin`: set, changed, removed."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from frontdesk import paths
from tests.cli.conftest import Frontdesk, Said

Typed = Callable[..., Said]


@pytest.fixture
def set_pin(run: Frontdesk, monkeypatch: pytest.MonkeyPatch) -> Typed:
    """`frontdesk pin set`, and what a person or a pipe answers."""

    def typed(*answers: str) -> Said:
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{it}\n" for it in answers)))
        return run("--lang", "en", "pin", "set")

    return typed


def test_a_pin_is_set_and_changed_by_whoever_knows_it(set_pin: Typed) -> None:
    assert set_pin("2580", "2580").code == 0
    assert set_pin("2580", "1973", "1973").code == 0
    refused = set_pin("2580", "1357", "1357")
    assert (refused.code, refused.err) == (1, "That is not the PIN.\n")
    assert set_pin("1973", "1357", "1357").code == 0


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        (("12a4", "12a4"), "A PIN has 4 to 12 digits."),
        (("", ""), "A PIN has 4 to 12 digits."),
        (("1234", "1234"), "choose another PIN"),
        (("2580", "2508"), "nothing was changed"),
    ],
)
def test_what_is_no_good_pin_is_not_set(
    set_pin: Typed, answers: tuple[str, str], said: str
) -> None:
    refused = set_pin(*answers)
    assert refused.code == 1
    assert said in refused.err
    assert not paths.pin().exists()


def test_guessing_the_old_pin_must_wait(set_pin: Typed) -> None:
    set_pin("2580", "2580")
    for _ in range(2):
        set_pin("1973")
    assert "The next try is possible in 0:15." in set_pin("1973").err
    assert set_pin("2580", "1973", "1973").code == 1


def test_the_administrator_removes_a_forgotten_pin_and_the_journal_says_so(
    run: Frontdesk, clinic: Path, set_pin: Typed
) -> None:
    set_pin("2580", "2580")
    removed = run("--config", clinic, "--lang", "en", "pin", "reset")
    assert (removed.code, removed.err) == (0, "")
    assert not paths.pin().exists()
    (entry,) = run("--config", clinic, "journal", "show", "--limit", "1", "--json").document[
        "entries"
    ]
    assert entry["action"] == "forget_pin"
    assert run("--config", clinic, "journal", "verify").code == 0
    again = run("--config", clinic, "--lang", "en", "pin", "reset")
    assert (again.code, again.out) == (0, "No PIN is set.\n")


def test_what_no_journal_can_hold_is_not_removed(
    run: Frontdesk, tmp_path: Path, set_pin: Typed
) -> None:
    set_pin("2580", "2580")
    assert run("--config", tmp_path / "nowhere.toml", "pin", "reset").code == 2
    assert paths.pin().exists()
