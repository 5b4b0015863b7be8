"""A clerk at a terminal whose database fails: reads what is said of it, and books all the same."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from bench.terminal import NeverShownError, Terminal
from tests.program.place import ENTER, words

GLANCE = 0.2
"""Seconds without output after which the clerk has seen the screen."""
PATIENCE = 60.0
"""Seconds after which what should come is taken for missing."""
BOOKABLE = words.tr("choose a time")
"""On the screen as soon as the verdict is known."""
SLIP = words.tr("next patient")
"""On the screen as soon as a booking is confirmed."""


@dataclass(slots=True)
class Clerk:
    terminal: Terminal
    place: str
    """What the line in the header calls the database."""
    told_at: float | None = None
    """When (`time.monotonic`) the line was read first."""
    rows: int = 0
    """The most rows of the screen that spoke of the database at one time."""

    def look(self) -> str:
        """The screen's words; what it says of the database is noted."""
        self.terminal.settle(GLANCE)
        rows = sum(self.place in it for it in self.terminal.screen.lines)
        if rows and self.told_at is None:
            self.told_at = time.monotonic()
        self.rows = max(self.rows, rows)
        return self.terminal.screen.words

    def watch(self, until: float) -> None:
        """Looks on until that moment (`time.monotonic`)."""
        while time.monotonic() < until:
            self.look()

    def wait_until(self, shows: Callable[[str], bool]) -> None:
        """Until the screen's words are so.

        Raises:
            NeverShownError: they never were.
        """
        deadline = time.monotonic() + PATIENCE
        while not shows(self.look()):
            if time.monotonic() > deadline:
                raise NeverShownError(self.terminal.screen)

    def until_untold(self) -> None:
        """Until nothing is said of the database."""
        self.wait_until(lambda seen: self.place not in seen)

    def look_up(self, number: str) -> None:
        """Types a number, or the rest of one; asks again if the database was in the way."""
        self.terminal.send(number)
        self.go_on(BOOKABLE, after=2.0)

    def go_on(self, wanted: str, after: float = 0.0) -> None:
        """Presses Enter until it is on the screen, the first time after so many seconds.

        Raises:
            NeverShownError: it did not come.
        """
        deadline, calm = time.monotonic() + PATIENCE, time.monotonic() + after
        while wanted not in self.look():
            if time.monotonic() > deadline:
                raise NeverShownError(self.terminal.screen)
            if time.monotonic() >= calm:
                self.until_untold()
                self.terminal.send(ENTER)
