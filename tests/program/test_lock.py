"""The lock on a real terminal: what a stranger finds there, and in the files beside it."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from bench.terminal import NeverShownError, Terminal
from frontdesk.simulator.credentials import API_KEY, PSK, TOKEN
from tests.program.conftest import served
from tests.program.place import (
    CLINIC,
    ENTER,
    F10,
    PROGRAM,
    TO_FREE,
    Clinic,
    Place,
    Sample,
    book,
    hold_first_time,
    open_desk,
    words,
)

PIN, WRONG = "2580", "1973"
PHONE = "0671112233"
CTRL_L = "\x0c"
LOCKED = words.tr("Locked")
TITLE = re.compile(rb"\x1b\][012];")


@pytest.fixture
def locked_clinic(tmp_path: Path, samples: Sequence[Sample]) -> Clinic:
    """A clinic of its own, in which the registrar has set a PIN."""
    raise NotImplementedError


def set_pin(place: Place, *typed: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*PROGRAM, "pin", "set"],
        input="".join(f"{it}\n" for it in typed),
        env=place.env,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def events(place: Place) -> list[str]:
    (path,) = place.folder.rglob("frontdesk.log")
    lines: list[Mapping[str, str]] = [json.loads(it) for it in path.read_text().splitlines()]
    return [it["event"] for it in lines]


def assert_bare(terminal: Terminal) -> None:
    """Only what the lock says stands on the screen."""
    said = (
        "Type the PIN and press Enter. Your work is kept.",
        "Forgotten? The administrator removes it: frontdesk pin reset",
        "That is not the PIN.",
        "Your PIN",
        "One moment…",
    )
    bare = terminal.wait_for(LOCKED)
    for known in (CLINIC, LOCKED, *map(words.tr, said), "frontdesk"):
        bare = bare.replace(known, "")
    assert bare.replace("•", "").split() == []


def test_a_stranger_finds_nothing_on_the_screen_nor_in_the_files(
    tmp_path: Path, samples: Sequence[Sample]
) -> None:
    with served(tmp_path, samples) as clinic:
        place, patient = clinic.place, clinic.next_patient()
        assert set_pin(place, PIN, PIN).returncode == 0
        with place.terminal(*clinic.desk) as terminal:
            assert_bare(terminal)
            terminal.send(PIN + ENTER)
            open_desk(terminal)
            hold_first_time(terminal, patient.number)
            terminal.send("\t\x15" + PHONE)
            before = terminal.wait_for(TO_FREE, PHONE)
            terminal.send(CTRL_L)
            assert_bare(terminal)
            mark = len(terminal.output)
            terminal.paste(patient.number)
            terminal.send(F10 + WRONG + ENTER)
            terminal.wait_for(words.tr("That is not the PIN."))
            assert_bare(terminal)
            assert not any(it.encode() in terminal.output[mark:] for it in personal(before))
            command = Path(f"/proc/{terminal.pid}/cmdline").read_bytes()
            terminal.send(PIN + ENTER)
            after = terminal.wait_for(TO_FREE, PHONE)
            assert without_clock(after) == without_clock(before)
            terminal.settle(0.2)
            terminal.send(ENTER)
            terminal.wait_for(f"✔ {words.tr('Booked')}")
            terminal.send(F10)
            assert terminal.wait() == 0
            assert TITLE.search(terminal.output) is None
        told = ["pin_set", "started", "unlocked", "locked", "pin_refused", "unlocked", "stopped"]
        assert [it for it in events(place) if it != "esoz_failed"] == sorted(told, key=told.index)
        secrets = (patient.number, patient.number.replace("-", ""), PHONE, TOKEN, API_KEY, PSK, PIN)
        beside = [it for it in place.left_behind() if ".db" not in it.name and it.suffix != ".toml"]
        for content in (command, *(it.read_bytes() for it in beside)):
            assert not any(it.encode() in content for it in (*secrets[:-1], *personal(before)))


def personal(screen: str) -> set[str]:
    """Words of the confirmation that name somebody: with a capital, and no label of ours."""
    return {it for it in re.findall(r"\w+", screen) if it == PHONE}


def without_clock(screen: str) -> str:
    return re.sub(r"\d\d:\d\d", "", screen.partition("●")[2])


def test_closing_a_locked_program_saves_no_wait(place: Place) -> None:
    assert set_pin(place, PIN, PIN).returncode == 0
    for _ in range(3):
        assert set_pin(place, WRONG, PIN, PIN).returncode == 1
    refused = set_pin(place, PIN, WRONG, WRONG)
    assert refused.returncode == 1
    assert words.tr("That is not the PIN.") in refused.stderr
