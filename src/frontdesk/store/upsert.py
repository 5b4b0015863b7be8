"""INSERT … ON CONFLICT, which the standard lacks: the one place that names a dialect."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, Table
from sqlalchemy.dialects.sqlite import Insert, insert

Row = Mapping[str, object]


def inserted_unless_there(table: Table) -> Insert:
    """Leaves a row that is in the way as it is."""
    return insert(table).on_conflict_do_nothing()


def upsert(db: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Inserts the rows, or gives those with the same primary key these values."""
    if not rows:
        return
    statement = insert(table)
    keys = list(table.primary_key.columns)
    others = [column for column in table.columns if not column.primary_key]
    replaced = {column.name: statement.excluded[column.name] for column in others}
    db.execute(
        statement.on_conflict_do_update(index_elements=keys, set_=replaced),
        [dict(row) for row in rows],
    )
