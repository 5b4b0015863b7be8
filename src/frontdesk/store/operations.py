"""The outbox: what is owed to ЕСОЗ, worked off under leases, one at a time for each referral."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import (
    Connection,
    and_,
    bindparam,
    func,
    insert,
    not_,
    or_,
    select,
    update,
)

from frontdesk.domain.appointment import Appointment
from frontdesk.domain.protocol import (
    LONGEST_PAUSE,
    HandedOver,
    Kind,
    LetGo,
    Lost,
    Operation,
    Progress,
    Settlement,
    Won,
)
from frontdesk.store import appointments, referrals
from frontdesk.store.clock import now
from frontdesk.store.journal import Actor
from frontdesk.store.prepared import change, fetch, fetch_value
from frontdesk.store.tables import is_open
from frontdesk.store.tables import operation as table

_COLUMNS = (
    table.c.id,
    table.c.kind,
    table.c.appointment_id,
    table.c.referral_id,
    table.c.progress,
    table.c.job_id,
    table.c.tries,
    table.c.refusal,
)
_BEFORE = {Kind.RELEASE: Kind.WATCH}
"""The only kind that an operation takes on by itself, and from which."""
_CLOSED = frozenset({Progress.DONE, Progress.MANUAL})

_moment = bindparam("moment", type_=table.c.due_at.type)
_is_free = or_(table.c.lease_until.is_(None), table.c.lease_until <= _moment)
_its_id = bindparam("its_id", type_=table.c.id.type)

_older = table.alias("older").c
_is_older = or_(
    _older.created_at < table.c.created_at,
    and_(_older.created_at == table.c.created_at, _older.id < table.c.id),
)
_is_next = not_(
    select(_older.id)
    .where(_older.referral_id == table.c.referral_id, _older.due_at.is_not(None), _is_older)
    .correlate(table)
    .exists()
)
"""No older operation of the same referral is open."""

_OWE = insert(table)
_LATEST = select(func.max(table.c.created_at)).where(
    table.c.referral_id == bindparam("referral"), is_open
)
_MAKE_DUE = update(table).where(table.c.appointment_id == _its_id, is_open).values(due_at=_moment)
_BY_ID = select(*_COLUMNS).where(table.c.id == _its_id)
_DUE_IN_ANY_ORDER = (
    select(table.c.id)
    .where(is_open, table.c.due_at <= _moment, _is_free)
    .order_by(table.c.due_at, table.c.id)
    .limit(bindparam("most"))
)
_DUE = _DUE_IN_ANY_ORDER.where(_is_next)
_LEASE = (
    update(table)
    .where(is_open, _is_free)
    .values(lease_owner=bindparam("owner"), lease_until=bindparam("until"))
    .returning(*_COLUMNS)
)
_LEASE_IN_ANY_ORDER = _LEASE.where(
    table.c.appointment_id == _its_id, table.c.due_at <= bindparam("soon")
)
_LEASE_OF_VISIT = _LEASE_IN_ANY_ORDER.where(_is_next)
_LEASE_THESE = _LEASE.where(table.c.id.in_(bindparam("ids", expanding=True)))
_LET_GO = (
    update(table)
    .where(
        table.c.appointment_id.in_(bindparam("its_ids", expanding=True)),
        is_open,
        table.c.lease_owner == bindparam("mine"),
    )
    .values(lease_owner=None, lease_until=None)
)
_HASTEN = (
    update(table)
    .where(is_open, table.c.due_at > _moment, table.c.due_at <= bindparam("soon"), _is_free)
    .values(due_at=_moment)
)
_KEEP = update(table).where(
    table.c.id == _its_id,
    is_open,
    table.c.lease_owner == bindparam("mine"),
    or_(table.c.kind == bindparam("one"), table.c.kind == bindparam("other")),
)


def open_operation(db: Connection, operation: Operation, due_at: datetime | None = None) -> None:
    """Owes it from now on; in the transaction that makes it owed. Due at once, if not later."""
    moment = now(db)
    fixed = {
        "id": operation.id,
        "appointment_id": operation.appointment_id,
        "referral_id": operation.referral_id,
        "created_at": _after_all(db, operation.referral_id, moment),
        "due_at": due_at or moment,
    }
    change(db, _OWE, {**fixed, **_progress_of(operation)})


def make_due(db: Connection, appointment_id: str) -> None:
    """Makes the visit's open operation due now."""
    change(db, _MAKE_DUE, {"its_id": appointment_id, "moment": now(db)})


