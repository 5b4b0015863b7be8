"""One terminal that books: `python -m bench.booker URL TERMINAL VISITS PAUSE`.

It does what a terminal does in the clinic's database for each visit, and nothing else: it holds,
confirms and settles, each in a transaction of its own. After a few visits it is warm; when a line
comes it begins, and prints the seconds of each hold and each confirmation. `PAUSE` is what it waits
on average between visits.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar

from sqlalchemy import Connection

from frontdesk.domain.appointment import Appointment, Claim, State
from frontdesk.domain.clinic import Resource, ResourceKind, Service
from frontdesk.domain.ground import Ground
from frontdesk.domain.patient import Name, Patient
from frontdesk.domain.protocol import Kind, Operation, Progress, Won
from frontdesk.domain.referral import Processing, Referral, Status
from frontdesk.store import adoption, appointments, operations, patients, referrals, withdrawal
from frontdesk.store.engine import Store
from frontdesk.store.furnish import Furnishing, furnish
from frontdesk.store.journal import Actor
from frontdesk.store.sealing import NumberKey

T = TypeVar("T")

US = "us"
KEY = NumberKey(bytes(32))
SERVICE = Service("service", "Z00000", "an invented service")
FIRST_DAY, OPENS, MINUTES, A_DAY = date(2027, 1, 11), 8 * 60, 20, 24
LEASE = 120.0
WARMING = 5
"""Visits before those that count."""


def prepare(url: str, terminals: int) -> None:
    """Furnishes an empty database with a doctor and a room for each terminal."""
    kinds = (ResourceKind.DOCTOR, ResourceKind.ROOM)
    needed = [
        Resource(f"{kind} {n}", kind, f"{kind} {n}") for n in range(terminals) for kind in kinds
    ]
    store = Store.open(url, key=KEY)
    with store.writing() as db:
        furnish(db, Furnishing(resources=needed, services=[SERVICE]), Actor("bench", "bench"))
    store.close()


class Booker:
    def __init__(self, store: Store, terminal: int) -> None:
        self._store = store
        self._terminal = terminal
        self._actor = Actor("bench", f"terminal-{terminal}")

    def book(self, nth: int) -> tuple[float, float]:
        """Books the terminal's `nth` visit; the seconds of the hold and of the confirmation."""
        referral, visit = self._referral(nth), self._visit(nth)
        operation = Operation(f"o {visit.id}", Kind.CLAIM, visit.id, referral.id)
        patient = Patient(f"p {visit.id}", Name("Іваненко", "Ольга"))

        def hold(db: Connection) -> None:
            appointments.find_live(db, referral.id)
            adoption.find_twin(db, referral, SERVICE.id, KEY)
            referrals.remember(db, referral, datetime.now(UTC), KEY)
            if appointments.hold(db, visit, self._actor) is None:
                raise ValueError("a time of this terminal alone is free")

        def confirm(db: Connection) -> None:
            patients.remember(db, patient)
            appointments.confirm(db, visit.id, patient.id, Claim.PENDING, self._actor)
            claim = withdrawal.inherit(db, operation, self._actor)
            operations.open_operation(db, claim)

        seconds = self._timed(hold), self._timed(confirm)
        self._timed(lambda db: self._settle(db, visit.id, referral))
        return seconds

    def _settle(self, db: Connection, visit_id: str, referral: Referral) -> None:
        leased = operations.lease(db, visit_id, self._actor.terminal, LEASE)
        if leased is None:
            raise ValueError("nobody else works on what this terminal owes")
        done = Operation(leased.id, leased.kind, visit_id, referral.id, Progress.DONE)
        operations.keep(db, done, self._actor, lease=LEASE, rest=None)
        referrals.remember(db, referral, datetime.now(UTC), KEY)
        operations.settle(db, done, Won(), self._actor)

    def _timed(self, change: Callable[[Connection], T]) -> float:
        began = time.perf_counter()
        self._store.write(change)
        return time.perf_counter() - began

    def _referral(self, nth: int) -> Referral:
        digits = f"{self._terminal:04}{nth:012}"
        return Referral(
            id=f"r {self._terminal} {nth}",
            number="-".join(digits[at : at + 4] for at in range(0, 16, 4)),
            status=Status.ACTIVE,
            processing=Processing.IN_PROGRESS,
            service_id=SERVICE.id,
            used_by=US,
        )

    def _visit(self, nth: int) -> Appointment:
        start = OPENS + nth % A_DAY * MINUTES
        doctor, room = f"doctor {self._terminal}", f"room {self._terminal}"
        return Appointment(
            id=f"{self._actor.terminal} {nth}",
            state=State.HELD,
            claim=Claim.NONE,
            ground=Ground.E_REFERRAL,
            service_id=SERVICE.id,
            doctor_id=doctor,
            resource_ids=(doctor, room),
            day=FIRST_DAY + timedelta(days=nth // A_DAY),
            start=start,
            end=start + MINUTES,
            time_zone="Europe/Kyiv",
            referral_id=f"r {self._terminal} {nth}",
        )


def _booked(booker: Booker, visits: int, pause: float) -> Iterator[tuple[float, float]]:
    for nth in range(WARMING, WARMING + visits):
        time.sleep(random.uniform(0, 2 * pause))
        yield booker.book(nth)


def main(url: str, terminal: int, visits: int, pause: float) -> None:
    store = Store.open(url, key=KEY)
    booker = Booker(store, terminal)
    for nth in range(WARMING):
        booker.book(nth)
    print("ready", flush=True)
    sys.stdin.readline()
    print(json.dumps(list(_booked(booker, visits, pause))), flush=True)
    store.close()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4]))
