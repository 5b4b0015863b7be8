"""The clinic's own register of patients."""

from __future__ import annotations

from sqlalchemy import Connection, RowMapping, Select, select

from frontdesk.domain.patient import Name, Patient, Phone, sort_key
from frontdesk.store.tables import patient as table
from frontdesk.store.upsert import upsert

_LAST = "\U0010ffff"
"""Sorts behind every letter."""


def remember(db: Connection, patient: Patient) -> None:
    """Adds the patient, or changes the one with the same id."""
    upsert(db, table, [row_of(patient)])


def by_esoz_id(db: Connection, esoz_id: str) -> Patient | None:
    """The person with this id in ЕСОЗ; of two entries by mistake, always the same one."""
    return next(iter(_found(db, select(table).where(table.c.esoz_id == esoz_id))), None)


def by_phone(db: Connection, phone: Phone) -> tuple[Patient, ...]:
    """Everybody with this phone: a family often has one."""
    return _found(db, select(table).where(table.c.phone == phone.text))


def by_surname(db: Connection, prefix: str, limit: int = 50) -> tuple[Patient, ...]:
    """Patients whose surname begins so, in the order of a Ukrainian list."""
    key = sort_key(prefix)
    begins = (table.c.sort_key >= key, table.c.sort_key <= key + _LAST)
    return _found(db, select(table).where(*begins).limit(limit))


def row_of(it: Patient) -> dict[str, object]:
    return {
        "id": it.id,
        "surname": it.name.surname,
        "first_name": it.name.first_name,
        "patronymic": it.name.patronymic,
        "sort_key": sort_key(it.name.full),
        "birth_date": it.birth_date,
        "phone": it.phone.text if it.phone else None,
        "esoz_id": it.esoz_id,
        "sex": it.sex,
    }


def patient_of(row: RowMapping) -> Patient:
    return Patient(
        row[table.c.id],
        Name(row[table.c.surname], row[table.c.first_name], row[table.c.patronymic]),
        row[table.c.birth_date],
        Phone(row[table.c.phone]) if row[table.c.phone] else None,
        row[table.c.esoz_id],
        row[table.c.sex],
    )


def _found(db: Connection, query: Select[*tuple[object, ...]]) -> tuple[Patient, ...]:
    rows = db.execute(query.order_by(table.c.sort_key, table.c.id)).mappings()
    return tuple(patient_of(row) for row in rows)
