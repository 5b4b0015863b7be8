"""The clinic's own register of patients. An entry merged into another is not found any more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import assert_never

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, and_, bindparam, or_, select

from frontdesk.domain.likeness import Alike, alike
from frontdesk.domain.lookup import (
    BornOn,
    NameBegins,
    PhoneEnds,
    Query,
    phone_end_key,
    phone_key,
    search_key,
)
from frontdesk.domain.patient import Name, Patient, Phone, sort_key
from frontdesk.store import journal
from frontdesk.store.clock import now
from frontdesk.store.journal import Action, Actor
from frontdesk.store.prepared import fetch_value
from frontdesk.store.tables import patient as table
from frontdesk.store.upsert import upsert

_LAST = "\U0010ffff"
"""Sorts behind every letter."""

IS_ENTRY = table.c.merged_into.is_(None)
"""Visits are of no other: a merged entry has handed them over."""
_MERGED_INTO = select(table.c.merged_into).where(table.c.id == bindparam("its_id"))


def remember(db: Connection, patient: Patient) -> Patient:
    """Adds the patient, or changes the one with the same id; as it now stands in the register.

    If that entry was merged meanwhile, the other one is changed.
    """
    merged_into = fetch_value(db, _MERGED_INTO, {"its_id": patient.id})
    kept = replace(patient, id=merged_into) if merged_into else patient
    upsert(db, table, [row_of(kept)])
    return kept


def enter(db: Connection, patient: Patient, actor: Actor) -> None:
    """Adds somebody who has no visit yet."""
    enter_all(db, [patient], actor)


def enter_all(db: Connection, entered: Sequence[Patient], actor: Actor) -> None:
    """The same of many at once."""
    moment = now(db)
    upsert(db, table, [row_of(it) for it in entered])
    journal.append(
        db, [journal.Entry(moment, actor, Action.ENTER, it.id, {}, {}) for it in entered]
    )


def amend(db: Connection, patient: Patient, actor: Actor) -> Patient:
    """Changes the details; the journal tells which, and not what they were."""
    before = by_id(db, patient.id)
    after = remember(db, patient)
    if before is not None and before != after:
        was, is_ = row_of(before), row_of(after)
        told = [name for name in _TOLD if was[name] != is_[name]]
        facts = {"details": " ".join(told)}
        journal.append(db, [journal.Entry(now(db), actor, Action.AMEND, after.id, {}, facts)])
    return after


_TOLD = ("surname", "first_name", "patronymic", "birth_date", "phone", "esoz_id", "sex")


def by_id(db: Connection, patient_id: str) -> Patient | None:
    """The person of this entry, also if it was merged into another one."""
    id_ = fetch_value(db, _MERGED_INTO, {"its_id": patient_id}) or patient_id
    return next(iter(_found(db, select(table).where(table.c.id == id_))), None)


def by_esoz_id(db: Connection, esoz_id: str) -> Patient | None:
    """The person with this id in ЕСОЗ; of two entries by mistake, always the same one."""
    query = select(table).where(table.c.esoz_id == esoz_id, IS_ENTRY)
    return next(iter(_found(db, query)), None)


def matching(db: Connection, query: Query, limit: int) -> tuple[Patient, ...]:
    """At most `limit` people who fit, in the order of a Ukrainian list.

    Of more who fit by name those with the shortest surnames of that beginning.
    """
    order = _ORDERED[type(query)]
    first = select(table.c.id).where(fits(query), IS_ENTRY).order_by(order).limit(limit)
    return _found(db, select(table).where(table.c.id.in_(first)))


_ORDERED = {
    NameBegins: table.c.search_key,
    PhoneEnds: table.c.phone_key,
    BornOn: table.c.birth_date,
}


def fits(query: Query) -> ColumnElement[bool]:
    """Whether a row of the register is of somebody who is looked for."""
    match query:
        case NameBegins(words):
            return _named(words)
        case PhoneEnds(digits):
            return _begins(table.c.phone_key, phone_end_key(digits))
        case BornOn(day):
            return table.c.birth_date == day
        case _:
            assert_never(query)


def alike_in_register(db: Connection, patient: Patient) -> tuple[Alike, ...]:
    """Other entries that are likely of the same person, the surest first."""
    shared: list[ColumnElement[bool]] = []
    if patient.esoz_id:
        shared.append(table.c.esoz_id == patient.esoz_id)
    if patient.phone:
        shared.append(table.c.phone_key == phone_key(patient.phone))
    if patient.birth_date:
        shared.append(table.c.birth_date == patient.birth_date)
    if not shared:
        return ()
    return alike(patient, _found(db, select(table).where(or_(*shared), IS_ENTRY)))


def row_of(it: Patient) -> dict[str, object]:
    """The row of an entry that stands for itself."""
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
        "search_key": search_key(it.name.full),
        "phone_key": phone_key(it.phone) if it.phone else None,
        "merged_into": None,
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


def _named(words: tuple[str, ...]) -> ColumnElement[bool]:
    surname, *others = words
    return and_(
        _begins(table.c.search_key, surname),
        *(table.c.search_key.contains(f" {word}", autoescape=True) for word in others),
    )


def _begins(column: ColumnElement[str], start: str) -> ColumnElement[bool]:
    return and_(column >= start, column <= start + _LAST)


def _found(db: Connection, query: Select[*tuple[object, ...]]) -> tuple[Patient, ...]:
    rows = db.execute(query.order_by(table.c.sort_key, table.c.id)).mappings()
    return tuple(patient_of(row) for row in rows)
