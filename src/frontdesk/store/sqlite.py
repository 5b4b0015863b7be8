"""The clinic's database in one SQLite file of this computer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, suppress
from contextlib import closing as closed_after
from pathlib import Path
from threading import Event
from types import ModuleType

from sqlalchemy import Connection, QueuePool, create_engine, event
from sqlalchemy.exc import DBAPIError

from frontdesk.store import schema
from frontdesk.store.database import Engines, Mark
from frontdesk.store.failure import StoreError, Trouble
from frontdesk.store.opening import Opening, best_driver, trouble_of
from frontdesk.store.prepared import say
from frontdesk.store.queue import queued

_WRITES = "frontdesk_writes"

_GLANCE = 0.5
"""Seconds between two looks at the number that changes with every commit of anybody else."""


class SqliteFile:
    """A write begins at once, in its turn, so that what it reads first is true when it writes."""

    def __init__(self, path: Path, driver: ModuleType | None, cipher_key: bytes | None) -> None:
        self._opening = Opening(path, driver or best_driver(), cipher_key)
        self._turns = path.with_name(f"{path.name}.lock")

    @property
    def place(self) -> Path:
        return self._opening.path

    def engines(self) -> Engines:
        engine = create_engine(
            "sqlite://",
            creator=self._opening.connect,
            module=self._opening.driver,
            poolclass=QueuePool,
            hide_parameters=True,
        )
        event.listen(engine, "begin", _begin)
        return Engines(engine, engine.execution_options(**{_WRITES: True}))

    def prepare(self, engines: Engines, *, migrate: bool) -> None:  # noqa: ARG002 - it always does
        """Creates or migrates the file where that is due."""
        self._opening.refuse_unfit_place()
        self._opening.create()
        with self.turn():
            schema.bring_up_to_date(engines, self.place)

    def turn(self) -> AbstractContextManager[None]:
        return queued(self._turns)

    def changes(self, closing: Event) -> Iterator[None]:
        with (
            suppress(StoreError, self._opening.driver.Error),
            closed_after(self._opening.connect()) as db,
        ):
            cursor, known = db.cursor(), None
            while not closing.is_set():
                cursor.execute("PRAGMA data_version")
                version = cursor.fetchone()
                if version != known:
                    known = version
                    yield
                closing.wait(_GLANCE)

    def trouble_of(self, error: DBAPIError) -> Trouble | None:
        return trouble_of(error.orig)

    def pause_after(self, trouble: Trouble, attempt: int, waited: float) -> float | None:  # noqa: ARG002 - nothing passes by itself
        return None

    def copy_file(self, copy: Path) -> bool:
        """Writers go on meanwhile; the copy is encrypted as the file is."""
        self._opening.copy_to(copy)
        return True

    def mark(self, db: Connection) -> Mark | None:  # noqa: ARG002 - a commit always answers
        return None

    def has_committed(self, db: Connection, mark: Mark) -> bool | None:  # noqa: ARG002 - a commit always answers
        return None


def _begin(db: Connection) -> None:
    writes = db.get_execution_options().get(_WRITES, False)
    say(db, "BEGIN IMMEDIATE" if writes else "BEGIN")
