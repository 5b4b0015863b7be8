"""One move of an appointment: lawful, one row of the journal, one step of the version.

What the moves mean is in `domain.appointment`.
"""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection, bindparam, delete, exists, insert, select, update

from frontdesk.domain.appointment import Appointment, may_become
from frontdesk.store import calendar, journal, referrals, tables
from frontdesk.store.appointment_rows import difference, standing_of
from frontdesk.store.clock import now
from frontdesk.store.journal import Action, Actor
from frontdesk.store.occupancy import free_cells
from frontdesk.store.prepared import change, change_each, fetch_value

_visit, _needed = tables.appointment, tables.appointment_resource

_MOVE = update(_visit).where(
    _visit.c.id == bindparam("its_id"),
    _visit.c.version == bindparam("was_version"),
    _visit.c.state == bindparam("was_state"),
)
_BUSY = select(
    exists().where(
        _visit.c.patient_id == bindparam("patient"),
        _visit.c.day == bindparam("on"),
        _visit.c.start_min == bindparam("start"),
        tables.standing,
    )
)
_NEED = insert(_needed)
_FORGET_NEED = delete(_needed).where(_needed.c.appointment_id == bindparam("its_id"))


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
            referrals.forget_idle_number(db, after.referral_id)
        free_cells(db, after.id)
        calendar.touch(db, resource_days(after))
        record(db, before, after, action, actor)
    return after


def record(
    db: Connection, before: Appointment | None, after: Appointment, action: Action, actor: Actor
) -> None:
    """Tells the journal, and so the other terminals."""
    was, is_ = difference(before, after)
    journal.append(db, [journal.Entry(now(db), actor, action, after.id, was, is_)])


def need(db: Connection, it: Appointment) -> None:
    """Writes down the resources that the visit needs."""
    rows = [{"appointment_id": it.id, "resource_id": id_} for id_ in it.resource_ids]
    change_each(db, _NEED, rows)


def forget_need(db: Connection, appointment_id: str) -> None:
    """Forgets what it needed, before it needs something else."""
    change(db, _FORGET_NEED, {"its_id": appointment_id})


def resource_days(it: Appointment) -> frozenset[calendar.ResourceDay]:
    """The days of its resources, on which it takes time."""
    return frozenset((id_, it.day) for id_ in it.resource_ids)


def is_busy(db: Connection, it: Appointment) -> bool:
    """Whether the patient has another visit at that time."""
    same_time = {"patient": it.patient_id, "on": it.day, "start": it.start}
    return bool(fetch_value(db, _BUSY, same_time))


def _moved(db: Connection, before: Appointment, following: Appointment) -> Appointment | None:
    """Writes a move; None if somebody else moved it first.

    Raises:
        ValueError: the lattice forbids the move.
    """
    if before.state is not following.state and not may_become(before.state, following.state):
        raise ValueError("a move that the lattice forbids")
    after = replace(following, version=before.version + 1)
    unmoved = {"its_id": before.id, "was_version": before.version, "was_state": before.state}
    return after if change(db, _MOVE, {**unmoved, **standing_of(after)}) else None
