"""What becomes of a visit that stands: it is moved, attended, missed."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection, update
from sqlalchemy.exc import IntegrityError

from frontdesk.domain.appointment import MOVABLE, Appointment, State, may_become
from frontdesk.store import calendar, tables
from frontdesk.store.appointment_rows import place_of
from frontdesk.store.appointments import appointment
from frontdesk.store.journal import Action, Actor
from frontdesk.store.locks import lock_resources
from frontdesk.store.moves import changed, forget_need, is_busy, need, resource_days
from frontdesk.store.occupancy import free_cells, take_cells
from frontdesk.store.prepared import attempt


def move(db: Connection, appointment_id: str, to: Appointment, actor: Actor) -> Appointment | None:
    """Gives the visit the doctor, the resources and the time of `to`; ЕСОЗ is not called.

    There it takes a regular lane, also if it was overbooked where it stood.
    None if the time is taken, or the visit is no longer one that can be moved.

    Raises:
        ValueError: the clocks jump over the time.
    """
    before = appointment(db, appointment_id)
    if before.state not in MOVABLE:
        return None
    moved = replace(
        before,
        doctor_id=to.doctor_id,
        resource_ids=to.resource_ids,
        day=to.day,
        start=to.start,
        end=to.end,
        overbooked_because=None,
        is_late=False,
    )
    lock_resources(db, {*before.resource_ids, *moved.resource_ids})
    with attempt(db) as moving:
        free_cells(db, before.id)
        forget_need(db, before.id)
        need(db, moved)
        after = _relocated(db, before, moved, actor) if take_cells(db, moved) else None
        if after is None:
            moving.undo()
    return after


def arrive(db: Connection, appointment_id: str, actor: Actor) -> Appointment | None:
    """The patient is here."""
    return _attend(db, appointment_id, State.ARRIVED, Action.ARRIVE, actor)


def miss(db: Connection, appointment_id: str, actor: Actor) -> Appointment | None:
    """The patient did not come. The referral stays ours: the time was kept for it."""
    return _attend(db, appointment_id, State.NO_SHOW, Action.MISS, actor)


def fulfil(db: Connection, appointment_id: str, actor: Actor) -> Appointment | None:
    """The patient has been seen."""
    return _attend(db, appointment_id, State.FULFILLED, Action.FULFIL, actor)


def be_late(db: Connection, appointment_id: str, actor: Actor) -> Appointment | None:
    """The patient comes later than promised; said once more, it is taken back."""
    before = appointment(db, appointment_id)
    if before.state not in MOVABLE:
        return None
    return changed(db, before, replace(before, is_late=not before.is_late), Action.BE_LATE, actor)


def _attend(
    db: Connection, appointment_id: str, state: State, action: Action, actor: Actor
) -> Appointment | None:
    """None if the lattice does not allow it from where the visit stands."""
    before = appointment(db, appointment_id)
    if not may_become(before.state, state):
        return None
    return changed(db, before, replace(before, state=state), action, actor)


def _relocated(
    db: Connection, before: Appointment, moved: Appointment, actor: Actor
) -> Appointment | None:
    """Writes where and when it is now; None if the patient has another visit at that time."""
    table = tables.appointment
    try:
        with attempt(db):
            place = {"doctor_id": moved.doctor_id, **place_of(moved)}
            db.execute(update(table).where(table.c.id == before.id).values(place))
            after = changed(db, before, moved, Action.MOVE, actor)
    except IntegrityError:
        if not is_busy(db, moved):
            raise
        return None
    if after is not None:
        calendar.touch(db, {*resource_days(before), *resource_days(after)})
    return after
