"""INSERT … ON CONFLICT, which the standard lacks, and each dialect has for itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Table

from frontdesk.store.prepared import change_each

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite

    Insert = postgresql.Insert | sqlite.Insert

Row = Mapping[str, object]


def inserted_unless_there(db: Connection, table: Table) -> Insert:
    """Leaves a row that is in the way as it is; its `rowcount` tells whether one was."""
    return _unless_there(db.dialect.name, table)


def upsert(db: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Inserts the rows, or gives those with the same primary key these values."""
    change_each(db, _upserting(db.dialect.name, table), rows)


@cache
def _unless_there(dialect: str, table: Table) -> Insert:
    return _insert(dialect, table).on_conflict_do_nothing()


@cache
def _upserting(dialect: str, table: Table) -> Insert:
    statement = _insert(dialect, table)
    others = [column.name for column in table.columns if not column.primary_key]
    return statement.on_conflict_do_update(
        index_elements=list(table.primary_key.columns),
        set_={name: statement.excluded[name] for name in others},
    )


def _insert(dialect: str, table: Table) -> Insert:
    if dialect == "postgresql":
        from sqlalchemy.dialects import postgresql

        return postgresql.insert(table)
    from sqlalchemy.dialects import sqlite

    return sqlite.insert(table)
