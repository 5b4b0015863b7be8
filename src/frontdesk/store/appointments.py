"""Appointments and their lawful moves. Each move is one journal row and one step of the version.

What the moves mean is in `domain.appointment`; L1-L6 are the steps of the booking protocol.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, exists, insert, select, update
from sqlalchemy.exc import IntegrityError

from frontdesk.domain.appointment import Appointment, Claim, State, may_become
from frontdesk.store import calendar, journal, referrals, tables
from frontdesk.store.appointment_rows import (
    APPOINTMENTS,
    appointment_of,
    difference,
    place_of,
    row_of,
    standing_of,
)
from frontdesk.store.clock import now
from frontdesk.store.journal import Action, Actor
from frontdesk.store.locks import lock_resources
from frontdesk.store.occupancy import free_cells, take_cells
from frontdesk.store.upsert import inserted_unless_there

HOLD = timedelta(seconds=90)

EXPIRED = "hold_expired"
LET_GO = "let_go"
"""Reasons of ours for a cancelled hold."""
MOVABLE = frozenset({State.CLAIMING, State.BOOKED})
"""A visit that is promised and has not begun."""


# What another terminal is just confirming or sweeping is left to it.
_EXPIRED_BY = (
    APPOINTMENTS.where(tables.appointment.c.hold_until <= bindparam("moment"))
    .order_by(tables.appointment.c.id)
    .with_for_update(of=tables.appointment, skip_locked=True)
)
_NEED = insert(tables.appointment_resource)


@dataclass(frozen=True, slots=True)
class Lapsed:
    """It is not held any more: the hold ran out, or was let go."""


@dataclass(frozen=True, slots=True)
class PatientBusy:
    """The patient has another visit at this very time."""


def appointment(db: Connection, appointment_id: str) -> Appointment:
    """The appointment with this id.

    Raises:
        KeyError: there is none.
    """
    query = APPOINTMENTS.where(tables.appointment.c.id == appointment_id)
    row = db.execute(query).mappings().one_or_none()
    if row is None:
        raise KeyError(appointment_id)
    return appointment_of(row)


def find_live(db: Connection, referral_id: str, session: int = 1) -> Appointment | None:
    """The visit that stands under the referral: neither cancelled nor missed."""
    table = tables.appointment
    query = APPOINTMENTS.where(
        table.c.referral_id == referral_id, table.c.session == session, tables.standing
    )
    row = db.execute(query).mappings().one_or_none()
    return None if row is None else appointment_of(row)


def hold(db: Connection, draft: Appointment, actor: Actor) -> Appointment | None:
    """L1: the time is taken for `HOLD` by the database's clock; None if it, or the referral, is.

    Holds that have run out do not stand in the way.

    Raises:
        ValueError: the clocks jump over the time.
    """
    lock_resources(db, draft.resource_ids)
    moment = now(db)
    _expire_holds(db, moment, actor)
    held = replace(draft, state=State.HELD, hold_until=moment + HOLD)
    with db.begin_nested() as attempt:
        if not (_insert(db, held, actor, moment) and take_cells(db, held)):
            attempt.rollback()
            return None
    _record(db, None, held, Action.HOLD, actor)
    return held


def confirm(
    db: Connection, appointment_id: str, patient_id: str, claim: Claim, actor: Actor
) -> Appointment | Lapsed | PatientBusy:
    """L2: the patient is written down.

    With claim PENDING the visit waits for the referral (claiming); with DEFERRED it is booked
    provisionally, with NONE it is booked. For the first two the caller opens an operation in the
    same transaction. A hold that has run out is honoured while nobody has swept it.
    """
    held = appointment(db, appointment_id)
    if held.state is not State.HELD:
        return Lapsed()
    if held.referral_id is not None:
        referrals.lock(db, held.referral_id)
    state = State.CLAIMING if claim is Claim.PENDING else State.BOOKED
    following = replace(held, state=state, claim=claim, patient_id=patient_id, hold_until=None)
    try:
        with db.begin_nested():
            return _change(db, held, following, Action.CONFIRM, actor) or Lapsed()
    except IntegrityError:
        if not _is_busy(db, following):
            raise
        return PatientBusy()


def let_go(db: Connection, appointment_id: str, actor: Actor) -> None:
    """The clerk stepped back before confirming; nothing happens if it is not held any more."""
    held = appointment(db, appointment_id)
    if held.state is State.HELD:
        _end(db, held, _cancelled(held, held.claim, LET_GO), Action.LET_GO, actor)


def sweep_holds(db: Connection, actor: Actor) -> None:
    """Frees what was held and not confirmed in time, and forgets numbers nobody needs."""
    moment = now(db)
    _expire_holds(db, moment, actor)
    referrals.forget_idle_numbers(db, moment)


def cancel(db: Connection, appointment_id: str, reason: str, actor: Actor) -> Appointment | None:
    """Cancels a visit that has not ended, for `withdrawal`; None if it has.

    Its claim is RELEASING while an operation of it is open.
    """
    before = appointment(db, appointment_id)
    if not may_become(before.state, State.CANCELLED):
        return None
    cancelled = _cancelled(before, _claim_without_visit(db, before), reason)
    return _end(db, before, cancelled, Action.CANCEL, actor)


def move(db: Connection, appointment_id: str, to: Appointment, actor: Actor) -> Appointment | None:
    """Gives the visit the doctor, the resources and the time of `to`; ЕСОЗ is not called.

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
    )
    with db.begin_nested() as attempt:
        free_cells(db, before.id)
        after = _relocate(db, before, moved, actor)
        if after is None or not take_cells(db, after):
            attempt.rollback()
            return None
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


