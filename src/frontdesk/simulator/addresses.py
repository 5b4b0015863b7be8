"""What is answered where, and which scope and which question it takes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from frontdesk.simulator import reference
from frontdesk.simulator.actions import job, qualify, release, resend, use
from frontdesk.simulator.backend import Backend
from frontdesk.simulator.events import EVENTS, events
from frontdesk.simulator.legal_entities import legal_entity
from frontdesk.simulator.persons import PERSONS, declaration, persons
from frontdesk.simulator.questions import Query
from frontdesk.simulator.search import QUERY as FIND
from frontdesk.simulator.search import find, read_one
from frontdesk.simulator.sign_in import sign_out, tokens, user

Endpoint = Callable[[Request, Backend], Awaitable[Response]]
REFERRAL = "/api/service_requests/{referral_id}/actions"
OF_PATIENT = "/api/patients/{patient_id}/service_requests/{referral_id}"

NOTHING = Query()


@dataclass(frozen=True, slots=True)
class Address:
    """What is answered where; whoever lacks the scope, or asks for anything else, is refused."""

    method: str
    path: str
    endpoint: Endpoint
    scope: str | None = None
    query: Query = NOTHING


REFERENCE = (
    # Which scope the catalogue takes is not published; every role reads it.
    Address("GET", "/api/services", reference.services, None, reference.SERVICES),
    Address(
        "GET", "/api/employees", reference.list_employees, "employee:read", reference.EMPLOYEES
    ),
    Address("GET", "/api/divisions", reference.divisions, "division:read", reference.DIVISIONS),
    Address(
        "GET",
        "/api/healthcare_services",
        reference.healthcare_services,
        "healthcare_service:read",
        reference.HEALTHCARE_SERVICES,
    ),
    Address(
        "GET",
        "/api/employee_roles",
        reference.employee_roles,
        "employee_role:read",
        reference.EMPLOYEE_ROLES,
    ),
    Address(
        "GET",
        "/api/medical_programs",
        reference.medical_programs,
        "medical_program:read",
        reference.PROGRAMS,
    ),
    Address(
        "GET",
        "/api/program_services",
        reference.program_services,
        "program_service:read",
        reference.PROGRAM_SERVICES,
    ),
)
ADDRESSES = (
    Address("POST", "/oauth/tokens", tokens),
    Address("POST", "/auth/logout", sign_out),
    Address("GET", "/oauth/user", user, "user:read"),
    Address("GET", "/api/service_requests", find, "service_request:read", FIND),
    Address("GET", OF_PATIENT, read_one, "service_request:read"),
    Address("PATCH", f"{OF_PATIENT}/actions/resend", resend, "service_request:use"),
    Address("POST", f"{REFERRAL}/qualify", qualify, "service_request:use"),
    Address("PATCH", f"{REFERRAL}/use", use, "service_request:use"),
    Address("PATCH", f"{REFERRAL}/release", release, "service_request:use"),
    Address("GET", "/api/jobs/{job_id}", job, "job:read"),
    Address("GET", "/api/events", events, "event:read", EVENTS),
    Address("GET", "/api/v2/persons", persons, "person:read", PERSONS),
    Address("GET", "/api/persons/{person_id}/declaration", declaration, "declaration:read"),
    Address("GET", "/api/v2/legal_entities/{legal_entity_id}", legal_entity, "legal_entity:read"),
    *REFERENCE,
)
