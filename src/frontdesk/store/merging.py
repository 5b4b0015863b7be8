"""Two entries of the register that are one person become one; nothing is deleted."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import Connection, or_, select, update
from sqlalchemy.exc import IntegrityError

from frontdesk.domain.patient import Patient
from frontdesk.store import journal, patients, tables, waiting_tables
from frontdesk.store.appointment_rows import APPOINTMENTS, appointment_of
from frontdesk.store.clock import now
from frontdesk.store.journal import Action, Actor
from frontdesk.store.moves import changed, is_busy
from frontdesk.store.prepared import attempt
from frontdesk.store.tables import patient as table


@dataclass(frozen=True, slots=True)
class VisitsCollide:
    """Each has a visit at one and the same time: one of them must be cancelled first."""


@dataclass(frozen=True, slots=True)
class NotTwoEntries:
    """One of them is not there, or is merged already."""


def merge(
    db: Connection, entry_id: str, into_id: str, actor: Actor
) -> Patient | VisitsCollide | NotTwoEntries:
    """The visits of the first become the second's, and so does what only the first one told.

    The first entry stays, pointing to the second; the journal has a row for each visit.
    """
    both = select(table.c.id).where(
        table.c.id.in_([entry_id, into_id]), table.c.merged_into.is_(None)
    )
    if len(db.execute(both.order_by(table.c.id).with_for_update()).all()) < 2:
        return NotTwoEntries()
    entry, into = patients.by_id(db, entry_id), patients.by_id(db, into_id)
    if entry is None or into is None:
        return NotTwoEntries()
    with attempt(db) as moving:
        if not _hand_over_visits(db, entry_id, into_id, actor):
            moving.undo()
            return VisitsCollide()
    waiting = waiting_tables.waiting
    db.execute(update(waiting).where(waiting.c.patient_id == entry_id).values(patient_id=into_id))
    older = or_(table.c.id == entry_id, table.c.merged_into == entry_id)
    db.execute(update(table).where(older).values(merged_into=into_id))
    facts = {"patient_id": into_id}
    journal.append(db, [journal.Entry(now(db), actor, Action.MERGE, entry_id, {}, facts)])
    return patients.remember(db, _completed(into, entry))


def _hand_over_visits(db: Connection, entry_id: str, into_id: str, actor: Actor) -> bool:
    visit = tables.appointment.c
    rows = db.execute(
        APPOINTMENTS.where(visit.patient_id == entry_id).with_for_update(of=tables.appointment)
    )
    for before in [appointment_of(row) for row in rows.mappings()]:
        after = replace(before, patient_id=into_id)
        try:
            with attempt(db):
                changed(db, before, after, Action.MERGE, actor)
        except IntegrityError:
            if not is_busy(db, after):
                raise
            return False
    return True


def _completed(it: Patient, other: Patient) -> Patient:
    return replace(
        it,
        birth_date=it.birth_date or other.birth_date,
        phone=it.phone or other.phone,
        esoz_id=it.esoz_id or other.esoz_id,
        sex=it.sex or other.sex,
    )
