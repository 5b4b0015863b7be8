"""Signing in: the page where the user approves, tokens for codes, and signing out."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from urllib.parse import parse_qsl, urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from frontdesk.simulator.backend import Backend
from frontdesk.simulator.bodies import Exchange, body_of, read_token
from frontdesk.simulator.chance import fixed_id
from frontdesk.simulator.credentials import CLIENT_SECRET
from frontdesk.simulator.envelopes import GATEWAY_HOST, Fault, Json, answer, page, refusal
from frontdesk.simulator.grants import Token, is_registered
from frontdesk.simulator.render import moment

USER = fixed_id("user", "registrar")
REQUIRED = ("client_id", "redirect_uri", "response_type", "state")
KNOWN = {*REQUIRED, "scope", "email", "user_data"}
ANSWERS = {"approve", "refuse"}
"""The page's two buttons; a script may name one in the address at once."""


async def sign_in(request: Request, backend: Backend) -> Response:
    """GET /sign-in: asks the user; POST, or `approve=1` in the address: the answer."""
    form = (await request.body()).decode("ascii", "replace")
    asked = dict(parse_qsl(form) if request.method == "POST" else request.query_params)
    if not _is_sound(asked, backend.world.clinic.legal_entity_id):
        return page(400, "Bad Request")
    target, state = asked["redirect_uri"], asked["state"]
    if "approve" in asked:
        code = backend.grants.code(target, frozenset(asked.get("scope", "").split()))
        return _redirect(target, {"code": code, "state": state})
    if "refuse" in asked:
        return _redirect(target, {"error": "access_denied", "state": state})
    return HTMLResponse(_form(asked, backend.world.clinic.name))


async def tokens(request: Request, backend: Backend) -> Response:
    """POST /oauth/tokens: a session for a code, or a new one for a refresh token."""
    body = await body_of(request)
    asked = body if isinstance(body, Fault) else read_token(body)
    if isinstance(asked, Fault):
        return refusal(request, asked, GATEWAY_HOST)
    ours = (backend.world.clinic.legal_entity_id, CLIENT_SECRET)
    if (asked.client_id, asked.client_secret) != ours:
        wrong = Fault(401, "access_denied", "Invalid client id or secret.")
        return refusal(request, wrong, GATEWAY_HOST)
    if isinstance(asked, Exchange):
        issued = backend.grants.exchange(asked.code, asked.redirect_uri)
    else:
        issued = backend.grants.refresh(asked.refresh_token)
    if isinstance(issued, Fault):
        return refusal(request, issued, GATEWAY_HOST)
    return answer(request, _shown(issued, asked.client_id), 201, GATEWAY_HOST)


async def sign_out(request: Request, backend: Backend) -> Response:
    """POST /auth/logout: ends the session and its refresh token. Nothing to say, no body."""
    backend.grants.revoke(request.scope["simulator.token"])
    return Response(status_code=204)


async def user(request: Request, backend: Backend) -> Response:
    """GET /oauth/user: who is signed in."""
    since = moment(backend.now())
    shown: dict[str, Json] = {
        "id": USER,
        "email": "reiestratura@example.com",
        "is_blocked": False,
        "block_reason": None,
        "person_id": None,
        "settings": {},
        "inserted_at": since,
        "updated_at": since,
    }
    return answer(request, shown, host=GATEWAY_HOST)


def _is_sound(asked: Mapping[str, str], client_id: str) -> bool:
    """Whether the answer may be sent to where it is asked to be sent."""
    return (
        all(asked.get(name) for name in REQUIRED)
        and asked.keys() <= KNOWN | ANSWERS
        and asked["client_id"] == client_id
        and asked["response_type"] == "code"
        and is_registered(asked["redirect_uri"])
    )


def _redirect(target: str, answered: Mapping[str, str]) -> Response:
    return RedirectResponse(f"{target}?{urlencode(answered)}", 303)


def _form(asked: Mapping[str, str], clinic: str) -> str:
    hidden = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
        for name, value in asked.items()
    )
    return (
        '<!doctype html><html lang="uk"><meta charset="utf-8"><title>Вхід до ЕСОЗ (навчальної)'
        f"</title><h1>Вхід до навчальної ЕСОЗ</h1><p>{escape(clinic)}: програма frontdesk просить "
        'дозволу діяти від вашого імені.</p><form method="post" action="/sign-in">'
        f'{hidden}<button name="approve" value="1">Дозволити</button> '
        '<button name="refuse" value="1">Відмовити</button></form></html>'
    )


def _shown(token: Token, client_id: str) -> Json:
    return {
        "id": token.id,
        "name": "access_token",
        "value": token.value,
        "user_id": USER,
        "expires_at": int(token.expires_at.timestamp()),
        "details": {
            "client_id": client_id,
            "grant_type": token.grant_type,
            "redirect_uri": token.redirect_uri,
            "refresh_token": token.refresh,
            "scope": " ".join(sorted(token.scopes)),
        },
    }
