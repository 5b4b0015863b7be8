from __future__ import annotations

import subprocess
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from frontdesk.domain.minors import ALONE_FROM
from frontdesk.simulator.world import World
from frontdesk.workplace import utc_now
from tests.program.place import PROGRAM, Clinic, Patient, Place, Sample


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Sequence[Sample]:
    listed = Place(tmp_path_factory.mktemp("samples")).json("samples")
    return [Sample(**it) for it in listed]


@pytest.fixture(scope="session")
def clinic(tmp_path_factory: pytest.TempPathFactory, samples: Sequence[Sample]) -> Iterator[Clinic]:
    with served(tmp_path_factory.mktemp("clinic"), samples) as it:
        yield it


@contextmanager
def served(folder: Path, samples: Sequence[Sample]) -> Iterator[Clinic]:
    """A clinic whose ЕСОЗ runs while this is entered."""
    place, configuration = Place(folder), folder / "frontdesk.toml"
    argv = [*PROGRAM, "simulator", "--port", "0", "--config-out", str(configuration)]
    with subprocess.Popen(argv, env=place.env, stdout=subprocess.DEVNULL) as simulator:
        try:
            _wait_for(configuration)
            yield Clinic(place, configuration, iter(_patients(samples)))
        finally:
            simulator.terminate()


def _patients(samples: Sequence[Sample]) -> Sequence[Patient]:
    """Of the bookable samples those that say nothing special: one service, a name, a year."""
    world = World.furnished(1, utc_now().date())
    soon = utc_now() + timedelta(days=60)
    counted = Counter(it.requisition for it in world.referrals)
    usual = {
        it.requisition: world.clinic.services[it.code].code
        for it in world.referrals
        if counted[it.requisition] == 1 and not it.is_group
        if it.identity and it.identity.last_name and it.expires_at > soon
        if it.identity.age >= ALONE_FROM
    }
    bookable = (it.number for it in samples if it.verdict == "bookable")
    return [Patient(number, usual[number]) for number in bookable if number in usual]


def _wait_for(path: Path) -> None:
    deadline = time.monotonic() + 60
    while not path.exists():
        assert time.monotonic() < deadline, "the simulator does not come up"
        time.sleep(0.05)
