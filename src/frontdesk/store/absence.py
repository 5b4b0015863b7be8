"""Doctors who do not work though they should, and the visits that stand in that time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, and_, delete, select

from frontdesk.domain.absence import Absence
from frontdesk.domain.appointment import MOVABLE
from frontdesk.domain.freetime import Change, DayException, span
from frontdesk.domain.visit import Visit
from frontdesk.store import agenda, calendar, journal, tables
from frontdesk.store.clock import now
from frontdesk.store.journal import Action, Actor

_visit, _exception = tables.appointment, tables.day_exception

_IN_CLOSED_TIME = and_(
    _exception.c.resource_id == _visit.c.doctor_id,
    _exception.c.day == _visit.c.day,
    _exception.c.change == Change.CLOSED,
    _exception.c.start_min < _visit.c.end_min,
    _visit.c.start_min < _exception.c.end_min,
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
    table = tables.day_exception.c
    db.execute(
        delete(tables.day_exception).where(
            table.resource_id == absence.doctor_id,
            table.day.in_([it.day for it in added]),
            table.start_min == absence.start,
            table.end_min == absence.end,
            table.change == Change.CLOSED,
        )
    )
    calendar.touch(db, ((it.resource_id, it.day) for it in added))
    _record(db, absence, Action.PRESENCE, actor)
    calendar.announce(db)


def affected(db: Connection, moment: datetime, doctor_id: str | None = None) -> tuple[Visit, ...]:
    """Visits after `moment` in time that their doctor, or this one, does not work, by time."""
    asked = [] if doctor_id is None else [_visit.c.doctor_id == doctor_id]
    query = select(_visit.c.id).where(
        _visit.c.starts_at > moment,
        _visit.c.state.in_(MOVABLE),
        select(_exception.c.day).where(_IN_CLOSED_TIME).exists(),
        *asked,
    )
    found = agenda.visits_with(db, db.scalars(query).all())
    return tuple(it for it in found if not _works_after_all(db, it))


def _works_after_all(db: Connection, it: Visit) -> bool:
    """Extra hours win over a closed day."""
    visit = it.appointment
    closed = extra = 0
    for exception in calendar.exceptions(db, [visit.doctor_id], visit.day, visit.day):
        cells = span(exception.start, exception.end)
        if exception.change is Change.EXTRA:
            extra |= cells
        else:
            closed |= cells
    return not closed & ~extra & span(visit.start, visit.end)


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
