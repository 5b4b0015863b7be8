"""A visit booked under a number alone passes to the referral that ЕСОЗ has under it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, update

from frontdesk.domain.protocol import Operation
from frontdesk.domain.referral import Referral
from frontdesk.store import appointments, operations, referrals, tables
from frontdesk.store.clock import now
from frontdesk.store.journal import Action, Actor
from frontdesk.store.moves import changed
from frontdesk.store.sealing import NumberKey


@dataclass(frozen=True, slots=True)
class Found:
    """What ЕСОЗ has under the number."""

    referral: Referral
    checked_at: datetime
    """UTC."""
    key: NumberKey


@dataclass(frozen=True, slots=True)
class OtherVisit:
    """Another visit stands under that referral."""


@dataclass(frozen=True, slots=True)
class Moved:
    """Somebody else has taken the operation over, or changed the visit just now."""


Answer = Operation | OtherVisit | Moved


def adopt(db: Connection, operation: Operation, found: Found, actor: Actor, lease: float) -> Answer:
    """The visit and its operation are the referral's from now on; nothing changes otherwise."""
    if not operations.keep(db, operation, actor, lease=lease, rest=None):
        return Moved()
    referrals.remember(db, found.referral, found.checked_at, found.key)
    referrals.lock(db, found.referral.id)
    if appointments.find_live(db, found.referral.id) is not None:
        return OtherVisit()
    before = appointments.appointment(db, operation.appointment_id)
    after = replace(before, referral_id=found.referral.id)
    if changed(db, before, after, Action.ADOPT, actor) is None:
        return Moved()
    visit, owed, new = tables.appointment, tables.operation, {"referral_id": found.referral.id}
    db.execute(update(visit).where(visit.c.id == before.id).values(new))
    db.execute(update(owed).where(owed.c.id == operation.id).values(new))
    referrals.forget_idle_numbers(db, now(db), operation.referral_id)
    return replace(operation, referral_id=found.referral.id)
