"""UTC instants of visits: derived from the wall time, and derived anew when a zone's rules change.

A law may move a zone by an hour. The patient still comes at the hour that was promised, so the
wall time stays, and what other systems are told of it in UTC follows (BOOKING 1).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, and_, func, select, update

from frontdesk.domain.appointment import Appointment, State
from frontdesk.store.appointment_rows import APPOINTMENTS, appointment_of, instant_of
from frontdesk.store.tables import appointment as table

_LIVE = table.c.state != State.CANCELLED


def outdated_days(db: Connection, today: date) -> tuple[date, ...]:
    """Days from `today` on whose visits were booked under other rules of their zone.

    The first and the last visit of a day tell it: the clocks change at most once between them.
    """
    ends = (
        select(
            table.c.day,
            func.min(table.c.start_min).label("first"),
            func.max(table.c.start_min).label("last"),
        )
        .where(_LIVE, table.c.day >= today)
        .group_by(table.c.day)
        .subquery()
    )
    at_an_end = and_(table.c.day == ends.c.day, table.c.start_min.in_([ends.c.first, ends.c.last]))
    samples = (
        select(func.min(table.c.id))
        .join(ends, at_an_end)
        .where(_LIVE)
        .group_by(table.c.day, table.c.start_min)
    )
    return tuple(sorted({visit.day for visit, _ in _outdated(db, table.c.id.in_(samples))}))


def renew(db: Connection, days: tuple[date, ...]) -> None:
    """Derives the instants of these days' visits anew.

    One at an hour that its day does not have any more stays as it is, for I11 to count.
    """
    for visit, instant in list(_outdated(db, table.c.day.in_(days))):
        db.execute(update(table).where(table.c.id == visit.id).values(starts_at=instant))


def _outdated(db: Connection, which: ColumnElement[bool]) -> Iterator[tuple[Appointment, datetime]]:
    """Those of the visits whose instant is another now, and which."""
    for row in db.execute(APPOINTMENTS.where(_LIVE, which)).mappings():
        visit = appointment_of(row)
        instant = instant_of(visit)
        if instant is not None and instant != row[table.c.starts_at]:
            yield visit, instant
