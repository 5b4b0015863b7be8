"""`python3 run.py torture [PROGRAMS ATTEMPTS]`: a race as long as one likes, on each engine."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

import psycopg

from frontdesk.domain.clinic import Resource, ResourceKind, Service
from frontdesk.store.furnish import Furnishing, furnish
from frontdesk.store.journal import Actor
from frontdesk.store.opening import best_driver
from frontdesk.store.sealing import NumberKey
from tests.postgres import serving
from tests.store.conftest import Place
from tests.store.race import Result, judge, race
from tests.store.racer import NOON

PROGRAMS, ATTEMPTS = 16, 20_000
KEY = NumberKey(b"a key of the site, 32 bytes long.")
CLINIC = Furnishing(
    resources=(
        Resource("d1", ResourceKind.DOCTOR, "Мельник Оксана Петрівна"),
        Resource("d2", ResourceKind.DOCTOR, "Їжак Ганна Іванівна"),
        Resource("r1", ResourceKind.ROOM, "207"),
        Resource("h1", ResourceKind.ROOM, "Зал", lanes=2, max_lanes=3),
    ),
    services=(Service("s1", "K67002", "Консультація кардіолога"),),
)


def main(programs: int, attempts: int) -> int:
    """Prints a line for each engine; returns 1 if anything was lost or doubled on one of them."""
    print(f"{programs} programs × {attempts} attempts: doctor and room, 15/30/45 minutes, a hall")
    with tempfile.TemporaryDirectory(prefix="frontdesk-torture-") as folder:
        url = f"sqlite:///{Path(folder) / 'clinic.db'}"
        file = _tortured("SQLite", Place(url, best_driver()), programs, attempts)
    with serving(durable=True) as server, server.migrated() as name:
        remote = _tortured("PostgreSQL", Place(server.url(name)), programs, attempts)
        with psycopg.connect(server.address(name, "postgres")) as db:
            row = db.execute(_DEADLOCKS).fetchone()
        print(f"            deadlocks that PostgreSQL had to break: {row[0] if row else '?'}")
    return int(not (_is_sound(file) and _is_sound(remote)))


_DEADLOCKS = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"


def _tortured(engine: str, place: Place, programs: int, attempts: int) -> Result:
    store = place.open(KEY, lambda: NOON)
    try:
        with store.writing() as db:
            furnish(db, CLINIC, Actor("torture", "torture"))
        begun = time.perf_counter()
        said = race(place, programs, attempts)
        lasted = time.perf_counter() - begun
        result = judge(store, said)
    finally:
        store.close()
    counts = (
        f"{said.attempts} attempts",
        f"{len(said.held)} bookings",
        f"{len(said.freed)} freed",
        f"{result.doubled} double bookings",
        f"{result.lost} lost acknowledgements",
        f"{sum(it.violations for it in result.broken)} violations",
        f"longest wait {said.longest * 1000:.0f} ms",
        f"{said.attempts / lasted:.0f} attempts/s",
    )
    print(f"{engine:10}  {', '.join(counts)}", flush=True)
    return result


def _is_sound(it: Result) -> bool:
    return (it.doubled, it.lost, it.broken) == (0, 0, ())


if __name__ == "__main__":
    given = [int(it) for it in sys.argv[1:]]
    sys.exit(main(*(given or [PROGRAMS, ATTEMPTS])))
