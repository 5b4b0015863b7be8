"""A day's bookings, written by the program's own transactions: every way a visit can go."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import cycle
from typing import TypeVar

from sqlalchemy import Connection

from frontdesk.domain.appointment import Appointment, Claim, State
from frontdesk.domain.clinic import Offer, Resource, ResourceKind, Service
from frontdesk.domain.freetime import Template
from frontdesk.domain.ground import Ground
from frontdesk.domain.patient import Name, Patient, Phone
from frontdesk.domain.protocol import (
    Accepted,
    JobEnded,
    Kind,
    Observation,
    Operation,
    PickedUp,
    Seen,
    Standing,
    Step,
    step,
)
from frontdesk.domain.referral import Category, Identity, Processing, Referral, Sex, Status
from frontdesk.store import appointments, operations, patients, referrals, tables, withdrawal
from frontdesk.store.engine import Store
from frontdesk.store.furnish import Furnishing, furnish
from frontdesk.store.journal import Actor
from frontdesk.store.sealing import NumberKey

T = TypeVar("T")

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
TOMORROW = date(2026, 11, 24)
US = "our-clinic"
KEY = NumberKey(b"a key of the site, 32 bytes long.")
ACTOR = Actor("registrar", "window-1")
LEASE = 120.0

DOCTOR = Resource("d1", ResourceKind.DOCTOR, "Мельник Оксана Петрівна", "CARDIOLOGY", "P67", "e1")
ROOM = Resource("r1", ResourceKind.ROOM, "207")
CLINIC = Furnishing(
    resources=(DOCTOR, ROOM),
    services=(Service("s1", "K67002", "Консультація кардіолога", Category.COUNSELLING),),
    offers=(Offer("s1", DOCTOR, 20, ROOM),),
    templates=tuple(Template("d1", day, 480, 1080, date(2026, 1, 1)) for day in range(5)),
)

WON = (Seen(Standing.FREE), Accepted("job"), JobEnded(), Seen(Standing.OURS))

VISITS_A_DAY = 25
VISITS_BETWEEN_RESTARTS = 24
"""Enough for a WAL to be checkpointed before the program is closed."""


@dataclass(slots=True)
class Desk:
    """Registers patients one after another; tells `acknowledged` of every commit."""

    open_store: Callable[[], Store]
    acknowledged: Callable[[Store, str], None]
    """Called with what the database holds whenever a transaction has returned."""

    def work(self, bookings: int) -> None:
        fates = cycle([self._won, self._won, self._let_go, self._lost, self._cancelled])
        store = self._opened()
        self._write(store, lambda db: furnish(db, CLINIC, ACTOR))
        for number, fate in zip(range(1, bookings + 1), fates, strict=False):
            if number % VISITS_BETWEEN_RESTARTS == 0:
                store.close()
                store = self._opened()
            fate(store, number)
        store.close()

    def _opened(self) -> Store:
        store = self.open_store()
        self.acknowledged(store, state_of(store))
        return store

    def _write(self, store: Store, change: Callable[[Connection], T]) -> T:
        with store.writing() as db:
            answer = change(db)
        self.acknowledged(store, state_of(store))
        return answer

    def _hold(self, store: Store, number: int) -> Appointment:

        def change(db: Connection) -> Appointment | None:
            referrals.remember(db, referral(number), NOON, KEY)
            return appointments.hold(db, draft(number), ACTOR)

        held = self._write(store, change)
        assert held is not None
        return held

    def _let_go(self, store: Store, number: int) -> None:
        held = self._hold(store, number)
        self._write(store, lambda db: appointments.let_go(db, held.id, ACTOR))

    def _won(self, store: Store, number: int) -> None:
        self._confirm(store, number)
        self._settle(store, number, *WON)

    def _lost(self, store: Store, number: int) -> None:
        self._confirm(store, number)
        self._settle(store, number, Seen(Standing.TAKEN))

    def _cancelled(self, store: Store, number: int) -> None:
        confirmed = self._confirm(store, number)
        release = f"release{number}"
        self._write(
            store, lambda db: withdrawal.cancel(db, confirmed.id, "patient", ACTOR, release)
        )

    def _confirm(self, store: Store, number: int) -> Appointment:
        held, person = self._hold(store, number), patient(number)

        def change(db: Connection) -> Appointment:
            patients.remember(db, person)
            answer = appointments.confirm(db, held.id, person.id, Claim.PENDING, ACTOR)
            assert isinstance(answer, Appointment)
            owed = Operation(f"o{number}", Kind.CLAIM, held.id, f"ref{number}")
            operations.open_operation(db, owed)
            return answer

        return self._write(store, change)

    def _settle(self, store: Store, number: int, *observed: Observation) -> None:
        """The claim worker's transactions when ЕСОЗ answers so."""
        (operation,) = self._write(store, lambda db: operations.due(db, ACTOR.terminal, LEASE))
        for observation in (PickedUp(), *observed):
            following = step(operation, observation)
            operation = following.operation
            self._write(store, partial(_keep, following=following, read=read_back(number)))


def _keep(db: Connection, following: Step, read: Referral) -> None:
    assert operations.keep(db, following.operation, ACTOR, lease=LEASE, rest=None)
    if following.settlement is not None:
        referrals.remember(db, read, NOON, KEY)
        operations.settle(db, following.operation, following.settlement, ACTOR)


def state_of(store: Store) -> str:
    """A digest of every row of every table: two databases that say the same have the same."""
    digest = hashlib.sha256()
    with store.reading() as db:
        for table in tables.metadata.sorted_tables:
            columns = ", ".join(f'"{it.name}"' for it in table.columns)
            cursor = db.connection.cursor()
            cursor.execute(f"SELECT {columns} FROM {table.name} ORDER BY {columns}")
            digest.update(repr((table.name, cursor.fetchall())).encode())
            cursor.close()
    return digest.hexdigest()


def draft(number: int) -> Appointment:
    """The visit of the patient with this number: one after another, day after day."""
    days, nth = divmod(number, VISITS_A_DAY)
    start = 480 + nth * 20
    return Appointment(
        id=f"a{number}",
        state=State.HELD,
        claim=Claim.NONE,
        ground=Ground.E_REFERRAL,
        service_id="s1",
        doctor_id=DOCTOR.id,
        resource_ids=(DOCTOR.id, ROOM.id),
        day=TOMORROW + timedelta(days=days),
        start=start,
        end=start + 20,
        time_zone="Europe/Kyiv",
        referral_id=f"ref{number}",
    )


def patient(number: int) -> Patient:
    name = Name("Іваненко", "Ольга", f"Дочка {number}")
    return Patient(
        f"p{number}", name, date(1979, 3, 4), Phone(f"+38067{number:07}"), sex=Sex.FEMALE
    )


def referral(number: int) -> Referral:
    return Referral(
        id=f"ref{number}",
        number=f"6495-7332-1362-{number:04}",
        status=Status.ACTIVE,
        processing=Processing.NEW,
        service_id="s1",
        category=Category.COUNSELLING,
        programme_id="prog",
        expires_at=NOON + timedelta(days=300),
        patient_id=f"esoz-p{number}",
        identity=Identity("Іваненко", "О", "Д", Sex.FEMALE, 47),
    )


def read_back(number: int) -> Referral:
    """The same after it was taken into work here."""
    return replace(referral(number), processing=Processing.IN_PROGRESS, used_by=US)
