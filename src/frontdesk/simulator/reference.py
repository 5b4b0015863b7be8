"""Reference data: services, programmes, and what ЕСОЗ knows of the clinic's people and places."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from frontdesk.simulator.backend import Backend
from frontdesk.simulator.clinic import DIVISION, LEGAL_ENTITY
from frontdesk.simulator.employees import Employee, employees
from frontdesk.simulator.paging import paged
from frontdesk.simulator.programmes import PROGRAMMES
from frontdesk.simulator.questions import Query, asked, boolean, one_of, text, uuid
from frontdesk.simulator.reference_rows import (
    HealthcareService,
    Inclusion,
    Role,
    division,
    employee,
    healthcare_service,
    inclusion,
    programme,
    role,
)
from frontdesk.simulator.service_tree import Leaf, printed, pruned, roots

LARGEST_PAGE = 300
ACTIVITY = one_of("ACTIVE", "INACTIVE")

SERVICES = Query(
    {"id": uuid, "code": text, "name": text, "is_active": boolean, "request_allowed": boolean},
    largest_page=LARGEST_PAGE,
)
EMPLOYEES = Query(
    {
        "employee_type": text,
        "status": one_of("APPROVED", "DISMISSED", "REORGANIZED"),
        "division_id": uuid,
        "legal_entity_id": uuid,
    },
    largest_page=LARGEST_PAGE,
)
DIVISIONS = Query(
    {"id": uuid, "name": text, "type": text, "status": ACTIVITY}, largest_page=LARGEST_PAGE
)
HEALTHCARE_SERVICES = Query(
    {"division_id": uuid, "speciality_type": text, "providing_condition": text, "status": ACTIVITY},
    largest_page=LARGEST_PAGE,
)
EMPLOYEE_ROLES = Query(
    {"employee_id": uuid, "healthcare_service_id": uuid, "status": ACTIVITY},
    largest_page=LARGEST_PAGE,
)
PROGRAMS = Query(
    {"id": uuid, "name": text, "type": one_of("SERVICE", "MEDICATION"), "is_active": boolean},
    largest_page=LARGEST_PAGE,
)
PROGRAM_SERVICES = Query(
    {"medical_program_id": uuid, "service_id": uuid, "is_active": boolean},
    largest_page=LARGEST_PAGE,
)


async def services(request: Request, backend: Backend) -> Response:
    """GET /api/services: the roots of the tree, each with all that is under it."""
    values, switches = asked(request).values, backend.switches

    def keeps(it: Leaf) -> bool:
        told = {
            "id": it.id,
            "code": it.code,
            "name": it.name,
            "is_active": _flag(it.is_active),
            "request_allowed": _flag(it.request_allowed),
        }
        return values.items() <= told.items()

    every = roots(switches.more_services)
    rows = [kept for it in every if (kept := pruned(it, keeps))] if values else every
    return paged(request, switches, rows, printed)


async def list_employees(request: Request, backend: Backend) -> Response:
    """GET /api/employees."""
    values = asked(request).values
    rows = [
        it
        for it in _employees(backend)
        if values.items()
        <= {
            "employee_type": it.type,
            "status": it.status,
            "division_id": DIVISION,
            "legal_entity_id": LEGAL_ENTITY,
        }.items()
    ]
    return paged(request, backend.switches, rows, employee)


async def divisions(request: Request, backend: Backend) -> Response:
    """GET /api/divisions: the clinic has one."""
    shown = division()
    values = asked(request).values
    rows = [shown] if all(shown.get(name) == value for name, value in values.items()) else []
    return paged(request, backend.switches, rows, lambda it: it)


async def healthcare_services(request: Request, backend: Backend) -> Response:
    """GET /api/healthcare_services: one for each speciality of those who work here."""
    values = asked(request).values
    specialities = {it.speciality for it in _employees(backend) if it.speciality}
    every = (HealthcareService(speciality) for speciality in sorted(specialities))
    rows = [it for it in every if values.items() <= it.told.items()]
    return paged(request, backend.switches, rows, healthcare_service)


async def employee_roles(request: Request, backend: Backend) -> Response:
    """GET /api/employee_roles: who works in which healthcare service."""
    values = asked(request).values
    every = (Role(it) for it in _employees(backend) if it.speciality)
    rows = [it for it in every if values.items() <= it.told.items()]
    return paged(request, backend.switches, rows, role)


async def medical_programs(request: Request, backend: Backend) -> Response:
    """GET /api/medical_programs."""
    values = asked(request).values
    rows = [
        it
        for it in PROGRAMMES.values()
        if values.items()
        <= {"id": it.id, "name": it.name, "type": it.type, "is_active": "true"}.items()
    ]
    return paged(request, backend.switches, rows, programme)


async def program_services(request: Request, backend: Backend) -> Response:
    """GET /api/program_services: which service a programme includes."""
    values = asked(request).values
    every = (
        Inclusion(it, service)
        for it in PROGRAMMES.values()
        if it.type == "SERVICE"
        for service in backend.world.clinic.services
        if service not in it.excluded
    )
    rows = [it for it in every if values.items() <= it.told.items()]
    return paged(request, backend.switches, rows, inclusion)


def _employees(backend: Backend) -> tuple[Employee, ...]:
    return employees(backend.world.seed, backend.switches.more_employees)


def _flag(it: bool) -> str:  # noqa: FBT001 - a query parameter's spelling of it
    return "true" if it else "false"
