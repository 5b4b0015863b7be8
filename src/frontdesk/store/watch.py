"""Referrals under visits still to come: whose number is still kept, and which are in doubt.

A number is kept, sealed, exactly as long as a visit is to come, something is owed, or its patient
is on the waiting list: an index over those few makes both questions cheap, however many referrals
the clinic has seen.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, RowMapping, Select, and_, exists, or_, select

from frontdesk.domain.appointment import Claim
from frontdesk.domain.referral import Processing, Referral, Status
from frontdesk.domain.visit import Visit
from frontdesk.store import agenda, appointments, journal, referrals, tables
from frontdesk.store.clock import now
from frontdesk.store.journal import Actor, Facts
from frontdesk.store.referrals import Remembered
from frontdesk.store.sealing import NumberKey

_visit, _referral = tables.appointment, tables.referral


@dataclass(frozen=True, slots=True)
class Doubt:
    """A booked visit to come whose referral, as last read, may not carry it."""

    visit: Visit
    referral: Referral
    """Its number is masked: nobody is asked by it."""
    checked_at: datetime
    """When it was last read, UTC."""


def to_come(
    db: Connection, ids: Collection[str], moment: datetime, key: NumberKey
) -> tuple[Remembered, ...]:
    """What was last read of those referrals under which a visit is to come after `moment`."""
    ahead = exists().where(
        _visit.c.referral_id == _referral.c.id, tables.standing, _visit.c.starts_at > moment
    )
    return _remembered(db, select(_referral).where(_referral.c.id.in_(ids), ahead), key)


def stale(db: Connection, before: datetime, key: NumberKey, limit: int) -> tuple[Remembered, ...]:
    """Referrals with a visit to come, or waited for, that were last read before a moment, by age.

    Not those with an open operation: they are read anyway.
    """
    owed = exists().where(tables.operation.c.referral_id == _referral.c.id, tables.is_open)
    query = (
        select(_referral)
        .where(_referral.c.number_sealed.is_not(None), _referral.c.checked_at < before, ~owed)
        .order_by(_referral.c.checked_at, _referral.c.id)
        .limit(limit)
    )
    return _remembered(db, query, key)


def in_doubt(db: Connection, moment: datetime, ours: str) -> tuple[Doubt, ...]:
    """Visits booked after `moment` whose referral is not plainly good, by time.

    A wide net, for the domain to judge: `ours` is the clinic's id in ЕСОЗ.
    """
    doubtful = db.scalars(_doubtful(moment, ours)).all()
    found = select(_referral).where(_referral.c.id.in_(doubtful))
    by_id = {row["id"]: row for row in db.execute(found).mappings()}
    visits = agenda.booked_under(db, by_id, moment)
    return tuple(_doubt(it, by_id[str(it.appointment.referral_id)]) for it in visits)


def notice(
    db: Connection,
    before: Referral,
    read: Remembered,
    key: NumberKey,
    actor: Actor,
) -> None:
    """Writes down a referral read again, and in the journal what became of it, if anything did."""
    referrals.remember(db, read.referral, read.checked_at, key)
    was, is_ = _state(before), _state(read.referral)
    if was != is_:
        entry = journal.Entry(now(db), actor, journal.Action.NOTICE, before.id, was, is_)
        journal.append(db, [entry])


def lose_claims(db: Connection, referral_id: str, reason: str, actor: Actor) -> None:
    """The referral is not ours any more: its visits stay, until the patient has been phoned."""
    held = select(_visit.c.id).where(
        _visit.c.referral_id == referral_id, tables.standing, _visit.c.claim == Claim.OURS
    )
    for appointment_id in db.scalars(held).all():
        appointments.lose(db, appointment_id, reason, actor)


def _remembered(
    db: Connection, query: Select[*tuple[object, ...]], key: NumberKey
) -> tuple[Remembered, ...]:
    """Those of the referrals whose number is still kept."""
    found = []
    for row in db.execute(query).mappings():
        sealed = row["number_sealed"]
        number = None if sealed is None else key.unseal(sealed)
        if number is not None:
            found.append(Remembered(referrals.referral_of(row, number.text), row["checked_at"]))
    return tuple(found)


def _doubtful(moment: datetime, ours: str) -> Select[tuple[str]]:
    said = _referral.c
    not_plainly_good = or_(
        said.status != Status.ACTIVE,
        said.processing == Processing.COMPLETED,
        said.used_by != ours,
        and_(said.used_by.is_(None), said.expires_at < moment),
    )
    return select(said.id).where(said.number_sealed.is_not(None), not_plainly_good)


def _doubt(visit: Visit, row: RowMapping) -> Doubt:
    masked = f"····-····-····-{row['number_tail']}"
    return Doubt(visit, referrals.referral_of(row, masked), row["checked_at"])


def _state(referral: Referral) -> Facts:
    return {
        "status": referral.status.value,
        "processing": referral.processing.value if referral.processing else None,
        "used_by": referral.used_by,
    }
