"""apsw as a DB-API driver, as far as the store needs one: its engine takes a disk of ours."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import ModuleType

import apsw

from frontdesk.store.gate import Version

Value = str | int | float | bytes | None
Row = tuple[Value, ...]

ENGINE: Version = (
    apsw.SQLITE_VERSION_NUMBER // 1_000_000,
    *divmod(apsw.SQLITE_VERSION_NUMBER % 1_000_000, 1000),
)


class Driver(ModuleType):
    """A DB-API module on the file system `vfs` (empty: the true one).

    It says that its engine is `version`, so that the store's gate chooses the journal for that.
    """

    paramstyle = "qmark"
    Error = apsw.Error
    ProgrammingError = apsw.SQLError

    def __init__(self, version: Version = ENGINE, vfs: str = "") -> None:
        super().__init__("apsw_driver")
        self.sqlite_version_info = version
        self._vfs = vfs

    def connect(self, address: str, *, timeout: float, **_: object) -> Connection:
        flags = apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_URI
        raw = apsw.Connection(address, flags, self._vfs or None)
        raw.set_busy_timeout(int(timeout * 1000))
        return Connection(raw)


class Connection:
    isolation_level = None
    """Transactions are begun by those who want them."""

    def __init__(self, raw: apsw.Connection) -> None:
        self._raw = raw

    def cursor(self) -> Cursor:
        return Cursor(self._raw)

    def commit(self) -> None:
        self._end("COMMIT")

    def rollback(self) -> None:
        self._end("ROLLBACK")

    def close(self) -> None:
        self._raw.close()

    def create_function(
        self, name: str, count: int, function: Callable[..., Value], **options: bool
    ) -> None:
        self._raw.create_scalar_function(name, function, count, **options)

    def _end(self, statement: str) -> None:
        if self._raw.in_transaction:
            self._raw.execute(statement)


class Cursor:
    arraysize = 1
    lastrowid = None

    def __init__(self, raw: apsw.Connection) -> None:
        self._connection = raw
        self._raw = raw.cursor()
        self._raw.exec_trace = self._begun
        self._rows: list[Row] = []
        self.description: tuple[tuple[object, ...], ...] | None = None
        self.rowcount = -1

    def execute(self, statement: str, parameters: Sequence[Value] = ()) -> Cursor:
        self.description = None
        # All at once: then the statement has ended, and what it changed is known.
        self._rows = list(self._raw.execute(statement, tuple(parameters)))
        self.rowcount = self._connection.changes()
        return self

    def executemany(self, statement: str, rows: Sequence[Sequence[Value]]) -> Cursor:
        self.rowcount = sum(self.execute(statement, row).rowcount for row in rows)
        return self

    def fetchone(self) -> Row | None:
        return self._rows.pop(0) if self._rows else None

    def fetchmany(self, size: int = arraysize) -> list[Row]:
        taken, self._rows = self._rows[:size], self._rows[size:]
        return taken

    def fetchall(self) -> list[Row]:
        return self.fetchmany(len(self._rows))

    def close(self) -> None:
        self._raw.close()

    def _begun(self, cursor: apsw.Cursor, *_: object) -> bool:
        """apsw tells the columns only while the statement runs."""
        columns = cursor.get_description()
        self.description = tuple((name, *[None] * 6) for name, _ in columns) or None
        return True
