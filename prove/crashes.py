"""Power cuts all along a run, and what the program finds when it is started again.

The power is cut just after changes of the disk, as many as asked for, spread over the whole run.
Chance decides what the disk has kept; then the store opens the file as it does at every start, and
every row is compared with what had been promised.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from random import Random

from sqlalchemy.exc import DBAPIError

from frontdesk.store import invariants
from frontdesk.store.engine import Store
from frontdesk.store.failure import StoreError
from prove.bookings import NOON, US, state_of
from prove.disk import Disk
from prove.driver import Driver
from prove.recorder import Recorder
from prove.recording import Acknowledged, Recording, opened

INSPECTED = 25
"""Of so many recovered files one is held against the invariants too."""


class Outcome(StrEnum):
    WHOLE = "whole"
    """It holds what was acknowledged, or that and the one transaction that was under way."""
    LOST = "lost"
    """It is as it was before something that had been acknowledged."""
    HALF = "half"
    """It is as it never was, or breaks an invariant."""
    CORRUPT = "corrupt"
    """It can't be opened, or is damaged."""


@dataclass(frozen=True, slots=True)
class Crash:
    files: Mapping[str, bytes]
    """What the disk has kept."""
    promised: int
    """So many transactions were acknowledged."""


@dataclass(slots=True)
class Tally:
    outcomes: Counter[Outcome] = field(default_factory=Counter)
    promised: int = 0
    """Transactions acknowledged before a power cut, over all of them."""


def tallied(recording: Recording, count: int, seed: int) -> Tally:
    """What became of the run after each of `count` power cuts."""
    states = [it.state for it in recording.log if isinstance(it, Acknowledged)]
    tally = Tally()
    # The power is not cut twice: what the recovery writes need not be synced, nor noted.
    disk = Recorder("recovery", lambda _: None)
    with tempfile.TemporaryDirectory() as folder:
        start = Start(Path(folder), Driver(recording.mode.engine, disk.name), states)
        for nth, crash in enumerate(crashes(recording, count, seed)):
            tally.outcomes[start.outcome(crash, inspect=nth % INSPECTED == 0)] += 1
            tally.promised += crash.promised
    return tally


def crashes(recording: Recording, count: int, seed: int) -> Iterator[Crash]:
    """`count` power cuts, spread evenly; several at one moment have different luck."""
    disk, promised, moments = Disk(), 0, len(recording.log)
    for moment, happened in enumerate(recording.log):
        if isinstance(happened, Acknowledged):
            promised += 1
        else:
            disk.apply(happened)
        for nth in range(moment * count // moments, (moment + 1) * count // moments):
            yield Crash(disk.after_power_loss(Random(f"{seed}-{nth}")), promised)


@dataclass(frozen=True, slots=True)
class Start:
    """The program is started again on what a power cut has left."""

    folder: Path
    driver: Driver
    states: Sequence[str]
    """What the database held after each transaction of the run."""

    def outcome(self, crash: Crash, *, inspect: bool) -> Outcome:
        """With `inspect` the invariants are counted too."""
        for old in self.folder.iterdir():
            old.unlink()
        for name, content in crash.files.items():
            (self.folder / name).write_bytes(content)
        try:
            store = opened(self.folder, self.driver)
        except (StoreError, DBAPIError):
            return Outcome.CORRUPT
        try:
            return self._compared(store, crash.promised, inspect=inspect)
        except DBAPIError:
            return Outcome.CORRUPT
        finally:
            store.close()

    def _compared(self, store: Store, promised: int, *, inspect: bool) -> Outcome:
        with store.reading() as db:
            found = db.exec_driver_sql("PRAGMA integrity_check").scalars().all()
            if found != ["ok"]:
                return Outcome.CORRUPT
            if inspect and any(it.violations for it in invariants.check(db, NOON, US)):
                return Outcome.HALF
        # Before anything is promised, this start has finished what the first one began.
        last, state = max(promised - 1, 0), state_of(store)
        if state in self.states[last : last + 2]:
            return Outcome.WHOLE
        return Outcome.LOST if state in self.states[:last] else Outcome.HALF
