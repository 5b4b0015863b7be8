"""Visits with the names a person reads."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, RowMapping, select

from frontdesk.domain.appointment import State
from frontdesk.domain.clinic import Resource, ResourceKind
from frontdesk.domain.patient import sort_key
from frontdesk.domain.visit import Visit
from frontdesk.store import clinic_tables, tables
from frontdesk.store.appointment_rows import appointment_of, resource_ids
from frontdesk.store.catalogue import resources
from frontdesk.store.ground_tables import paper_referral
from frontdesk.store.paper_referrals import paper_of
from frontdesk.store.patients import patient_of

_VISITS = (
    select(
        tables.appointment,
        resource_ids,
        clinic_tables.service.c.code,
        clinic_tables.service.c.name,
        tables.patient,
        paper_referral,
    )
    .join(clinic_tables.service)
    .outerjoin(tables.patient)
    .outerjoin(paper_referral)
)


def visits_of_day(db: Connection, day: date) -> tuple[Visit, ...]:
    """The visits of the day by doctor and time, the cancelled ones left out."""
    visit = tables.appointment.c
    found = _visits(db, visit.day == day, visit.state != State.CANCELLED)
    names = {it.doctor.id: sort_key(it.doctor.name) for it in found}

    def place(it: Visit) -> tuple[str, str, int]:
        return names[it.doctor.id], it.doctor.id, it.appointment.start

    return tuple(sorted(found, key=place))


def visit(db: Connection, appointment_id: str) -> Visit | None:
    """One visit, in whatever state."""
    return next(iter(_visits(db, tables.appointment.c.id == appointment_id)), None)


def visits_of(db: Connection, patient_id: str) -> tuple[Visit, ...]:
    """All visits of one patient by time, the cancelled and the missed ones too."""
    found = _visits(db, tables.appointment.c.patient_id == patient_id)
    return tuple(sorted(found, key=lambda it: (it.appointment.day, it.appointment.start)))


def visits_with(db: Connection, ids: Collection[str]) -> tuple[Visit, ...]:
    """These visits by time, in whatever state."""
    return _by_time(_visits(db, tables.appointment.c.id.in_(ids)) if ids else ())


def booked_under(
    db: Connection, referral_ids: Collection[str], moment: datetime
) -> tuple[Visit, ...]:
    """The booked visits after `moment` under these referrals, by time."""
    visit = tables.appointment.c
    if not referral_ids:
        return ()
    booked = (
        visit.referral_id.in_(referral_ids),
        visit.state == State.BOOKED,
        visit.starts_at > moment,
    )
    return _by_time(_visits(db, *booked))


def to_come(db: Connection, doctor_ids: Collection[str], moment: datetime) -> tuple[Visit, ...]:
    """The visits of these doctors that stand and begin after `moment`, by time."""
    visit = tables.appointment.c
    standing = (visit.doctor_id.in_(doctor_ids), visit.starts_at > moment, tables.standing)
    return _by_time(_visits(db, *standing))


def _by_time(visits: Iterable[Visit]) -> tuple[Visit, ...]:
    return tuple(sorted(visits, key=lambda it: (it.appointment.day, it.appointment.start)))


def _visits(db: Connection, *conditions: ColumnElement[bool]) -> list[Visit]:
    known = resources(db)
    return [_visit_of(row, known) for row in db.execute(_VISITS.where(*conditions)).mappings()]


def _visit_of(row: RowMapping, known: Mapping[str, Resource]) -> Visit:
    appointment = appointment_of(row)
    needed = (known[id_] for id_ in appointment.resource_ids)
    return Visit(
        appointment,
        known[appointment.doctor_id],
        next((it for it in needed if it.kind is ResourceKind.ROOM), None),
        row[clinic_tables.service.c.code],
        row[clinic_tables.service.c.name],
        None if appointment.patient_id is None else patient_of(row),
        paper_of(row),
    )
