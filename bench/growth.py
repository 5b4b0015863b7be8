"""Ten times as many appointments: whoever looks something up, or books, must not feel it.

A clinic whose next sixty days are nearly full, and the same clinic after years: what grows is the
past. The same is looked up, and held, in both, in alternate rounds.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import islice
from uuid import uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, text

from bench.figure import Figure, Times, milliseconds
from bench.places import NewPlace, engines
from bench.rounds import Pace, interleaved
from frontdesk.desk.calendar import Calendar
from frontdesk.domain.appointment import Appointment, Claim, State
from frontdesk.domain.clinic import Offer, Resource, ResourceKind, Service
from frontdesk.domain.freetime import Template
from frontdesk.domain.ground import Ground
from frontdesk.domain.referral import Processing, Referral, Status
from frontdesk.store import agenda, appointments, referrals
from frontdesk.store.engine import Store
from frontdesk.store.furnish import Furnishing, furnish
from frontdesk.store.journal import Actor
from frontdesk.store.locks import take_time
from frontdesk.store.sealing import NumberKey

DOCTORS, AHEAD = 75, 60
WORKDAYS = 44, 440
"""From the last of the days ahead back: with 75 doctors 70 and 700 thousand appointments."""
IN_ONE_GO = 44
OPENS, CLOSES, LASTS = 8 * 60, 16 * 60, 20
"""Minutes."""
FULL = 0.9
UNDER_REFERRAL = 0.1
LOOKED_UP = 20
"""In each round."""

ZONE = ZoneInfo("Europe/Kyiv")
KEY = NumberKey(bytes(32))
BENCH = Actor("bench", "bench")
SERVICE = Service("service", "Z00000", "an invented service")
STAFF = [Resource(f"doctor-{n:02}", ResourceKind.DOCTOR, f"Doctor {n}") for n in range(DOCTORS)]
OFFERS = [Offer(SERVICE.id, doctor, LASTS) for doctor in STAFF]

Ask = Callable[[Connection], object]
Transaction = Callable[[Store, Ask], object]


def figures(pace: Pace) -> Iterator[Figure]:
    with engines() as found:
        for engine, new_place in found.items():
            yield from _of(engine, new_place, pace)


def _of(engine: str, new_place: NewPlace, pace: Pace) -> Iterator[Figure]:
    with ExitStack() as stack:
        few, many = (_opened(stack, stack.enter_context(new_place()), it) for it in WORKDAYS)
        for (name, how, ask), (*_, ask_more) in zip(_questions(), _questions(), strict=True):
            small, large = interleaved(
                pace.rounds,
                partial(_seconds, few, how, ask),
                partial(_seconds, many, how, ask_more),
            )
            title = f"{engine}, {name}"
            yield Figure(title, "ms", milliseconds(large), milliseconds(small), Times(1.3))


def _opened(stack: ExitStack, url: str, workdays: int) -> Store:
    """A furnished clinic."""
    store = Store.open(url, key=KEY)
    stack.callback(store.close)
    _furnish(store, workdays)
    return store


def _questions() -> Iterator[tuple[str, Transaction, Ask]]:
    """What is in both clinics, so that both are asked the same; the last remembers its clinic."""
    under_referral = [it for it in _visits(_workdays(WORKDAYS[0])) if it.referral_id is not None]
    known = random.Random(2).sample(under_referral, LOOKED_UP)
    day, now = known[0].day, datetime.now(UTC)
    days = [_today() + timedelta(days=ahead) for ahead in range(AHEAD)]
    kept = Calendar(ZONE)

    def by_id(db: Connection) -> object:
        return [appointments.appointment(db, it.id) for it in known]

    def by_referral(db: Connection) -> object:
        return [appointments.find_live(db, str(it.referral_id)) for it in known]

    def doctors_day(db: Connection) -> object:
        return Calendar(ZONE).timetable(db, OFFERS[:1], [day], now, None)

    def earliest(db: Connection, calendar: Calendar) -> object:
        return calendar.timetable(db, OFFERS, days, now, None).earliest()

    def hold(db: Connection) -> None:
        visit = _visit(STAFF[0], day, CLOSES, under_referral=False)
        free = replace(visit, id=str(uuid4()), state=State.HELD)
        if appointments.hold(db, free, BENCH) is None:
            raise ValueError("after its hours nobody has booked the doctor")
        appointments.let_go(db, free.id, BENCH)

    yield f"{LOOKED_UP} visits by id", Store.read, by_id
    yield f"{LOOKED_UP} visits by referral", Store.read, by_referral
    yield "the visits of a day", Store.read, lambda db: agenda.visits_of_day(db, day)
    yield "a doctor's day, cold", Store.read, doctors_day
    yield "earliest time, cold", Store.read, lambda db: earliest(db, Calendar(ZONE))
    yield "earliest time, warm", Store.read, lambda db: earliest(db, kept)
    yield "a time held, let go", Store.write, hold


def _seconds(store: Store, how: Transaction, ask: Ask) -> float:
    began = time.perf_counter()
    how(store, ask)
    return time.perf_counter() - began


def _furnish(store: Store, workdays: int) -> None:
    """A few months of visits at a time, the last ones first."""
    days = _workdays(workdays)
    templates = [
        Template(doctor.id, weekday, OPENS, CLOSES, days[-1])
        for doctor in STAFF
        for weekday in range(5)
    ]
    with store.writing() as db:
        furnish(db, Furnishing(STAFF, {}, [SERVICE], OFFERS, templates), BENCH)
    for begin in range(0, workdays, IN_ONE_GO):
        visits = list(_visits(days[begin : begin + IN_ONE_GO]))
        needed = (_referral(it.referral_id) for it in visits if it.referral_id is not None)
        with store.writing() as db:
            take_time(db)
            referrals.remember_all(db, needed, datetime.now(UTC), KEY)
            furnish(db, Furnishing(visits=visits), BENCH)
    with store.writing() as db:
        take_time(db)
        db.execute(text("ANALYZE"))


def _today() -> date:
    return datetime.now(ZONE).date()


def _workdays(count: int) -> list[date]:
    """So many, back from the last of the days ahead."""
    last = _today() + timedelta(days=AHEAD - 1)
    days = (last - timedelta(days=back) for back in range(2 * count))
    return list(islice((day for day in days if day.weekday() < 5), count))


def _visits(days: Sequence[date]) -> Iterator[Appointment]:
    for day in days:
        chance = random.Random(day.toordinal())
        for doctor in STAFF:
            for start in range(OPENS, CLOSES, LASTS):
                if chance.random() < FULL:
                    under_referral = chance.random() < UNDER_REFERRAL
                    yield _visit(doctor, day, start, under_referral=under_referral)


def _visit(doctor: Resource, day: date, start: int, *, under_referral: bool) -> Appointment:
    id_ = f"{doctor.id} {day} {start}"
    return Appointment(
        id=id_,
        state=State.BOOKED,
        claim=Claim.OURS if under_referral else Claim.NONE,
        ground=Ground.E_REFERRAL if under_referral else Ground.PAID,
        service_id=SERVICE.id,
        doctor_id=doctor.id,
        resource_ids=(doctor.id,),
        day=day,
        start=start,
        end=start + LASTS,
        time_zone=ZONE.key,
        referral_id=f"r {id_}" if under_referral else None,
    )


def _referral(id_: str) -> Referral:
    return Referral(
        id=id_,
        number="0000-0000-0000-0000",
        status=Status.ACTIVE,
        processing=Processing.IN_PROGRESS,
        service_id=SERVICE.id,
    )
