"""A whole clinic at once, for the demo and for measuring: thousands of visits, one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, Integer, column, insert, literal, select, text, values

from frontdesk.domain.appointment import Appointment, State
from frontdesk.domain.clinic import Offer, Resource, Service
from frontdesk.domain.freetime import CELL, DayException, Template
from frontdesk.domain.patient import Patient
from frontdesk.store import calendar, catalogue, journal, patients, tables
from frontdesk.store.appointment_rows import difference, row_of
from frontdesk.store.clock import now
from frontdesk.store.journal import Action, Actor
from frontdesk.store.locks import take_time
from frontdesk.store.upsert import upsert


@dataclass(frozen=True, slots=True)
class Furnishing:
    """What to write down. Visits may be in any state; their resources have one lane each."""

    resources: Sequence[Resource] = ()
    group_names: Mapping[str, str] = field(default_factory=dict)
    services: Sequence[Service] = ()
    offers: Sequence[Offer] = ()
    templates: Sequence[Template] = ()
    exceptions: Sequence[DayException] = ()
    patients: Sequence[Patient] = ()
    visits: Sequence[Appointment] = ()


def furnish(db: Connection, it: Furnishing, actor: Actor) -> None:
    """Writes everything down as given; each visit with its cells and its row in the journal.

    Raises:
        IntegrityError: two visits want the same time of a resource.
        ValueError: a visit at an hour that does not exist on its day.
    """
    take_time(db)
    catalogue.save_resources(db, it.resources)
    catalogue.save_groups(db, it.group_names)
    catalogue.save_services(db, it.services)
    catalogue.save_offers(db, it.offers)
    calendar.save_templates(db, it.templates)
    calendar.save_exceptions(db, it.exceptions)
    upsert(db, tables.patient, [patients.row_of(person) for person in it.patients])
    _book(db, it.visits, actor)


def _book(db: Connection, visits: Sequence[Appointment], actor: Actor) -> None:
    if not visits:
        return
    moment = now(db)
    db.execute(insert(tables.appointment), [row_of(it, actor, moment) for it in visits])
    needed = ((it, resource_id) for it in visits for resource_id in it.resource_ids)
    db.execute(
        insert(tables.appointment_resource),
        [{"appointment_id": it.id, "resource_id": resource_id} for it, resource_id in needed],
    )
    _fill_cells(db, max(it.end - it.start for it in visits) // CELL)
    calendar.touch(db, ((id_, it.day) for it in visits for id_ in it.resource_ids))
    entries = (
        journal.Entry(moment, actor, Action.FURNISH, it.id, *difference(None, it)) for it in visits
    )
    journal.append(db, entries)


def _fill_cells(db: Connection, longest: int) -> None:
    """Gives their cells to all live visits that have none; `longest` is the most a visit needs."""
    if db.dialect.name == "postgresql":
        # Of tables that were empty a moment ago the planner thinks that they still are.
        db.execute(text("ANALYZE appointment, appointment_resource, occupancy"))
    visit, needed, taken = tables.appointment.c, tables.appointment_resource.c, tables.occupancy.c
    nth = values(column("nth", Integer), name="nth").data([(n,) for n in range(longest)]).cte()
    first = visit.start_min // CELL
    has_cells = select(taken.cell).where(taken.appointment_id == visit.id)
    cells = (
        select(
            needed.resource_id,
            visit.day,
            (first + nth.c.nth).label("cell"),
            literal(0),
            visit.id,
        )
        .select_from(tables.appointment_resource.join(tables.appointment))
        .join(nth, (first + nth.c.nth) * CELL < visit.end_min)
        .where(visit.state != State.CANCELLED, ~has_cells.exists())
        .order_by(needed.resource_id, visit.day, "cell")
    )
    names = ["resource_id", "day", "cell", "lane", "appointment_id"]
    db.execute(insert(tables.occupancy).from_select(names, cells))
