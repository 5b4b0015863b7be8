"""Whether a copy of the database can be relied on: it is opened anew and read from end to end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, Table, func, inspect, select, text

from frontdesk.store import invariants, key_mark, schema
from frontdesk.store.engine import Store
from frontdesk.store.failure import StoreError, Trouble
from frontdesk.store.invariants import Invariant
from frontdesk.store.sealing import NumberKey


class Fault(StrEnum):
    """What is wrong with a copy, beside the invariants that it breaks."""

    TORN = "torn"
    """SQLite finds damaged pages or indexes, or a row that refers to nothing; no more is read."""
    SHORT = "short"
    """It lacks the last rows of the journal."""
    FOREIGN_KEY = "foreign_key"
    """Its referral numbers are under another site's key."""


@dataclass(frozen=True, slots=True)
class Examined:
    """What the examination of a copy found."""

    revision: str
    rows: Mapping[str, int]
    """By table."""
    invariants: tuple[Invariant, ...]
    faults: tuple[Fault, ...]

    @property
    def is_sound(self) -> bool:
        return not self.faults and not any(it.violations for it in self.invariants)


def examine(copy: Store, journal_reaches: int = 0) -> Examined:
    """Reads the SQLite file through; its journal should have at least so many rows.

    Raises:
        StoreError: it is not ours, of another version, or too damaged to be read.
    """
    with copy.reading() as db:
        found = schema.revision(db, copy.place)
        if found != schema.HEAD or not {it.name for it in schema.TABLES} <= set(_tables(db)):
            raise StoreError(Trouble.UNREADABLE, copy.place)
        if not _is_whole(db):
            return Examined(found, {}, (), (Fault.TORN,))
        rows = {it.name: _count(db, it) for it in schema.TABLES}
        faults = _faults(db, copy.key, is_short=rows["journal"] < journal_reaches)
        return Examined(found, rows, invariants.check_copy(db), tuple(faults))


def _tables(db: Connection) -> list[str]:
    return inspect(db).get_table_names()


def _count(db: Connection, table: Table) -> int:
    return db.scalar(select(func.count()).select_from(table)) or 0


def _is_whole(db: Connection) -> bool:
    if db.scalars(text("PRAGMA integrity_check")).all() != ["ok"]:
        return False
    return db.execute(text("PRAGMA foreign_key_check")).first() is None


def _faults(db: Connection, key: NumberKey, *, is_short: bool) -> Iterator[Fault]:
    if is_short:
        yield Fault.SHORT
    if key_mark.is_foreign(db, key):
        yield Fault.FOREIGN_KEY
