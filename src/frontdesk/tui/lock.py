"""Блокування: what is typed at a locked terminal, and what that comes to.

The screens below know nothing of it: keys do not reach them, and a cover hides them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from frontdesk.pin import Answer, PinFile

MOST = 64
"""Characters that are kept of what is typed: more than any PIN has, and than a scan."""


@dataclass(frozen=True, slots=True)
class NoPin:
    """What was typed can't be a PIN: a scan, letters. It counts for nothing."""


class Lock:
    """Of one terminal. Without a PIN it hides the screen until Enter."""

    def __init__(self, pin: PinFile | None) -> None:
        self._pin = pin
        self.typed = ""
        self.said: NoPin | Answer | None = None
        """What is to be told of the last entry."""
        self.is_checking = False
        self.is_on = self.asks_for_pin
        """A program that starts asks too: to close a locked one opens nothing."""

    @property
    def asks_for_pin(self) -> bool:
        return self._pin is not None and self._pin.is_set

    @property
    def wait(self) -> timedelta:
        """How long no PIN is looked at yet."""
        return self._pin.wait if self._pin is not None and self._pin.is_set else timedelta(0)

    def close(self) -> None:
        self.is_on, self.typed, self.said = True, "", None

    def open(self) -> None:
        self.is_on, self.typed, self.said = False, "", None

    def press(self, key: str, character: str | None) -> None:
        """Any key but Enter."""
        match key:
            case "escape" | "ctrl+u":
                self.typed = ""
            case "backspace":
                self.typed = self.typed[:-1]
            case _ if character is not None and character.isprintable():
                self.typed = (self.typed + character)[:MOST]
                self.said = None

    def enter(self) -> str | None:
        """Takes what was typed; a PIN to be looked at, or None.

        Without a PIN an empty entry opens: the Enter that ends a scan does not.
        """
        from frontdesk.domain.pin import is_pin

        typed, self.typed = self.typed, ""
        if self.is_checking:
            return None
        if not self.asks_for_pin:
            if not typed:
                self.open()
            return None
        if not is_pin(typed):
            self.said = NoPin() if typed else None
            return None
        return typed

    def attempt(self, pin: str) -> Answer:
        """Looks whether it is the PIN: a good part of a second, not for the event loop."""
        from frontdesk.pin import Unusable

        return self._pin.attempt(pin) if self._pin is not None else Unusable()

    def answered(self, answer: Answer) -> None:
        """What came of the attempt, said in words of its own if it did not open."""
        from frontdesk.pin import Opens

        self.is_checking = False
        if isinstance(answer, Opens):
            self.open()
        else:
            self.said = answer
