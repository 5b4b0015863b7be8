"""What becomes of a claim when its visit is cancelled: nothing that was sent is forgotten."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection, and_, bindparam, or_, select, update

from frontdesk.domain.appointment import Appointment, Claim, State, may_become
from frontdesk.domain.protocol import Kind, Operation, Progress
from frontdesk.store import appointments, operations, referrals
from frontdesk.store.clock import now
from frontdesk.store.journal import Actor
from frontdesk.store.prepared import change, fetch
from frontdesk.store.tables import appointment as visit
from frontdesk.store.tables import is_open, standing
from frontdesk.store.tables import operation as table

_NEEDS_REFERRAL = (Claim.DEFERRED, Claim.PENDING, Claim.OURS, Claim.MANUAL)

_of_visit = and_(table.c.appointment_id == bindparam("its_id"), is_open)
_of_referral = and_(table.c.referral_id == bindparam("referral"), is_open)
_not_begun = and_(table.c.progress == Progress.NEW, table.c.tries == 0)
"""No request of it can have left this house."""
_spared = or_(
    table.c.kind == Kind.WATCH,
    and_(table.c.kind == Kind.RELEASE, table.c.progress == Progress.NEW),
)
"""What was to be let go, and nothing was sent for it yet."""

_CLOSE = (
    update(table)
    .values(progress=Progress.DONE, due_at=None, lease_owner=None, lease_until=None)
    .returning(table.c.appointment_id)
)
_CLOSE_OF_VISIT = _CLOSE.where(_of_visit)
_CLOSE_NOT_BEGUN = _CLOSE.where(_of_visit, _not_begun)
_CLOSE_SPARED = _CLOSE.where(_of_referral, _spared)
_WATCH = (
    update(table)
    .where(_of_visit)
    .values(kind=Kind.WATCH, due_at=bindparam("moment"), lease_owner=None, lease_until=None)
)
_COUNT_AS_SENT = (
    update(table)
    .where(
        table.c.appointment_id.in_(bindparam("visits", expanding=True)),
        is_open,
        table.c.progress == Progress.NEW,
    )
    .values(progress=Progress.SENT, lease_owner=None, lease_until=None)
)
_IN_NEED = select(visit.c.id).where(
    visit.c.referral_id == bindparam("referral"),
    visit.c.id != bindparam("its_id"),
    standing,
    visit.c.claim.in_(_NEEDS_REFERRAL),
)
_STRANDED = select(visit.c.id).where(
    visit.c.referral_id == bindparam("referral"),
    visit.c.state == State.CANCELLED,
    visit.c.claim == Claim.MANUAL,
)
"""Cancelled visits whose referral a person was to let go."""


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
    its_own = {"its_id": appointment_id}
    change(db, _CLOSE_NOT_BEGUN, its_own)
    others = db.scalars(_IN_NEED, {**its_own, "referral": referral_id}).all()
    if others:
        # What may have been sent for this visit counts as sent for those, whoever works on them.
        if db.scalars(_CLOSE_OF_VISIT, its_own).all():
            db.execute(_COUNT_AS_SENT, {"visits": others})
    else:
        _let_go(db, before, operation_id)
    return appointments.cancel(db, appointment_id, reason, actor)


def _let_go(db: Connection, before: Appointment, operation_id: str) -> None:
    """Nobody needs the referral any more: what is ours, or may become it, is seen to."""
    change(db, _WATCH, {"its_id": before.id, "moment": now(db)})
    if before.claim is Claim.OURS and before.referral_id is not None:
        release = Operation(operation_id, Kind.RELEASE, before.id, before.referral_id)
        operations.open_operation(db, release)


def inherit(db: Connection, claim: Operation, actor: Actor) -> Operation:
    """The claim of a new visit, as it must begin; what was to be let go for it stays.

    What an earlier visit under the referral has sent may still make it ours: then the new claim
    counts as sent, so that it is not forgotten should the new visit be cancelled as well.
    """
    under = {"referral": claim.referral_id}
    visits = {id_ for (id_,) in (*fetch(db, _CLOSE_SPARED, under), *fetch(db, _STRANDED, under))}
    for appointment_id in visits:
        appointments.let_referral_go(db, appointment_id, actor)
    return replace(claim, progress=Progress.SENT) if visits else claim
