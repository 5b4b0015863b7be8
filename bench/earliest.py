"""The earliest free time: 300 doctors, 60 days, 90 of 100 hours booked."""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from bench.figure import AtMost, Figure, Times, milliseconds
from bench.rounds import Pace, interleaved
from frontdesk.desk.calendar import Calendar
from frontdesk.domain.appointment import Appointment, Claim, State
from frontdesk.domain.clinic import Offer, Resource, ResourceKind, Service
from frontdesk.domain.freetime import Template
from frontdesk.domain.ground import Ground
from frontdesk.store import tables
from frontdesk.store.engine import Store
from frontdesk.store.furnish import Furnishing, furnish
from frontdesk.store.journal import Actor
from frontdesk.store.sealing import NumberKey

DOCTORS, FITTING, DAYS = 300, 10, 60
OPENS, CLOSES, VISIT = 8 * 60, 16 * 60, 60
"""Minutes."""
FULL = 0.9
LASTS = 20
"""Minutes of the visit for which a time is sought."""

ZONE = ZoneInfo("Europe/Kyiv")
SERVICE = Service("service", "Z00000", "an invented service")
STAFF = [Resource(f"doctor-{n:03}", ResourceKind.DOCTOR, f"Doctor {n}") for n in range(DOCTORS)]
OFFERS = [Offer(SERVICE.id, doctor, LASTS) for doctor in STAFF]


def figures(pace: Pace) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory(prefix="frontdesk-bench-") as folder:
        store = Store.open(f"sqlite:///{Path(folder) / 'clinic.db'}", key=NumberKey(bytes(32)))
        try:
            with store.writing() as db:
                furnish(db, _clinic(), Actor("bench", "bench"))
            with store.reading() as db:
                yield from _of(db, OFFERS[:FITTING], pace, AtMost(1.0))
                yield from _of(db, OFFERS, pace, None)
        finally:
            store.close()


def _of(
    db: Connection, offers: Sequence[Offer], pace: Pace, when_warm: AtMost | None
) -> Iterator[Figure]:
    """A search over `offers`: with the masks in memory, and with nothing but the database."""
    kept = Calendar(ZONE)
    warm, cold, bare = interleaved(
        pace.rounds,
        _search(db, offers, lambda: kept),
        _search(db, offers, lambda: Calendar(ZONE)),
        lambda: _selected(db, offers),
    )
    name = f"{len(offers)} doctors"
    floor = milliseconds(bare)
    if when_warm is not None:
        yield Figure(f"{name}, masks in memory", "ms", milliseconds(warm), None, when_warm)
    yield Figure(f"{name}, from the database", "ms", milliseconds(cold), floor, Times(2.0))


def _search(
    db: Connection, offers: Sequence[Offer], calendar: Callable[[], Calendar]
) -> Callable[[], float]:
    days, now = _days(), datetime.now(UTC)

    def search() -> float:
        asked = calendar()
        began = time.perf_counter()
        found = asked.timetable(db, offers, days, now, None).earliest()
        taken = time.perf_counter() - began
        if not found:
            raise ValueError("a clinic that is 90 % full has a free time")
        return taken

    return search


def _selected(db: Connection, offers: Sequence[Offer]) -> float:
    """Seconds of reading the taken cells by the driver alone."""
    days, table = _days(), tables.occupancy.c
    wanted = [offer.doctor.id for offer in offers]
    query = select(table.resource_id, table.day, table.cell).where(
        table.resource_id.in_(wanted), table.day.between(days[0], days[-1])
    )
    text = str(query.compile(db, compile_kwargs={"literal_binds": True}))
    cursor = db.connection.cursor()
    began = time.perf_counter()
    cursor.execute(text)
    cursor.fetchall()
    taken = time.perf_counter() - began
    cursor.close()
    return taken


def _days() -> tuple[date, ...]:
    today = datetime.now(ZONE).date()
    return tuple(today + timedelta(days=ahead) for ahead in range(DAYS))


def _clinic() -> Furnishing:
    since = _days()[0]
    return Furnishing(
        resources=STAFF,
        services=[SERVICE],
        offers=OFFERS,
        templates=[
            Template(doctor.id, weekday, OPENS, CLOSES, since)
            for doctor in STAFF
            for weekday in range(5)
        ],
        visits=tuple(_visits()),
    )


def _visits() -> Iterator[Appointment]:
    chance = random.Random(1)
    for doctor in STAFF:
        for day in _days():
            for start in range(OPENS, CLOSES, VISIT):
                if day.weekday() < 5 and chance.random() < FULL:
                    yield _visit(doctor, day, start)


def _visit(doctor: Resource, day: date, start: int) -> Appointment:
    return Appointment(
        id=f"{doctor.id} {day} {start}",
        state=State.BOOKED,
        claim=Claim.NONE,
        ground=Ground.PAID,
        service_id=SERVICE.id,
        doctor_id=doctor.id,
        resource_ids=(doctor.id,),
        day=day,
        start=start,
        end=start + VISIT,
        time_zone=ZONE.key,
    )
