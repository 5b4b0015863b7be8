"""UTC instants of visits: derived from the wall time, and derived anew when a zone's rules change.

A law may move a zone by an hour. The patient still comes at the hour that was promised, so the
wall time stays, and what other systems are told of it in UTC follows (BOOKING 1).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, func, select, update

from frontdesk.domain.appointment import State
from frontdesk.store.appointment_rows import APPOINTMENTS, appointment_of, instant_of
from frontdesk.store.tables import appointment as table

_LIVE = table.c.state != State.CANCELLED


def outdated_days(db: Connection, today: date) -> tuple[date, ...]:
    """Days from `today` on whose visits were booked under other rules of their zone.

    The first and the last visit of a day tell it: the clocks change at most once between them.
    """
    ends = (
        select(table.c.day, func.min(table.c.start_min), func.max(table.c.start_min))
        .where(_LIVE, table.c.day >= today)
        .group_by(table.c.day)
        .order_by(table.c.day)
    )
    return tuple(
        day
        for day, *minutes in db.execute(ends).all()
        if any(_outdated(db, day, table.c.start_min.in_(minutes)))
    )


def renew(db: Connection, days: tuple[date, ...]) -> None:
    """Derives the instants of these days' visits anew.

    One at an hour that its day does not have any more stays as it is, for I11 to count.
    """
    for day in days:
        for id_, instant in list(_outdated(db, day)):
            db.execute(update(table).where(table.c.id == id_).values(starts_at=instant))


def _outdated(
    db: Connection, day: date, *which: ColumnElement[bool]
) -> Iterator[tuple[str, datetime]]:
    """The visits of the day whose instant is another now."""
    for row in db.execute(APPOINTMENTS.where(_LIVE, table.c.day == day, *which)).mappings():
        instant = instant_of(appointment_of(row))
        if instant is not None and instant != row[table.c.starts_at]:
            yield row[table.c.id], instant
