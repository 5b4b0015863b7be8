"""One program among several that race for the same times; it writes what was acknowledged.

Run as `racer.py URL NAME ATTEMPTS`, with the engine's module name in `RACER_DRIVER`.
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, date, datetime
from importlib import import_module
from random import Random

from frontdesk.domain.appointment import Appointment, Claim, State
from frontdesk.domain.ground import Ground
from frontdesk.store import appointments
from frontdesk.store.engine import Store
from frontdesk.store.journal import Actor
from frontdesk.store.sealing import NumberKey

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
DAYS = (date(2026, 11, 25), date(2026, 11, 26))
CHOICES = (("d1", "r1"), ("d2", "r1"), ("d2",), ("d1",), ("d2", "h1"))


def wished(chance: Random, id_: str) -> Appointment:
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
        day=chance.choice(DAYS),
        start=start,
        end=start + chance.choice((15, 30, 45)),
        time_zone="Europe/Kyiv",
    )


def race(url: str, name: str, attempts: int) -> None:
    chance = Random(name)
    key = NumberKey(b"a key of the site, 32 bytes long.")
    driver = import_module(os.environ["RACER_DRIVER"])
    store = Store.open(url, key=key, clock=lambda: NOON, driver=driver)
    actor = Actor(name, name)
    for number in range(attempts):
        visit = wished(chance, f"{name}-{number}")
        with store.writing() as db:
            held = appointments.hold(db, visit, actor)
        if held is not None:
            sys.stdout.write(f"held {visit.id}\n")
            if chance.random() < 0.5:
                with store.writing() as db:
                    appointments.let_go(db, visit.id, actor)
                sys.stdout.write(f"freed {visit.id}\n")
    store.close()


if __name__ == "__main__":
    race(sys.argv[1], sys.argv[2], int(sys.argv[3]))
