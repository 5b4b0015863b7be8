"""What differs from engine to engine: how it is reached, opened and waited for.

Tables, queries and migrations are the same on SQLite (`sqlite.py`) and PostgreSQL (`postgres.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Protocol

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from frontdesk.store.failure import Trouble

Mark = str
"""By which an engine knows a transaction again after the connection to it is gone."""


@dataclass(frozen=True, slots=True)
class Engines:
    """Two views of one pool of connections."""

    reading: Engine
    """Its transactions see one state of the database."""
    writing: Engine


class Database(Protocol):
    """The database of one clinic, on either engine."""

    @property
    def place(self) -> Path | str:
        """What an administrator knows it by; never a password."""

    def engines(self) -> Engines:
        """Connections are made later, when they are needed.

        Raises:
            StoreError: what is needed for that is not installed.
        """

    def prepare(self, engines: Engines, *, migrate: bool) -> None:
        """Makes sure that the database can be used and has this program's tables.

        Raises:
            StoreError: it can't; what is in it has not been changed.
        """

    def turn(self) -> AbstractContextManager[None]:
        """Waits for this program's turn to write, where the engine needs such a queue."""

    def changes(self, closing: Event) -> Iterator[None]:
        """Yields when it begins to listen, and when the schedule may have changed since.

        It has a connection of its own, and ends when that is lost or `closing` is set.
        """

    def trouble_of(self, error: DBAPIError) -> Trouble | None:
        """Which trouble the error means; None for an error of the program."""

    def pause_after(self, trouble: Trouble, attempt: int, waited: float) -> float | None:
        """Seconds after which a transaction is tried again; None: never.

        It failed so often, and so many seconds after it was begun for the first time.
        """

    def copy_file(self, copy: Path) -> bool:
        """Writes one state of it as a file; False if it is in no file, and its rows must be read.

        Raises:
            StoreError: it is damaged, or the copy can't be written.
        """

    def mark(self, db: Connection) -> Mark | None:
        """By what the transaction is known again if its commit gets no answer; None: it needn't."""

    def has_committed(self, db: Connection, mark: Mark) -> bool | None:
        """Whether the transaction so marked took place; None: it is not over yet."""
