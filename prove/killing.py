"""Programs that are killed while they book, and what is left once another one has been started."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from threading import Lock

from sqlalchemy import Connection, func, select

from bench.terminal import Terminal
from frontdesk import config, keys
from frontdesk.demo import furnish_database, settings_for
from frontdesk.domain.appointment import Claim, State
from frontdesk.settings import DatabaseSection
from frontdesk.simulator.app import build_app
from frontdesk.simulator.backend import Backend
from frontdesk.simulator.crowd import OURS
from frontdesk.simulator.groups import service_id
from frontdesk.simulator.programmes import FREE_OF_CHARGE
from frontdesk.simulator.referrals import ServiceRequest
from frontdesk.simulator.rules import rejection
from frontdesk.simulator.switches import Switches
from frontdesk.simulator.world import World
from frontdesk.store import appointments, tables
from frontdesk.store.engine import Store
from frontdesk.workplace import open_store, utc_now
from prove.reaper import Point, Reaper, served

PROGRAM = (sys.executable, "-m", "frontdesk")
SEED = 1
NUMBER_KEY = "a key of the site, 32 bytes long."
PATIENCE = 3600.0
"""Seconds in which a started program has settled hundreds of claims, a few seconds each."""


class End(StrEnum):
    BOOKED = "booked"
    """A visit, and the referral taken into work once."""
    NOTHING = "nothing"
    """Neither a visit nor a claim."""
    HALF = "half"
    """One without the other, or a referral taken twice."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One patient, during whose booking the program was killed or not."""

    number: str
    killed: bool


@dataclass(slots=True)
class House:
    """A clinic whose ЕСОЗ kills, and the database of its desk."""

    configuration: Path
    backend: Backend
    reaper: Reaper
    us: str
    env: Mapping[str, str]
    _numbers: Iterator[str] = field(init=False)
    _one_at_a_time: Lock = field(init=False, default_factory=Lock)

    def __post_init__(self) -> None:
        self._numbers = filter(self._is_plain, self.backend.crowd.numbers())

    @property
    def desk(self) -> tuple[str, str]:
        return "--config", str(self.configuration)

    def next_number(self) -> str:
        """Of a patient who has not been here, and whom three Enters book."""
        with self._one_at_a_time:
            return next(self._numbers)

    def book(self, *, point: Point | None = None, delay: float | None = None) -> Trial:
        """Books for the next patient; the program dies at the point, or after `delay` seconds."""
        number = self.next_number()
        self.reaper.spare()
        argv = [*PROGRAM, "book", *self.desk, "--number", number, "--earliest", "--wait", "--json"]
        silent = subprocess.DEVNULL
        with subprocess.Popen(argv, env=self.env, stdout=silent, stderr=silent) as program:
            self.reaper.aim(program, point)
            if delay is not None:
                with suppress(subprocess.TimeoutExpired):
                    program.wait(delay)
                program.kill()
        return Trial(number, killed=program.returncode < 0)

    def is_asked_for(self, number: str) -> bool:
        """Whether ЕСОЗ has been asked to take the referral into work."""
        (referral,) = self.backend.numbered(number)
        jobs = list(self.backend.jobs.values())
        return any(isinstance(it.asked, tuple) and referral.id in it.asked for it in jobs)

    def settle(self, patience: float = PATIENCE) -> None:
        """Starts the terminal program, and closes it when nothing is left to be done.

        Raises:
            TimeoutError: something is still open.
        """
        self.reaper.spare()
        deadline = time.monotonic() + patience
        with Terminal([*PROGRAM, *self.desk], env=self.env) as terminal:
            while self._unsettled():
                if time.monotonic() > deadline:
                    raise TimeoutError("not everything was settled")
                terminal.settle(1.0)

    def violations(self) -> int:
        """As `frontdesk check` counts them."""
        argv = [*PROGRAM, "check", *self.desk, "--json"]
        said = subprocess.run(argv, env=self.env, capture_output=True, check=False).stdout
        return sum(it["violations"] for it in json.loads(said)["invariants"])

    def ends(self, trials: Sequence[Trial]) -> list[End]:
        with self.database() as db:
            return [self._end(db, it) for it in trials]

    @contextmanager
    def database(self) -> Iterator[Connection]:
        store = self.store()
        with store.reading() as db:
            yield db
        store.close()

    def store(self) -> Store:
        """To be closed."""
        return open_store(config.load(self.configuration), environment=self.env)

    def _end(self, db: Connection, trial: Trial) -> End:
        (referral,) = self.backend.numbered(trial.number)
        visit = appointments.find_live(db, referral.id)
        uses = sum(it.value == self.us for it in referral.users)
        if visit is None and uses == 0:
            return End.NOTHING
        ours = referral.used_by == self.us and uses == 1
        booked = visit is not None and (visit.state, visit.claim) == (State.BOOKED, Claim.OURS)
        return End.BOOKED if ours and booked else End.HALF

    def _unsettled(self) -> int:
        passing = tables.appointment.c.state.in_([State.HELD, State.CLAIMING])
        with self.database() as db:
            visits = db.scalar(select(func.count()).select_from(tables.appointment).where(passing))
            owed = db.scalar(
                select(func.count()).select_from(tables.operation).where(tables.is_open)
            )
        return (visits or 0) + (owed or 0)

    def _is_plain(self, number: str) -> bool:
        """Whether this is somebody whom three Enters book."""
        found = self.backend.numbered(number)
        return len(found) == 1 and _is_usual(found[0])


_GIVEN = {service_id(code) for code in OURS}


def _is_usual(it: ServiceRequest) -> bool:
    known = it.identity is not None and it.identity.last_name is not None
    usable = (it.status, it.processing, it.program) == ("active", "new", FREE_OF_CHARGE.id)
    ours = it.code in _GIVEN and it.performer is None
    return known and usable and ours and rejection(it, FREE_OF_CHARGE.id) is None


@contextmanager
def opened(folder: Path, database: str) -> Iterator[House]:
    """A clinic in this folder, furnished in the empty database, open while the block runs."""
    world = World.furnished(SEED, utc_now().date())
    backend = Backend(world, Switches(), utc_now)
    reaper = Reaper(build_app(backend))
    configuration = folder / "config.toml"
    env = {k: v for k, v in os.environ.items() if not k.startswith(("FRONTDESK_", "XDG_"))}
    env |= {"HOME": str(folder), keys.NUMBER_KEY: NUMBER_KEY}
    with served(reaper) as address:
        settings = settings_for(world, address, folder / "clinic.db").model_copy(
            update={"database": DatabaseSection(url=database)}
        )
        furnish_database(settings, world, environment=env)
        configuration.write_text(config.dump(settings), encoding="utf-8")
        yield House(configuration, backend, reaper, world.clinic.legal_entity_id, env)
