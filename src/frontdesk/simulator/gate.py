"""The gateway before the services: request ids, tokens and keys, and the proxy's faults."""

from __future__ import annotations

import asyncio
from itertools import count

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from frontdesk.simulator.chance import fixed_id
from frontdesk.simulator.credentials import API_KEY, PSK, TOKEN
from frontdesk.simulator.envelopes import GATEWAY_HOST, Fault, page, refusal
from frontdesk.simulator.switches import Switches

FIRST_REQUEST = 17810


class Gate:
    """ASGI middleware: who may not pass is answered here."""

    def __init__(self, app: ASGIApp, switches: Switches) -> None:
        self._app = app
        self._switches = switches
        self._turns = count(FIRST_REQUEST)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        scope["simulator.request_id"] = self._request_id(request)
        await asyncio.sleep(self._switches.latency_seconds)
        stopped = self._stopped(request)
        await (stopped or self._app)(scope, receive, send)

    def _request_id(self, request: Request) -> str:
        given = request.headers.get("x-request-id")
        return given or f"{fixed_id('gateway')}#{next(self._turns)}"

    def _stopped(self, request: Request) -> Response | None:
        if self._switches.silent:
            return page(503, "Service Temporarily Unavailable")
        fault = _refused(request)
        return refusal(request, fault, GATEWAY_HOST) if fault else None


def _refused(request: Request) -> Fault | None:
    headers = request.headers
    scheme, _, token = headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        return _denied("Authorization header is not set or doesn't contain Bearer token")
    if token != TOKEN:
        return _denied("Invalid access token")
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