def operation(db: Connection, operation_id: str) -> Operation:
    """The operation with this id.

    Raises:
        KeyError: there is none.
    """
    row = db.execute(_BY_ID, {"its_id": operation_id}).one_or_none()
    if row is None:
        raise KeyError(operation_id)
    return Operation(*row)


def due(db: Connection, owner: str, seconds: float, limit: int = 20) -> tuple[Operation, ...]:
    """Leases to `owner` what is due and in nobody's hands, the longest due first.

    Of the operations of one referral only the oldest open one, so they run one after another.
    """
    moment = now(db)
    ids = db.scalars(_DUE, {"moment": moment, "most": limit}).all()
    if not ids:
        return ()
    rows = db.execute(_LEASE_THESE, {"ids": ids, **_lease(owner, moment, seconds)})
    leased = {it.id: it for it in (Operation(*row) for row in rows)}
    return tuple(leased[id_] for id_ in ids if id_ in leased)


def lease(db: Connection, appointment_id: str, owner: str, seconds: float) -> Operation | None:
    """Leases the visit's open operation, due or resting; None if it has none or another has it.

    None also if it was put off until the visit: such a one rests longer than any pause.
    """
    moment = now(db)
    taken = {"its_id": appointment_id, **_soon(moment), **_lease(owner, moment, seconds)}
    rows = fetch(db, _LEASE_OF_VISIT, taken)
    return Operation(*rows[0]) if rows else None


def let_go(db: Connection, appointment_ids: Collection[str], owner: str) -> None:
    """Gives back what `owner` has leased of these visits, before its time."""
    db.execute(_LET_GO, {"its_ids": appointment_ids, "mine": owner})


def hasten(db: Connection) -> None:
    """What rests is due now: whatever it waited for, the reason may be gone.

    A claim that was put off until the visit rests longer than any pause, and goes on resting.
    """
    moment = now(db)
    db.execute(_HASTEN, {"moment": moment, **_soon(moment)})


def keep(
    db: Connection, operation: Operation, actor: Actor, *, lease: float, rest: float | None
) -> bool:
    """Saves how far it has come: before the next effect, never after it.

    The lease is renewed for `lease` seconds or, with `rest`, let go until it is due again in so
    many; an operation that is done or a person's is closed. False if it is no longer the actor's:
    closed, its lease taken over, or a watch since its visit was cancelled. Then nothing was saved
    and nothing may be done.
    """
    moment = now(db)
    values = {**_progress_of(operation), "lease_owner": None, "lease_until": None}
    if operation.progress in _CLOSED:
        values["due_at"] = None
    elif rest is not None:
        values["due_at"] = moment + timedelta(seconds=rest)
    else:
        values["lease_owner"] = actor.terminal
        values["lease_until"] = moment + timedelta(seconds=lease)
    mine = {
        "its_id": operation.id,
        "mine": actor.terminal,
        "one": operation.kind,
        "other": _BEFORE.get(operation.kind, operation.kind),
    }
    return change(db, _KEEP, {**mine, **values}) > 0


def settle(
    db: Connection, operation: Operation, settlement: Settlement, actor: Actor
) -> Appointment | None:
    """What its end means for the visit, in the transaction in which `keep` closed it."""
    if not isinstance(settlement, Won):  # of a visit to come that is won, the number is needed
        referrals.forget_idle_number(db, operation.referral_id)
    match settlement:
        case Won():
            return appointments.win(db, operation.appointment_id, actor)
        case Lost(reason):
            return appointments.lose(db, operation.appointment_id, reason, actor)
        case HandedOver(reason):
            return appointments.hand_over(db, operation.appointment_id, reason, actor)
        case LetGo():
            return appointments.let_referral_go(db, operation.appointment_id, actor)


def _progress_of(operation: Operation) -> dict[str, object]:
    return {
        "kind": operation.kind,
        "progress": operation.progress,
        "job_id": operation.job_id,
        "tries": operation.tries,
        "refusal": operation.refusal,
    }


def _after_all(db: Connection, referral_id: str, moment: datetime) -> datetime:
    """A time of creation behind the referral's open operations, even if the clock went back."""
    last: datetime | None = fetch_value(db, _LATEST, {"referral": referral_id})
    return moment if last is None else max(moment, last + timedelta(milliseconds=1))


def _soon(moment: datetime) -> dict[str, object]:
    """Until when rests what was not put off."""
    return {"soon": moment + timedelta(seconds=LONGEST_PAUSE)}


def _lease(owner: str, moment: datetime, seconds: float) -> dict[str, object]:
    return {"owner": owner, "moment": moment, "until": moment + timedelta(seconds=seconds)}
