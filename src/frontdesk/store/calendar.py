"""Working hours, exceptions, and what of them is taken, by resource and day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import Connection, Text, cast, delete, func, insert, select

from frontdesk.domain.clinic import Resource
from frontdesk.domain.freetime import CELLS, DayException, Mask, Template
from frontdesk.store import clinic_tables, tables
from frontdesk.store.announcing import announce
from frontdesk.store.locks import lock_numbering
from frontdesk.store.prepared import fetch_value
from frontdesk.store.upsert import upsert

ResourceDay = tuple[str, date]
"""A resource's id and a local day."""

EVERY_DAY = date.min
"""Stands in `changes_since` for all days of a resource: its weekly hours have changed."""

_LAST_CHANGE = select(func.max(clinic_tables.day_change.c.seq))

_BITS = {str(cell): 1 << cell for cell in range(CELLS)}


def save_templates(db: Connection, templates: Iterable[Template]) -> None:
    """Makes these the weekly hours of every resource that they name."""
    rows = [
        {
            "resource_id": it.resource_id,
            "weekday": it.weekday,
            "start_min": it.start,
            "end_min": it.end,
            "valid_from": it.valid_from,
            "valid_until": it.valid_until,
        }
        for it in templates
    ]
    table = clinic_tables.template
    named = sorted({str(row["resource_id"]) for row in rows})
    db.execute(delete(table).where(table.c.resource_id.in_(named)))
    if rows:
        db.execute(insert(table), rows)
    touch(db, ((id_, EVERY_DAY) for id_ in named))
    announce(db)


def save_exceptions(db: Connection, exceptions: Iterable[DayException]) -> None:
    """Adds these exceptions; one that begins and changes alike is replaced."""
    known = tuple(exceptions)
    rows = [
        {
            "resource_id": it.resource_id,
            "day": it.day,
            "start_min": it.start,
            "change": it.change,
            "end_min": it.end,
        }
        for it in known
    ]
    upsert(db, clinic_tables.day_exception, rows)
    touch(db, ((it.resource_id, it.day) for it in known))
    announce(db)


def templates(db: Connection, resource_ids: Sequence[str]) -> tuple[Template, ...]:
    """The weekly hours of these resources, whenever they hold."""
    table = clinic_tables.template
    query = (
        select(
            table.c.resource_id,
            table.c.weekday,
            table.c.start_min,
            table.c.end_min,
            table.c.valid_from,
            table.c.valid_until,
        )
        .where(table.c.resource_id.in_(resource_ids))
        .order_by(table.c.resource_id, table.c.weekday, table.c.start_min, table.c.valid_from)
    )
    return tuple(Template(*row) for row in db.execute(query))


def exceptions(
    db: Connection, resource_ids: Sequence[str], first: date, last: date
) -> tuple[DayException, ...]:
    """The exceptions of these resources on the days `first`..`last`, both included."""
    table = clinic_tables.day_exception
    query = (
        select(table.c.resource_id, table.c.day, table.c.start_min, table.c.end_min, table.c.change)
        .where(table.c.resource_id.in_(resource_ids), table.c.day.between(first, last))
        .order_by(table.c.resource_id, table.c.day, table.c.start_min, table.c.change)
    )
    return tuple(DayException(*row) for row in db.execute(query))


def occupied(
    db: Connection,
    resources: Iterable[Resource],
    first: date,
    last: date,
    *,
    overbooking: bool = False,
) -> dict[ResourceDay, Mask]:
    """The cells in which a resource can take no further visit; days without a visit are left out.

    `first` and `last` are included. A cell counts when all regular lanes of the resource are
    taken; with `overbooking`, when all that there are.
    """
    lanes = {it.id: it.max_lanes if overbooking else it.lanes for it in resources}
    table = tables.occupancy
    # One row for each day of a resource: far fewer than its cells, and quicker to read.
    query = (
        select(
            table.c.resource_id, table.c.day, func.aggregate_strings(cast(table.c.cell, Text), ",")
        )
        .where(table.c.resource_id.in_(list(lanes)), table.c.day.between(first, last))
        .group_by(table.c.resource_id, table.c.day)
    )
    return {
        (resource_id, day): mask(cells.split(","), lanes[resource_id])
        for resource_id, day, cells in db.execute(query)
    }


def mask(cells: list[str], lanes: int) -> Mask:
    """The cells that are named at least `lanes` times."""
    if lanes == 1:
        return sum(map(_BITS.__getitem__, set(cells)))
    return sum(_BITS[cell] for cell, visits in Counter(cells).items() if visits >= lanes)


def touch(db: Connection, days: Iterable[ResourceDay]) -> None:
    """Notes under the next number that time was taken or freed on these days."""
    lock_numbering(db)
    following = last_change(db) + 1
    rows = [
        {"resource_id": resource_id, "day": day, "seq": following}
        for resource_id, day in sorted(set(days))
    ]
    upsert(db, clinic_tables.day_change, rows)


def last_change(db: Connection) -> int:
    """The number of the last change of any resource's day; 0 if there was none."""
    return fetch_value(db, _LAST_CHANGE) or 0


def changes_since(db: Connection, seq: int) -> tuple[int, frozenset[ResourceDay]]:
    """The number of the last change, and the resource days that have changed after `seq`."""
    table = clinic_tables.day_change
    query = select(table.c.resource_id, table.c.day, table.c.seq).where(table.c.seq > seq)
    rows = db.execute(query).all()
    last = max((row[2] for row in rows), default=seq)
    return last, frozenset((resource_id, day) for resource_id, day, _ in rows)
