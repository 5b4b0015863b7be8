"""The clinic's database in one schema of a PostgreSQL server, for several computers.

Which schema: the first one of the connection's search_path that exists. By PostgreSQL's own default
that is the one named like the role; `?options=-csearch_path=…` in the URL names another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from pathlib import Path
from random import Random
from threading import Event
from typing import TYPE_CHECKING, Any

from sqlalchemy import URL, Connection, Dialect, ExceptionContext, create_engine, event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry

from frontdesk.store import schema
from frontdesk.store.database import Engines, Mark
from frontdesk.store.failure import StoreError, Trouble, say_no_details
from frontdesk.store.locks import lock_migration
from frontdesk.store.prepared import fetch_value

if TYPE_CHECKING:
    from frontdesk.store.impatient import ImpatientConnection

OLDEST = (14,)

_LIMITS = {
    "lock_timeout": "250ms",
    "statement_timeout": "3s",
    "idle_in_transaction_session_timeout": "10s",
}
"""A terminal that hangs must not hold up the others."""

_LIFELINE = {
    "connect_timeout": "3",
    "keepalives_idle": "5",
    "keepalives_interval": "2",
    "keepalives_count": "3",
    "tcp_user_timeout": "5000",
}
"""How soon a server that has gone silent is noticed: seconds, the last one milliseconds."""

_LONGEST_WAIT = 4.0
"""Seconds in which whoever was in the way should be through."""
_LONGEST_PAUSE = 0.05
"""Seconds: a lock has its own queue, the pause need only part those who met."""

_GLANCE = 0.2
"""Seconds after which whoever listens looks whether the program is closing."""

_MARK = text("SELECT CAST(pg_current_xact_id_if_assigned() AS text)")
_STATUS = text("SELECT pg_xact_status(CAST(:mark AS xid8))")
_ENDS = {"committed": True, "aborted": False}


class PostgresSchema:
    def __init__(self, url: URL, chance: Random | None = None) -> None:
        self._url = url
        self._chance = chance or Random()  # noqa: S311 - it only spreads out waiting terminals

    @property
    def place(self) -> str:
        return f"{_host(self._url) or 'localhost'}/{self._url.database}"

    def engines(self) -> Engines:
        try:
            engine = create_engine(
                _complete(self._url),
                isolation_level="READ COMMITTED",
                pool_size=1,
                use_native_hstore=False,
                hide_parameters=True,
            )
        except ImportError:
            raise StoreError(Trouble.NO_DRIVER) from None
        event.listen(engine, "handle_error", _say_no_details)
        event.listen(engine, "do_connect", _connected)
        return Engines(engine.execution_options(isolation_level="REPEATABLE READ"), engine)

    def prepare(self, engines: Engines, *, migrate: bool) -> None:
        """Looks whether the tables are there; makes or changes them only if told to."""
        with engines.reading.connect() as db:
            if (db.dialect.server_version_info or OLDEST) < OLDEST:
                raise StoreError(Trouble.SERVER_TOO_OLD, self.place)
            if schema.revision(db, self.place) == schema.HEAD:
                return
        if not migrate:
            raise StoreError(Trouble.NOT_MIGRATED, self.place)
        with engines.writing.begin() as db:
            lock_migration(db)
            if schema.revision(db, self.place) != schema.HEAD:
                schema.migrate(db)

    def turn(self) -> AbstractContextManager[None]:
        """The server itself puts writers in order, by the locks that they take."""
        return nullcontext()

    def changes(self, closing: Event) -> Iterator[None]:
        import psycopg
        from psycopg.sql import SQL, Identifier

        from frontdesk.store.impatient import ImpatientConnection

        address = _complete(self._url)
        _, settings = address.get_dialect()().create_connect_args(address)
        with (
            suppress(psycopg.Error),
            ImpatientConnection.connect(**settings, autocommit=True) as db,
        ):
            row = db.execute("SELECT CAST(current_schema() AS text)").fetchone()
            db.execute(SQL("LISTEN {}").format(Identifier(*row or ())))
            yield
            while not closing.is_set():
                for _ in db.notifies(timeout=_GLANCE, stop_after=1):
                    yield

    def trouble_of(self, error: DBAPIError) -> Trouble | None:
        if error.connection_invalidated:
            return Trouble.SILENT
        state = getattr(error.orig, "sqlstate", None)
        if state is not None:
            return _TROUBLES.get(state) or _TROUBLES.get(state[:2])
        return _trouble_of_connecting(str(error.orig)) if _is_of_connection(error) else None

    def pause_after(self, trouble: Trouble, attempt: int, waited: float) -> float | None:
        """After a collision a random part of a while that doubles; a lost connection once, now."""
        match trouble:
            case Trouble.BUSY if waited < _LONGEST_WAIT:
                return self._chance.uniform(0, min(0.005 * 2**attempt, _LONGEST_PAUSE))
            case Trouble.SILENT if attempt == 1:
                return 0.0
            case _:
                return None

    def copy_file(self, copy: Path) -> bool:  # noqa: ARG002 - the server has the files
        return False

    def mark(self, db: Connection) -> Mark | None:
        mark: Mark | None = fetch_value(db, _MARK)
        return mark

    def has_committed(self, db: Connection, mark: Mark) -> bool | None:
        return _ENDS.get(db.scalar(_STATUS, {"mark": mark}))


def _connected(
    _dialect: Dialect,
    _record: ConnectionPoolEntry,
    _given: Sequence[object],
    settings: Mapping[str, Any],
) -> ImpatientConnection:
    """In place of psycopg's own kind of connection."""
    from frontdesk.store.impatient import ImpatientConnection

    return ImpatientConnection.connect(**settings)


