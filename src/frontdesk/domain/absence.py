"""A doctor does not work when the weekly hours say so: from when to when, and how it is typed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from frontdesk.domain.freetime import CELL, CELLS, Change, DayException

WHOLE_DAY = CELL * CELLS
"""Minutes."""
LONGEST = 366
"""Days of one absence; more is a slip of the hand."""

_DAY = re.compile(r"(\d{1,2})[.,/ ](\d{1,2})(?:[.,/ ](\d{4}))?|(\d{2})(\d{2})(\d{4})?")
_TIME = re.compile(r"(\d{1,2})(?:[:.,-]?(\d{2}))?")


class Cause(StrEnum):
    ILLNESS = "illness"
    LEAVE = "leave"
    TRIP = "trip"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Absence:
    """Days `first`..`last`, both included; on each of them the minutes `start`..`end`."""

    doctor_id: str
    first: date
    last: date
    cause: Cause
    start: int = 0
    end: int = WHOLE_DAY

    @property
    def is_part_of_day(self) -> bool:
        return (self.start, self.end) != (0, WHOLE_DAY)

    def exceptions(self) -> Iterator[DayException]:
        """What it takes from the weekly hours."""
        for ahead in range((self.last - self.first).days + 1):
            day = self.first + timedelta(days=ahead)
            yield DayException(self.doctor_id, day, self.start, self.end, Change.CLOSED)


def read_day(typed: str, today: date) -> date | None:
    """25.11, 2511 or 25.11.2026; without a year the next such day. None: it cannot be."""
    found = _DAY.fullmatch(typed.strip())
    if found is None:
        return None
    day, month, year = (found[at] or found[at + 3] for at in (1, 2, 3))
    years = (int(year),) if year else (today.year, today.year + 1)
    possible = (it for of in years if (it := _date(of, int(month), int(day))))
    return next((it for it in possible if year or it >= today), None)


def read_minute(typed: str) -> int | None:
    """9, 930 or 09:30 as minutes of the day on the five-minute grid; None: it cannot be."""
    found = _TIME.fullmatch(typed.strip())
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    at = hour * 60 + minute
    return at if minute < 60 and at <= WHOLE_DAY and at % CELL == 0 else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
