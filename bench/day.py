"""The agenda of a large clinic's day, from the key to the first visits on the screen."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from itertools import chain, islice, product
from zoneinfo import ZoneInfo

from bench.clinic import Served, served
from bench.figure import Figure, Over
from bench.program import CLINIC, NUMBER_FIELD, frontdesk, terminal
from bench.rounds import Pace, interleaved
from frontdesk import config
from frontdesk.domain.appointment import Appointment, Claim, State
from frontdesk.domain.clinic import Resource, ResourceKind, Service
from frontdesk.domain.ground import Ground
from frontdesk.domain.patient import Name, Patient, Phone
from frontdesk.domain.walltime import minute_of
from frontdesk.store.furnish import Furnishing, furnish
from frontdesk.store.journal import Actor
from frontdesk.workplace import open_store, utc_now

VISITS, DOCTORS = 7_000, 150
OPENS, MINUTES, A_DAY = 7 * 60, 15, 48
SHOWN = "Абабій"
"""Surname of all doctors and patients here: nobody else of the clinic stands before them."""
OVER_EMPTY = 150.0
"""Milliseconds over the same screen with one visit."""
F5, ESCAPE = "\x1b[15~", "\x1b[27u"
WARM_UP = 2


def figures(pace: Pace) -> Iterator[Figure]:
    with served() as large, served() as small:
        _fill(large, VISITS)
        _fill(small, 1)
        full, empty = interleaved(pace.blocks, _opening(large, pace), _opening(small, pace))
    here, there = (statistics.median(chain(*it)) * 1e3 for it in (full, empty))
    name = f"agenda of {VISITS} visits, key to screen"
    yield Figure(name, "ms", here, there, Over(OVER_EMPTY))


def _fill(clinic: Served, visits: int) -> None:
    """Today has so many visits more, each with a patient of its own."""
    settings = config.load(clinic.configuration)
    today, _ = minute_of(utc_now(), ZoneInfo(settings.clinic.time_zone))
    doctors = [
        Resource(f"doctor {n}", ResourceKind.DOCTOR, f"{SHOWN} Ольга {n}") for n in range(DOCTORS)
    ]
    patients = [
        Patient(f"patient {n}", Name(SHOWN, f"Іван {n}"), phone=Phone(f"+380{670000000 + n}"))
        for n in range(visits)
    ]
    service = Service("invented", "Z00000", "Вигадана послуга")
    times = ((it, OPENS + nth * MINUTES) for it, nth in product(doctors, range(A_DAY)))
    booked = [
        Appointment(
            id=f"visit {n}",
            state=State.BOOKED,
            claim=Claim.NONE,
            ground=Ground.DIRECT_ACCESS,
            service_id=service.id,
            doctor_id=doctor.id,
            resource_ids=(doctor.id,),
            day=today,
            start=start,
            end=start + MINUTES,
            time_zone=settings.clinic.time_zone,
            patient_id=patients[n].id,
        )
        for n, (doctor, start) in enumerate(islice(times, visits))
    ]
    store = open_store(settings)
    with store.writing() as db:
        everything = Furnishing(
            resources=doctors, services=[service], patients=patients, visits=booked
        )
        furnish(db, everything, Actor("bench", "bench"))
    store.close()


def _opening(clinic: Served, pace: Pace) -> Callable[[], list[float]]:
    def open_it() -> list[float]:
        taken = []
        with terminal(frontdesk("--config", str(clinic.configuration))) as program:
            program.wait_for(CLINIC)
            for _ in range(WARM_UP + pace.presses // 4):
                program.settle(0.3)
                pressed = time.perf_counter()
                program.send(F5)
                taken.append(program.first_shown(f"{SHOWN} І.") - pressed)
                program.send(ESCAPE)
                program.wait_for(NUMBER_FIELD)
        return taken[WARM_UP:]

    return open_it