def _complete(url: URL) -> URL:
    """The address with our driver and limits; what it says of them itself goes before."""
    limits = " ".join(f"-c {name}={value}" for name, value in _LIMITS.items())
    options = f"{limits} {url.query.get('options', '')}".strip()
    given = {**_LIFELINE, **({} if _is_local(url) else {"sslmode": "require"}), **url.query}
    return url.set(drivername="postgresql+psycopg", query={**given, "options": options})


def _host(url: URL) -> str | None:
    host = url.host or url.query.get("host")
    return host if isinstance(host, str) else None


def _is_local(url: URL) -> bool:
    host = _host(url)
    return host is None or host.startswith(("/", "127.")) or host in {"localhost", "::1"}


def _say_no_details(context: ExceptionContext) -> None:
    said = say_no_details(context.original_exception)
    if said is not None and context.sqlalchemy_exception is not None:
        context.sqlalchemy_exception.args = (said,)


def _is_of_connection(error: DBAPIError) -> bool:
    return type(error.orig).__name__ in {"OperationalError", "ConnectionTimeout", "InterfaceError"}


def _trouble_of_connecting(message: str) -> Trouble:
    """Before there is a connection libpq gives no code, only these English words."""
    if re.search(r"SSL(?! SYSCALL| error: unexpected eof)|certificate", message):
        return Trouble.UNSAFE
    if re.search(r"authentication|password|does not exist|pg_hba|permission denied", message):
        return Trouble.SHUT_OUT
    return Trouble.SILENT


_TROUBLES = {
    "40001": Trouble.BUSY,
    "40P01": Trouble.BUSY,
    "55P03": Trouble.BUSY,
    "57": Trouble.SILENT,
    "08": Trouble.SILENT,
    "53": Trouble.SILENT,
    "53100": Trouble.FULL_DISK,
    "25006": Trouble.READ_ONLY,
    "42501": Trouble.NO_RIGHTS,
    "3F000": Trouble.NO_RIGHTS,
    "58": Trouble.UNREADABLE,
    "XX": Trouble.UNREADABLE,
}
"""By SQLSTATE, or by its class."""
