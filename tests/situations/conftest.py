from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import pytest

from bench.program import CLINIC
from bench.terminal import Terminal
from frontdesk.simulator.samples import Sample
from frontdesk.simulator.world import World
from frontdesk.words import LANGUAGES, Lang
from frontdesk.workplace import utc_now
from tests.program.place import Place
from tests.situations.desk import Desk


class Programs:
    """One running demo for each language, for all situations; a dead one is replaced."""

    def __init__(self, new_place: Iterator[Place]) -> None:
        self._new_place = new_place
        self._running: dict[Lang, Terminal] = {}
        self._open = ExitStack()

    def at_home(self, lang: Lang) -> Terminal:
        """Its program at an empty number field."""
        terminal = self._running.get(lang)
        if terminal is not None and Desk(terminal, lang).goes_home():
            return terminal
        terminal = self._open.enter_context(next(self._new_place).terminal("demo", "--lang", lang))
        terminal.wait_for(CLINIC)
        self._running[lang] = terminal
        return terminal

    def close(self) -> None:
        self._open.close()


@pytest.fixture(scope="session")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Programs]:
    them = Programs(Place(tmp_path_factory.mktemp("desk")) for _ in iter(int, 1))
    yield them
    them.close()


@pytest.fixture(params=LANGUAGES)
def desk(request: pytest.FixtureRequest, programs: Programs) -> Desk:
    """A registrar before an empty number field, in each language in turn."""
    return Desk(programs.at_home(request.param), request.param)


@pytest.fixture
def ukrainian_desk(programs: Programs) -> Desk:
    """The same in Ukrainian alone: keys are counted in no language."""
    return Desk(programs.at_home("uk"), "uk")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """For a program of one test alone."""
    return Place(tmp_path)


@pytest.fixture(scope="session")
def world() -> World:
    """What the demo's ЕСОЗ and register hold."""
    return World.furnished(1, utc_now().date())


@pytest.fixture(scope="session")
def samples(world: World) -> Sequence[Sample]:
    return world.samples
