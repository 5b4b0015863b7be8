"""The audit: append-only, and each row carries the hash of the one before it.

It names people and referrals by id alone. Whoever changes or removes a row breaks the chain from
there on; only the removal of the last rows can't be told from inside the database.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, RowMapping, insert, select

from frontdesk.store.announcing import ANNOUNCED
from frontdesk.store.columns import instant_text
from frontdesk.store.locks import lock_numbering, take_time
from frontdesk.store.prepared import change_each, fetch
from frontdesk.store.tables import journal as table

_LAST = select(table.c.seq, table.c.hash).order_by(table.c.seq.desc()).limit(1)
_WRITE = {"sqlite": insert(table), "postgresql": insert(table).returning(ANNOUNCED)}
_CANONICAL = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"))

Facts = Mapping[str, str | int | None]


class Action(StrEnum):
    HOLD = "hold"
    CONFIRM = "confirm"
    WIN = "win"
    LOSE = "lose"
    HAND_OVER = "hand_over"
    CANCEL = "cancel"
    MOVE = "move"
    ARRIVE = "arrive"
    MISS = "miss"
    FULFIL = "fulfil"
    BE_LATE = "be_late"
    ABSENCE = "absence"
    """A doctor does not work on some days; the subject is the doctor."""
    PRESENCE = "presence"
    """That was taken back."""
    RELEASE = "release"
    LET_GO = "let_go"
    EXPIRE = "expire"
    NOTICE = "notice"
    """A referral was found changed."""
    ENTER = "enter"
    """A patient was entered who has no visit yet."""
    AMEND = "amend"
    """A patient's details were changed."""
    MERGE = "merge"
    """Two entries of one patient became one: of the entry, and of each visit that it had."""
    ADOPT = "adopt"
    """The referral of a visit was found that had been booked under its number alone."""
    URGENT = "urgent"
    """Somebody came in an urgent condition; the subject is the contact."""
    IDENTIFY = "identify"
    """Who that was is known now."""
    SEE_TO = "see_to"
    """A person has seen to what was on the worklist: phoned the patient, as a rule."""
    TAKE_UP = "take_up"
    """A claim that was left to a person is tried once more."""
    WAIT = "wait"
    """Somebody was put on the waiting list; the subject is the entry, also in the next three."""
    OFFER = "offer"
    """A freed time is held while the patient is phoned."""
    DECLINE = "decline"
    """The patient did not want it, or did not answer."""
    LEAVE = "leave"
    """Somebody is on the waiting list no more."""
    FURNISH = "furnish"
    ARRANGE = "arrange"
    """Hours, services or places from the clinic's tables; the subject is whom they are of."""
    FORGET_PIN = "forget_pin"
    """The PIN of an account's lock was removed; the subject is the account."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does it, and at which terminal."""

    name: str
    terminal: str


@dataclass(frozen=True, slots=True)
class Entry:
    at: datetime
    actor: Actor
    action: Action
    subject: str
    """Id of what was changed."""
    before: Facts
    after: Facts


@dataclass(frozen=True, slots=True)
class Record:
    """A row as it was written, also by a version of the program that knew other actions."""

    seq: int
    at: datetime
    actor: Actor
    action: str
    subject: str
    before: Facts
    after: Facts


@dataclass(frozen=True, slots=True)
class Chain:
    """What the verification of the journal found."""

    checked: int
    broken_at: int | None
    """The number of the first row that does not follow from the one before."""


def append(db: Connection, entries: Iterable[Entry]) -> None:
    """Writes the entries in their order, in the transaction of what they tell.

    The other terminals hear that something has changed.
    """
    lock_numbering(db)
    written, previous = next(iter(fetch(db, _LAST)), (0, ""))
    rows = []
    for seq, entry in enumerate(entries, start=written + 1):
        row = {
            "seq": seq,
            "at": instant_text(entry.at),
            "actor": entry.actor.name,
            "terminal": entry.actor.terminal,
            "action": entry.action.value,
            "subject": entry.subject,
            "before": _canonical(entry.before),
            "after": _canonical(entry.after),
            "previous": previous,
        }
        previous = _hash(row)
        rows.append({**row, "hash": previous})
    change_each(db, _WRITE[db.dialect.name], rows)


def verify(db: Connection) -> Chain:
    """Follows the chain from its first row."""
    take_time(db)
    expected, previous = 0, ""
    for expected, stored in enumerate(
        db.execute(select(table).order_by(table.c.seq)).mappings(), start=1
    ):
        row = dict(stored)
        hash_ = row.pop("hash")
        if (row["seq"], row["previous"], hash_) != (expected, previous, _hash(row)):
            return Chain(expected, row["seq"])
        previous = hash_
    return Chain(expected, None)


def latest(
    db: Connection,
    limit: int,
    *,
    subject: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> tuple[Record, ...]:
    """The last rows about `subject`, from the UTC moment `since` on and before `until`."""
    query = select(table).order_by(table.c.seq.desc()).limit(limit)
    if subject is not None:
        query = query.where(table.c.subject == subject)
    if since is not None:
        query = query.where(table.c.at >= instant_text(since))
    if until is not None:
        query = query.where(table.c.at < instant_text(until))
    return tuple(_record(row) for row in reversed(db.execute(query).mappings().all()))


def _record(row: RowMapping) -> Record:
    return Record(
        row[table.c.seq],
        datetime.fromisoformat(row[table.c.at]),
        Actor(row[table.c.actor], row[table.c.terminal]),
        row[table.c.action],
        row[table.c.subject],
        json.loads(row[table.c.before]),
        json.loads(row[table.c.after]),
    )


def _hash(row: Mapping[str, object]) -> str:
    return hashlib.sha256(_canonical(row).encode()).hexdigest()


def _canonical(facts: Mapping[str, object]) -> str:
    return _CANONICAL.encode(facts)
