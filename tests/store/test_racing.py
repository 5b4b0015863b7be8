from __future__ import annotations

import os
import subprocess
import sys
from itertools import combinations
from pathlib import Path
from types import ModuleType

import frontdesk
from frontdesk.domain.appointment import Appointment, State
from frontdesk.store import agenda, appointments, invariants
from frontdesk.store.engine import Store

RACER = Path(__file__).with_name("racer.py")
SOURCES = Path(frontdesk.__file__).parents[1]
ATTEMPTS = 100


def overlap(one: Appointment, other: Appointment, resource_id: str) -> bool:
    shared = resource_id in one.resource_ids and resource_id in other.resource_ids
    same_time = one.day == other.day and one.start < other.end and other.start < one.end
    return shared and same_time


def test_programs_that_race_for_the_same_times_never_both_get_one(
    clinic: Store, driver: ModuleType
) -> None:
    environment = {
        **os.environ,
        "PYTHONPATH": str(SOURCES),
        "RACER_DRIVER": driver.__name__,
    }
    url = f"sqlite:///{clinic.path}"
    racers = [
        subprocess.Popen(
            [sys.executable, str(RACER), url, name, str(ATTEMPTS)],
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        for name in ("one", "two", "three")
    ]
    said = [line.split() for racer in racers for line in racer.communicate()[0].splitlines()]
    assert [racer.returncode for racer in racers] == [0, 0, 0]
    held = {id_ for word, id_ in said if word == "held"}
    freed = {id_ for word, id_ in said if word == "freed"}
    with clinic.reading() as db:
        states = {id_: appointments.appointment(db, id_).state for id_ in held}
        checks = invariants.check(db, clinic.now(db), "us")
        days = {appointments.appointment(db, id_).day for id_ in held}
        visits = [it.appointment for day in days for it in agenda.visits_of_day(db, day)]
    assert {id_ for id_, state in states.items() if state is State.HELD} == held - freed
    assert {it.id for it in visits} == held - freed
    assert len(held) < 3 * ATTEMPTS
    doubled = [
        (one.id, other.id)
        for one, other in combinations(visits, 2)
        for single in ("d1", "d2", "r1")
        if overlap(one, other, single)
    ]
    assert doubled == []
    assert [it for it in checks if it.violations] == []
