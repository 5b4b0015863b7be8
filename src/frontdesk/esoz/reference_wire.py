"""Records of ЕСОЗ's registers, read leniently; one without an id and a name is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated

from pydantic import BeforeValidator

from frontdesk.domain.reference import (
    Division,
    Employee,
    EmployeeRole,
    HealthcareService,
    MedicalProgramme,
)
from frontdesk.esoz.wire import Id, Maybe, Wire, Words, each, read

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_TIME = re.compile(r"([0-2]?[0-9])[.:]([0-5][0-9])")


class _Programme(Wire):
    id: Id
    name: Words
    type: Maybe[Words] = None
    is_active: Maybe[bool] = None


class _Party(Wire):
    last_name: Words
    first_name: Maybe[Words] = None
    second_name: Maybe[Words] = None


class _Whose(Wire):
    id: Id


class _Employee(Wire):
    id: Id
    party: _Party
    position: Maybe[Words] = None
    employee_type: Maybe[Words] = None
    status: Maybe[Words] = None
    division: Maybe[_Whose] = None


class _Speciality(Wire):
    speciality: Words
    speciality_officio: Maybe[bool] = None


class _Profession(Wire):
    specialities: Annotated[tuple[_Speciality, ...], BeforeValidator(each(_Speciality))] = ()


class _Division(Wire):
    id: Id
    name: Words
    type: Maybe[Words] = None
    status: Maybe[Words] = None
    working_hours: object = None


class _HealthcareService(Wire):
    id: Id
    division_id: Maybe[Id] = None
    speciality_type: Maybe[Words] = None
    providing_condition: Maybe[Words] = None
    status: Maybe[Words] = None


class _Role(Wire):
    id: Id
    employee_id: Id
    healthcare_service_id: Id
    status: Maybe[Words] = None


def programme(item: object) -> MedicalProgramme | None:
    found = read(_Programme, item)
    if found is None:
        return None
    return MedicalProgramme(found.id, found.name, found.type, found.is_active is not False)


def employee(item: object) -> Employee | None:
    found = read(_Employee, item)
    if found is None:
        return None
    return Employee(
        id=found.id,
        surname=found.party.last_name,
        first_name=found.party.first_name,
        patronymic=found.party.second_name,
        position=found.position,
        type=found.employee_type,
        status=found.status,
        division_id=found.division.id if found.division else None,
        specialities=_specialities(item, found.employee_type),
    )


def division(item: object) -> Division | None:
    found = read(_Division, item)
    if found is None:
        return None
    hours = tuple(_hours(found.working_hours))
    return Division(found.id, found.name, found.type, found.status, hours)


def healthcare_service(item: object) -> HealthcareService | None:
    found = read(_HealthcareService, item)
    if found is None:
        return None
    return HealthcareService(
        found.id, found.division_id, found.speciality_type, found.providing_condition, found.status
    )


def employee_role(item: object) -> EmployeeRole | None:
    found = read(_Role, item)
    if found is None:
        return None
    return EmployeeRole(found.id, found.employee_id, found.healthcare_service_id, found.status)


def _specialities(item: object, employee_type: str | None) -> tuple[str, ...]:
    """From the block that the type names: `doctor`, `specialist` … The main one comes first."""
    block = item.get((employee_type or "").lower()) if isinstance(item, dict) else None
    profession = read(_Profession, block)
    if profession is None:
        return ()
    ranked = sorted(profession.specialities, key=lambda it: not it.speciality_officio)
    return tuple(dict.fromkeys(it.speciality for it in ranked))


def _hours(written: object) -> Iterator[str]:
    """Pairs of "08.00" and "12.00" by weekday; a pair that cannot be read is left out."""
    if not isinstance(written, dict):
        return
    for day in WEEKDAYS:
        pairs = written.get(day)
        for pair in pairs if isinstance(pairs, list) else ():
            match pair:
                case [str(start), str(end)] if _TIME.fullmatch(start) and _TIME.fullmatch(end):
                    yield f"{day} {_clock(start)}-{_clock(end)}"


def _clock(written: str) -> str:
    return _TIME.sub(lambda it: f"{int(it[1]):02}:{it[2]}", written)
