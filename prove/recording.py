"""One run of the program on a disk that writes everything down, in one of SQLite's modes."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from sqlalchemy import Pool, event
from sqlalchemy.engine.interfaces import DBAPIConnection

from frontdesk.store.engine import Store
from frontdesk.store.gate import Version
from prove.bookings import KEY, NOON, Desk
from prove.disk import Change
from prove.driver import ENGINE, Driver
from prove.recorder import Recorder

FILE = "clinic.db"
WITHOUT_FIX: Version = (3, 40, 1)


@dataclass(frozen=True, slots=True)
class Mode:
    name: str
    engine: Version
    """As which the store is told to see its engine: its gate chooses the journal."""
    weakened: str | None = None
    """`synchronous` of a control."""


PRODUCTION = (Mode("WAL + FULL", ENGINE), Mode("DELETE + EXTRA", WITHOUT_FIX))
CONTROLS = (
    Mode("WAL + NORMAL", ENGINE, "NORMAL"),
    Mode("DELETE + FULL", WITHOUT_FIX, "FULL"),
    Mode("DELETE + OFF", WITHOUT_FIX, "OFF"),
)


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """A transaction has returned; what the database then holds is promised."""

    state: str


@dataclass(slots=True)
class Recording:
    """All that one run did to its disk, in order."""

    mode: Mode
    log: list[Change | Acknowledged] = field(default_factory=list)
    settings: set[tuple[str, int]] = field(default_factory=set)
    """The journal that SQLite reports, and `synchronous`: 0 OFF, 1 NORMAL, 2 FULL, 3 EXTRA."""


def recorded(mode: Mode, patients: int) -> Recording:
    """A run in which so many patients are registered, from the making of the file on."""
    recording = Recording(mode)
    recorder = Recorder(f"recorder-{id(recording)}", recording.log.append)
    with tempfile.TemporaryDirectory() as folder, _weakened(mode.weakened):
        open_store = partial(opened, Path(folder), Driver(mode.engine, recorder.name))

        def acknowledged(store: Store, state: str) -> None:
            recording.settings.add(_settings(store))
            recording.log.append(Acknowledged(state))

        Desk(open_store, acknowledged).work(patients)
    return recording


def opened(folder: Path, driver: Driver) -> Store:
    """The store as the program opens it, after a power cut too."""
    return Store.open(f"sqlite:///{folder / FILE}", key=KEY, clock=lambda: NOON, driver=driver)


@contextmanager
def _weakened(synchronous: str | None) -> Iterator[None]:
    """Sets this on every connection after the store has set its own."""

    def weaken(connection: DBAPIConnection, _: object) -> None:
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA synchronous={synchronous}")
        cursor.close()

    if synchronous is None:
        yield
        return
    event.listen(Pool, "connect", weaken)
    try:
        yield
    finally:
        event.remove(Pool, "connect", weaken)


def _settings(store: Store) -> tuple[str, int]:
    with store.reading() as db:
        journal = db.exec_driver_sql("PRAGMA journal_mode").scalar_one()
        return str(journal), int(db.exec_driver_sql("PRAGMA synchronous").scalar_one())
