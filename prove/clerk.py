"""A clerk at a terminal whose database fails: reads what is said of it, and books all the same."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from bench.terminal import NeverShownError, Terminal
from tests.program.place import ENTER, TO_FREE, TO_HOLD, words

GLANCE = 0.2
"""Seconds without output after which the clerk has seen the screen."""
PATIENCE = 60.0
"""Seconds after which what should come is taken for missing."""
ANOTHER_TRY = 5.0
"""Seconds after which Enter is pressed on the same screen again."""
BOOKABLE = words.tr("choose a time")
"""On the screen as soon as the verdict is known."""
SLIP = words.tr("next patient")
"""On the screen as soon as a booking is confirmed."""
STEPS = (BOOKABLE, TO_HOLD, TO_FREE, SLIP)
"""What Enter does on each screen of a booking; on the first, with the number, nothing but ask."""


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
        self.go_on(BOOKABLE, typed=True)

    def go_on(self, wanted: str, *, typed: bool = False) -> None:
        """Presses Enter on each screen until the wanted one is there.

        On the same screen again, where the database was in the way; if something has been `typed`,
        not at once.

        Raises:
            NeverShownError: it did not come.
        """
        began = time.monotonic()
        pressed_on, again_at = ("", began + ANOTHER_TRY) if typed else (None, began)
        while wanted not in (seen := self.look()):
            if time.monotonic() > began + PATIENCE:
                raise NeverShownError(self.terminal.screen)
            step = next((it for it in STEPS if it in seen), "")
            if step != pressed_on or time.monotonic() > again_at:
                self.until_untold()
                self.terminal.send(ENTER)
                pressed_on, again_at = step, time.monotonic() + ANOTHER_TRY
