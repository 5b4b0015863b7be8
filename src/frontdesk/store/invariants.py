"""What must always hold (BOOKING 5), counted on the live database.

I8 and I13 are about what was said to people and about power cuts: tests prove them, no query can.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Select,
    and_,
    bindparam,
    func,
    or_,
    select,
)

from frontdesk.domain.appointment import MOVES, Claim, State
from frontdesk.domain.freetime import CELL
from frontdesk.domain.protocol import Progress
from frontdesk.store import journal, tables
from frontdesk.store.appointment_rows import APPOINTMENTS, appointment_of, instant_of
from frontdesk.store.clinic_tables import resource
from frontdesk.store.columns import Instant
from frontdesk.store.locks import take_time
from frontdesk.store.tables import (
    appointment,
    appointment_resource,
    is_open,
    occupancy,
    operation,
    referral,
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
    take_time(db)
    told = {"now": now, "ours": legal_entity_id}
    counted = [Invariant(id_, *db.execute(query, told).one()) for id_, query in _COUNTED.items()]
    found = (
        *counted,
        _exact_cells(db),
        _no_revival(db),
        _instants_follow_wall_time(db),
        _journal_whole(db),
    )
    return tuple(sorted(found, key=lambda it: int(it.id[1:])))


def check_copy(db: Connection) -> tuple[Invariant, ...]:
    """I3, I4, I7 and I12, which hold at every moment and need neither a clock nor ЕСОЗ."""
    counted = [Invariant(id_, *db.execute(_COUNTED[id_]).one()) for id_ in ("I3", "I4")]
    return (*counted, _exact_cells(db), _journal_whole(db))


def _rows(
    source: FromClause, broken: ColumnElement[bool], *which: ColumnElement[bool]
) -> Select[int, int]:
    """How many rows a rule is about, and how many of them break it."""
    return select(func.count(), func.count().filter(broken)).select_from(source).where(*which)


def _used_by_us() -> Select[int, int]:
    """I1: booked and ours means that ЕСОЗ said so at the last read."""
    joined = appointment.join(referral, referral.c.id == appointment.c.referral_id)
    not_ours = referral.c.used_by.is_distinct_from(bindparam("ours"))
    return _rows(joined, not_ours, appointment.c.claim == Claim.OURS, standing)


def _ours_for_something() -> Select[int, int]:
    """I2: ours serves a visit, or is still owed something; a worklist line has claim MANUAL."""
    without_visit = and_(appointment.c.state == State.CANCELLED, ~_HAS_OPEN)
    held = appointment.c.claim.in_([Claim.OURS, Claim.RELEASING])
    return _rows(appointment, without_visit, held)


def _one_visit_a_session() -> Select[int, int]:
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
    return _rows(joined, or_(sessions.c.visits > 1, beyond))


def _within_lanes() -> Select[int, int]:
    """I4: at no moment more visits than the resource can hold with lawful overbooking."""
    cell = (occupancy.c.resource_id, occupancy.c.day, occupancy.c.cell)
    cells = select(*cell, func.count().label("visits")).group_by(*cell).subquery()
    joined = cells.join(resource, resource.c.id == cells.c.resource_id)
    return _rows(joined, cells.c.visits > resource.c.max_lanes)


def _holds_in_time() -> Select[int, int]:
    """I5: no hold past its time without an operation."""
    late = and_(appointment.c.hold_until < bindparam("now", type_=Instant), ~_HAS_OPEN)
    return _rows(appointment, late, appointment.c.state == State.HELD)


def _claiming_with_operation() -> Select[int, int]:
    """I6: who waits for the referral has an open operation."""
    return _rows(appointment, ~_HAS_OPEN, appointment.c.state == State.CLAIMING)


def _open_means_due() -> Select[int, int]:
    """I10: an operation is done, a person's, or due some time."""
    closed = operation.c.progress.in_([Progress.DONE, Progress.MANUAL])
    return _rows(operation, and_(~closed, operation.c.due_at.is_(None)))


_COUNTED = {
    "I1": _used_by_us(),
    "I2": _ours_for_something(),
    "I3": _one_visit_a_session(),
    "I4": _within_lanes(),
    "I5": _holds_in_time(),
    "I6": _claiming_with_operation(),
    "I10": _open_means_due(),
}


def _owned() -> Select[int, int]:
    """The cells of each resource of each live visit, and how many there should be."""
    needed = (appointment_resource.c.appointment_id, appointment_resource.c.resource_id)
    its_own = and_(
        occupancy.c.appointment_id == appointment_resource.c.appointment_id,
        occupancy.c.resource_id == appointment_resource.c.resource_id,
        occupancy.c.day == appointment.c.day,
        occupancy.c.cell * CELL >= appointment.c.start_min,
        occupancy.c.cell * CELL < appointment.c.end_min,
    )
    length = (appointment.c.end_min - appointment.c.start_min) // CELL
    return (
        select(func.count(occupancy.c.cell).label("cells"), length.label("length"))
        .select_from(appointment_resource.join(appointment).outerjoin(occupancy, its_own))
        .where(appointment.c.state != State.CANCELLED)
        .group_by(*needed, length)
    )


_OWNED = _owned().subquery()
_SHORT = select(
    func.count(),
    func.count().filter(_OWNED.c.cells != _OWNED.c.length),
    func.coalesce(func.sum(_OWNED.c.cells), 0),
)
_CELLS = select(func.count()).select_from(occupancy)


def _exact_cells(db: Connection) -> Invariant:
    """I7: a live visit owns its cells in each of its resources; no cell is anybody else's."""
    checked, short, lawful = db.execute(_SHORT).one()
    total = db.scalar(_CELLS) or 0
    return Invariant("I7", checked + total, short + total - int(lawful))


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


def _instants_follow_wall_time(db: Connection) -> Invariant:
    """I11: the UTC instant is the wall time's under the zone data of today."""
    rows = db.execute(APPOINTMENTS).mappings().all()
    wrong = sum(instant_of(appointment_of(row)) != row[appointment.c.starts_at] for row in rows)
    return Invariant("I11", len(rows), wrong)


_TOLD = (
    select(tables.journal.c.subject, func.count().label("rows"))
    .group_by(tables.journal.c.subject)
    .subquery()
)
_VERSIONS = _rows(
    appointment.outerjoin(_TOLD, _TOLD.c.subject == appointment.c.id),
    appointment.c.version != func.coalesce(_TOLD.c.rows, 0),
)


def _journal_whole(db: Connection) -> Invariant:
    """I12: the chain holds, and every change of a visit is one row: its version counts them."""
    chain = journal.verify(db)
    checked, untold = db.execute(_VERSIONS).one()
    return Invariant("I12", chain.checked + checked, untold + (chain.broken_at is not None))
