"""However much a clinic has written down, no key of the desk makes SQLite read all of it."""

from __future__ import annotations

import re
from contextlib import closing
from typing import Any

import pytest

from frontdesk.desk.answers import PatientDetails
from frontdesk.domain.clinic import Resource
from frontdesk.domain.referral import Identity
from frontdesk.store.opening import Opening, best_driver

from .conftest import House, Registrar

GROWING = (
    "appointment",
    "appointment_resource",
    "occupancy",
    "operation",
    "referral",
    "patient",
    "paper_referral",
)
"""Tables that have a row, or many, for each visit that there ever was."""
SHORT = ("ix_appointment_unsettled", "ix_patient_without_phone", "ix_referral_sealed")
"""Indexes of the few rows that still need somebody."""
SCAN = re.compile(rf"SCAN ({'|'.join(GROWING)})\b(?! USING (COVERING )?INDEX ({'|'.join(SHORT)}))")


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Every statement that SQLite is given, with its values."""
    heard: set[str] = set()
    connect = Opening.connect

    def tapped(self: Opening) -> Any:
        connection: Any = connect(self)
        connection.set_trace_callback(heard.add)
        return connection

    monkeypatch.setattr(Opening, "connect", tapped)
    return heard


async def test_no_key_of_the_desk_reads_every_visit_there_is(said: set[str], house: House) -> None:
    registrar = await house.open()
    said.clear()  # what a start examines
    doctor = await book_and_change(registrar, house)
    await look_around(registrar, doctor)
    assert scans(house, said) == {}


async def book_and_change(registrar: Registrar, house: House) -> Resource:
    desk = registrar.desk
    booked = await registrar.book(house.number("bookable"))
    await desk.recover()
    times = await desk.times_for(booked)
    await desk.move(booked, times.earliest(2)[1])
    await desk.arrive(booked.id)
    other = await registrar.book(house.number("bookable", 1))
    await desk.settle(other.id)
    await desk.cancel(other.id, "patient")
    await desk.let_go(await registrar.hold(house.number("bookable", 2)))
    house.clock.advance(3600)
    await desk.recover()
    await desk.look_for_changes()
    return times.offers[0].doctor


async def look_around(registrar: Registrar, doctor: Resource) -> None:
    desk = registrar.desk
    await desk.diary.of_day(desk.today())
    for typed in ("іваненко ол", "4567", "09.04.1988"):
        await desk.diary.to_come(typed)
        await desk.patients.search(typed)
    await desk.patients.candidates(registrar.details, Identity(), None)
    entered = await desk.patients.fitting(PatientDetails(registrar.details.name))
    assert isinstance(entered, tuple)
    await desk.patients.open(entered[0].id)
    for matter in await desk.worklist.read():
        assert matter.id
    await desk.waiting.look()
    await desk.urgent.without_data()
    await desk.absences.proposals(doctor)


def scans(house: House, said: set[str]) -> dict[str, str]:
    """The statements that go through a whole table, and which."""
    path = house.folder / "clinic.db"
    asked = (it for it in said if re.match("SELECT|UPDATE|DELETE|INSERT|WITH", it))
    with closing(best_driver().connect(str(path))) as db:
        return {
            text: step
            for text in asked
            for *_, step in db.execute(f"EXPLAIN QUERY PLAN {text}")
            if SCAN.match(step)
        }
