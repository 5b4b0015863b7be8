"""A clinic's own tables, row by row: who works when, who gives what, who is known here.

A row is read by itself; whether the clinic has such a service is for the desk to say.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from frontdesk.domain.clinic import ResourceKind
from frontdesk.domain.freetime import CELL
from frontdesk.domain.patient import Name, Phone, read_date


class Column(StrEnum):
    DOCTOR = "doctor"
    ROOM = "room"
    DEVICE = "device"
    DAYS = "days"
    START = "start"
    END = "end"
    VALID_FROM = "valid_from"
    VALID_UNTIL = "valid_until"
    CODE = "code"
    MINUTES = "minutes"
    AT_ONCE = "at_once"
    AT_MOST = "at_most"
    PATIENT = "patient"
    BIRTH_DATE = "birth_date"
    PHONE = "phone"


class Sheet(StrEnum):
    """What a table is about."""

    PLACES = "places"
    """How many visits somebody or something can hold at one moment."""
    HOURS = "hours"
    OFFERS = "offers"
    PATIENTS = "patients"


class Fault(StrEnum):
    """Why a row cannot be taken in."""

    EMPTY = "empty"
    ONE_OF_THREE = "one_of_three"
    """Exactly one of doctor, room and device must be named."""
    NO_DAYS = "no_days"
    NO_TIME = "no_time"
    OFF_GRID = "off_grid"
    """Times and durations go by five minutes."""
    ENDS_BEFORE_IT_STARTS = "ends_before_it_starts"
    NO_DATE = "no_date"
    NO_NUMBER = "no_number"
    FEWER_AT_MOST = "fewer_at_most"
    NO_PHONE = "no_phone"
    NOBODY_TO_TELL_APART = "nobody_to_tell_apart"
    """A patient without phone and birth date would be entered anew each time."""
    UNKNOWN_SERVICE = "unknown_service"
    SEVERAL = "several"
    """Several have this name: ЕСОЗ's id of the employee must stand there."""
    TWICE = "twice"


class RowError(Exception):
    """The row cannot be taken in: where in it, and why. What stands there is not told."""

    def __init__(self, column: Column, fault: Fault) -> None:
        super().__init__(f"{column}: {fault}")
        self.column = column
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Named:
    """A doctor, a room or a device as the table names it: by name or by an id."""

    kind: ResourceKind
    word: str

    @property
    def column(self) -> Column:
        return Column(self.kind.value)


@dataclass(frozen=True, slots=True)
class Hours:
    """Working hours on some days of the week; minutes of the local day."""

    whose: Named
    weekdays: tuple[int, ...]
    """Monday is 0."""
    start: int
    end: int
    valid_from: date | None = None
    """None: from now on."""
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """A doctor gives the service with this code, in so many minutes, there and with that."""

    doctor: Named
    code: str
    minutes: int
    room: Named | None = None
    device: Named | None = None


@dataclass(frozen=True, slots=True)
class Places:
    """How many visits at one moment, and how many with lawful overbooking."""

    whose: Named
    at_once: int
    at_most: int


@dataclass(frozen=True, slots=True)
class Acquaintance:
    """A patient whom the clinic knows from before."""

    name: Name
    birth_date: date | None = None
    phone: Phone | None = None


Said = Places | Hours | Given | Acquaintance
Cells = Mapping[Column, str]
Weekdays = Mapping[str, int]
"""Names of the days of the week in small letters, whole and short, in any language."""

_NEEDED = {
    Sheet.HOURS: {Column.DAYS, Column.START, Column.END},
    Sheet.OFFERS: {Column.DOCTOR, Column.CODE, Column.MINUTES},
    Sheet.PLACES: {Column.AT_ONCE},
    Sheet.PATIENTS: {Column.PATIENT},
}
_FEWEST_LETTERS = 2
"""Of a day, before its name is known by them."""
_TIME = re.compile(r"(\d{1,2})[:.](\d\d)")
_DAY_ENDS = 24 * 60
_EARLIEST = date(1900, 1, 1)
"""Of birth or of working hours; what is before is a slip of the keys."""
_MOST = 1000
"""Visits at one moment; more is a slip of the keys."""


def sheet_of(columns: Collection[Column]) -> Sheet | None:
    """What a table with these columns is about; None if it is nothing that we know."""
    return next((sheet for sheet, needed in _NEEDED.items() if needed <= set(columns)), None)


def read_row(sheet: Sheet, cells: Cells, weekdays: Weekdays) -> Said:
    """What the row says.

    Raises:
        RowError: it cannot be understood.
    """
    match sheet:
        case Sheet.HOURS:
            return _hours(cells, weekdays)
        case Sheet.OFFERS:
            return _given(cells)
        case Sheet.PLACES:
            return _places(cells)
        case Sheet.PATIENTS:
            return _acquaintance(cells)


