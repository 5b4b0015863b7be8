"""Reading: the search by number, and a referral by its id."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from frontdesk.simulator.backend import Backend
from frontdesk.simulator.envelopes import (
    INTERNAL_ERROR,
    NO_REFERRAL,
    SERVICE_HOST,
    Fault,
    answer,
    refusal,
)
from frontdesk.simulator.paging import paged
from frontdesk.simulator.questions import Query, asked, filled, one_of
from frontdesk.simulator.render import found, read

QUERY = Query(
    {
        "requisition": filled,
        "status": one_of("active", "completed", "recalled", "entered_in_error"),
    },
    frozenset({"requisition"}),
    largest_page=100,
)


async def find(request: Request, backend: Backend) -> Response:
    """GET /api/service_requests: an exact match; nothing found is an empty list."""
    values, switches = asked(request).values, backend.switches
    requisition = values["requisition"]
    if requisition in backend.world.failing_numbers:
        return refusal(request, INTERNAL_ERROR)
    status = values.get("status", switches.default_status)
    rows = [it for it in backend.numbered(requisition) if status in (None, it.status)]
    return paged(request, switches, rows, lambda it: found(it, switches), SERVICE_HOST)


async def read_one(request: Request, backend: Backend) -> Response:
    """GET /api/patients/{pid}/service_requests/{id}: only for the clinic that wrote it."""
    referral = backend.referrals.get(request.path_params["referral_id"])
    if referral is None or referral.subject != request.path_params["patient_id"]:
        return refusal(request, NO_REFERRAL)
    if referral.requester_legal_entity != backend.world.clinic.legal_entity_id:
        return refusal(request, Fault(403, "forbidden", "Access denied"))
    return answer(request, read(referral, backend.switches))
