"""What needs a person: visits whose claim has not settled, patients without a phone, and notes.

Each question runs over an index of the few rows that it is about, however many visits there are.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from sqlalchemy import (
    Connection,
    Integer,
    RowMapping,
    and_,
    bindparam,
    func,
    or_,
    select,
    type_coerce,
    update,
)

from frontdesk.domain.appointment import Appointment, Claim, State
from frontdesk.domain.matter import Kind, Sign
from frontdesk.domain.protocol import Progress
from frontdesk.domain.unsettled import OpenOperation, Unsettled
from frontdesk.store import tables
from frontdesk.store.appointments import appointment
from frontdesk.store.clock import now
from frontdesk.store.columns import Instant
from frontdesk.store.journal import Action, Actor
from frontdesk.store.moves import changed
from frontdesk.store.upsert import upsert

_visit, _owed, _patient, _noted = tables.appointment, tables.operation, tables.patient, tables.noted

_last_change = (
    select(type_coerce(func.max(tables.journal.c.at), Instant))
    .where(tables.journal.c.subject == _visit.c.id)
    .correlate(_visit)
    .scalar_subquery()
    .label("since")
)
_UNSETTLED = (
    select(
        _visit.c.id,
        _visit.c.state,
        _visit.c.claim,
        _visit.c.starts_at,
        _visit.c.reason,
        _last_change,
        _owed.c.kind,
        _owed.c.tries,
        _owed.c.created_at,
        _owed.c.due_at,
    )
    .outerjoin(_owed, and_(_owed.c.appointment_id == _visit.c.id, tables.is_open))
    .where(
        tables.unsettled,
        or_(_visit.c.claim != Claim.LOST, _visit.c.starts_at > bindparam("moment", type_=Instant)),
    )
)
# Asked as a subquery, SQLite begins with those few patients; as a join, with all visits.
_unphoned = (
    select(
        _visit.c.id,
        _visit.c.created_at,
        _visit.c.starts_at,
        func.row_number()
        .over(partition_by=_visit.c.patient_id, order_by=(_visit.c.starts_at, _visit.c.id))
        .label("place"),
    )
    .where(
        _visit.c.patient_id.in_(select(_patient.c.id).where(_patient.c.phone.is_(None))),
        or_(_visit.c.state == State.CLAIMING, _visit.c.state == State.BOOKED),
        _visit.c.starts_at > bindparam("moment", type_=Instant),
    )
    .subquery()
)
_WITHOUT_PHONE = (
    select(_unphoned.c.id, _unphoned.c.created_at)
    .where(_unphoned.c.place == 1)
    .order_by(_unphoned.c.starts_at)
    .limit(bindparam("most", type_=Integer))
)
_NOTES = select(_noted.c.appointment_id, _noted.c.about).where(
    _noted.c.appointment_id.in_(bindparam("ids", expanding=True))
)
_TAILS = (
    select(_visit.c.id, tables.referral.c.number_tail)
    .join(tables.referral)
    .where(_visit.c.id.in_(bindparam("ids", expanding=True)))
)
_ITS_REFERRAL = select(_visit.c.referral_id).where(_visit.c.id == bindparam("its_id"))
_TAKE_UP = (
    update(_owed)
    .where(
        _owed.c.referral_id == _ITS_REFERRAL.scalar_subquery(),  # which has an index
        _owed.c.appointment_id == bindparam("its_id"),
        _owed.c.progress == Progress.MANUAL,
    )
    .values(progress=Progress.SENT, tries=0, refusal=None, due_at=bindparam("moment"))
)


def unsettled(db: Connection, moment: datetime) -> tuple[Unsettled, ...]:
    """Visits whose claim has not ended well; of those it was refused for, the ones to come."""
    rows = db.execute(_UNSETTLED, {"moment": moment}).mappings()
    return tuple({row["id"]: _unsettled(row) for row in rows}.values())


def without_phone(db: Connection, moment: datetime, most: int) -> tuple[Sign, ...]:
    """At most so many patients who cannot be phoned, each by the first visit after `moment`."""
    rows = db.execute(_WITHOUT_PHONE, {"moment": moment, "most": most})
    return tuple(Sign(Kind.NO_PHONE, id_, created_at) for id_, created_at in rows)


def notes(db: Connection, ids: Collection[str]) -> frozenset[tuple[str, str]]:
    """What persons have seen to of these visits: their ids, and what about."""
    return frozenset((id_, about) for id_, about in db.execute(_NOTES, {"ids": list(ids)}))


def number_tails(db: Connection, ids: Collection[str]) -> dict[str, str]:
    """By the visit's id the last group of its referral's number, where there is one."""
    rows = db.execute(_TAILS, {"ids": list(ids)})
    return {row.id: row.number_tail for row in rows}


def note(db: Connection, sign: Sign, actor: Actor) -> Appointment | None:
    """Writes down that a person has seen to it; None if somebody changed the visit just now."""
    before = appointment(db, sign.appointment_id)
    after = changed(db, before, before, Action.SEE_TO, actor)
    if after is not None:
        row = {"appointment_id": before.id, "about": sign.about, "at": now(db)}
        upsert(db, _noted, [row])
    return after


def take_up(db: Connection, appointment_id: str, actor: Actor) -> Appointment | None:
    """Owes ЕСОЗ anew the claim that a person was to finish; None if there is none any more.

    What may have been sent counts as sent, so it begins with a question.
    """
    before = appointment(db, appointment_id)
    if before.claim is not Claim.MANUAL or before.state is State.CANCELLED:
        return None
    if not db.execute(_TAKE_UP, {"its_id": appointment_id, "moment": now(db)}).rowcount:
        return None
    again = replace(before, claim=Claim.PENDING, reason=None)
    return changed(db, before, again, Action.TAKE_UP, actor)


def _unsettled(row: RowMapping) -> Unsettled:
    owed = None
    if row["due_at"] is not None:
        owed = OpenOperation(row["kind"], row["tries"], row["created_at"], row["due_at"])
    return Unsettled(
        row["id"],
        row["state"],
        row["claim"],
        row["starts_at"],
        row["reason"],
        row["since"],
        owed,
    )
