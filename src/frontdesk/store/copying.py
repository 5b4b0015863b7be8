"""All rows of one database put into another one, whatever their engines."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlalchemy import Connection, RowMapping, TableClause, column, delete, select, table, text

from frontdesk.store import schema
from frontdesk.store.locks import lock_tables, take_time

_AT_ONCE = 2000
"""Rows that are in memory at a time."""

# Without their types: what is written is what was read, to the letter.
_PLAIN = {
    it.name: table(it.name, *(column(part.name) for part in it.columns)) for it in schema.TABLES
}
"""By name, each table after those that it refers to."""

_OF_VALUES = "INSERT INTO {} ({}) VALUES ({})"
_OF_JSON = (
    "INSERT INTO {0} SELECT * FROM json_populate_recordset(CAST(NULL AS {0}), CAST(:rows AS json))"
)


def copy_rows(source: Connection, target: Connection) -> None:
    """Puts every row of `source` into `target`, which has the same tables, and nothing in them."""
    take_time(source)
    take_time(target)
    for plain in _PLAIN.values():
        found = source.execute(select(plain), execution_options={"yield_per": _AT_ONCE})
        for rows in found.mappings().partitions():
            _insert(target, plain, rows)


def _insert(db: Connection, plain: TableClause, rows: Sequence[RowMapping]) -> None:
    """A server is asked once for all of them; a file is next door."""
    if db.dialect.name == "postgresql":
        document = json.dumps([dict(row) for row in rows])
        db.execute(text(_OF_JSON.format(plain.name)), {"rows": document})
    else:
        names = ", ".join(f'"{it.name}"' for it in plain.columns)
        marks = ", ".join("?" for _ in plain.columns)
        values = [tuple(row.values()) for row in rows]
        db.exec_driver_sql(_OF_VALUES.format(plain.name, names, marks), values)


def reserve(db: Connection) -> None:
    """Nobody else writes until this transaction ends; it may take its time."""
    take_time(db)
    lock_tables(db, _PLAIN)


def empty(db: Connection) -> None:
    """Takes every row away."""
    for plain in reversed(_PLAIN.values()):
        db.execute(delete(plain))
