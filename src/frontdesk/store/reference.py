"""The clinic's copies of ЕСОЗ's registers: what differs is written, what is gone is marked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields

from sqlalchemy import Connection, Table, and_, bindparam, delete, insert, select, update

from frontdesk.domain.reference import Employee, Record, Register, ServiceGroup
from frontdesk.store import clinic_tables, reference_tables
from frontdesk.store.clock import now
from frontdesk.store.upsert import upsert

BATCH = 5000
"""Ids in one question: engines take some 32 000."""

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Difference:
    """What a page was to the copy; what had been gone and is back counts as changed."""

    added: int = 0
    changed: int = 0


@dataclass(frozen=True, slots=True)
class _Copy:
    """Where a register's records lie: the columns are named as their fields."""

    table: Table
    list_field: str = ""
    """The field that is a list of texts, if there is one."""
    listed: Table | None = None
    """Its texts; the columns are whose, at which place, and what."""


_COPIES = {
    Register.SERVICES: _Copy(clinic_tables.service, "groups", clinic_tables.service_membership),
    Register.PROGRAMMES: _Copy(reference_tables.programme),
    Register.EMPLOYEES: _Copy(
        reference_tables.employee, "specialities", reference_tables.employee_speciality
    ),
    Register.DIVISIONS: _Copy(reference_tables.division, "hours", reference_tables.division_hours),
    Register.HEALTHCARE_SERVICES: _Copy(reference_tables.healthcare_service),
    Register.EMPLOYEE_ROLES: _Copy(reference_tables.employee_role),
}


def save_groups(db: Connection, groups: Iterable[ServiceGroup]) -> None:
    """Adds these groups of services, or changes them; before the services in them."""
    table = clinic_tables.service_group
    known = set(db.execute(select(table.c.id, table.c.name, table.c.code)).all())
    rows = [
        {"id": it.id, "name": it.name, "code": it.code}
        for it in groups
        if (it.id, it.name, it.code) not in known
    ]
    upsert(db, table, rows)


def save(db: Connection, register: Register, records: Sequence[Record]) -> Difference:
    """Writes what differs from the copy; each record comes once."""
    found = [
        _save(db, _COPIES[register], records[at : at + BATCH])
        for at in range(0, len(records), BATCH)
    ]
    return Difference(sum(it.added for it in found), sum(it.changed for it in found))


def mark_gone(db: Connection, register: Register, named: Collection[str]) -> int:
    """Marks what is in the copy and not `named` any more; returns how much that is."""
    table = _COPIES[register].table
    there = db.scalars(select(table.c.id).where(table.c.gone_at.is_(None)))
    gone = [{"gone_id": id_} for id_ in there if id_ not in named]
    if gone:
        marking = update(table).where(table.c.id == bindparam("gone_id"))
        db.execute(marking.values(gone_at=now(db)), gone)
    return len(gone)


def employees(db: Connection) -> tuple[Employee, ...]:
    """Those whom ЕСОЗ lists as working here, without their specialities."""
    table = reference_tables.employee.c
    named = [it for it in reference_tables.employee.columns if it.name != "gone_at"]
    here = select(*named).where(table.gone_at.is_(None), table.status == "APPROVED")
    return tuple(Employee(**row) for row in db.execute(here.order_by(table.id)).mappings())


def teach_doctors(db: Connection) -> None:
    """Gives the clinic's doctors the speciality and the position that ЕСОЗ tells of them."""
    doctor, employee = clinic_tables.resource.c, reference_tables.employee.c
    main = reference_tables.employee_speciality.c
    told = (
        select(doctor.id, doctor.speciality, doctor.position, main.speciality, employee.position)
        .join(reference_tables.employee, employee.id == doctor.employee_id)
        .outerjoin(
            reference_tables.employee_speciality,
            and_(main.employee_id == employee.id, main.place == 0),
        )
        .where(employee.gone_at.is_(None))
    )
    changed = []
    for id_, speciality, position, their_speciality, their_position in db.execute(told):
        taught = (their_speciality or speciality, their_position or position)
        if taught != (speciality, position):
            changed.append({"doctor": id_, "speciality": taught[0], "position": taught[1]})
    if changed:
        db.execute(update(clinic_tables.resource).where(doctor.id == bindparam("doctor")), changed)


def listed_programmes(db: Connection) -> frozenset[str]:
    """Ids of the programmes that ЕСОЗ lists."""
    table = reference_tables.programme
    return frozenset(db.scalars(select(table.c.id).where(table.c.gone_at.is_(None))))


def _save(db: Connection, copy: _Copy, records: Sequence[Record]) -> Difference:
    ids = [it.id for it in records]
    known, listed = _rows(db, copy, ids), _lists(db, copy, ids)
    different = [
        it
        for it in records
        if known.get(it.id) != _row(copy, it) or listed.get(it.id, ()) != _list(copy, it)
    ]
    upsert(db, copy.table, [_row(copy, it) for it in different])
    _save_lists(db, copy, different)
    added = sum(it.id not in known for it in different)
    return Difference(added, len(different) - added)


def _row(copy: _Copy, record: Record) -> Row:
    row: dict[str, object] = {"gone_at": None}
    for field in fields(record):
        if field.name != copy.list_field:
            value = getattr(record, field.name)
            row[field.name] = int(value) if isinstance(value, bool) else value
    return row


def _list(copy: _Copy, record: Record) -> tuple[str, ...]:
    return getattr(record, copy.list_field) if copy.list_field else ()


def _rows(db: Connection, copy: _Copy, ids: Sequence[str]) -> dict[str, Row]:
    rows = db.execute(select(copy.table).where(copy.table.c.id.in_(ids))).mappings()
    return {row["id"]: dict(row) for row in rows}


def _lists(db: Connection, copy: _Copy, ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
    if copy.listed is None:
        return {}
    owner, place, what = copy.listed.columns
    found: defaultdict[str, list[str]] = defaultdict(list)
    rows = select(owner, what).where(owner.in_(ids)).order_by(owner, place)
    for id_, text in db.execute(rows):
        found[id_].append(text)
    return {id_: tuple(texts) for id_, texts in found.items()}


def _save_lists(db: Connection, copy: _Copy, records: Sequence[Record]) -> None:
    if copy.listed is None or not records:
        return
    owner, place, what = copy.listed.columns
    db.execute(delete(copy.listed).where(owner.in_([it.id for it in records])))
    rows = [
        {owner.name: it.id, place.name: at, what.name: text}
        for it in records
        for at, text in enumerate(_list(copy, it))
    ]
    if rows:
        db.execute(insert(copy.listed), rows)
