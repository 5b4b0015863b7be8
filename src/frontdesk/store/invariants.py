"""What must always hold (BOOKING 5), counted on the live database.

I8 and I13 are about what was said to people and about power cuts: tests prove them, no query can.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select

from frontdesk.domain.appointment import MOVES, Claim, State
from frontdesk.domain.freetime import CELL
from frontdesk.domain.protocol import Progress
from frontdesk.store import journal, tables
from frontdesk.store.appointment_rows import APPOINTMENTS, appointment_of, starts_at
from frontdesk.store.tables import (
    appointment,
    appointment_resource,
    is_open,
    occupancy,
    operation,
    referral,
    resource,
    standing,
)

_OPEN = select(operation.c.id).where(operation.c.appointment_id == appointment.c.id, is_open)
_HAS_OPEN = _OPEN.correlate(appointment).exists()


@dataclass(frozen=True, slots=True)
class Invariant:
    """How many rows a rule was held against, and how many break it."""

    id: str
    checked: int
    violations: int


def check(db: Connection, now: datetime, legal_entity_id: str) -> tuple[Invariant, ...]:
    """Every rule of I1-I12 that a database can break; `now` in UTC, after holds were swept."""
    return (
        _used_by_us(db, legal_entity_id),
        _ours_for_something(db),
        _one_visit_a_session(db),
        _within_lanes(db),
        _holds_in_time(db, now),
        _claiming_with_operation(db),
        _exact_cells(db),
        _no_revival(db),
        _open_means_due(db),
        _instants_follow_wall_time(db),
        _journal_whole(db),
    )


def _used_by_us(db: Connection, legal_entity_id: str) -> Invariant:
    """I1: booked and ours means that ЕСОЗ said so at the last read."""
    joined = appointment.join(referral, referral.c.id == appointment.c.referral_id)
    claimed = (appointment.c.claim == Claim.OURS, standing)
    query = select(func.count()).select_from(joined).where(*claimed)
    not_ours = referral.c.used_by.is_distinct_from(legal_entity_id)
    return _counted(db, "I1", query, not_ours)


def _ours_for_something(db: Connection) -> Invariant:
    """I2: ours serves a visit, or is still owed something; a worklist line has claim MANUAL."""
    query = _visits(appointment.c.claim == Claim.OURS)
    return _counted(db, "I2", query, appointment.c.state == State.CANCELLED, ~_HAS_OPEN)


def _one_visit_a_session(db: Connection) -> Invariant:
    """I3: one visit for each session, and no session beyond the referral's quantity."""
    session = (appointment.c.referral_id, appointment.c.session)
    sessions = (
        select(*session, func.count().label("visits"))
        .where(appointment.c.referral_id.is_not(None), standing)
        .group_by(*session)
        .subquery()
    )
    joined = sessions.join(referral, referral.c.id == sessions.c.referral_id)
    beyond = and_(referral.c.quantity.is_not(None), sessions.c.session > referral.c.quantity)
    query = select(func.count()).select_from(joined)
    return _counted(db, "I3", query, or_(sessions.c.visits > 1, beyond))


def _within_lanes(db: Connection) -> Invariant:
    """I4: at no moment more visits than the resource can hold with lawful overbooking."""
    cell = (occupancy.c.resource_id, occupancy.c.day, occupancy.c.cell)
    cells = select(*cell, func.count().label("visits")).group_by(*cell).subquery()
    joined = cells.join(resource, resource.c.id == cells.c.resource_id)
    query = select(func.count()).select_from(joined)
    return _counted(db, "I4", query, cells.c.visits > resource.c.max_lanes)


def _holds_in_time(db: Connection, now: datetime) -> Invariant:
    """I5: no hold past its time without an operation."""
    query = _visits(appointment.c.state == State.HELD)
    return _counted(db, "I5", query, appointment.c.hold_until < now, ~_HAS_OPEN)


def _claiming_with_operation(db: Connection) -> Invariant:
    """I6: who waits for the referral has an open operation."""
    return _counted(db, "I6", _visits(appointment.c.state == State.CLAIMING), ~_HAS_OPEN)


def _exact_cells(db: Connection) -> Invariant:
    """I7: a live visit owns its cells in each of its resources; no cell is anybody else's."""
    needed = (appointment_resource.c.appointment_id, appointment_resource.c.resource_id)
    its_own = and_(
        occupancy.c.appointment_id == appointment_resource.c.appointment_id,
        occupancy.c.resource_id == appointment_resource.c.resource_id,
        occupancy.c.day == appointment.c.day,
        occupancy.c.cell * CELL >= appointment.c.start_min,
        occupancy.c.cell * CELL < appointment.c.end_min,
    )
    length = (appointment.c.end_min - appointment.c.start_min) // CELL
    is_live = appointment.c.state != State.CANCELLED
    owned = (
        select(func.count(occupancy.c.cell).label("cells"), length.label("length"))
        .select_from(appointment_resource.join(appointment).outerjoin(occupancy, its_own))
        .where(is_live)
        .group_by(*needed, length)
        .subquery()
    )
    short = _counted(
        db, "I7", select(func.count()).select_from(owned), owned.c.cells != owned.c.length
    )
    total = db.scalar(select(func.count()).select_from(occupancy)) or 0
    lawful = db.scalar(select(func.sum(owned.c.cells))) or 0
    return Invariant("I7", short.checked + total, short.violations + total - int(lawful))


def _no_revival(db: Connection) -> Invariant:
    """I9: the journal knows of no visit that left a final state."""
    query = select(tables.journal.c.before, tables.journal.c.after)
    checked = violations = 0
    for was, is_ in db.execute(query):
        before, after = json.loads(was).get("state"), json.loads(is_).get("state")
        if before is not None and after is not None:
            checked += 1
            violations += State(after) not in MOVES[State(before)]
    return Invariant("I9", checked, violations)


def _open_means_due(db: Connection) -> Invariant:
    """I10: an operation is done, a person's, or due some time."""
    closed = operation.c.progress.in_([Progress.DONE, Progress.MANUAL])
    query = select(func.count()).select_from(operation)
    return _counted(db, "I10", query, ~closed, operation.c.due_at.is_(None))


def _instants_follow_wall_time(db: Connection) -> Invariant:
    """I11: the UTC instant is the wall time's under the zone data of today."""
    rows = db.execute(APPOINTMENTS).mappings().all()
    wrong = sum(starts_at(appointment_of(row)) != row[appointment.c.starts_at] for row in rows)
    return Invariant("I11", len(rows), wrong)


def _journal_whole(db: Connection) -> Invariant:
    """I12: the chain holds, and every change of a visit is one row: its version counts them."""
    chain = journal.verify(db)
    table = tables.journal
    told = select(table.c.subject, func.count().label("rows")).group_by(table.c.subject).subquery()
    joined = appointment.outerjoin(told, told.c.subject == appointment.c.id)
    query = select(func.count()).select_from(joined)
    versions = _counted(db, "I12", query, appointment.c.version != func.coalesce(told.c.rows, 0))
    broken = versions.violations + (chain.broken_at is not None)
    return Invariant("I12", chain.checked + versions.checked, broken)


def _visits(*conditions: ColumnElement[bool]) -> Select[int]:
    return select(func.count()).select_from(appointment).where(*conditions)


def _counted(
    db: Connection, id_: str, query: Select[int], *broken: ColumnElement[bool]
) -> Invariant:
    """The rows that `query` counts, and those of them for which all of `broken` is true."""
    return Invariant(id_, db.scalar(query) or 0, db.scalar(query.where(*broken)) or 0)
