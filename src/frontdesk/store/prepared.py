"""The statements of a booking, on the driver's own cursor.

SQLAlchemy writes a statement once, and the driver runs it: its own way of running one takes ten
times as long as SQLite does. Errors and lost connections come out as they come from SQLAlchemy.
What is rarely run, or has a list whose length changes, goes its usual way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Delete, Dialect, Insert, Select, TextClause, Update
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.pool import PoolProxiedConnection
from sqlalchemy.sql import ColumnElement
from sqlalchemy.types import TypeEngine

from frontdesk.store.failure import say_no_details

if TYPE_CHECKING:
    from sqlalchemy.engine.interfaces import DBAPIModule

Statement = Select[*tuple[Any, ...]] | Insert | Update | Delete | TextClause
"""A constant of its module: it is written anew for each set of values, and kept."""

Values = Mapping[str, object]
Row = tuple[Any, ...]
Columns = Mapping[ColumnElement[Any], Any]
"""A row by its columns."""
Process = Callable[[Any], object]


def fetch(db: Connection, statement: Statement, values: Values = {}) -> list[Row]:  # noqa: B006 - nobody changes it
    """The rows that it returns."""
    return _fetched(db, _ready(db.dialect, statement, values), values)


def fetch_mappings(db: Connection, statement: Statement, values: Values) -> list[Columns]:
    """The same by column."""
    ready = _ready(db.dialect, statement, values)
    return [dict(zip(ready.columns, row, strict=True)) for row in _fetched(db, ready, values)]


def fetch_value(db: Connection, statement: Statement, values: Values = {}) -> Any:  # noqa: ANN401, B006 - what the column holds
    """The first column of the first row; None if there is no row."""
    rows = fetch(db, statement, values)
    return rows[0][0] if rows else None


def change(db: Connection, statement: Statement, values: Values = {}) -> int:  # noqa: B006 - nobody changes it
    """How many rows it changed."""
    ready = _ready(db.dialect, statement, values)
    with _cursor(_begun(db)) as cursor:
        cursor.execute(ready.sql, ready.bound(values))
        return cursor.rowcount


def change_each(db: Connection, statement: Statement, rows: Sequence[Values]) -> int:
    """How many rows it changed, run for each of these; all have the same names."""
    if len(rows) < 2:  # one by itself costs less than a row of one
        return sum(change(db, statement, values) for values in rows)
    ready = _ready(db.dialect, statement, rows[0])
    with _cursor(_begun(db)) as cursor:
        cursor.executemany(ready.sql, [ready.bound(row) for row in rows])
        return cursor.rowcount


class Attempt:
    """A part of a transaction that can be undone by itself."""

    def __init__(self) -> None:
        self.is_undone = False

    def undo(self) -> None:
        """What was done in the block is undone when it is left."""
        self.is_undone = True


@contextmanager
def attempt(db: Connection) -> Iterator[Attempt]:
    """A savepoint: undone if an exception leaves the block, or if it is told to."""
    say(_begun(db), "SAVEPOINT attempt")
    it = Attempt()
    try:
        yield it
    except BaseException:
        with suppress(SQLAlchemyError):  # a lost connection: all is undone already
            _undo(db)
        raise
    if it.is_undone:
        _undo(db)
    else:
        say(db, "RELEASE SAVEPOINT attempt")


def _undo(db: Connection) -> None:
    say(db, "ROLLBACK TO SAVEPOINT attempt")
    say(db, "RELEASE SAVEPOINT attempt")


def say(db: Connection, sql: str) -> None:
    """A word to the engine itself, about the transaction."""
    with _cursor(db) as cursor:
        cursor.execute(sql)


@dataclass(frozen=True, slots=True)
class _Ready:
    """A statement as a driver takes it."""

    sql: str
    fixed: Values
    """What stands in the statement itself, as the driver takes it."""
    processes: tuple[tuple[str, Process], ...]
    """What becomes of the values that are given, by name."""
    places: tuple[str, ...] | None
    """The names in the order of their marks; None where the driver knows names."""
    columns: tuple[ColumnElement[Any], ...]
    readers: tuple[tuple[int, Process], ...]
    """What becomes of what is read, by place."""

    def bound(self, values: Values) -> Any:  # noqa: ANN401 - a list or a mapping, as the driver wants it
        bound = {**self.fixed, **values}
        for name, process in self.processes:
            bound[name] = process(bound[name])
        return bound if self.places is None else [bound[name] for name in self.places]

    def read(self, row: Sequence[Any]) -> Row:
        if not self.readers:
            return tuple(row)
        read = list(row)
        for place, process in self.readers:
            read[place] = process(read[place])
        return tuple(read)


_READY: dict[tuple[str, Statement, tuple[str, ...]], _Ready] = {}


def _ready(dialect: Dialect, statement: Statement, values: Values) -> _Ready:
    key = (dialect.name, statement, tuple(values))
    ready = _READY.get(key)
    if ready is None:
        ready = _READY[key] = _written(dialect, statement, values)
    return ready


def _written(dialect: Dialect, statement: Statement, values: Values) -> _Ready:
    is_text = isinstance(statement, TextClause)
    compiled = statement.compile(dialect=dialect, column_keys=None if is_text else list(values))
    processes = {
        name: process
        for name, bind in compiled.binds.items()
        if (process := _impl(bind.type, dialect).bind_processor(dialect)) is not None
    }
    fixed = {
        name: processes[name](value) if name in processes else value
        for name, value in compiled.params.items()
        if name not in values
    }
    if isinstance(statement, Select):
        # Some of its constants stand in the text itself; so written it must have seen values.
        kwargs = {"render_postcompile": True}
        compiled = statement.params(values).compile(dialect=dialect, compile_kwargs=kwargs)
    columns = () if isinstance(statement, TextClause) else tuple(statement.exported_columns)
    readers = (_impl(it.type, dialect).result_processor(dialect, None) for it in columns)
    return _Ready(
        str(compiled),
        fixed,
        tuple((name, processes[name]) for name in values if name in processes),
        tuple(compiled.positiontup or ()) if compiled.positional else None,
        columns,
        tuple((place, it) for place, it in enumerate(readers) if it is not None),
    )


def _fetched(db: Connection, ready: _Ready, values: Values) -> list[Row]:
    with _cursor(_begun(db)) as cursor:
        cursor.execute(ready.sql, ready.bound(values))
        return [ready.read(row) for row in cursor.fetchall()]


def _impl(type_: TypeEngine[Any], dialect: Dialect) -> TypeEngine[Any]:
    return type_.dialect_impl(dialect)


def _begun(db: Connection) -> Connection:
    """As SQLAlchemy has it: what is asked first begins the transaction."""
    if not db.in_transaction():
        db.begin()
    return db


@contextmanager
def _cursor(db: Connection) -> Iterator[DBAPICursor]:
    connection = db.connection
    try:
        cursor = connection.cursor()
        yield cursor
        cursor.close()
    except db.dialect.loaded_dbapi.Error as error:
        raise _wrapped(db, error, connection) from None


def _wrapped(
    db: Connection, error: DBAPIModule.Error, connection: PoolProxiedConnection
) -> BaseException:
    """As SQLAlchemy has it: its own kind of error, and a lost connection is given up."""
    base = db.dialect.loaded_dbapi.Error
    is_lost = db.dialect.is_disconnect(error, connection, None)
    if is_lost:
        db.invalidate(error)
    say_no_details(error)
    return DBAPIError.instance(
        None,
        None,
        error,
        base,
        hide_parameters=True,
        connection_invalidated=is_lost,
        dialect=db.dialect,
    )
