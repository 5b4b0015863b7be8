"""One move of an appointment: lawful, one row of the journal, one step of the version.

What the moves mean is in `domain.appointment`.
"""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection, exists, insert, select, update

from frontdesk.domain.appointment import Appointment, may_become
from frontdesk.store import calendar, journal, referrals, tables
from frontdesk.store.appointment_rows import difference, standing_of
from frontdesk.store.clock import now
from frontdesk.store.journal import Action, Actor
from frontdesk.store.occupancy import free_cells


def changed(
    db: Connection, before: Appointment, following: Appointment, action: Action, actor: Actor
) -> Appointment | None:
    """Writes a move and records it; None if somebody else moved it first."""
    after = _moved(db, before, following)
    if after is not None:
        record(db, before, after, action, actor)
    return after


def ended(
    db: Connection, before: Appointment, cancelled: Appointment, action: Action, actor: Actor
) -> Appointment | None:
    """Writes that it is cancelled, and frees its cells."""
    after = _moved(db, before, cancelled)
    if after is not None:
        if after.referral_id is not None:
            referrals.forget_idle_numbers(db, now(db), after.referral_id)
        record(db, before, after, action, actor)
        free_cells(db, after.id)
    return after


def record(
    db: Connection, before: Appointment | None, after: Appointment, action: Action, actor: Actor
) -> None:
    """Tells the calendar and the journal."""
    calendar.touch(db, ((resource_id, after.day) for resource_id in after.resource_ids))
    was, is_ = difference(before, after)
    journal.append(db, [journal.Entry(now(db), actor, action, after.id, was, is_)])


def need(db: Connection, it: Appointment) -> None:
    """Writes down the resources that the visit needs."""
    rows = [{"appointment_id": it.id, "resource_id": id_} for id_ in it.resource_ids]
    db.execute(insert(tables.appointment_resource), rows)


def is_busy(db: Connection, it: Appointment) -> bool:
    """Whether the patient has another visit at that time."""
    table = tables.appointment
    same_time = (
        table.c.patient_id == it.patient_id,
        table.c.day == it.day,
        table.c.start_min == it.start,
    )
    return bool(db.scalar(select(exists().where(*same_time, tables.standing))))


def _moved(db: Connection, before: Appointment, following: Appointment) -> Appointment | None:
    """Writes a move; None if somebody else moved it first.

    Raises:
        ValueError: the lattice forbids the move.
    """
    if before.state is not following.state and not may_become(before.state, following.state):
        raise ValueError("a move that the lattice forbids")
    after = replace(following, version=before.version + 1)
    table = tables.appointment
    unmoved = (
        table.c.id == before.id,
        table.c.version == before.version,
        table.c.state == before.state,
    )
    if not db.execute(update(table).where(*unmoved).values(standing_of(after))).rowcount:
        return None
    return after
