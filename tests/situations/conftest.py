from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from frontdesk.domain.appointment import Claim
from frontdesk.simulator.diary import BookedVisit
from frontdesk.simulator.samples import Sample
from frontdesk.simulator.world import World
from frontdesk.words import LANGUAGES, dates
from frontdesk.workplace import utc_now
from tests.program.place import Place
from tests.situations.clinics import Programs, today
from tests.situations.desk import Day, Desk


@pytest.fixture(scope="session")
def programs(tmp_path_factory: pytest.TempPathFactory, world: World) -> Iterator[Programs]:
    them = Programs((tmp_path_factory.mktemp("desk") for _ in iter(int, 1)), world)
    yield them
    them.close()


@pytest.fixture(params=LANGUAGES)
def desk(request: pytest.FixtureRequest, programs: Programs) -> Desk:
    """A registrar before an empty number field, in each language in turn."""
    return programs.at_home(request.param)


@pytest.fixture
def ukrainian_desk(programs: Programs) -> Desk:
    """The same in Ukrainian alone: keys are counted in no language."""
    return programs.at_home("uk")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """For a program of one test alone."""
    return Place(tmp_path)


@pytest.fixture(scope="session")
def world() -> World:
    """What the demo's ЕСОЗ and register hold."""
    return World.furnished(1, utc_now().date())


@pytest.fixture
def day(world: World) -> Day:
    """So many days from the world's date, as a screen writes it."""
    return lambda ahead: dates.numeric(world.today + timedelta(days=ahead))


@pytest.fixture(scope="session")
def visits(world: World) -> Sequence[BookedVisit]:
    """Each the only one of its patient, under a referral that is in work with us; not of today."""
    counted = Counter(it.patient.id for it in world.visits)
    ours = (it for it in world.visits if it.claim is Claim.OURS and it.day > today())
    return [it for it in ours if counted[it.patient.id] == 1]


@pytest.fixture(scope="session")
def samples(world: World) -> Sequence[Sample]:
    return world.samples
