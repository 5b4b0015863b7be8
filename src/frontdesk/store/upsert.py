"""INSERT … ON CONFLICT, which the standard lacks: the one place that names a dialect."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from sqlalchemy import Connection, Table
from sqlalchemy.dialects.sqlite import Insert, insert

Row = Mapping[str, object]


@cache
def inserted_unless_there(table: Table) -> Insert:
    """Leaves a row that is in the way as it is."""
    return insert(table).on_conflict_do_nothing()


def upsert(db: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Inserts the rows, or gives those with the same primary key these values."""
    if rows:
        db.execute(_upserting(table), [dict(row) for row in rows])


@cache
def _upserting(table: Table) -> Insert:
    statement = insert(table)
    others = [column.name for column in table.columns if not column.primary_key]
    return statement.on_conflict_do_update(
        index_elements=list(table.primary_key.columns),
        set_={name: statement.excluded[name] for name in others},
    )
