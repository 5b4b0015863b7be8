"""A visit booked under a number alone passes to the referral that ЕСОЗ has under it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, select, update

from frontdesk.domain.appointment import Appointment
from frontdesk.domain.number import Number
from frontdesk.domain.protocol import Operation
from frontdesk.domain.referral import UNSEEN, Referral
from frontdesk.store import appointments, operations, referrals, tables
from frontdesk.store.appointment_rows import APPOINTMENTS, appointment_of
from frontdesk.store.journal import Action, Actor
from frontdesk.store.moves import changed
from frontdesk.store.prepared import fetch_mappings
from frontdesk.store.sealing import NumberKey

_visit, _referral = tables.appointment.c, tables.referral.c
_is_unseen = _referral.id.startswith(UNSEEN)


def _under_the_number(others: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """The visits that stand for a service under those of its referrals."""
    ids = select(_referral.id).where(_referral.number_hash == bindparam("digest"), others)
    return APPOINTMENTS.where(
        _visit.referral_id.in_(ids), _visit.service_id == bindparam("service"), tables.standing
    )


_UNSEEN_OF_IT = _under_the_number(_is_unseen)
_SEEN_OF_IT = _under_the_number(~_is_unseen)


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


def find_twin(
    db: Connection, referral: Referral, service_id: str, key: NumberKey
) -> Appointment | None:
    """The visit for the same service that was booked under the number by the other way.

    That is while ЕСОЗ was silent, if `referral` is its own; otherwise under one of its own.
    """
    twins = _SEEN_OF_IT if referral.is_unseen else _UNSEEN_OF_IT
    of_it = {"digest": key.digest(Number(referral.number)), "service": service_id}
    return next(map(appointment_of, fetch_mappings(db, twins, of_it)), None)


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
    referrals.forget_idle_number(db, operation.referral_id)
    return replace(operation, referral_id=found.referral.id)
