"""What ЕСОЗ last said of each referral, without its number.

The number is kept as a keyed hash and its last group; sealed, too, while ЕСОЗ must still be asked
by it: for a visit to come, an open operation, or a patient on the waiting list.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, RowMapping, bindparam, exists, select, update

from frontdesk.domain.number import Number
from frontdesk.domain.referral import Identity, Referral, StateChange
from frontdesk.store import tables
from frontdesk.store.clock import now
from frontdesk.store.columns import instant_text
from frontdesk.store.prepared import change, fetch
from frontdesk.store.sealing import NumberKey
from frontdesk.store.tables import referral as table
from frontdesk.store.upsert import upsert
from frontdesk.store.waiting_tables import is_awaited
from frontdesk.store.waiting_tables import waiting as _waiting

_SAID = (
    "id",
    "status",
    "processing",
    "status_reason",
    "service_id",
    "names_group",
    "category",
    "priority",
    "programme_id",
    "programme_name",
    "issued_at",
    "expires_at",
    "patient_id",
    "used_by",
    "used_by_name",
    "requester",
    "requester_name",
    "performer",
    "performer_name",
    "performer_speciality",
    "quantity",
    "remaining",
    "note",
    "instruction",
)
"""Columns named as the fields of `Referral` that they hold."""

_IDENTITY = ("surname", "first_initial", "second_initial", "sex", "age")
"""The same of `Identity`."""

_visit, _owed = tables.appointment, tables.operation
_to_come = exists().where(
    _visit.c.referral_id == table.c.id, tables.standing, _visit.c.starts_at > bindparam("moment")
)
_is_owed = exists().where(_owed.c.referral_id == table.c.id, tables.is_open)
_is_awaited = exists().where(_waiting.c.referral_id == table.c.id, is_awaited)
_is_idle = (table.c.number_sealed.is_not(None), ~_to_come, ~_is_owed, ~_is_awaited)
_IDLE = select(table.c.id).where(*_is_idle)
_ONE = table.c.id == bindparam("its_id")
_IDLE_ONE = _IDLE.where(_ONE).with_for_update(skip_locked=True)
_FORGET = update(table).where(_ONE, *_is_idle).values(number_sealed=None)
_LOCK = select(table.c.id).where(_ONE).with_for_update()


@dataclass(frozen=True, slots=True)
class Remembered:
    referral: Referral
    checked_at: datetime
    """When ЕСОЗ said so, UTC."""


def remember(db: Connection, referral: Referral, checked_at: datetime, key: NumberKey) -> None:
    """Writes down what ЕСОЗ said, its number sealed; `forget_idle_number` takes that away again.

    Raises:
        ValueError: the referral's number is not in its canonical form.
    """
    remember_all(db, [referral], checked_at, key)


def remember_all(
    db: Connection, referrals: Iterable[Referral], checked_at: datetime, key: NumberKey
) -> None:
    """The same for many at once.

    Raises:
        ValueError: a referral's number is not in its canonical form.
    """
    upsert(db, table, [_row(referral, checked_at, key) for referral in referrals])


def lock(db: Connection, referral_id: str) -> None:
    """Until the transaction ends, nobody else books or owes anything under the referral."""
    if db.dialect.name == "postgresql":
        fetch(db, _LOCK, {"its_id": referral_id})


def number_of(db: Connection, referral_id: str, key: NumberKey) -> Number | None:
    """The number, while it is kept; None afterwards, or under another key."""
    sealed = db.scalar(select(table.c.number_sealed).where(table.c.id == referral_id))
    return None if sealed is None else key.unseal(sealed)


def last_day(db: Connection, referral_id: str) -> date | None:
    """The day written in ЕСОЗ's date of its end; None if there is none."""
    until = db.scalar(select(table.c.expires_at).where(table.c.id == referral_id))
    return until.date() if until else None


def by_id(db: Connection, referral_id: str, key: NumberKey) -> Remembered | None:
    """What was last known of the referral, while its number is kept; None afterwards."""
    number = number_of(db, referral_id, key)
    if number is None:
        return None
    row = db.execute(select(table).where(table.c.id == referral_id)).mappings().one()
    return Remembered(referral_of(row, number.text), row["checked_at"])


def with_idle_numbers(db: Connection) -> tuple[str, ...]:
    """The referrals by whose number nobody will be asked any more, as when their visit has begun.

    It looks at every number that is kept, which no other writer should have to wait for.
    """
    return tuple(id_ for (id_,) in fetch(db, _IDLE, {"moment": now(db)}))


def forget_idle_number(db: Connection, referral_id: str) -> None:
    """Removes the sealed number of the referral, if nobody will be asked by it.

    A referral that another terminal is just working with is left to a later time.
    """
    its_own = {"moment": now(db), "its_id": referral_id}
    if fetch(db, _IDLE_ONE, its_own):
        # Asked once more: before we had the row, somebody may have booked.
        change(db, _FORGET, its_own)


def referral_of(row: RowMapping, number: str) -> Referral:
    """The referral in a row of its table; `number` is what stands there for it."""
    said = {name: row[name] for name in _SAID}
    return Referral(
        **{**said, "names_group": bool(row["names_group"])},
        number=number,
        identity=Identity(**{name: row[name] for name in _IDENTITY}),
        history=_read(row["history"]),
    )


def _row(referral: Referral, checked_at: datetime, key: NumberKey) -> dict[str, object]:
    number = Number(referral.number)
    return {
        **{name: getattr(referral, name) for name in _SAID},
        **{name: getattr(referral.identity, name) for name in _IDENTITY},
        "names_group": int(referral.names_group),
        "history": _written(referral.history),
        "number_hash": key.digest(number),
        "number_tail": number.tail,
        "number_sealed": key.seal(number),
        "checked_at": checked_at,
    }


def _written(history: tuple[StateChange, ...]) -> str:
    return json.dumps([[instant_text(it.at), it.state] for it in history])


def _read(written: str) -> tuple[StateChange, ...]:
    changes: list[tuple[str, str]] = json.loads(written)
    return tuple(StateChange(datetime.fromisoformat(at), state) for at, state in changes)
