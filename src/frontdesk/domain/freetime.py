"""When a visit can start: a doctor's day is one integer of 288 bits, a bit for each five minutes.

Bit 0 is 00:00-00:05 of the local day; a set bit is free (or occupied, where the name says so).
The masks only propose: the key of the `occupancy` table decides (BOOKING 3).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from frontdesk.domain.clinic import Offer

CELL = 5
"""Minutes in a cell."""
CELLS = 24 * 60 // CELL

Mask = int


class Change(StrEnum):
    """What an exception does to a day's weekly hours."""

    CLOSED = "closed"
    EXTRA = "extra"


@dataclass(frozen=True, slots=True)
class Template:
    """Weekly hours of a resource. Minutes of the local day on the five-minute grid."""

    resource_id: str
    weekday: int
    """Monday is 0."""
    start: int
    end: int
    valid_from: date
    valid_until: date | None = None
    """The last day on which it holds."""

    def holds_on(self, day: date) -> bool:
        return (
            day.weekday() == self.weekday
            and self.valid_from <= day
            and (self.valid_until is None or day <= self.valid_until)
        )


@dataclass(frozen=True, slots=True)
class DayException:
    """Leave, a holiday, or extra hours of one resource on one day."""

    resource_id: str
    day: date
    start: int
    end: int
    change: Change


@dataclass(frozen=True, slots=True)
class FreeTime:
    """A time that can be offered: who, where, when."""

    offer: Offer
    day: date
    start: int
    """Minutes of the local day."""

    @property
    def end(self) -> int:
        return self.start + self.offer.minutes


def span(start: int, end: int) -> Mask:
    """The cells of `start`..`end`, minutes of the day."""
    return (1 << end // CELL) - (1 << start // CELL)


def hours(
    day: date, templates: Iterable[Template], exceptions: Iterable[DayException] = ()
) -> Mask:
    """The cells in which one resource works on `day`; extra hours win over a closed day."""
    closed = extra = works = 0
    for template in templates:
        if template.holds_on(day):
            works |= span(template.start, template.end)
    for exception in exceptions:
        if exception.day == day:
            cells = span(exception.start, exception.end)
            if exception.change is Change.EXTRA:
                extra |= cells
            else:
                closed |= cells
    return works & ~closed | extra


def starts(free: Mask, cells: int) -> Mask:
    """The cells at which a run of `cells` free cells begins (shift-and, doubling)."""
    length = 1
    while length < cells:
        step = min(length, cells - length)
        free &= free >> step
        length += step
    return free


def packed_starts(free: Mask, cells: int, without: Mask = 0) -> Iterator[int]:
    """Starts to offer, in minutes: end to end from the beginning of each free run, wasting none.

    None of them is among the starts `without`.
    """
    possible = starts(free, cells) & ~without
    while possible:
        cell = (possible & -possible).bit_length() - 1
        yield cell * CELL
        possible = possible >> (cell + cells) << (cell + cells)


def earliest(free: Mask, cells: int) -> int | None:
    """The first minute of the day at which a visit of `cells` cells fits."""
    return next(packed_starts(free, cells), None)


def after(minute: int) -> Mask:
    """All cells that begin at `minute` of the day or later."""
    return -1 << -(-minute // CELL) & (1 << CELLS) - 1
