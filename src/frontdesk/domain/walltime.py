"""Wall time of the site: the truth of an appointment; the UTC instant is derived (BOOKING 1)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from frontdesk.domain.freetime import CELL, CELLS, Mask, span

DAY = timedelta(days=1)


def at(day: date, minute: int, zone: ZoneInfo) -> datetime:
    """The aware local moment `minute` minutes into `day`; the repeated autumn hour is its first."""
    return datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=zone)


def exists(day: date, minute: int, zone: ZoneInfo) -> bool:
    """False for the minutes that the clocks jump over in spring."""
    local = at(day, minute, zone)
    return local.astimezone(UTC).astimezone(zone).replace(tzinfo=zone) == local


def existing_cells(day: date, zone: ZoneInfo) -> Mask:
    """The cells of `day` that really happen: all of them, but for one hour of one night a year."""
    whole = span(0, CELLS * CELL)
    if at(day, 0, zone).utcoffset() == at(day + DAY, 0, zone).utcoffset():
        return whole
    missing = (cell for cell in range(CELLS) if not exists(day, cell * CELL, zone))
    return whole & ~sum(1 << cell for cell in missing)


def minute_of(moment: datetime, zone: ZoneInfo) -> tuple[date, int]:
    """The local day and minute of an aware moment."""
    local = moment.astimezone(zone)
    return local.date(), local.hour * 60 + local.minute
