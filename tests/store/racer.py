"""One program among several that race for the same times; it writes what was acknowledged.

Run as `python -m tests.store.racer URL NAME ATTEMPTS`, with the name of SQLite's module in
`RACER_DRIVER`, and with `RACER_NAIVE` to look first and write then, as one must not.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from random import Random

from sqlalchemy import Connection, exists, insert, select

from frontdesk.domain.appointment import Appointment, Claim, State
from frontdesk.domain.ground import Ground
from frontdesk.store import appointments, tables
from frontdesk.store.appointment_rows import row_of
from frontdesk.store.engine import Store
from frontdesk.store.journal import Actor
from frontdesk.store.sealing import NumberKey

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
FIRST_DAY = date(2026, 11, 25)
ATTEMPTS_A_DAY = 10
"""Then all go on to the next day: what they got stays, and there is something to race for."""
CHOICES = (("d1", "r1"), ("d2", "r1"), ("d2",), ("d1",), ("d2", "h1"))
OVERBOOKED = 0.2
"""How many of those who want the hall may use a lane for overbooking."""
LOOKED_AT = 10
"""Times that a naive racer looks at before it takes one."""


def wished(chance: Random, id_: str, number: int) -> Appointment:
    resource_ids = chance.choice(CHOICES)
    start = chance.randrange(540, 840, 5)
    return Appointment(
        id=id_,
        state=State.HELD,
        claim=Claim.NONE,
        ground=Ground.DIRECT_ACCESS,
        service_id="s1",
        doctor_id=resource_ids[0],
        resource_ids=resource_ids,
        day=FIRST_DAY + timedelta(days=number // ATTEMPTS_A_DAY),
        start=start,
        end=start + chance.choice((15, 30, 45)),
        time_zone="Europe/Kyiv",
        hold_until=datetime(2026, 11, 23, 13, 0, tzinfo=UTC),
        overbooked_because=_because(chance, resource_ids),
    )


def _because(chance: Random, resource_ids: tuple[str, ...]) -> str | None:
    return "urgent" if "h1" in resource_ids and chance.random() < OVERBOOKED else None


class Racer:
    def __init__(self, store: Store, name: str) -> None:
        self._store = store
        self._actor = Actor(name, name)
        self._chance = Random(name)
        self._longest = 0.0

    def race(self, attempts: int, *, naive: bool) -> None:
        take = self._take_naively if naive else self._take
        for number in range(attempts):
            id_ = f"{self._actor.name}-{number}"
            if take(id_, number):
                say("held", id_)
                if self._chance.random() < 0.25:
                    self._free(id_)
        say("waited", f"{self._longest:.6f}")

    def _take(self, id_: str, number: int) -> bool:
        visit = wished(self._chance, id_, number)
        return self._timed(lambda db: appointments.hold(db, visit, self._actor)) is not None

    def _free(self, id_: str) -> None:
        self._timed(lambda db: appointments.let_go(db, id_, self._actor))
        say("freed", id_)

    def _take_naively(self, id_: str, number: int) -> bool:
        """Looks over several times, and takes one of those that were free."""
        wishes = [wished(self._chance, id_, number) for _ in range(LOOKED_AT)]
        free = self._store.read(lambda db: [it for it in wishes if not is_taken(db, it)])
        if not free:
            return False
        self._timed(lambda db: write_down(db, free[0], self._actor))
        return True

    def _timed(self, change: Callable[[Connection], object]) -> object:
        begun = time.perf_counter()
        answer = self._store.write(change)
        self._longest = max(self._longest, time.perf_counter() - begun)
        return answer


def is_taken(db: Connection, wish: Appointment) -> bool:
    """Whether a live visit overlaps it in one of its resources."""
    visit, needed = tables.appointment.c, tables.appointment_resource.c
    overlapping = (
        needed.appointment_id == visit.id,
        needed.resource_id.in_(wish.resource_ids),
        visit.state == State.HELD,
        visit.day == wish.day,
        visit.start_min < wish.end,
        visit.end_min > wish.start,
    )
    return bool(db.scalar(select(exists().where(*overlapping))))


def write_down(db: Connection, visit: Appointment, actor: Actor) -> None:
    """Without its cells, which would refuse it."""
    db.execute(insert(tables.appointment), row_of(visit, actor, NOON))
    needed = [{"appointment_id": visit.id, "resource_id": id_} for id_ in visit.resource_ids]
    db.execute(insert(tables.appointment_resource), needed)


def say(word: str, what: str) -> None:
    sys.stdout.write(f"{word} {what}\n")


def main(url: str, name: str, attempts: int) -> None:
    key = NumberKey(b"a key of the site, 32 bytes long.")
    driver = os.environ.get("RACER_DRIVER")
    store = Store.open(
        url, key=key, clock=lambda: NOON, driver=import_module(driver) if driver else None
    )
    Racer(store, name).race(attempts, naive="RACER_NAIVE" in os.environ)
    store.close()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
