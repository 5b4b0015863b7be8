"""What becomes of a claim when its visit is cancelled: nothing that was sent is forgotten."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import ColumnElement, Connection, and_, or_, select, update

from frontdesk.domain.appointment import Appointment, Claim, State, may_become
from frontdesk.domain.protocol import Kind, Operation, Progress
from frontdesk.store import appointments, operations
from frontdesk.store.clock import now
from frontdesk.store.journal import Actor
from frontdesk.store.tables import appointment as visit
from frontdesk.store.tables import is_open
from frontdesk.store.tables import operation as table

_CLOSED = {
    "progress": Progress.DONE,
    "due_at": None,
    "lease_owner": None,
    "lease_until": None,
}
_NOT_BEGUN = and_(table.c.progress == Progress.NEW, table.c.tries == 0)
"""No request of it can have left this house."""


def cancel(
    db: Connection, appointment_id: str, reason: str, actor: Actor, operation_id: str
) -> Appointment | None:
    """Cancels a visit that has not ended; None if it has.

    A claim that was never sent is withdrawn. One that may have been becomes a watch, and whoever
    works on it loses its lease. Of a referral that is ours a release is owed from now on, as the
    operation `operation_id`.
    """
    before = appointments.appointment(db, appointment_id)
    if not may_become(before.state, State.CANCELLED):
        return None
    of_visit = and_(table.c.appointment_id == appointment_id, is_open)
    _close(db, and_(of_visit, _NOT_BEGUN))
    watch = {"kind": Kind.WATCH, "due_at": now(db), "lease_owner": None, "lease_until": None}
    db.execute(update(table).where(of_visit).values(watch))
    if before.claim is Claim.OURS and before.referral_id is not None:
        release = Operation(operation_id, Kind.RELEASE, before.id, before.referral_id)
        operations.open_operation(db, release)
    return appointments.cancel(db, appointment_id, reason, actor)


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
