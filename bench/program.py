"""The programs that are measured, as a person starts them."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

from bench.terminal import Terminal
from frontdesk.domain.verdict import Code
from frontdesk.simulator.clinic import NAME
from frontdesk.words import Words, verdicts

APPS = Path(__file__).parent / "apps"
READY = "READY"
"""What the bare apps show."""

RIGHT, LEFT, UP, DOWN = "\x1b[C", "\x1b[D", "\x1b[A", "\x1b[B"
ENTER, ESCAPE, BACKSPACE = "\r", "\x1b", "\x7f"

CLINIC = NAME
"""On the screen as soon as the desk behind the number field is open."""

UKRAINIAN = Words("uk")
NUMBER_FIELD = UKRAINIAN.tr("Referral number")
"""On the screen as soon as a number can be typed."""
BOOKABLE = verdicts.word_of(UKRAINIAN, Code.BOOKABLE).upper()
"""On the screen as soon as the clerk knows."""
TIMES = UKRAINIAN.tr("hold this time")
"""On the screen with the free times."""


def frontdesk(*arguments: str) -> list[str]:
    """The installed command if it stands beside this Python, else the package."""
    command = Path(sys.executable).with_name("frontdesk")
    start = [str(command)] if command.exists() else [sys.executable, "-m", "frontdesk"]
    return [*start, *arguments, "--lang", "uk"]


def bare(app: str) -> list[str]:
    return [sys.executable, str(APPS / f"{app}.py")]


def terminal(argv: list[str], columns: int = 80, lines: int = 24) -> Terminal:
    """A terminal for it, without settings of this machine."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(_SETTINGS)}
    return Terminal(argv, columns=columns, lines=lines, env=env)


def banner(screen: str) -> str | None:
    """What the verdict's banner says, its sign first; None if there is none."""
    found = _BANNER.search(screen)
    return found[1] if found else None


_BANNER = re.compile("▄ (.+?) ▀")
_SETTINGS = ("FRONTDESK_", "TEXTUAL")
"""Beginnings of variables that would change what is measured."""
