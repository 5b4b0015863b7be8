"""The lines of the agenda: a whole day, or the visits to come of whoever fits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from frontdesk.domain.appointment import State
from frontdesk.domain.clinic import Resource, ResourceKind
from frontdesk.domain.lookup import Query
from frontdesk.domain.planned import Planned
from frontdesk.store import clinic_tables, tables
from frontdesk.store.catalogue import resources
from frontdesk.store.patients import IS_ENTRY, fits

_visit, _patient, _needed = tables.appointment, tables.patient, tables.appointment_resource

_room = (
    select(_needed.c.resource_id)
    .select_from(_needed)
    .join(clinic_tables.resource)
    .where(
        _needed.c.appointment_id == _visit.c.id,
        _needed.c.resource_id != _visit.c.doctor_id,  # a visit without a room needs no join so
        clinic_tables.resource.c.kind == ResourceKind.ROOM,
    )
    .order_by(_needed.c.resource_id)
    .limit(1)
    .correlate(_visit)
    .scalar_subquery()
)
_LINES = (
    select(
        _visit.c.id,
        _visit.c.doctor_id,
        _room,
        _visit.c.is_late,
        _visit.c.start_min,
        _visit.c.state,
        _visit.c.claim,
        _visit.c.ground,
        clinic_tables.service.c.name,
        _visit.c.patient_id,
        _patient.c.surname,
        _patient.c.first_name,
        _patient.c.patronymic,
        _patient.c.search_key,
        _patient.c.phone_key,
        _patient.c.birth_date,
    )
    .select_from(_visit)
    .join(clinic_tables.service)
    .outerjoin(_patient)
    .where(_visit.c.state != State.CANCELLED)
)
"""In the order of the fields of `Planned`; the day, its last, is the same in thousands of rows."""


def planned(db: Connection, day: date) -> tuple[Planned, ...]:
    """The visits of the day in no order, the cancelled ones left out."""
    known = resources(db)
    found = db.execute(_LINES.where(_visit.c.day == day))
    return tuple(_planned((*row, day), known) for row in found.all())


def planned_of(db: Connection, query: Query, first: date, limit: int) -> tuple[Planned, ...]:
    """At most `limit` visits from `first` on, by time, of the patients who fit."""
    known = resources(db)
    fitting: ColumnElement[bool] = fits(query)
    found = _LINES.add_columns(_visit.c.day).where(_visit.c.day >= first, fitting, IS_ENTRY)
    found = found.order_by(_visit.c.day, _visit.c.start_min, _visit.c.id).limit(limit)
    return tuple(_planned(row, known) for row in db.execute(found))


def _planned(row: Sequence[Any], known: Mapping[str, Resource]) -> Planned:
    id_, doctor, room, is_late, *rest = row
    at = known[doctor], None if room is None else known[room]
    return Planned(id_, *at, bool(is_late), *rest)
