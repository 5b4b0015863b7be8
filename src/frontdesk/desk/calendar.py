"""The free masks of the clinic, kept in memory and refreshed by what changed in the database."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from frontdesk.domain.clinic import Offer, Resource
from frontdesk.domain.freetime import (
    CELL,
    DayException,
    FreeTime,
    Mask,
    Template,
    after,
    hours,
    span,
)
from frontdesk.domain.timetable import Timetable
from frontdesk.domain.walltime import existing_cells, minute_of
from frontdesk.store import calendar as stored

Row = TypeVar("Row", Template, DayException)


class Calendar:
    """Masks by resource and day. They only propose: the key of `occupancy` decides (BOOKING 3)."""

    def __init__(self, zone: ZoneInfo, *, overbooking: bool = False) -> None:
        self._zone = zone
        self._overbooking = overbooking
        """Whether the lanes for lawful overbooking count as free."""
        self._free: dict[str, dict[date, Mask]] = {}
        self._seen = 0
        """Number of the last change in the database that the masks know of."""

    def timetable(
        self,
        db: Connection,
        offers: Sequence[Offer],
        days: Sequence[date],
        now: datetime,
        last_day: date | None,
    ) -> Timetable:
        """The free times of `offers` on `days`; what is past at `now` (UTC) is not offered."""
        self._forget_changed(db)
        resources = {it.id: it for offer in offers for it in offer.resources}
        self._learn(db, resources, days)
        today, minute = minute_of(now, self._zone)
        free = {id_: self._free[id_].copy() for id_ in resources}
        for of_resource in free.values():
            if today in of_resource:
                of_resource[today] &= after(minute + 1)
        to_come = tuple(day for day in days if day >= today)
        return Timetable(tuple(offers), to_come, free, last_day)

    def works(self, db: Connection, time: FreeTime, now: datetime) -> bool:
        """Whether everybody needed works then, booked or not: only a lost race is "just taken"."""
        ids = [resource.id for resource in time.offer.resources]
        worked = _hours(db, ids, time.day, time.day)
        today, minute = minute_of(now, self._zone)
        if (time.day, time.start) <= (today, minute) or time.start % CELL:
            return False
        possible = existing_cells(time.day, self._zone)
        for id_ in ids:
            possible &= worked(id_, time.day)
        return not span(time.start, time.end) & ~possible

    def _forget_changed(self, db: Connection) -> None:
        last = stored.last_change(db)
        if not self._free or last == self._seen:
            self._seen = last
            return
        self._seen, changed = stored.changes_since(db, self._seen)
        for id_, day in changed:
            if day == stored.EVERY_DAY:
                self._free.pop(id_, None)
            else:
                self._free.get(id_, {}).pop(day, None)

    def _learn(
        self, db: Connection, resources: Mapping[str, Resource], days: Sequence[date]
    ) -> None:
        known: dict[str, dict[date, Mask]] = {
            id_: self._free.setdefault(id_, {}) for id_ in resources
        }
        unknown = {id_: missing for id_ in resources if (missing := set(days) - known[id_].keys())}
        if not unknown:
            return
        first = min(min(missing) for missing in unknown.values())
        last = max(max(missing) for missing in unknown.values())
        asked = [resources[id_] for id_ in unknown]
        worked = _hours(db, list(unknown), first, last)
        occupied = stored.occupied(db, asked, first, last, overbooking=self._overbooking)
        real = {day: existing_cells(day, self._zone) for day in days}
        for id_, missing in unknown.items():
            for day in missing:
                known[id_][day] = worked(id_, day) & real[day] & ~occupied.get((id_, day), 0)


def _hours(
    db: Connection, ids: Sequence[str], first: date, last: date
) -> Callable[[str, date], Mask]:
    """The cells in which a resource of these works on a day of these, booked or not."""
    templates = by_resource(stored.templates(db, ids))
    exceptions = by_resource(stored.exceptions(db, ids, first, last))
    return lambda id_, day: hours(day, templates.get(id_, ()), exceptions.get(id_, ()))


def by_resource(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Hours or exceptions, each with the others of its resource."""
    grouped: dict[str, list[Row]] = {}
    for row in rows:
        grouped.setdefault(row.resource_id, []).append(row)
    return grouped
