"""The demo: a simulated ЕСОЗ inside the program, and a furnished, invented clinic."""

from __future__ import annotations

import asyncio
import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from httpx import ASGITransport

from frontdesk.desk import Desk
from frontdesk.domain.appointment import Appointment
from frontdesk.domain.patient import Name, Patient, Phone
from frontdesk.domain.referral import Processing, Referral, Sex, Status
from frontdesk.settings import (
    ClinicSection,
    DatabaseSection,
    DeskSection,
    EsozSection,
    ProgrammeSection,
    Settings,
)
from frontdesk.simulator.app import build_app
from frontdesk.simulator.backend import Backend
from frontdesk.simulator.chance import chance, fixed_id
from frontdesk.simulator.diary import BookedVisit
from frontdesk.simulator.numbers import numbers
from frontdesk.simulator.people import Patient as InventedPatient
from frontdesk.simulator.programmes import FREE_OF_CHARGE
from frontdesk.simulator.switches import Switches
from frontdesk.simulator.world import World
from frontdesk.store import catalogue, furnish, referrals
from frontdesk.store.journal import Actor
from frontdesk.workplace import Clock, open_desk, open_store, terminal, utc_now

REGISTRAR = "Оксана Литвин"
INSIDE = "http://127.0.0.1"
"""Never connected to: the transport goes straight into the application."""


@dataclass(frozen=True, slots=True)
class Demo:
    desk: Desk
    world: World
    backend: Backend
    folder: Path
    kept: bool

    async def close(self) -> None:
        await self.desk.close()
        if not self.kept:
            await asyncio.to_thread(shutil.rmtree, self.folder, ignore_errors=True)


async def open_demo(
    seed: int,
    keep: Path | None = None,
    now: Clock = utc_now,
    switches: Switches | None = None,
) -> Demo:
    """A desk in the world of `seed` and today's date; with `keep` its database stays there.

    Raises:
        StoreError: the kept database cannot be used.
    """
    world = await asyncio.to_thread(World.furnished, seed, now().date())
    folder = keep or _temporary_folder()
    settings = settings_for(world, INSIDE, folder / "clinic.db")
    await asyncio.to_thread(furnish_database, settings, world, now)
    backend = Backend(world, switches or Switches(), now)
    desk = await open_desk(settings, transport=ASGITransport(build_app(backend)), now=now)
    return Demo(desk, world, backend, folder, kept=keep is not None)


def _temporary_folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="frontdesk-demo-"))
    # Whoever is stopped while the clinic is being furnished never gets a demo to close.
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def settings_for(world: World, base_url: str, database: Path) -> Settings:
    """A complete configuration against the simulated ЕСОЗ at `base_url`."""
    clinic = world.clinic
    return Settings(
        clinic=ClinicSection(
            name=clinic.name,
            legal_entity=clinic.legal_entity_id,
            division=clinic.division_id,
            time_zone=clinic.time_zone,
        ),
        esoz=EsozSection(
            base_url=base_url,
            auth="simulator",
            calls_per_minute=6000,
            programmes=tuple(
                ProgrammeSection(id=it.id, name=it.name, free=it.free)
                for it in clinic.programmes.values()
            ),
        ),
        database=DatabaseSection(url=f"sqlite:///{database}"),
        desk=DeskSection(registrar=REGISTRAR),
    )


def furnish_database(
    settings: Settings,
    world: World,
    now: Clock = utc_now,
    environment: Mapping[str, str] = os.environ,
) -> None:
    """Puts the invented clinic into its database, unless one is there already.

    Raises:
        StoreError: the database cannot be used.
    """
    store = open_store(settings, now, environment)
    try:
        with store.writing() as db:
            if catalogue.resources(db):
                return
            referrals.remember_all(db, _referrals(world), store.now(db), store.key)
            furnish.furnish(db, _furnishing(world), Actor("frontdesk", terminal()))
    finally:
        store.close()


def _furnishing(world: World) -> furnish.Furnishing:
    clinic = world.clinic
    return furnish.Furnishing(
        resources=world.resources,
        group_names=clinic.group_names,
        services=tuple(clinic.services.values()),
        offers=clinic.offers,
        templates=world.templates,
        exceptions=world.exceptions,
        patients=(*(_patient(it) for it in world.patients), _entered_twice(world)),
        visits=tuple(_appointment(it, clinic.time_zone) for it in world.visits),
    )


def _referrals(world: World) -> Iterator[Referral]:
    """Those under which the furnished visits stand; ЕСОЗ still holds only the samples' ones."""
    held = {it.id: it.requisition for it in world.referrals}
    invented = numbers(chance(world.seed, world.today, "furnished numbers"))
    for visit in world.visits:
        if visit.referral_id is not None:
            yield Referral(
                id=visit.referral_id,
                number=held.get(visit.referral_id) or next(invented),
                status=Status.ACTIVE,
                processing=Processing.IN_PROGRESS,
                service_id=visit.offer.service_id,
                programme_id=FREE_OF_CHARGE.id,
                patient_id=visit.patient.esoz_id,
                used_by=world.clinic.legal_entity_id,
            )


def _patient(invented: InventedPatient) -> Patient:
    name = Name(invented.surname, invented.name, invented.patronymic)
    sex = Sex.FEMALE if invented.is_woman else Sex.MALE
    phone = Phone.read(invented.phone)
    return Patient(invented.id, name, invented.birth_date, phone, invented.esoz_id, sex)


def _entered_twice(world: World) -> Patient:
    """Another entry of the next patient to come, made in a hurry: something to be merged."""
    person = next(it.patient for it in world.visits if it.day >= world.today)
    known = _patient(person)
    in_short = Name(person.surname, f"{person.name[0]}.")
    return Patient(fixed_id("entered twice", known.id), in_short, phone=known.phone)


def _appointment(visit: BookedVisit, time_zone: str) -> Appointment:
    offer = visit.offer
    return Appointment(
        id=visit.id,
        state=visit.state,
        claim=visit.claim,
        ground=visit.ground,
        service_id=offer.service_id,
        doctor_id=offer.doctor.id,
        resource_ids=tuple(resource.id for resource in offer.resources),
        day=visit.day,
        start=visit.start,
        end=visit.start + offer.minutes,
        time_zone=time_zone,
        referral_id=visit.referral_id,
        patient_id=visit.patient.id,
    )
