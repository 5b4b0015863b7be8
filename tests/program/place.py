"""A registrar's place: the whole program on a terminal, with a home folder of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.program import banner
from bench.terminal import Terminal
from frontdesk.domain.verdict import Code
from frontdesk.words import Words, verdicts

PROGRAM = [sys.executable, "-m", "frontdesk"]
ENTER, ESCAPE, F1, F10, F12 = "\r", "\x1b", "\x1bOP", "\x1b[21~", "\x1b[24~"
CTRL_Q = "\x11"

words = Words("uk")
FIELD = words.tr("Referral number")
EMPTY = "····-····-····-····"
TO_HOLD = words.tr("hold this time")
TO_FREE = words.tr("free the time")
BOOKED = f"✔ {words.tr('Booked')}"


@dataclass(frozen=True, slots=True)
class Sample:
    """A line of `frontdesk samples`."""

    number: str
    verdict: str
    shows: str

    @property
    def has_letters(self) -> bool:
        return any(it.isalpha() for it in self.number)


@dataclass(frozen=True, slots=True)
class Place:
    """Where the program runs: whatever it leaves behind is in `folder`."""

    folder: Path

    @property
    def env(self) -> Mapping[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("FRONTDESK_", "XDG_"))}
        return kept | {"HOME": str(self.folder), "TMPDIR": str(self.folder)}

    def terminal(self, *arguments: str, columns: int = 80, lines: int = 24) -> Terminal:
        """`frontdesk ARGUMENTS` on a terminal, still to be entered by `with`."""
        return Terminal([*PROGRAM, *arguments], columns=columns, lines=lines, env=self.env)

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """`frontdesk ARGUMENTS` as a script calls it."""
        command = [*PROGRAM, *arguments]
        return subprocess.run(
            command, env=self.env, capture_output=True, text=True, timeout=60, check=False
        )

    def json(self, *arguments: str) -> Any:
        """The document that `frontdesk ARGUMENTS --json` prints."""
        return json.loads(self.run(*arguments, "--json").stdout)

    def left_behind(self) -> list[Path]:
        return [it for it in self.folder.rglob("*") if it.is_file()]


@dataclass(frozen=True, slots=True)
class Patient:
    """Somebody with a referral that three Enters book."""

    number: str
    service: str
    """Code of the one service under it."""


@dataclass(frozen=True, slots=True)
class Clinic:
    """A clinic whose ЕСОЗ is served on a real port, and a place in it."""

    place: Place
    configuration: Path
    patients: Iterator[Patient]
    """Each comes once."""

    @property
    def desk(self) -> tuple[str, str]:
        """How the program is told to work here."""
        return "--config", str(self.configuration)

    def next_patient(self) -> Patient:
        return next(self.patients)


def word(code: str) -> str:
    """A verdict as the banner shouts it."""
    return verdicts.word_of(words, Code(code)).upper()


def open_desk(terminal: Terminal) -> None:
    """Until the desk behind the number field is open: then ЕСОЗ's state stands in the header."""
    terminal.wait_until(lambda it: FIELD in it and ("● ЕСОЗ" in it or "○ ЕСОЗ" in it))


def look_up(terminal: Terminal, number: str) -> str:
    """Types a number; returns what the banner says then."""
    terminal.send(number)
    return banner(terminal.wait_until(lambda screen: banner(screen) is not None)) or ""


def go_home(terminal: Terminal) -> None:
    """Back to an empty number field, ready for the next patient."""
    terminal.send(ESCAPE)
    terminal.wait_for(FIELD, EMPTY)


def press_enter(terminal: Terminal) -> None:
    """As a person does, who has seen what Enter does: before that it is not taken for a wish."""
    terminal.wait_until(lambda _: "Enter" in terminal.screen.lines[-1])
    terminal.send(ENTER)


def hold_first_time(terminal: Terminal, number: str) -> None:
    """From the number to the patient's name, the first suggestion accepted."""
    look_up(terminal, number)
    press_enter(terminal)
    terminal.wait_for(TO_HOLD)
    press_enter(terminal)
    terminal.wait_for(TO_FREE)


def book(terminal: Terminal, number: str) -> str:
    """From the number to the slip; returns the slip's words."""
    hold_first_time(terminal, number)
    press_enter(terminal)
    return terminal.wait_for(BOOKED)
