"""Urgent contacts: the time first, the patient when there is time."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, insert, select, update

from frontdesk.domain.patient import Patient
from frontdesk.domain.urgent import UrgentContact
from frontdesk.store import journal, patients
from frontdesk.store.clock import now
from frontdesk.store.ground_tables import urgent_contact as table
from frontdesk.store.journal import Action, Actor

_CONTACTS = select(table.c.id, table.c.at, table.c.actor, table.c.patient_id, table.c.note)
_WITHOUT_DATA = _CONTACTS.where(table.c.patient_id.is_(None)).order_by(table.c.at, table.c.id)
_IDENTIFY = update(table).where(table.c.id == bindparam("its_id"), table.c.patient_id.is_(None))


def record(db: Connection, contact_id: str, actor: Actor) -> UrgentContact:
    """Writes down that somebody came, and when."""
    it = UrgentContact(contact_id, now(db), actor.name)
    row = {"id": it.id, "at": it.at, "actor": actor.name, "terminal": actor.terminal}
    db.execute(insert(table), row)
    journal.append(db, [journal.Entry(it.at, actor, Action.URGENT, it.id, {}, {})])
    return it


def without_data(db: Connection) -> tuple[UrgentContact, ...]:
    """Those of whom nobody has written down yet who it was, the oldest first."""
    return tuple(UrgentContact(*row) for row in db.execute(_WITHOUT_DATA))


def identify(
    db: Connection, contact_id: str, patient: Patient, note: str | None, actor: Actor
) -> bool:
    """Writes down who it was; False if somebody else has done that meanwhile."""
    kept = patients.remember(db, patient)
    known = {"patient_id": kept.id, "note": note}
    if not db.execute(_IDENTIFY.values(known), {"its_id": contact_id}).rowcount:
        return False
    facts = {"patient_id": kept.id}
    journal.append(db, [journal.Entry(now(db), actor, Action.IDENTIFY, contact_id, {}, facts)])
    return True
