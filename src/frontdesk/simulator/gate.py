"""The gateway before the services: request ids, tokens and keys, and the proxy's faults."""

from __future__ import annotations

from contextlib import suppress
from itertools import count

from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from frontdesk.simulator.admin import PREFIX, is_near
from frontdesk.simulator.backend import Backend
from frontdesk.simulator.chance import fixed_id
from frontdesk.simulator.credentials import API_KEY, PSK
from frontdesk.simulator.envelopes import GATEWAY_HOST, Fault, page, refusal
from frontdesk.simulator.weather import Limits, Weather, silence

FIRST_REQUEST = 17810
FOR_BROWSERS = "/sign-in"
"""The page that a person opens: no headers of ours there."""
WITHOUT_SESSION = "/oauth/tokens"
"""Where a session begins."""


class Gate:
    """ASGI middleware: who may not pass is answered here."""

    def __init__(self, app: ASGIApp, backend: Backend) -> None:
        self._app = app
        self._backend = backend
        self._switches = backend.switches
        self._turns = count(FIRST_REQUEST)
        self._weather = Weather(backend.switches, backend.luck("weather"))
        self._limits = Limits(backend.switches, backend.ticks)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        scope["simulator.request_id"] = self._request_id(request)
        if request.url.path.startswith(PREFIX):
            near = self._app if is_near(request) else page(403, "Forbidden")
            await near(scope, receive, send)
            return
        await self._weather.delay()
        with suppress(ClientDisconnect):  # who has left meanwhile is owed no answer
            await self._answer(request, receive, send)

    async def _answer(self, request: Request, receive: Receive, send: Send) -> None:
        scope = request.scope
        if self._weather.loses_call():
            await self._lose(scope, receive, send)
            return
        stopped = self._stopped(request)
        if stopped is None and self._weather.loses_answer():
            await self._app(scope, receive, _nowhere)
            await self._lose(scope, receive, send)
            return
        await (stopped or self._app)(scope, receive, _with_headers(scope, send))

    async def _lose(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._switches.loss == "silence":
            await silence(receive)
        else:
            await page(502, "Bad Gateway")(scope, receive, send)

    def _request_id(self, request: Request) -> str:
        given = request.headers.get("x-request-id")
        return given or f"{fixed_id('gateway')}#{next(self._turns)}"

    def _stopped(self, request: Request) -> Response | None:
        if self._switches.silent:
            return page(503, "Service Temporarily Unavailable")
        if request.url.path == FOR_BROWSERS:
            return None
        fault = self._without_session(request) or _without_keys(request)
        if fault is not None:
            return refusal(request, fault, GATEWAY_HOST)
        spent = self._limits.spend(request.headers.get("authorization", ""), _kind_of(request))
        if spent is None:
            return None
        request.scope["simulator.headers"] = spent.headers
        return spent.refused()

    def _without_session(self, request: Request) -> Fault | None:
        """Lets a live token in, and notes what it allows."""
        if request.url.path == WITHOUT_SESSION:
            return None
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            return _denied("Authorization header is not set or doesn't contain Bearer token")
        scopes = self._backend.grants.scopes_of(token)
        if scopes is None:
            return _denied("Invalid access token")
        request.scope["simulator.token"] = token
        request.scope["simulator.scopes"] = scopes
        return None


def _kind_of(request: Request) -> str:
    """The address without what differs from record to record."""
    parts = request.url.path.split("/")
    return " ".join((request.method, *(it for it in parts if it.replace("_", "").isalpha())))


def _with_headers(scope: Scope, send: Send) -> Send:
    """Adds what the gateway says of the limits to whatever is answered."""

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.update(scope.get("simulator.headers", {}))
        await send(message)

    return sent


async def _nowhere(_: Message) -> None:
    """Where an answer goes that is lost on its way."""


def _without_keys(request: Request) -> Fault | None:
    headers = request.headers
    if "api-key" not in headers:
        return _denied("API-KEY header required")
    if headers["api-key"] != API_KEY:
        return _denied("Invalid api key")
    if headers.get("x-custom-psk") != PSK:
        # The real wording is unknown; a key of the network, not of the user, hence no 401.
        return Fault(403, "forbidden", "Access denied. X-Custom-PSK is missing or invalid")
    return None


def _denied(message: str) -> Fault:
    return Fault(401, "access_denied", message)
