"""The PIN of the lock: what may be one, and how long whoever guesses wrong must wait."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

SHORTEST = 4
LONGEST = 12
"""Digits. A scanned referral number is longer, and so never taken for an attempt."""

FREE_TRIES = 3
"""So many wrong PINs in a row cost nothing: fingers slip."""
FIRST_WAIT = timedelta(seconds=15)
LONGEST_WAIT = timedelta(minutes=15)
"""The wait doubles with each further wrong PIN, up to the longest: then 96 guesses a day."""

_DIGITS = re.compile(rf"[0-9]{{{SHORTEST},{LONGEST}}}")
_IN_A_ROW = "01234567890"


class Unfit(Enum):
    """Why something can't be a PIN."""

    SHAPE = "shape"
    """Not 4 to 12 digits."""
    GUESSABLE = "guessable"
    """One digit over and over, or digits in a row."""


def is_pin(typed: str) -> bool:
    """Whether it has the shape of a PIN; anything else is no attempt at all."""
    return _DIGITS.fullmatch(typed) is not None


def unfit(typed: str) -> Unfit | None:
    """Why `typed` can't become somebody's PIN; None if it can."""
    if not is_pin(typed):
        return Unfit.SHAPE
    if len(set(typed)) == 1 or typed in _IN_A_ROW or typed[::-1] in _IN_A_ROW:
        return Unfit.GUESSABLE
    return None


@dataclass(frozen=True, slots=True)
class Attempts:
    """The wrong PINs since the last right one."""

    wrong: int = 0
    last: datetime | None = None
    """UTC."""

    def one_more(self, now: datetime) -> Attempts:
        """After another wrong one."""
        return Attempts(self.wrong + 1, now)

    def wait(self, now: datetime) -> timedelta:
        """How long no PIN is looked at yet; zero if one may be tried.

        A clock that was set back never makes it longer than it was at the beginning.
        """
        if self.last is None or self.wrong < FREE_TRIES:
            return timedelta(0)
        doublings = min(self.wrong - FREE_TRIES, 16)
        whole = min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)
        return min(whole, max(timedelta(0), self.last + whole - now))
