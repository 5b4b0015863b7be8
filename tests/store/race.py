"""Several programs race for the same times, and what came of it is counted."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import frontdesk
from frontdesk.domain.appointment import Appointment, State
from frontdesk.domain.clinic import Resource
from frontdesk.domain.freetime import CELL
from frontdesk.store import catalogue
from frontdesk.store.appointment_rows import APPOINTMENTS, appointment_of
from frontdesk.store.engine import Store
from frontdesk.store.invariants import Invariant, check
from frontdesk.store.tables import appointment
from tests.store.conftest import Place

ROOT = Path(__file__).parents[2]
SOURCES = Path(frontdesk.__file__).parents[1]


@dataclass(frozen=True)
class Said:
    """What the racers were told."""

    attempts: int
    held: frozenset[str]
    freed: frozenset[str]
    longest: float
    """Seconds of the longest transaction, with all its waiting."""


@dataclass(frozen=True)
class Result:
    said: Said
    doubled: int
    """Cells of a resource with more visits than it has lanes, those for overbooking apart."""
    lost: int
    """Acknowledgements that the database does not bear out."""
    broken: tuple[Invariant, ...]


def race(place: Place, programs: int, attempts: int, *, naive: bool = False) -> Said:
    """So many programs, each with so many attempts.

    Raises:
        CalledProcessError: one of them failed.
    """
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(SOURCES), str(ROOT)])}
    if place.driver is not None:
        environment["RACER_DRIVER"] = place.driver.__name__
    if naive:
        environment["RACER_NAIVE"] = "1"
    command = [sys.executable, "-m", "tests.store.racer", place.url]
    racers = [
        subprocess.Popen(
            [*command, f"racer-{number}", str(attempts)],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in range(programs)
    ]
    outputs = [racer.communicate()[0] for racer in racers]
    for racer in racers:
        if racer.returncode:
            raise subprocess.CalledProcessError(racer.returncode, racer.args)
    told = [line.split() for output in outputs for line in output.splitlines()]

    def all_after(word: str) -> list[str]:
        return [what for first, what in told if first == word]

    return Said(
        programs * attempts,
        frozenset(all_after("held")),
        frozenset(all_after("freed")),
        max(map(float, all_after("waited"))),
    )


def judge(store: Store, said: Said) -> Result:
    """Holds what the racers were told against the database."""
    with store.reading() as db:
        rows = db.execute(APPOINTMENTS.where(appointment.c.state == State.HELD)).mappings()
        live = [appointment_of(row) for row in rows]
        resources = catalogue.resources(db)
        broken = tuple(it for it in check(db, store.now(db), "us") if it.violations)
    kept = said.held - said.freed
    return Result(said, doubled(live, resources), len(kept ^ {it.id for it in live}), broken)


def doubled(visits: list[Appointment], resources: Mapping[str, Resource]) -> int:
    """Counted from the visits themselves: the cells may be what is wrong."""
    regular = _taken(it for it in visits if it.overbooked_because is None)
    crowded = {cell for cell, taken in regular.items() if taken > resources[cell[0]].lanes}
    full = {cell for cell, taken in _taken(visits).items() if taken > resources[cell[0]].max_lanes}
    return len(crowded | full)


def _taken(visits: Iterable[Appointment]) -> Counter[tuple[str, date, int]]:
    return Counter(
        (id_, it.day, cell)
        for it in visits
        for id_ in it.resource_ids
        for cell in range(it.start // CELL, it.end // CELL)
    )
