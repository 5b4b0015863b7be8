"""GET /api/v2/legal_entities/{id}: who we are, who sent the patients, and the hospital nearby."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from frontdesk.simulator.backend import Backend
from frontdesk.simulator.clinic import LEGAL_ENTITY, NAME
from frontdesk.simulator.envelopes import GATEWAY_HOST, NOT_FOUND, Json, answer, refusal
from frontdesk.simulator.writer import FAMILY_CLINIC, OTHER_CLINIC

_KNOWN = {
    LEGAL_ENTITY: (NAME, "+380442005050"),
    FAMILY_CLINIC: ("КНП «Центр первинної допомоги №1»", "+380442001010"),
    OTHER_CLINIC.legal_entity: (OTHER_CLINIC.name, "+380442002020"),
}


async def legal_entity(request: Request, _: Backend) -> Response:
    id_ = request.path_params["legal_entity_id"]
    if id_ not in _KNOWN:
        return refusal(request, NOT_FOUND, GATEWAY_HOST)
    name, phone = _KNOWN[id_]
    shown: Json = {
        "id": id_,
        "type": "PRIMARY_CARE" if id_ == FAMILY_CLINIC else "OUTPATIENT",
        "status": "ACTIVE",
        "edr": {"name": name.upper(), "short_name": name.upper(), "public_name": name},
        "phones": [{"type": "LAND_LINE", "number": phone}],
        "email": None,
    }
    return answer(request, shown, host=GATEWAY_HOST)
