"""The lock on a real terminal: what a stranger finds there, and in the files beside it."""

from __future__ import annotations

import json
import re
import subprocess
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from bench.terminal import Terminal
from frontdesk.simulator.clinic import NAME as CLINIC
from frontdesk.simulator.credentials import API_KEY, PSK, TOKEN
from tests.program.conftest import served
from tests.program.place import (
    BOOKED,
    ENTER,
    F10,
    PROGRAM,
    TO_FREE,
    Place,
    Sample,
    hold_first_time,
    open_desk,
    press_enter,
    words,
)

PIN, WRONG = "2580", "1973"
PHONE = "0671112233"
CTRL_L = "\x0c"
LOCKED = words.tr("Locked")
TOLD = "pin_set started unlocked locked pin_refused unlocked stopped"
"""What the log says of it."""
TITLE = re.compile(rb"\x1b\][012];")


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
        place, number = clinic.place, clinic.next_patient().number
        surname = clinic.place.json("verify", *clinic.desk, number)["referrals"][0]["patient"][
            "surname"
        ]
        personal = (surname, number, number.replace("-", ""), PHONE)
        assert set_pin(place, PIN, PIN).returncode == 0
        with place.terminal(*clinic.desk) as terminal:
            assert_bare(terminal)
            terminal.send(PIN + ENTER)
            open_desk(terminal)
            hold_first_time(terminal, number)
            terminal.send("\t\x15" + PHONE)
            before = terminal.wait_for(TO_FREE, PHONE, surname)
            terminal.send(CTRL_L)
            assert_bare(terminal)
            mark = len(terminal.output)
            terminal.paste(number)
            terminal.send(F10 + WRONG + ENTER)
            terminal.wait_for(words.tr("That is not the PIN."))
            assert_bare(terminal)
            command = Path(f"/proc/{terminal.pid}/cmdline").read_bytes()
            assert not any(it.encode() in terminal.output[mark:] for it in personal)
            terminal.send(PIN + ENTER)
            after = terminal.wait_for(TO_FREE, PHONE, surname)
            assert without_header(after) == without_header(before)
            press_enter(terminal)
            terminal.wait_for(BOOKED)
            terminal.send(F10)
            assert terminal.wait() == 0
            assert TITLE.search(terminal.output) is None
        told = Counter(it for it in events(place) if it != "esoz_failed")
        assert told == Counter(TOLD.split())
        beside = [it for it in place.left_behind() if it.name.startswith(("pin", "frontdesk.log"))]
        assert len(beside) == 4
        for content in (command, *(it.read_bytes() for it in beside)):
            assert not any(it.encode() in content for it in (*personal, TOKEN, API_KEY, PSK))


def without_header(screen: str) -> str:
    """The clock in it goes on."""
    return screen.partition("●")[2].partition(":")[2][2:]


def test_closing_a_locked_program_saves_no_wait(place: Place) -> None:
    assert set_pin(place, PIN, PIN).returncode == 0
    assert [set_pin(place, WRONG, PIN, PIN).returncode for _ in range(3)] == [1, 1, 1]
    refused = set_pin(place, PIN, WRONG, WRONG)
    assert refused.returncode == 1
    assert words.tr("The next try is possible in {time}.").partition("{")[0] in refused.stderr
