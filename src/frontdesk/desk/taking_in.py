"""A clinic's own tables are taken into its database: first planned, then written all at once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import Connection

from frontdesk.desk.calendar import by_resource
from frontdesk.desk.roster import NewId, Roster
from frontdesk.domain.clinic import Offer, Resource, ResourceKind
from frontdesk.domain.freetime import Template, hours, span
from frontdesk.domain.patient import Patient
from frontdesk.domain.sheets import (
    Acquaintance,
    Column,
    Fault,
    Given,
    Hours,
    Places,
    RowError,
    Said,
    Sheet,
)
from frontdesk.domain.visit import Visit
from frontdesk.store import agenda, calendar, catalogue, journal, patients, reference
from frontdesk.store.clock import now
from frontdesk.store.journal import Action, Actor, Entry
from frontdesk.store.locks import take_time

_ALWAYS = date(2000, 1, 1)
"""Since when a room is open that no table gives hours."""


@dataclass(frozen=True, slots=True)
class Place:
    """A row of a file."""

    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Bad:
    """Why a row cannot be taken in."""

    place: Place
    column: Column
    fault: Fault


@dataclass(frozen=True, slots=True)
class Plan:
    """What the right rows make of the clinic."""

    rows: Mapping[Sheet, int]
    bad: tuple[Bad, ...]
    """In the order of the rows."""
    resources: tuple[Resource, ...]
    """New ones, and those that are changed."""
    templates: tuple[Template, ...]
    offers: tuple[Offer, ...]
    patients: tuple[Patient, ...]
    known: int
    """Patients who are in the register already: they stay as they are there."""
    strangers: tuple[str, ...]
    """New doctors whom ЕСОЗ's register of employees does not have by this name."""
    displaced: tuple[Visit, ...]
    """Visits to come at which their doctor will not work any more."""


def plan(
    db: Connection, said: Mapping[Place, Said], bad: Sequence[Bad], today: date, new_id: NewId
) -> Plan:
    """What would become of the clinic; `bad` are the rows that could not even be read."""
    draft = _Draft(db, today, new_id)
    for place, it in said.items():
        draft.add(place, it)
    return draft.plan(bad)


def write(db: Connection, it: Plan, actor: Actor) -> None:
    """Writes it down, and in the journal of whom it was.

    Whom a table of hours names works by the table from its first day on, and a doctor whom a table
    of services names gives what stands there. Visits that are booked stay as they are.
    """
    take_time(db)
    catalogue.save_resources(db, it.resources)
    calendar.save_templates(db, it.templates)
    catalogue.save_offers(db, it.offers)
    reference.teach_doctors(db)
    patients.enter_all(db, it.patients, actor)
    moment = now(db)
    entries = (Entry(moment, actor, Action.ARRANGE, id_, {}, told) for id_, told in _told(it))
    journal.append(db, entries)


def _told(it: Plan) -> Iterable[tuple[str, journal.Facts]]:
    """By resource, what was entered of it."""
    facts: defaultdict[str, dict[str, str | int | None]] = defaultdict(dict)
    for resource in it.resources:
        facts[resource.id].update(at_once=resource.lanes, at_most=resource.max_lanes)
    for id_, rows in Counter(it.resource_id for it in it.templates).items():
        facts[id_]["hours"] = rows
    for id_, rows in Counter(it.doctor.id for it in it.offers).items():
        facts[id_]["offers"] = rows
    return facts.items()


