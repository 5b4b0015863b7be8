"""Doctors who do not work though they should, and the visits that stand in that time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, select, tuple_

from frontdesk.domain.absence import Absence
from frontdesk.domain.appointment import MOVABLE
from frontdesk.domain.freetime import Change, DayException, Mask, span
from frontdesk.domain.visit import Visit
from frontdesk.store import agenda, calendar, clinic_tables, journal, tables
from frontdesk.store.clock import now
from frontdesk.store.journal import Action, Actor

_visit, _exception = tables.appointment, clinic_tables.day_exception

_CHANGED = select(
    _exception.c.resource_id,
    _exception.c.day,
    _exception.c.start_min,
    _exception.c.end_min,
    _exception.c.change,
).where(_exception.c.day >= bindparam("since", type_=_exception.c.day.type))
_STANDING = select(
    _visit.c.id, _visit.c.doctor_id, _visit.c.day, _visit.c.start_min, _visit.c.end_min
).where(
    tuple_(_visit.c.day, _visit.c.doctor_id).in_(bindparam("there", expanding=True)),
    _visit.c.starts_at > bindparam("moment", type_=_visit.c.starts_at.type),
    _visit.c.state.in_(MOVABLE),
)


def enter(db: Connection, absence: Absence, actor: Actor) -> tuple[DayException, ...]:
    """Closes the doctor's time; what of it was not closed before."""
    known = calendar.exceptions(db, [absence.doctor_id], absence.first, absence.last)
    closed = {(it.day, it.start): it.end for it in known if it.change is Change.CLOSED}
    added = tuple(it for it in absence.exceptions() if closed.get((it.day, it.start), -1) < it.end)
    calendar.save_exceptions(db, added)
    _record(db, absence, Action.ABSENCE, actor)
    return added


def take_back(
    db: Connection, absence: Absence, added: Sequence[DayException], actor: Actor
) -> None:
    """The doctor works after all: what was closed is open again."""
    table = clinic_tables.day_exception.c
    db.execute(
        delete(clinic_tables.day_exception).where(
            table.resource_id == absence.doctor_id,
            table.day.in_([it.day for it in added]),
            table.start_min == absence.start,
            table.end_min == absence.end,
            table.change == Change.CLOSED,
        )
    )
    calendar.touch(db, ((it.resource_id, it.day) for it in added))
    _record(db, absence, Action.PRESENCE, actor)


def affected(db: Connection, moment: datetime, doctor_id: str | None = None) -> tuple[Visit, ...]:
    """Visits after `moment` in time that their doctor, or this one, does not work, by time."""
    closed = _closed(db, moment.date() - timedelta(days=1))
    there = [(day, who) for who, day in closed if doctor_id in {None, who}]
    if not there:
        return ()
    found = db.execute(_STANDING, {"there": there, "moment": moment})
    ids = [id_ for id_, who, day, *time in found if closed.get((who, day), 0) & span(*time)]
    return agenda.visits_with(db, ids)


def _closed(db: Connection, since: date) -> dict[calendar.ResourceDay, Mask]:
    """What of their days from `since` on people do not work; extra hours win over a closed day."""
    closed: defaultdict[calendar.ResourceDay, Mask] = defaultdict(int)
    extra: defaultdict[calendar.ResourceDay, Mask] = defaultdict(int)
    for row in db.execute(_CHANGED, {"since": since}):
        it = DayException(*row)
        changed = extra if it.change is Change.EXTRA else closed
        changed[it.resource_id, it.day] |= span(it.start, it.end)
    return {there: mask & ~extra[there] for there, mask in closed.items()}


def _record(db: Connection, it: Absence, action: Action, actor: Actor) -> None:
    told: journal.Facts = {
        "first": it.first.isoformat(),
        "last": it.last.isoformat(),
        "start": it.start,
        "end": it.end,
        "cause": it.cause.value,
    }
    nothing: journal.Facts = {}
    before, after = (nothing, told) if action is Action.ABSENCE else (told, nothing)
    journal.append(db, [journal.Entry(now(db), actor, action, it.doctor_id, before, after)])