def win(db: Connection, appointment_id: str, actor: Actor) -> Appointment | None:
    """L5: the referral is ours and the visit booked."""
    before = appointment(db, appointment_id)
    following = replace(before, state=_settled(before.state), claim=Claim.OURS)
    return _change(db, before, following, Action.WIN, actor)


def lose(db: Connection, appointment_id: str, reason: str, actor: Actor) -> Appointment | None:
    """L6: a visit that waited for the referral is cancelled.

    One booked provisionally stays, its claim LOST: the patient must be phoned first.
    """
    before = appointment(db, appointment_id)
    if before.state is State.CLAIMING:
        return _end(db, before, _cancelled(before, Claim.LOST, reason), Action.LOSE, actor)
    following = replace(before, claim=Claim.LOST, reason=before.reason or reason)
    return _change(db, before, following, Action.LOSE, actor)


def let_referral_go(db: Connection, appointment_id: str, actor: Actor) -> Appointment | None:
    """Nothing of the referral is held any more for this cancelled visit."""
    before = appointment(db, appointment_id)
    return _change(db, before, replace(before, claim=Claim.NONE), Action.RELEASE, actor)


def hand_over(db: Connection, appointment_id: str, reason: str, actor: Actor) -> Appointment | None:
    """A person must finish the claim. The visit keeps its time: it is booked, its claim MANUAL."""
    before = appointment(db, appointment_id)
    following = replace(
        before,
        state=_settled(before.state),
        claim=Claim.MANUAL,
        reason=before.reason or reason,
    )
    return _change(db, before, following, Action.HAND_OVER, actor)


def _cancelled(before: Appointment, claim: Claim, reason: str) -> Appointment:
    return replace(before, state=State.CANCELLED, claim=claim, reason=reason, hold_until=None)


def _settled(state: State) -> State:
    return State.BOOKED if state is State.CLAIMING else state


def _insert(db: Connection, held: Appointment, actor: Actor, moment: datetime) -> bool:
    """False if a unique index refuses it: the referral has a visit."""
    insert_it = inserted_unless_there(db, tables.appointment).returning(tables.appointment.c.id)
    if db.scalar(insert_it, row_of(held, actor, moment)) is None:
        return False
    db.execute(_NEED, _needs_of(held))
    return True


def _needs_of(it: Appointment) -> list[dict[str, str]]:
    return [{"appointment_id": it.id, "resource_id": id_} for id_ in it.resource_ids]


def _change(
    db: Connection, before: Appointment, following: Appointment, action: Action, actor: Actor
) -> Appointment | None:
    """Writes a move and records it; None if somebody else moved it first."""
    after = _move(db, before, following)
    if after is not None:
        _record(db, before, after, action, actor)
    return after


def _move(db: Connection, before: Appointment, following: Appointment) -> Appointment | None:
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


def _end(
    db: Connection, before: Appointment, cancelled: Appointment, action: Action, actor: Actor
) -> Appointment | None:
    """Writes that it is cancelled, and frees its cells."""
    after = _move(db, before, cancelled)
    if after is not None:
        if after.referral_id is not None:
            referrals.forget_idle_numbers(db, now(db), after.referral_id)
        _record(db, before, after, action, actor)
        free_cells(db, after.id)
    return after


def _record(
    db: Connection, before: Appointment | None, after: Appointment, action: Action, actor: Actor
) -> None:
    calendar.touch(db, ((resource_id, after.day) for resource_id in after.resource_ids))
    was, is_ = difference(before, after)
    journal.append(db, [journal.Entry(now(db), actor, action, after.id, was, is_)])


def _expire_holds(db: Connection, moment: datetime, actor: Actor) -> None:
    for row in db.execute(_EXPIRED_BY, {"moment": moment}).mappings().all():
        held = appointment_of(row)
        _end(db, held, _cancelled(held, held.claim, EXPIRED), Action.EXPIRE, actor)


def _is_busy(db: Connection, it: Appointment) -> bool:
    """Whether the patient has another visit at that time."""
    table = tables.appointment
    same_time = (
        table.c.patient_id == it.patient_id,
        table.c.day == it.day,
        table.c.start_min == it.start,
    )
    return bool(db.scalar(select(exists().where(*same_time, tables.standing))))


def _claim_without_visit(db: Connection, before: Appointment) -> Claim:
    match before.claim:
        case Claim.OURS | Claim.PENDING | Claim.DEFERRED:
            return Claim.RELEASING if _is_owed(db, before.id) else Claim.NONE
        case unchanged:
            return unchanged


def _is_owed(db: Connection, appointment_id: str) -> bool:
    of_visit = (tables.operation.c.appointment_id == appointment_id, tables.is_open)
    return bool(db.scalar(select(exists().where(*of_visit))))


def _attend(
    db: Connection, appointment_id: str, state: State, action: Action, actor: Actor
) -> Appointment | None:
    """None if the lattice does not allow it from where the visit stands."""
    before = appointment(db, appointment_id)
    if not may_become(before.state, state):
        return None
    return _change(db, before, replace(before, state=state), action, actor)


def _relocate(
    db: Connection, before: Appointment, moved: Appointment, actor: Actor
) -> Appointment | None:
    """Writes where and when it is now; None if the patient has another visit at that time."""
    table, needed = tables.appointment, tables.appointment_resource
    try:
        with db.begin_nested():
            place = {"doctor_id": moved.doctor_id, **place_of(moved)}
            db.execute(update(table).where(table.c.id == before.id).values(place))
            after = _change(db, before, moved, Action.MOVE, actor)
    except IntegrityError:
        if not _is_busy(db, moved):
            raise
        return None
    db.execute(delete(needed).where(needed.c.appointment_id == before.id))
    db.execute(_NEED, _needs_of(moved))
    calendar.touch(db, ((resource_id, before.day) for resource_id in before.resource_ids))
    return after
