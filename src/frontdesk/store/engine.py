"""Opening the clinic's database, and its transactions.

A write begins at once (BEGIN IMMEDIATE), so that what it reads first is still true when it writes.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import ModuleType

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from frontdesk.store import schema
from frontdesk.store.clock import CLOCK, Clock, now
from frontdesk.store.failure import StoreError, Trouble, trouble_of
from frontdesk.store.opening import Opening, best_driver
from frontdesk.store.queue import queued
from frontdesk.store.sealing import NumberKey

_WRITES = "frontdesk_writes"


class Store:
    """The open database. One thread uses it; other programs may use the same file."""

    def __init__(self, path: Path, engine: Engine, key: NumberKey) -> None:
        self.path = path
        self.key = key
        self._engine = engine
        self._writing = engine.execution_options(**{_WRITES: True})
        event.listen(engine, "begin", _begin)

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
        """Opens `sqlite:///path`, creating or migrating the file where that is due.

        `clock` replaces the database's own clock. `cipher_key`, 32 raw bytes, encrypts the file
        (sqlcipher3). `driver` is a DB-API module for SQLite, by default the best one installed.

        Raises:
            StoreError: the database can't be used; what is in it has not been changed.
        """
        path = path_of(url)
        opening = Opening(path, driver or best_driver(), cipher_key)
        opening.refuse_unfit_place()
        engine = create_engine(
            "sqlite://",
            creator=opening.connect,
            module=opening.driver,
            poolclass=QueuePool,
            hide_parameters=True,
            execution_options={} if clock is None else {CLOCK: clock},
        )
        store = cls(path, engine, key)
        try:
            opening.create()
            with store._turn():
                schema.bring_up_to_date(store._engine, store._writing, path)
        except StoreError:
            store.close()
            raise
        return store

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent view of the database; what is written in it is undone.

        Raises:
            StoreError: damaged file, locked for too long.
        """
        with _troubles(self.path), self._engine.connect() as db:
            yield db

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction: durable when the block is left, undone if an exception leaves it.

        Raises:
            StoreError: full disk, read-only or damaged file, locked for too long.
        """
        with self._turn(), self._writing.begin() as db:
            yield db

    def now(self, db: Connection) -> datetime:
        """UTC by the database's clock."""
        return now(db)

    def close(self) -> None:
        self._engine.dispose()

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """This program's turn to write the file."""
        lock = self.path.with_name(f"{self.path.name}.lock")
        with _troubles(self.path), queued(lock):
            yield


def path_of(url: str) -> Path:
    """The file that `sqlite:///path` names.

    Raises:
        StoreError: the URL names none.
    """
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise StoreError(Trouble.BAD_URL) from None
    if parsed.get_backend_name() != "sqlite" or parsed.database in (None, "", ":memory:"):
        raise StoreError(Trouble.BAD_URL)
    return Path(str(parsed.database)).absolute()


def _begin(db: Connection) -> None:
    writes = db.get_execution_options().get(_WRITES, False)
    db.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def _troubles(path: Path) -> Iterator[None]:
    """Errors of the disk and the file become troubles; errors of the program stay what they are."""
    try:
        yield
    except DBAPIError as error:
        code = trouble_of(error.orig)
        if code is None:
            raise
        raise StoreError(code, path) from None
