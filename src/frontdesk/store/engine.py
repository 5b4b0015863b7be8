"""Opening the clinic's database, and its transactions."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from threading import Event
from types import ModuleType
from typing import Generic, TypeVar

from sqlalchemy import URL, Connection, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from frontdesk.store.clock import CLOCK, Clock, now
from frontdesk.store.database import Database, Engines, Mark
from frontdesk.store.failure import StoreError, Trouble
from frontdesk.store.sealing import NumberKey
from frontdesk.store.sqlite import SqliteFile

T = TypeVar("T")

FileAt = Callable[[Path], SqliteFile]
"""A file of SQLite, under the driver and the encryption of this place."""

_UNTIL_KNOWN = (0.0, 0.1, 0.2, 0.5, 1.0, 2.0, 3.0, 3.0)
"""Seconds between questions whether a commit that got no answer took place."""


_DEAF = 0.5
"""Seconds after which whoever listens and lost the connection tries to get another."""


class Store:
    """The open database. One thread uses it, and another may listen to `changes`.

    Other programs may use the same database.
    """

    def __init__(
        self, database: Database, engines: Engines, key: NumberKey, file_at: FileAt
    ) -> None:
        self.key = key
        self._database = database
        self._engines = engines
        self._file_at = file_at

    @classmethod
    def open(
        cls,
        url: str,
        *,
        key: NumberKey,
        clock: Clock | None = None,
        cipher_key: bytes | None = None,
        driver: ModuleType | None = None,
    ) -> Store:
        """Opens `sqlite:///path` or `postgresql://…`.

        A file is created or migrated where that is due; on a server only `migrate` does that.
        `clock` replaces the database's own clock. `cipher_key`, 32 raw bytes, encrypts a file
        (sqlcipher3). `driver` is a DB-API module for SQLite, by default the best one installed.

        Raises:
            StoreError: the database can't be used; what is in it has not been changed.
        """
        file_at = partial(SqliteFile, driver=driver, cipher_key=cipher_key)
        database = _database_at(url, file_at)
        store = cls(database, _with_clock(database.engines(), clock), key, file_at)
        try:
            with _troubles(database):
                database.prepare(store._engines, migrate=False)
        except StoreError:
            store.close()
            raise
        return store

    @property
    def place(self) -> Path | str:
        """What an administrator knows the database by: a file, or a host and a name."""
        return self._database.place

    def read(self, question: Callable[[Connection], T]) -> T:
        """What `question` answers in one read transaction; it is asked again where that may help.

        Raises:
            StoreError: as for `reading`.
        """

        def attempt() -> T:
            with self.reading() as db:
                return question(db)

        return self._persistently(attempt)

    def write(self, change: Callable[[Connection], T]) -> T:
        """What `change` answers in one transaction, which is durable when this returns.

        A transaction that another one was in the way of, or whose connection was lost, is undone
        and `change` runs anew from its beginning: it must have no other effects.

        Raises:
            StoreError: as for `writing`; nothing has changed, except perhaps with UNCERTAIN.
        """
        return self._persistently(lambda: self._write(change))

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent view of the database; what is written in it is undone.

        Raises:
            StoreError: damaged, locked for too long, lost.
        """
        with _troubles(self._database), self._engines.reading.connect() as db:
            yield db

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction: durable when the block is left, undone if an exception leaves it.

        Raises:
            StoreError: full disk, read-only, damaged, locked for too long, lost.
        """
        with _troubles(self._database), self._database.turn(), self._engines.writing.begin() as db:
            yield db

    def changes(self, closing: Event) -> Iterator[None]:
        """Yields whenever anybody may have changed the schedule, until `closing` is set.

        Blocks in between: it is for a thread of its own. What was missed while the connection was
        lost is made good: it yields at the loss, and when it listens again.
        """
        while not closing.is_set():
            listened = False
            for _ in self._database.changes(closing):
                listened = True
                yield
            if listened:
                yield
            closing.wait(_DEAF)

    def beside(self, path: Path) -> Store:
        """The SQLite file at `path` under the same keys, as it is: neither created nor migrated."""
        file = self._file_at(path)
        return Store(file, file.engines(), self.key, self._file_at)

    def copy_file(self, copy: Path) -> bool:
        """Writes one state of the database as a file; False if it is not in a file itself.

        Raises:
            StoreError: it is damaged, or the copy can't be written.
        """
        return self._database.copy_file(copy)

    def now(self, db: Connection) -> datetime:
        """UTC by the database's clock."""
        return now(db)

    def close(self) -> None:
        self._engines.reading.dispose()

    def _persistently(self, attempt: Callable[[], T]) -> T:
        tries, begun = 0, time.monotonic()
        while True:
            tries += 1
            try:
                return attempt()
            except StoreError as error:
                pause = self._database.pause_after(error.code, tries, time.monotonic() - begun)
                if pause is None:
                    raise
            time.sleep(pause)

    def _write(self, change: Callable[[Connection], T]) -> T:
        done: _Done[T] | None = None
        try:
            with self.writing() as db:
                answer = change(db)
                done = _Done(answer, self._database.mark(db))
        except StoreError:
            if done is None or done.mark is None or not self._took_place(done.mark):
                raise
        return done.answer

    def _took_place(self, mark: Mark) -> bool:
        """Whether the transaction whose commit got no answer was committed.

        Raises:
            StoreError: UNCERTAIN, for the database doesn't say so in good time.
        """
        began = time.monotonic()
        for pause in _UNTIL_KNOWN:
            time.sleep(pause)
            if time.monotonic() - began > sum(_UNTIL_KNOWN):
                break  # a server that is silent has used up the time
            try:
                with self.reading() as db:
                    known = self._database.has_committed(db, mark)
            except StoreError:
                continue
            if known is not None:
                return known
        raise StoreError(Trouble.UNCERTAIN, self.place) from None


