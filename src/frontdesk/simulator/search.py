"""Reading: the search by number, and a referral by its id."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from frontdesk.simulator.backend import Backend
from frontdesk.simulator.envelopes import (
    INTERNAL_ERROR,
    Fault,
    Json,
    Violation,
    answer,
    invalid,
    listing,
    refusal,
)
from frontdesk.simulator.render import found, read

REQUIRED = {"requisition"}
PARAMETERS = {"requisition", "status", "page", "page_size"}
STATUSES = {"active", "completed", "recalled", "entered_in_error"}
PAGE_SIZE, LARGEST_PAGE = 50, 100


async def find(request: Request, backend: Backend) -> Response:
    """GET /api/service_requests: an exact match; nothing found is an empty list."""
    query = request.query_params
    wrong = [*_names(query), *_status(query)]
    page, size = _whole(query, "page", 1, wrong), _whole(query, "page_size", PAGE_SIZE, wrong)
    if wrong:
        return refusal(request, invalid(wrong))
    requisition = query["requisition"]
    if requisition in backend.world.failing_numbers:
        return refusal(request, INTERNAL_ERROR)
    status = query.get("status", backend.switches.default_status)
    all_found = [it for it in backend.numbered(requisition) if status in (None, it.status)]
    shown = all_found[(page - 1) * size : page * size]
    paging: dict[str, Json] = {
        "page_number": page,
        "page_size": size,
        "total_entries": len(all_found),
        "total_pages": max(1, -(-len(all_found) // size)),
    }
    return listing(request, [found(it) for it in shown], paging)


async def read_one(request: Request, backend: Backend) -> Response:
    """GET /api/patients/{pid}/service_requests/{id}: only for the clinic that wrote it."""
    referral = backend.referrals.get(request.path_params["referral_id"])
    if referral is None or referral.subject != request.path_params["patient_id"]:
        return refusal(request, Fault(404, "NOT_FOUND", "Service request not found"))
    if referral.requester_legal_entity != backend.world.clinic.legal_entity_id:
        return refusal(request, Fault(403, "forbidden", "Access denied"))
    return answer(request, read(referral))


def _names(query: Mapping[str, str]) -> list[Violation]:
    missing = [
        Violation(f"$.{name}", "required", f"required property {name} was not present")
        for name in sorted(REQUIRED - set(query))
    ]
    unknown = [
        Violation(f"$.{name}", "schema", "schema does not allow additional properties")
        for name in sorted(set(query) - PARAMETERS)
    ]
    return missing + unknown


def _status(query: Mapping[str, str]) -> list[Violation]:
    if query.get("status", "active") in STATUSES:
        return []
    return [Violation("$.status", "inclusion", "value is not allowed in enum")]


def _whole(query: Mapping[str, str], name: str, usual: int, wrong: list[Violation]) -> int:
    """A number from 1; `wrong` learns when it is none."""
    text = query.get(name, str(usual))
    if not text.isdecimal():
        wrong.append(Violation(f"$.{name}", "cast", "type mismatch. Expected Integer"))
        return usual
    value = int(text)
    if value < 1 or (name == "page_size" and value > LARGEST_PAGE):
        wrong.append(Violation(f"$.{name}", "number", "expected the value to be within 1..100"))
    return value
