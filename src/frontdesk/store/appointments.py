"""Appointments through the booking protocol: held, confirmed, settled, cancelled (L1-L6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, exists, or_, select, update
from sqlalchemy.exc import IntegrityError

from frontdesk.domain.appointment import Appointment, Claim, State, may_become
from frontdesk.store import calendar, referrals, tables
from frontdesk.store.appointment_rows import (
    APPOINTMENTS,
    appointment_of,
    row_of,
)
from frontdesk.store.clock import now
from frontdesk.store.journal import Action, Actor
from frontdesk.store.locks import lock_resources
from frontdesk.store.moves import changed, ended, is_busy, need, record, resource_days
from frontdesk.store.occupancy import take_cells
from frontdesk.store.prepared import attempt, change, fetch_mappings, fetch_value
from frontdesk.store.upsert import inserted_unless_there

HOLD = timedelta(seconds=90)

EXPIRED = "hold_expired"
LET_GO = "let_go"
"""Reasons of ours for a cancelled hold."""


_visit = tables.appointment.c

_BY_ID = APPOINTMENTS.where(_visit.id == bindparam("its_id"))
_LIVE_UNDER = APPOINTMENTS.where(
    _visit.referral_id == bindparam("referral"),
    tables.standing,
    or_(_visit.hold_until.is_(None), _visit.hold_until > bindparam("moment")),
).order_by(_visit.session)
_OWED = select(
    exists().where(tables.operation.c.appointment_id == bindparam("its_id"), tables.is_open)
)

# What another terminal is just confirming or sweeping is left to it.
# Put in order when they are read: ordered by id, SQLite would go through all visits there are.
_EXPIRED_BY = APPOINTMENTS.where(_visit.hold_until <= bindparam("moment")).with_for_update(
    of=tables.appointment, skip_locked=True
)


@dataclass(frozen=True, slots=True)
class Lapsed:
    """It is not held any more: the hold ran out, or was let go."""


@dataclass(frozen=True, slots=True)
class NotFree:
    """The time of one visit, or its session of the referral, is taken: none is held."""

    place: int
    """Which of them, counted from 0."""


@dataclass(frozen=True, slots=True)
class PatientBusy:
    """The patient has another visit at this very time."""


def appointment(db: Connection, appointment_id: str) -> Appointment:
    """The appointment with this id.

    Raises:
        KeyError: there is none.
    """
    rows = fetch_mappings(db, _BY_ID, {"its_id": appointment_id})
    if not rows:
        raise KeyError(appointment_id)
    return appointment_of(rows[0])


def find_live(db: Connection, referral_id: str) -> Appointment | None:
    """The first visit that stands under the referral: neither cancelled nor missed."""
    return next(iter(live_under(db, referral_id)), None)


def live_under(db: Connection, referral_id: str) -> tuple[Appointment, ...]:
    """The visits that stand under the referral, by session; holds that ran out are left out."""
    rows = fetch_mappings(db, _LIVE_UNDER, {"referral": referral_id, "moment": now(db)})
    return tuple(appointment_of(row) for row in rows)


def hold(
    db: Connection, draft: Appointment, actor: Actor, lasting: timedelta = HOLD
) -> Appointment | None:
    """L1: the time is taken so long by the database's clock; None if it, or the referral, is.

    Holds that have run out do not stand in the way.

    Raises:
        ValueError: the clocks jump over the time.
    """
    held = hold_all(db, [draft], actor, lasting)
    return None if isinstance(held, NotFree) else held[0]


def hold_all(
    db: Connection, drafts: Sequence[Appointment], actor: Actor, lasting: timedelta = HOLD
) -> tuple[Appointment, ...] | NotFree:
    """L1 for several visits at once: all of them or none.

    Raises:
        ValueError: the clocks jump over one of the times.
    """
    lock_resources(db, {id_ for draft in drafts for id_ in draft.resource_ids})
    moment = now(db)
    _expire_holds(db, moment, actor)
    held = [replace(it, state=State.HELD, hold_until=moment + lasting) for it in drafts]
    with attempt(db) as holding:
        for at, it in enumerate(held):
            if not (_insert(db, it, actor, moment) and take_cells(db, it)):
                holding.undo()
                return NotFree(at)
    calendar.touch(db, frozenset().union(*map(resource_days, held)))
    for it in held:
        record(db, None, it, Action.HOLD, actor)
    return tuple(held)


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
        with attempt(db):
            return changed(db, held, following, Action.CONFIRM, actor) or Lapsed()
    except IntegrityError:
        if not is_busy(db, following):
            raise
        return PatientBusy()


def accompany(db: Connection, appointment_id: str, representative: str) -> None:
    """Writes down who comes with a child, while the time is held."""
    held = update(tables.appointment).where(_visit.id == appointment_id, _visit.state == State.HELD)
    db.execute(held.values(representative=representative))


def let_go(db: Connection, appointment_id: str, actor: Actor) -> None:
    """The clerk stepped back before confirming; nothing happens if it is not held any more."""
    held = appointment(db, appointment_id)
    if held.state is State.HELD:
        ended(db, held, _cancelled(held, held.claim, LET_GO), Action.LET_GO, actor)


def sweep_holds(db: Connection, actor: Actor) -> None:
    """Frees what was held and not confirmed in time."""
    _expire_holds(db, now(db), actor)


def cancel(db: Connection, appointment_id: str, reason: str, actor: Actor) -> Appointment | None:
    """Cancels a visit that has not ended, for `withdrawal`; None if it has.

    Its claim is RELEASING while an operation of it is open.
    """
    before = appointment(db, appointment_id)
    if not may_become(before.state, State.CANCELLED):
        return None
    cancelled = _cancelled(before, _claim_without_visit(db, before), reason)
    return ended(db, before, cancelled, Action.CANCEL, actor)


def win(db: Connection, appointment_id: str, actor: Actor) -> Appointment | None:
    """L5: the referral is ours and the visit booked."""
    before = appointment(db, appointment_id)
    following = replace(before, state=_settled(before.state), claim=Claim.OURS)
    return changed(db, before, following, Action.WIN, actor)


def lose(db: Connection, appointment_id: str, reason: str, actor: Actor) -> Appointment | None:
    """L6: a visit that waited for the referral is cancelled.

    One booked provisionally stays, its claim LOST: the patient must be phoned first.
    """
    before = appointment(db, appointment_id)
    if before.state is State.CLAIMING:
        return ended(db, before, _cancelled(before, Claim.LOST, reason), Action.LOSE, actor)
    following = replace(before, claim=Claim.LOST, reason=before.reason or reason)
    return changed(db, before, following, Action.LOSE, actor)


def let_referral_go(db: Connection, appointment_id: str, actor: Actor) -> Appointment | None:
    """Nothing of the referral is held any more for this cancelled visit."""
    before = appointment(db, appointment_id)
    return changed(db, before, replace(before, claim=Claim.NONE), Action.RELEASE, actor)


def hand_over(db: Connection, appointment_id: str, reason: str, actor: Actor) -> Appointment | None:
    """A person must finish the claim. The visit keeps its time: it is booked, its claim MANUAL."""
    before = appointment(db, appointment_id)
    following = replace(
        before,
        state=_settled(before.state),
        claim=Claim.MANUAL,
        reason=before.reason or reason,
    )
    return changed(db, before, following, Action.HAND_OVER, actor)


def _cancelled(before: Appointment, claim: Claim, reason: str) -> Appointment:
    return replace(before, state=State.CANCELLED, claim=claim, reason=reason, hold_until=None)


def _settled(state: State) -> State:
    return State.BOOKED if state is State.CLAIMING else state


def _insert(db: Connection, held: Appointment, actor: Actor, moment: datetime) -> bool:
    """False if a unique index refuses it: the referral has a visit."""
    insert_it = inserted_unless_there(db, tables.appointment)
    if not change(db, insert_it, row_of(held, actor, moment)):
        return False
    need(db, held)
    return True


def _expire_holds(db: Connection, moment: datetime, actor: Actor) -> None:
    expired = map(appointment_of, fetch_mappings(db, _EXPIRED_BY, {"moment": moment}))
    for held in sorted(expired, key=lambda it: it.id):
        ended(db, held, _cancelled(held, held.claim, EXPIRED), Action.EXPIRE, actor)


def _claim_without_visit(db: Connection, before: Appointment) -> Claim:
    match before.claim:
        case Claim.OURS | Claim.PENDING | Claim.DEFERRED:
            return Claim.RELEASING if _is_owed(db, before.id) else Claim.NONE
        case Claim.LOST:
            return Claim.NONE  # who cancels has spoken with the patient: nobody need phone
        case unchanged:
            return unchanged


def _is_owed(db: Connection, appointment_id: str) -> bool:
    return bool(fetch_value(db, _OWED, {"its_id": appointment_id}))