class _Draft:
    """A plan as it grows, row by row."""

    def __init__(self, db: Connection, today: date, new_id: NewId) -> None:
        self._db = db
        self._today = today
        self._new_id = new_id
        self._there = catalogue.resources(db)
        self._roster = Roster(self._there.values(), reference.employees(db), new_id)
        self._services = {it.code: it.id for it in catalogue.services(db).values() if it.is_active}
        self._rows: Counter[Sheet] = Counter()
        self._bad: list[Bad] = []
        self._resources: dict[str, Resource] = {}
        self._templates: dict[tuple[str, int, int, date], Template] = {}
        self._offers: dict[tuple[str, str], Offer] = {}
        self._seen: set[Acquaintance] = set()
        self._patients: list[Patient] = []
        self._known = 0

    def add(self, place: Place, said: Said) -> None:
        try:
            sheet = self._add(said)
        except RowError as error:
            self._bad.append(Bad(place, error.column, error.fault))
        else:
            self._rows[sheet] += 1

    def plan(self, bad: Sequence[Bad]) -> Plan:
        resources = tuple(it for it in self._resources.values() if self._there.get(it.id) != it)
        new = [it for it in resources if it.id not in self._there]
        templates = (*self._templates.values(), *self._until_then(), *self._round_the_clock(new))
        return Plan(
            rows=self._rows,
            bad=tuple(sorted((*bad, *self._bad), key=lambda it: (it.place.file, it.place.line))),
            resources=resources,
            templates=templates,
            offers=tuple(self._offers.values()),
            patients=tuple(self._patients),
            known=self._known,
            strangers=tuple(it.name for it in new if _is_doctor(it) and it.employee_id is None),
            displaced=tuple(self._displaced(templates)),
        )

    def _add(self, said: Said) -> Sheet:
        match said:
            case Places():
                it = self._roster.find(said.whose)
                lanes = replace(it, lanes=said.at_once, max_lanes=said.at_most)
                self._resources[it.id] = lanes
                return Sheet.PLACES
            case Hours():
                self._add_hours(said)
                return Sheet.HOURS
            case Given():
                self._add_offer(said)
                return Sheet.OFFERS
            case Acquaintance():
                self._add_patient(said)
                return Sheet.PATIENTS

    def _add_hours(self, said: Hours) -> None:
        it, first = self._roster.find(said.whose), said.valid_from or self._today
        added = {
            (it.id, day, said.start, first): Template(
                it.id, day, said.start, said.end, first, said.valid_until
            )
            for day in said.weekdays
        }
        if added.keys() & self._templates.keys():
            raise RowError(Column.DAYS, Fault.TWICE)
        self._templates.update(added)
        self._need(it)

    def _add_offer(self, said: Given) -> None:
        service_id = self._services.get(said.code)
        if service_id is None:
            raise RowError(Column.CODE, Fault.UNKNOWN_SERVICE)
        doctor = self._roster.find(said.doctor)
        if (service_id, doctor.id) in self._offers:
            raise RowError(Column.CODE, Fault.TWICE)
        room, device = (self._roster.find(it) if it else None for it in (said.room, said.device))
        offer = Offer(service_id, doctor, said.minutes, room, device)
        self._offers[service_id, doctor.id] = offer
        self._need(*offer.resources)

    def _add_patient(self, said: Acquaintance) -> None:
        if said in self._seen:
            raise RowError(Column.PATIENT, Fault.TWICE)
        if said.birth_date is not None and said.birth_date > self._today:
            raise RowError(Column.BIRTH_DATE, Fault.NO_DATE)
        self._seen.add(said)
        person = Patient(self._new_id(), said.name, said.birth_date, said.phone)
        if patients.alike_in_register(self._db, person):
            self._known += 1
        else:
            self._patients.append(person)

    def _need(self, *resources: Resource) -> None:
        """Whom only a bad row names is left out."""
        for it in resources:
            self._resources.setdefault(it.id, it)

    def _until_then(self) -> Iterable[Template]:
        """The hours so far, which end where those of the table begin."""
        first: dict[str, date] = {}
        for it in self._templates.values():
            first[it.resource_id] = min(it.valid_from, first.get(it.resource_id, it.valid_from))
        for it in calendar.templates(self._db, list(first)):
            eve = first[it.resource_id] - timedelta(days=1)
            if it.valid_from <= eve:
                yield replace(it, valid_until=min(it.valid_until or eve, eve))

    def _displaced(self, templates: Iterable[Template]) -> Iterable[Visit]:
        planned = by_resource(templates)
        changes = by_resource(calendar.exceptions(self._db, list(planned), self._today, date.max))
        for visit in agenda.to_come(self._db, planned.keys(), now(self._db)):
            it, doctor = visit.appointment, visit.doctor.id
            if span(it.start, it.end) & ~hours(it.day, planned[doctor], changes.get(doctor, ())):
                yield visit

    def _round_the_clock(self, new: Iterable[Resource]) -> Iterable[Template]:
        """A room is there for whoever works in it, unless a table says less."""
        said = {it.resource_id for it in self._templates.values()}
        return (
            Template(it.id, day, 0, 24 * 60, _ALWAYS)
            for it in new
            if not _is_doctor(it) and it.id not in said
            for day in range(7)
        )


def _is_doctor(it: Resource) -> bool:
    return it.kind is ResourceKind.DOCTOR
