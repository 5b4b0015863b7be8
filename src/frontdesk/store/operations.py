"""The outbox: what is owed to ЕСОЗ, worked off under leases, one at a time for each referral."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
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
_BEFORE = {Kind.RELEASE: (Kind.WATCH, Kind.RELEASE)}
"""The only kind that an operation takes on by itself, and from which."""
_CLOSED = frozenset({Progress.DONE, Progress.MANUAL})
_OLDER = table.alias("older")


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
    db.execute(insert(table), {**fixed, **_progress_of(operation)})


def make_due(db: Connection, appointment_id: str) -> None:
    """Makes the visit's open operation due now."""
    its_own = (table.c.appointment_id == appointment_id, is_open)
    db.execute(update(table).where(*its_own).values(due_at=now(db)))


def operation(db: Connection, operation_id: str) -> Operation:
    """The operation with this id.

    Raises:
        KeyError: there is none.
    """
    row = db.execute(select(*_COLUMNS).where(table.c.id == operation_id)).one_or_none()
    if row is None:
        raise KeyError(operation_id)
    return Operation(*row)


def due(db: Connection, owner: str, seconds: float, limit: int = 20) -> tuple[Operation, ...]:
    """Leases to `owner` what is due and in nobody's hands, the longest due first.

    Of the operations of one referral only the oldest open one, so they run one after another.
    """
    moment = now(db)
    query = select(table.c.id).where(
        is_open, table.c.due_at <= moment, _is_free(moment), _is_next()
    )
    ids = db.scalars(query.order_by(table.c.due_at, table.c.id).limit(limit)).all()
    leased = {it.id: it for it in _lease(db, ids, owner, moment, seconds)}
    return tuple(leased[id_] for id_ in ids if id_ in leased)


def lease(db: Connection, appointment_id: str, owner: str, seconds: float) -> Operation | None:
    """Leases the visit's open operation, due or not; None if it has none or another has it."""
    moment = now(db)
    query = select(table.c.id).where(
        table.c.appointment_id == appointment_id, is_open, _is_free(moment), _is_next()
    )
    ids = db.scalars(query.limit(1)).all()
    return next(iter(_lease(db, ids, owner, moment, seconds)), None)


def let_go(db: Connection, appointment_ids: Collection[str], owner: str) -> None:
    """Gives back what `owner` has leased of these visits, before its time."""
    its_own = (table.c.appointment_id.in_(appointment_ids), is_open, table.c.lease_owner == owner)
    db.execute(update(table).where(*its_own).values(lease_owner=None, lease_until=None))


def hasten(db: Connection) -> None:
    """What rests is due now: whatever it waited for, the reason may be gone.

    A claim that was put off until the visit rests longer than any pause, and goes on resting.
    """
    moment = now(db)
    resting = (
        is_open,
        table.c.due_at > moment,
        table.c.due_at <= moment + timedelta(seconds=LONGEST_PAUSE),
        _is_free(moment),
    )
    db.execute(update(table).where(*resting).values(due_at=moment))


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
    mine = (
        table.c.id == operation.id,
        is_open,
        table.c.lease_owner == actor.terminal,
        table.c.kind.in_(_BEFORE.get(operation.kind, (operation.kind,))),
    )
    return db.execute(update(table).where(*mine).values(values)).rowcount > 0


def settle(
    db: Connection, operation: Operation, settlement: Settlement, actor: Actor
) -> Appointment | None:
    """What its end means for the visit, in the transaction in which `keep` closed it."""
    referrals.forget_idle_numbers(db, now(db), operation.referral_id)
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


def _is_free(moment: datetime) -> ColumnElement[bool]:
    return or_(table.c.lease_until.is_(None), table.c.lease_until <= moment)


def _after_all(db: Connection, referral_id: str, moment: datetime) -> datetime:
    """A time of creation behind the referral's open operations, even if the clock went back."""
    latest = select(func.max(table.c.created_at)).where(table.c.referral_id == referral_id, is_open)
    last: datetime | None = db.scalar(latest)
    return moment if last is None else max(moment, last + timedelta(milliseconds=1))


def _is_next() -> ColumnElement[bool]:
    """No older operation of the same referral is open."""
    older = _OLDER.c
    is_older = or_(
        older.created_at < table.c.created_at,
        and_(older.created_at == table.c.created_at, older.id < table.c.id),
    )
    same = (older.referral_id == table.c.referral_id, older.due_at.is_not(None), is_older)
    return not_(select(older.id).where(*same).correlate(table).exists())


def _lease(
    db: Connection, ids: Sequence[str], owner: str, moment: datetime, seconds: float
) -> list[Operation]:
    if not ids:
        return []
    taken = (
        update(table)
        .where(table.c.id.in_(ids), is_open, _is_free(moment))
        .values(lease_owner=owner, lease_until=moment + timedelta(seconds=seconds))
        .returning(*_COLUMNS)
    )
    return [Operation(*row) for row in db.execute(taken)]