def _hours(cells: Cells, weekdays: Weekdays) -> Hours:
    whose = _whose(cells)
    days = read_weekdays(_needed(cells, Column.DAYS), weekdays)
    if not days:
        raise RowError(Column.DAYS, Fault.NO_DAYS)
    start, end = _time(cells, Column.START), _time(cells, Column.END)
    if end <= start:
        raise RowError(Column.END, Fault.ENDS_BEFORE_IT_STARTS)
    first, last = _date(cells, Column.VALID_FROM), _date(cells, Column.VALID_UNTIL)
    if first and last and last < first:
        raise RowError(Column.VALID_UNTIL, Fault.ENDS_BEFORE_IT_STARTS)
    return Hours(whose, days, start, end, first, last)


def _given(cells: Cells) -> Given:
    doctor = Named(ResourceKind.DOCTOR, _needed(cells, Column.DOCTOR))
    code = _needed(cells, Column.CODE)
    minutes = _number(cells, Column.MINUTES, _DAY_ENDS)
    if minutes % CELL:
        raise RowError(Column.MINUTES, Fault.OFF_GRID)
    room, device = (_named(cells, kind) for kind in (ResourceKind.ROOM, ResourceKind.DEVICE))
    return Given(doctor, code, minutes, room, device)


def _places(cells: Cells) -> Places:
    whose = _whose(cells)
    at_once = _number(cells, Column.AT_ONCE, _MOST)
    at_most = _number(cells, Column.AT_MOST, _MOST) if cells.get(Column.AT_MOST) else at_once
    if at_most < at_once:
        raise RowError(Column.AT_MOST, Fault.FEWER_AT_MOST)
    return Places(whose, at_once, at_most)


def _acquaintance(cells: Cells) -> Acquaintance:
    name = Name.read(_needed(cells, Column.PATIENT))
    if name is None:
        raise RowError(Column.PATIENT, Fault.EMPTY)
    typed = cells.get(Column.PHONE)
    phone = Phone.read(typed) if typed else None
    if typed and phone is None:
        raise RowError(Column.PHONE, Fault.NO_PHONE)
    born = _date(cells, Column.BIRTH_DATE)
    if born is None and phone is None:
        raise RowError(Column.PHONE, Fault.NOBODY_TO_TELL_APART)
    return Acquaintance(name, born, phone)


def read_weekdays(text: str, names: Weekdays) -> tuple[int, ...]:
    """«пн-пт», «вт, чт», «субота»; none if a part of it is no day."""
    found: set[int] = set()
    for part in re.split(r"[\s,]+", re.sub(r"\s*[-–—]\s*", "-", text.strip().casefold())):
        first, dash, last = part.partition("-")
        begin = _weekday(first, names)
        end = _weekday(last, names) if dash else begin
        if begin is None or end is None:
            return ()
        found.update(day % 7 for day in range(begin, end + (1 if begin <= end else 8)))
    return tuple(sorted(found))


def _weekday(word: str, names: Weekdays) -> int | None:
    known = names.get(bare := word.rstrip("."))
    if known is not None or len(bare) < _FEWEST_LETTERS:
        return known
    begun = {day for name, day in names.items() if name.startswith(bare)}
    return begun.pop() if len(begun) == 1 else None


def _whose(cells: Cells) -> Named:
    named = [it for kind in ResourceKind if (it := _named(cells, kind)) is not None]
    if len(named) != 1:
        raise RowError(Column.DOCTOR, Fault.ONE_OF_THREE)
    return named[0]


def _named(cells: Cells, kind: ResourceKind) -> Named | None:
    word = cells.get(Column(kind.value))
    return Named(kind, word) if word else None


def _needed(cells: Cells, column: Column) -> str:
    text = cells.get(column)
    if not text:
        raise RowError(column, Fault.EMPTY)
    return text


def _time(cells: Cells, column: Column) -> int:
    found = _TIME.fullmatch(_needed(cells, column))
    if found is None:
        raise RowError(column, Fault.NO_TIME)
    hour, minute = int(found[1]), int(found[2])
    time = hour * 60 + minute
    if minute >= 60 or time > _DAY_ENDS:
        raise RowError(column, Fault.NO_TIME)
    if time % CELL:
        raise RowError(column, Fault.OFF_GRID)
    return time


def _date(cells: Cells, column: Column) -> date | None:
    text = cells.get(column)
    if not text:
        return None
    day = read_date(text)
    if day is None or day < _EARLIEST:
        raise RowError(column, Fault.NO_DATE)
    return day


def _number(cells: Cells, column: Column, most: int) -> int:
    text = _needed(cells, column)
    number = int(text) if text.isdecimal() and len(text) <= len(str(most)) else 0
    if not 0 < number <= most:
        raise RowError(column, Fault.NO_NUMBER)
    return number
