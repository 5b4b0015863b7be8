"""The simulated ЕСОЗ as an ASGI application."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from frontdesk.simulator import admin
from frontdesk.simulator.addresses import ADDRESSES, Address, Endpoint
from frontdesk.simulator.backend import Backend
from frontdesk.simulator.envelopes import GATEWAY_HOST, NOT_FOUND, Fault, refusal
from frontdesk.simulator.gate import Gate
from frontdesk.simulator.sign_in import sign_in

PAGES: tuple[tuple[str, str, Endpoint], ...] = (
    ("GET", "/sign-in", sign_in),
    ("POST", "/sign-in", sign_in),
    ("GET", admin.PREFIX, admin.show),
    ("POST", f"{admin.PREFIX}/switches", admin.switch),
    ("GET", f"{admin.PREFIX}/numbers", admin.numbers),
    ("POST", f"{admin.PREFIX}/referrals/{{referral_id}}/recall", admin.recall),
    ("POST", f"{admin.PREFIX}/sessions/end", admin.sign_everybody_out),
)
"""What is no part of the programs' interface: for a person, and for who plays ЕСОЗ."""


def build_app(backend: Backend) -> Starlette:
    """An application over this state; several may share it."""
    return Starlette(
        routes=[
            *(_unguarded(backend, *page) for page in PAGES),
            *(_route(backend, address) for address in ADDRESSES),
        ],
        middleware=[Middleware(Gate, backend)],
        exception_handlers={HTTPException: _unrouted},
    )


def _unguarded(backend: Backend, method: str, path: str, endpoint: Endpoint) -> Route:
    async def answered(request: Request) -> Response:
        return await endpoint(request, backend)

    return Route(path, answered, methods=[method])


def _route(backend: Backend, address: Address) -> Route:
    scope = address.scope

    async def settled(request: Request) -> Response:
        if scope is not None and scope not in request.scope["simulator.scopes"]:
            return refusal(request, _missing(scope), GATEWAY_HOST)
        question = address.query.read(request.query_params)
        if isinstance(question, Fault):
            return refusal(request, question)
        request.scope["simulator.question"] = question
        backend.settle()
        return await address.endpoint(request, backend)

    return Route(address.path, settled, methods=[address.method])


def _missing(scope: str) -> Fault:
    why = "Your scope does not allow to access this resource. Missing allowances: "
    return Fault(403, "forbidden", why + scope)


async def _unrouted(request: Request, _: Exception) -> Response:
    """No such address, or not with this method."""
    return refusal(request, NOT_FOUND)
