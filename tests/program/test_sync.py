"""A large clinic's registers over real HTTP: whole, unchanged the second time, killed half-way."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from frontdesk.store.opening import best_driver
from tests.program.place import PROGRAM, Place, words

SERVICES, EMPLOYEES = 10_000, 1_500
CTRL_C = "\x03"


@pytest.fixture
def large(place: Place) -> Iterator[tuple[str, str]]:
    """How the program is told to work in a large clinic."""
    configuration = place.folder / "frontdesk.toml"
    size = ("--set", f"more_services={SERVICES}", "--set", f"more_employees={EMPLOYEES}")
    argv = [*PROGRAM, "simulator", "--port", "0", *size, "--config-out", str(configuration)]
    with subprocess.Popen(argv, env=place.env, stdout=subprocess.DEVNULL) as simulator:
        try:
            deadline = time.monotonic() + 60
            while not configuration.exists():
                assert time.monotonic() < deadline, "the simulator does not come up"
                time.sleep(0.05)
            yield "--config", str(configuration)
        finally:
            simulator.terminate()


def lapse(database: Path) -> None:
    """The minute is over in which nobody else may go on with what was killed."""
    engine = create_engine(f"sqlite:///{database}", module=best_driver())
    with engine.begin() as db:
        db.execute(text("UPDATE register_run SET lease_until = '2026-01-01T00:00:00.000000Z'"))
    engine.dispose()


def changes(document: Any) -> dict[str, int]:
    read = {name: it for name, it in document["registers"].items() if it["problem"] is None}
    return {name: it["added"] + it["changed"] + it["gone"] for name, it in read.items()}


def page_of_services(number: int) -> str:
    name = words.tr("Services")
    return words.tr("{register}: page {page} of {pages}", register=name, page=number, pages=4)


def test_killed_or_stopped_half_way_it_goes_on_and_a_second_run_changes_nothing(
    place: Place, large: tuple[str, str]
) -> None:
    with place.terminal("sync", *large) as desk:
        desk.first_shown(page_of_services(2))
        desk.kill(signal.SIGKILL)
        assert desk.wait() == -signal.SIGKILL
    lapse(place.folder / "frontdesk.db")

    with place.terminal("sync", *large) as desk:
        desk.first_shown(page_of_services(3))
        desk.send(CTRL_C)
        assert desk.wait() == 1
        assert page_of_services(2) not in desk.output.decode()

    with place.terminal("sync", *large) as desk:
        desk.wait_for(f"{words.tr('Services')}: {words.tr('new: {n}', n=SERVICES)}")
        assert desk.wait() == 0
        shown = desk.output.decode()
    assert not any(page_of_services(it) in shown for it in (1, 2, 3))

    again = changes(place.json("sync", *large))
    assert again == dict.fromkeys(again, 0)
    assert {"services", "employees", "employee_roles"} <= again.keys()
