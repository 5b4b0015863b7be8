"""The simulated ЕСОЗ as an ASGI application."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from frontdesk.simulator.actions import job, qualify, release, use
from frontdesk.simulator.backend import Backend
from frontdesk.simulator.envelopes import NOT_FOUND, refusal
from frontdesk.simulator.gate import Gate
from frontdesk.simulator.search import find, read_one

Endpoint = Callable[[Request, Backend], Awaitable[Response]]
REFERRAL = "/api/service_requests/{referral_id}/actions"


def build_app(backend: Backend) -> Starlette:
    """An application over this state; several may share it."""

    def route(path: str, method: str, endpoint: Endpoint) -> Route:
        async def settled(request: Request) -> Response:
            backend.settle()
            return await endpoint(request, backend)

        return Route(path, settled, methods=[method])

    return Starlette(
        routes=[
            route("/api/service_requests", "GET", find),
            route("/api/patients/{patient_id}/service_requests/{referral_id}", "GET", read_one),
            route(f"{REFERRAL}/qualify", "POST", qualify),
            route(f"{REFERRAL}/use", "PATCH", use),
            route(f"{REFERRAL}/release", "PATCH", release),
            route("/api/jobs/{job_id}", "GET", job),
        ],
        middleware=[Middleware(Gate, backend.switches)],
        exception_handlers={HTTPException: _unrouted},
    )


async def _unrouted(request: Request, _: Exception) -> Response:
    """No such address, or not with this method."""
    return refusal(request, NOT_FOUND)
