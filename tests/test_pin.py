"""The file of the PIN: what it gives away, and what guessing costs."""

from __future__ import annotations

import json
import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import repeat
from pathlib import Path

import pytest

from frontdesk.domain.pin import FIRST_WAIT
from frontdesk.pin import Opens, PinFile, TooSoon, Unusable, Wrong

MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
NOTHING = timedelta(0)
PIN, OTHER = "2580", "1973"


class Clock:
    def __init__(self) -> None:
        self.moment = MORNING

    def __call__(self) -> datetime:
        return self.moment


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "pin.json"


@pytest.fixture
def pin(path: Path, clock: Clock) -> PinFile:
    file = PinFile(path, clock)
    file.set(PIN)
    return file


def test_the_pin_opens_and_another_one_does_not(pin: PinFile) -> None:
    assert pin.attempt(OTHER) == Wrong(1, NOTHING)
    assert pin.attempt(PIN) == Opens()


def test_the_right_pin_forgets_the_wrong_ones(pin: PinFile) -> None:
    pin.attempt(OTHER)
    pin.attempt(PIN)
    assert pin.attempt(OTHER) == Wrong(1, NOTHING)


def test_a_wait_survives_the_program(pin: PinFile, path: Path, clock: Clock) -> None:
    answers = [pin.attempt(OTHER) for _ in range(3)]
    assert answers[-1] == Wrong(3, FIRST_WAIT)
    another = PinFile(path, clock)
    assert another.wait == FIRST_WAIT
    assert another.attempt(PIN) == TooSoon(FIRST_WAIT)
    clock.moment += FIRST_WAIT
    assert another.attempt(PIN) == Opens()


def test_terminals_that_guess_at_once_get_no_guess_for_nothing(path: Path, clock: Clock) -> None:
    PinFile(path, clock).set(PIN)
    with ThreadPoolExecutor(6) as terminals:
        answers = list(
            terminals.map(
                lambda file: file.attempt(OTHER), (PinFile(path, clock) for _ in repeat(0, 6))
            )
        )
    assert sum(isinstance(it, Wrong) for it in answers) == 3
    assert sum(isinstance(it, TooSoon) for it in answers) == 3


def test_only_the_owner_may_read_the_file_and_the_pin_is_not_in_it(
    pin: PinFile, path: Path
) -> None:
    pin.attempt(OTHER)
    assert {stat.S_IMODE(it.stat().st_mode) for it in path.parent.iterdir()} == {0o600}
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    kept = json.loads(path.read_text())
    assert PIN not in {str(it) for it in kept.values()}


def test_the_same_pin_looks_different_each_time(pin: PinFile, path: Path) -> None:
    before = json.loads(path.read_text())
    pin.set(PIN)
    assert json.loads(path.read_text())["hash"] != before["hash"]


@pytest.mark.parametrize("damage", ["", "{}", "[]", '{"salt": 1, "hash": 2}', "\x00"])
def test_a_damaged_file_opens_to_nobody(pin: PinFile, path: Path, damage: str) -> None:
    path.write_text(damage)
    assert pin.is_set
    assert pin.attempt(PIN) == Unusable()


def test_an_attempt_that_cannot_be_written_down_is_not_made(pin: PinFile, path: Path) -> None:
    path.with_name("pin.json.new").mkdir()
    assert pin.attempt(PIN) == Unusable()


def test_a_removed_pin_is_gone(pin: PinFile) -> None:
    assert pin.remove()
    assert not pin.is_set
    assert not pin.remove()
