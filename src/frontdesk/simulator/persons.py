"""Patients: the search by exact fields, and whose declaration a person has."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from frontdesk.simulator.backend import Backend
from frontdesk.simulator.chance import fixed_id
from frontdesk.simulator.clinic import DIVISION, LEGAL_ENTITY
from frontdesk.simulator.envelopes import GATEWAY_HOST, NOT_FOUND, Fault, Json, answer, refusal
from frontdesk.simulator.paging import paged
from frontdesk.simulator.people import Patient
from frontdesk.simulator.questions import Query, asked, day, filled, one_of, text
from frontdesk.simulator.staff import STAFF

PERSONS = Query(
    {
        "language": one_of("uk", "en"),
        "first_name": text,
        "last_name": text,
        "second_name": text,
        "birth_date": day,
        "tax_id": filled,
        "phone_number": filled,
        "document_type": filled,
        "document_number": filled,
    },
    frozenset({"first_name", "last_name", "birth_date"}),
    largest_page=300,
)
TOO_MANY = Fault(
    403,
    "too_many_results",
    "Too many results. Please, specify the search parameters.",
)
ANOTHER_CLINICS = Fault(403, "forbidden", "Active declaration belongs to another msp")


async def persons(request: Request, backend: Backend) -> Response:
    """GET /api/v2/persons: every given field must be the same to the letter."""
    values = {name: value for name, value in asked(request).values.items() if name != "language"}
    rows = [it for it in backend.world.people if values.items() <= _told(it).items()]
    if len(rows) > backend.switches.person_limit:
        return refusal(request, TOO_MANY, GATEWAY_HOST)
    return paged(request, backend.switches, rows, lambda it: _person(it, values))


async def declaration(request: Request, backend: Backend) -> Response:
    """GET /api/persons/{id}/declaration: ours, none, or another clinic's."""
    person_id = request.path_params["person_id"]
    person = next((it for it in backend.world.people if it.esoz_id == person_id), None)
    match whose_declaration(person) if person else "nobody's":
        case "ours":
            return answer(request, _declaration(person_id), host=GATEWAY_HOST)
        case "another clinic's":
            return refusal(request, ANOTHER_CLINICS, GATEWAY_HOST)
        case _:
            return refusal(request, NOT_FOUND, GATEWAY_HOST)


def whose_declaration(person: Patient) -> str:
    """Invented: of ten people two have signed with us, three with nobody."""
    place = int(person.esoz_id[:6], 16) % 10
    return "ours" if place < 2 else "nobody's" if place < 5 else "another clinic's"


def _told(it: Patient) -> Mapping[str, str]:
    """What the search compares. Nobody here has a tax number or a document."""
    return {
        "first_name": it.name,
        "last_name": it.surname,
        "second_name": it.patronymic or "",
        "birth_date": it.birth_date.isoformat(),
        "phone_number": it.phone,
    }


def _person(it: Patient, values: Mapping[str, str]) -> Json:
    """Of what can identify a person only that is told which was asked for."""
    phones: Json = [{"type": "MOBILE", "number": it.phone}] if "phone_number" in values else []
    name = {
        "language": "uk",
        "first_name": it.name,
        "last_name": it.surname,
        "second_name": it.patronymic,
    }
    return {
        "id": it.esoz_id,
        "names": [name],
        "birth_date": it.birth_date.isoformat(),
        "birth_country": "Україна",
        "birth_settlement": "Вінниця",
        "gender": "FEMALE" if it.is_woman else "MALE",
        "tax_id": None,
        "phones": phones,
        "documents": [],
    }


def _declaration(person_id: str) -> Json:
    return {
        "id": fixed_id("declaration", person_id),
        "declaration_number": f"0000-{int(person_id[:4], 16) % 10_000:04}-0000",
        "status": "active",
        "start_date": "2024-02-01",
        "end_date": "2064-02-01",
        "person_id": person_id,
        "employee_id": fixed_id("employee", STAFF[0].key),
        "division_id": DIVISION,
        "legal_entity_id": LEGAL_ENTITY,
    }
