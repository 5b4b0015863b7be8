"""The calls that begin and end a session, over a real connection."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from frontdesk.esoz.failure import Failure, FailureKind
from frontdesk.esoz.oauth import OAuth, is_refusal
from frontdesk.esoz.reply import Reply
from frontdesk.esoz.session import Secrets, Token
from tests.esoz.clock import MORNING
from tests.esoz.sessions import DAY, SECRETS, NewTerminal, Terminal, answer, denied, granted, token

if TYPE_CHECKING:
    from tests.esoz.conftest import Backend

REDIRECT = "http://127.0.0.1:50123/callback"


def asked(backend: Backend) -> Any:
    return json.loads(backend.requests[-1].body)


async def test_a_code_is_exchanged_as_documented(backend: Backend, terminal: Terminal) -> None:
    backend.always(answer(201, granted()))
    got = await terminal.oauth.exchange("a-code", REDIRECT)
    assert got == Token(
        SecretStr("canary-first"),
        SecretStr("canary-refresh-first"),
        MORNING,
        MORNING + 14 * DAY,
        frozenset({"job:read", "service_request:read"}),
    )
    (request,) = backend.requests
    assert (request.method, request.path, request.query) == ("POST", "/oauth/tokens", {})
    assert asked(backend) == {
        "token": {
            "grant_type": "authorization_code",
            "client_id": "a-clinic",
            "client_secret": "canary-secret",
            "code": "a-code",
            "redirect_uri": REDIRECT,
            "scope": "job:read service_request:read",
        }
    }


async def test_beginning_a_session_shows_the_programs_keys_and_no_session(
    backend: Backend, terminal: Terminal
) -> None:
    backend.always(answer(201, granted("second")))
    await terminal.session.open(token())
    await terminal.oauth.refresh(SecretStr("canary-refresh-first"))
    headers = backend.requests[0].headers
    assert (headers["api-key"], headers["x-custom-psk"]) == ("canary-api-key", "canary-psk")
    assert "authorization" not in headers
    assert asked(backend)["token"] == {
        "grant_type": "refresh_token",
        "client_id": "a-clinic",
        "client_secret": "canary-secret",
        "refresh_token": "canary-refresh-first",
    }


@pytest.mark.parametrize(
    ("written", "end"),
    [
        (1795600000, datetime(2026, 11, 25, 9, 46, 40, tzinfo=UTC)),
        ("1795600000", datetime(2026, 11, 25, 9, 46, 40, tzinfo=UTC)),
        (1795600000.9, datetime(2026, 11, 25, 9, 46, 40, 900000, tzinfo=UTC)),
        ("2026-11-25T09:46:40Z", datetime(2026, 11, 25, 9, 46, 40, tzinfo=UTC)),
        (None, None),
        ("soon", None),
        (True, None),
        (10**30, None),
        ([], None),
    ],
)
async def test_the_end_is_read_as_it_may_be_written(
    backend: Backend, terminal: Terminal, written: object, end: datetime | None
) -> None:
    backend.always(answer(201, granted() | {"expires_at": written}))
    got = await terminal.oauth.exchange("a-code", REDIRECT)
    assert isinstance(got, Token)
    assert got.expires_at == end


@pytest.mark.parametrize("details", [None, "none", [], {}, {"refresh_token": None, "scope": 7}])
async def test_without_details_the_session_is_good_but_cannot_be_renewed(
    backend: Backend, terminal: Terminal, details: object
) -> None:
    backend.always(answer(200, granted() | {"details": details}))
    got = await terminal.oauth.exchange("a-code", REDIRECT)
    assert isinstance(got, Token)
    assert got.refresh is None


@pytest.mark.parametrize("value", [None, "", " ", [], {"a": 1}, "two words", "рядок"])
async def test_a_token_that_no_header_can_carry_is_no_token(
    backend: Backend, terminal: Terminal, value: object
) -> None:
    backend.always(answer(201, granted() | {"value": value}))
    got = await terminal.oauth.exchange("a-code", REDIRECT)
    assert got == Failure(FailureKind.UNREADABLE, request_id="6617aeec#1")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=4,
)


@given(st.dictionaries(st.sampled_from([*granted(), "other"]), json_values))
def test_whatever_stands_in_its_place_is_a_token_or_unreadable(changes: dict[str, object]) -> None:
    reply = Reply(201, {"data": granted() | changes})
    oauth = OAuth.__new__(OAuth)
    oauth._now = lambda: MORNING
    match oauth._read(reply):
        case Token(access=access):
            assert access.get_secret_value()
        case Failure(kind):
            assert kind is FailureKind.UNREADABLE


@pytest.mark.parametrize(
    ("said", "kind", "refused"),
    [
        (denied("Token not found."), FailureKind.UNAUTHORISED, True),
        (denied("Invalid api key"), FailureKind.UNAUTHORISED, False),
        (denied("API-KEY header required"), FailureKind.UNAUTHORISED, False),
        (answer(422, error={"type": "validation_failed"}), FailureKind.REFUSED, True),
        (answer(403, error={"type": "forbidden"}), FailureKind.FORBIDDEN, False),
        (answer(500, error={"type": "internal_error"}), FailureKind.BROKEN, False),
        (b"HTTP/1.1 429 No\r\nContent-Type: text/plain\r\n\r\n", FailureKind.BUSY, False),
        (b"", FailureKind.SILENT, False),
    ],
)
async def test_only_a_plain_no_is_a_refusal(
    backend: Backend, terminal: Terminal, said: bytes, kind: FailureKind, *, refused: bool
) -> None:
    backend.always(said)
    got = await terminal.oauth.refresh(SecretStr("canary-refresh-first"))
    assert isinstance(got, Failure)
    assert (got.kind, is_refusal(got)) == (kind, refused)


async def test_logging_out_names_the_session_it_ends(backend: Backend, terminal: Terminal) -> None:
    backend.always(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
    assert await terminal.oauth.log_out(token()) is None
    (request,) = backend.requests
    assert (request.method, request.path, request.body) == ("POST", "/auth/logout", b"")
    assert request.headers["authorization"] == "Bearer canary-first"
    assert request.headers["api-key"] == "canary-api-key"


async def test_a_session_that_has_ended_already_is_logged_out(
    backend: Backend, terminal: Terminal
) -> None:
    backend.always(denied())
    assert await terminal.oauth.log_out(token()) is None
    backend.always(b"")
    assert await terminal.oauth.log_out(token()) == Failure(FailureKind.SILENT)


async def test_signing_out_forgets_here_even_if_nobody_hears(
    backend: Backend, terminal: Terminal
) -> None:
    await terminal.session.open(token())
    backend.always(b"")
    assert await terminal.access.sign_out() == Failure(FailureKind.SILENT)
    assert not terminal.session.is_open
    assert terminal.box.load() is None
    backend.requests.clear()
    assert await terminal.access.sign_out() is None
    assert backend.requests == []


def test_without_the_clinics_secret_there_is_no_session(new_terminal: NewTerminal) -> None:
    without = Secrets(SECRETS.api_key, SECRETS.psk)
    assert not new_terminal(secrets=without).oauth.is_possible
    assert new_terminal().oauth.is_possible
