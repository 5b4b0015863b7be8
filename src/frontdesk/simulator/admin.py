"""The hand on the switches while the simulator runs: for this machine only, and without keys."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from ipaddress import ip_address
from itertools import islice

from pydantic import TypeAdapter, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from frontdesk.simulator.backend import Backend
from frontdesk.simulator.switches import Switches

PREFIX = "/_admin"
NUMBERS_AT_ONCE = 1000
_SWITCHES = TypeAdapter(Switches)
NAMES = frozenset(field.name for field in fields(Switches))


def turn(switches: Switches, wanted: object) -> str | None:
    """Turns the switches named in `wanted`, all or, telling why, none."""
    if not isinstance(wanted, dict):
        return "an object of switches is wanted"
    unknown = sorted(str(name) for name in wanted.keys() - NAMES)
    if unknown:
        return "no such switch: " + ", ".join(unknown)
    try:
        turned = _SWITCHES.validate_json(json.dumps({**asdict(switches), **wanted}), strict=True)
    except ValidationError as error:
        return "cannot have this value: " + ", ".join(str(it["loc"][0]) for it in error.errors())
    for name in wanted:
        setattr(switches, name, getattr(turned, name))
    return None


async def show(_: Request, backend: Backend) -> Response:
    """GET /_admin: how everything stands."""
    return JSONResponse(
        {
            "seed": backend.world.seed,
            "today": backend.world.today.isoformat(),
            "switches": asdict(backend.switches),
            "referrals": len(backend.referrals),
            "jobs": len(backend.jobs),
            "sessions": backend.grants.sessions,
        }
    )


async def switch(request: Request, backend: Backend) -> Response:
    """POST /_admin/switches: the named ones are turned, the others stay."""
    try:
        wanted = json.loads(await request.body())
    except ValueError:
        return JSONResponse({"error": "JSON is wanted"}, 422)
    wrong = turn(backend.switches, wanted)
    return JSONResponse({"error": wrong}, 422) if wrong else await show(request, backend)


async def numbers(request: Request, backend: Backend) -> Response:
    """GET /_admin/numbers: of the generated ones; `first` and `count` choose which."""
    first = _whole(request.query_params.get("first", "0"))
    count = min(_whole(request.query_params.get("count", "100")), NUMBERS_AT_ONCE)
    return JSONResponse(list(islice(backend.crowd.numbers(), first, first + count)))


async def recall(request: Request, backend: Backend) -> Response:
    """POST /_admin/referrals/{id}/recall: what the referring doctor does."""
    referral_id = request.path_params["referral_id"]
    if referral_id not in backend.referrals:
        return JSONResponse({"error": "no such referral"}, 404)
    backend.recall(referral_id)
    return Response(status_code=204)


async def sign_everybody_out(_: Request, backend: Backend) -> Response:
    """POST /_admin/sessions/end: as when a session is revoked behind the clinic's back."""
    backend.grants.revoke_all()
    return Response(status_code=204)


def is_near(request: Request) -> bool:
    """Whether the caller is on this machine, and no page of another site."""
    try:
        near = request.client is not None and ip_address(request.client.host).is_loopback
    except ValueError:
        return False
    return near and "origin" not in request.headers


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