@dataclass(frozen=True, slots=True)
class _Done(Generic[T]):
    """What a transaction answered just before its commit."""

    answer: T
    mark: Mark | None


def migrate(url: str) -> Path | str:
    """Makes the tables that this program needs, or changes older ones; returns where they are.

    Raises:
        StoreError: it can't be done; nothing has been changed.
    """
    database = _database_at(url, partial(SqliteFile, driver=None, cipher_key=None))
    engines = database.engines()
    try:
        with _troubles(database):
            database.prepare(engines, migrate=True)
    finally:
        engines.reading.dispose()
    return database.place


def file_of(url: str) -> Path | None:
    """The file that `sqlite:///path` names; None if the database is not in a file of ours.

    Raises:
        StoreError: it is no URL of a database that we know.
    """
    parsed = _parsed(url)
    return _path(parsed) if parsed.get_backend_name() == "sqlite" else None


@contextmanager
def _troubles(database: Database) -> Iterator[None]:
    """Errors of the database become troubles; errors of the program stay what they are."""
    try:
        yield
    except DBAPIError as error:
        code = database.trouble_of(error)
        if code is None:
            raise
        raise StoreError(code, database.place) from None


def _database_at(url: str, file_at: FileAt) -> Database:
    parsed = _parsed(url)
    if parsed.get_backend_name() == "sqlite":
        return file_at(_path(parsed))
    # Imported only where it is used: most clinics have a file.
    from frontdesk.store.postgres import PostgresSchema

    return PostgresSchema(parsed)


def _parsed(url: str) -> URL:
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise StoreError(Trouble.BAD_URL) from None
    if parsed.drivername not in {"sqlite", "postgresql"} or parsed.database in {
        None,
        "",
        ":memory:",
    }:
        raise StoreError(Trouble.BAD_URL)
    return parsed


def _path(url: URL) -> Path:
    return Path(str(url.database)).absolute()


def _with_clock(engines: Engines, clock: Clock | None) -> Engines:
    if clock is None:
        return engines
    return Engines(
        engines.reading.execution_options(**{CLOCK: clock}),
        engines.writing.execution_options(**{CLOCK: clock}),
    )
