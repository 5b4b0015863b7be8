"""The invented clinic with its ЕСОЗ behind a real port, in a process of its own.

As a program: `python -m bench.clinic SWITCHES FILE` serves an ЕСОЗ with these switches turned (an
object of JSON), and writes the desk's configuration to FILE.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from frontdesk.config import dump
from frontdesk.demo import furnish_database, settings_for
from frontdesk.domain.verdict import Code
from frontdesk.simulator.backend import Backend
from frontdesk.simulator.server import serve
from frontdesk.simulator.switches import Switches
from frontdesk.simulator.world import World
from frontdesk.workplace import utc_now

SEED = 1
PATIENCE = 60.0
"""Seconds in which a clinic is furnished."""


@dataclass(frozen=True, slots=True)
class Served:
    configuration: Path
    number: str
    """A bookable one."""


@contextmanager
def served(weather: Mapping[str, float] | None = None) -> Iterator[Served]:
    """A clinic while the block runs; `weather` are the switches of its ЕСОЗ that are turned."""
    world = World.furnished(SEED, utc_now().date())
    number = next(it.number for it in world.samples if it.verdict == Code.BOOKABLE)
    with tempfile.TemporaryDirectory(prefix="frontdesk-bench-") as folder:
        configuration = Path(folder) / "config.toml"
        argv = [sys.executable, "-m", "bench.clinic", json.dumps(weather or {}), str(configuration)]
        with subprocess.Popen(argv) as server:
            try:
                _wait_for(configuration)
                yield Served(configuration, number)
            finally:
                server.terminate()


def _wait_for(path: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while not path.exists():
        if time.monotonic() > deadline:
            raise TimeoutError("the simulated ESOZ does not come up")
        time.sleep(0.05)


def main(switches: Switches, configuration: Path) -> None:
    world = World.furnished(SEED, utc_now().date())
    backend = Backend(world, switches, utc_now)

    def ready(port: int) -> None:
        database = configuration.with_suffix(".db")
        settings = settings_for(world, f"http://127.0.0.1:{port}", database)
        furnish_database(settings, world)
        draft = configuration.with_suffix(".new")
        draft.write_text(dump(settings), encoding="utf-8")
        draft.replace(configuration)

    serve(backend, 0, ready)


if __name__ == "__main__":
    main(Switches(**json.loads(sys.argv[1])), Path(sys.argv[2]))
