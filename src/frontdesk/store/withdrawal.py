"""What becomes of a claim when its visit is cancelled: nothing that was sent is forgotten."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import ColumnElement, Connection, and_, or_, select, update

from frontdesk.domain.appointment import Appointment, Claim, State, may_become
from frontdesk.domain.protocol import Kind, Operation, Progress
from frontdesk.store import appointments, operations, referrals
from frontdesk.store.clock import now
from frontdesk.store.journal import Actor
from frontdesk.store.tables import appointment as visit
from frontdesk.store.tables import is_open, standing
from frontdesk.store.tables import operation as table

_CLOSED = {
    "progress": Progress.DONE,
    "due_at": None,
    "lease_owner": None,
    "lease_until": None,
}
_NOT_BEGUN = and_(table.c.progress == Progress.NEW, table.c.tries == 0)
"""No request of it can have left this house."""

_NEEDS_REFERRAL = (Claim.DEFERRED, Claim.PENDING, Claim.OURS, Claim.MANUAL)


def cancel(
    db: Connection, appointment_id: str, reason: str, actor: Actor, operation_id: str
) -> Appointment | None:
    """Cancels a visit that has not ended; None if it has.

    A claim that was never sent is withdrawn. One that may have been becomes a watch, and whoever
    works on it loses its lease. Of a referral that is ours a release is owed from now on, as the
    operation `operation_id`. While another visit of a course needs the referral it is neither
    watched nor released: what was sent for this visit was sent for that one.
    """
    referral_id = appointments.appointment(db, appointment_id).referral_id
    if referral_id is not None:
        referrals.lock(db, referral_id)  # of two visits cancelled at once, one is the last
    before = appointments.appointment(db, appointment_id)
    if not may_become(before.state, State.CANCELLED):
        return None
    of_visit = and_(table.c.appointment_id == appointment_id, is_open)
    _close(db, and_(of_visit, _NOT_BEGUN))
    others = _others_in_need(db, before)
    if others:
        if _close(db, of_visit):
            _pass_on(db, others)
    else:
        _let_go(db, before, operation_id)
    return appointments.cancel(db, appointment_id, reason, actor)


def _let_go(db: Connection, before: Appointment, operation_id: str) -> None:
    """Nobody needs the referral any more: what is ours, or may become it, is seen to."""
    watch = {"kind": Kind.WATCH, "due_at": now(db), "lease_owner": None, "lease_until": None}
    of_visit = and_(table.c.appointment_id == before.id, is_open)
    db.execute(update(table).where(of_visit).values(watch))
    if before.claim is Claim.OURS and before.referral_id is not None:
        release = Operation(operation_id, Kind.RELEASE, before.id, before.referral_id)
        operations.open_operation(db, release)


def _others_in_need(db: Connection, before: Appointment) -> list[str]:
    """The other visits that stand by the same referral, or will when its claim is through."""
    query = select(visit.c.id).where(
        visit.c.referral_id == before.referral_id,
        visit.c.id != before.id,
        standing,
        visit.c.claim.in_(_NEEDS_REFERRAL),
    )
    return list(db.scalars(query))


def _pass_on(db: Connection, visits: list[str]) -> None:
    """What may have been sent for a visit counts as sent for these, whoever works on them."""
    unsent = and_(table.c.appointment_id.in_(visits), is_open, table.c.progress == Progress.NEW)
    sent = {"progress": Progress.SENT, "lease_owner": None, "lease_until": None}
    db.execute(update(table).where(unsent).values(sent))


def inherit(db: Connection, claim: Operation, actor: Actor) -> Operation:
    """The claim of a new visit, as it must begin; what was to be let go for it stays.

    What an earlier visit under the referral has sent may still make it ours: then the new claim
    counts as sent, so that it is not forgotten should the new visit be cancelled as well.
    """
    unsent = and_(table.c.kind == Kind.RELEASE, table.c.progress == Progress.NEW)
    spared = and_(
        table.c.referral_id == claim.referral_id, is_open, or_(table.c.kind == Kind.WATCH, unsent)
    )
    visits = {*_close(db, spared), *_stranded(db, claim.referral_id)}
    for appointment_id in visits:
        appointments.let_referral_go(db, appointment_id, actor)
    return replace(claim, progress=Progress.SENT) if visits else claim


def _stranded(db: Connection, referral_id: str) -> list[str]:
    """Cancelled visits whose referral a person was to let go."""
    query = select(visit.c.id).where(
        visit.c.referral_id == referral_id,
        visit.c.state == State.CANCELLED,
        visit.c.claim == Claim.MANUAL,
    )
    return list(db.scalars(query))


def _close(db: Connection, which: ColumnElement[bool]) -> list[str]:
    """Closes those operations; returns the ids of their visits."""
    closed = update(table).where(which).values(_CLOSED).returning(table.c.appointment_id)
    return list(db.scalars(closed))
