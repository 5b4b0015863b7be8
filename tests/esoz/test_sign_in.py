"""One attempt to sign in, with a browser that really connects."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import httpx
import pytest

from frontdesk.esoz import listener
from frontdesk.esoz.failure import FailureKind
from frontdesk.esoz.session import Secrets
from frontdesk.esoz.sign_in import Entered, NotEntered, SignIn, Why
from tests.esoz.clock import MORNING
from tests.esoz.sessions import DAY, SECRETS, NewTerminal, Terminal, answer, denied, granted

if TYPE_CHECKING:
    from tests.esoz.conftest import Backend


@asynccontextmanager
async def attempt(terminal: Terminal, *, listen: bool = True) -> AsyncIterator[SignIn]:
    async with terminal.access.sign_in("en", listen=listen) as it:
        yield it


def asked(it: SignIn) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(it.address).query))


def landing(it: SignIn, **changes: str) -> str:
    """Where ЕСОЗ sends the browser when the user has said yes."""
    question = asked(it)
    parts = {"code": "canary-code", "state": question["state"]} | changes
    return f"{question['redirect_uri']}?{urlencode(parts)}"


async def visit(address: str, method: str = "GET") -> httpx.Response:
    async with httpx.AsyncClient(trust_env=False) as browser:
        return await browser.request(method, address)


@pytest.fixture
def open_backend(backend: Backend) -> Backend:
    """It gives a session for any code."""
    backend.always(answer(201, granted()))
    return backend


async def test_the_browser_is_asked_for_all_that_the_registration_says(terminal: Terminal) -> None:
    async with attempt(terminal) as it:
        address, query = urlsplit(it.address), asked(it)
        state, redirect = query.pop("state"), urlsplit(query.pop("redirect_uri"))
        assert it.listens
    assert (address.path, f"http://{address.netloc}") == ("/sign-in", terminal.backend.url)
    assert query == {
        "client_id": "a-clinic",
        "response_type": "code",
        "scope": "job:read service_request:read",
    }
    assert (redirect.hostname, redirect.path) == ("127.0.0.1", "/callback")
    assert redirect.port
    assert len(state) > 40
    async with attempt(terminal) as other:
        assert asked(other)["state"] != state


async def test_a_yes_in_the_browser_signs_in(open_backend: Backend, terminal: Terminal) -> None:
    async with attempt(terminal) as it:
        page = await visit(landing(it))
        assert await it.answered() == Entered(MORNING + 14 * DAY)
        redirect = asked(it)["redirect_uri"]
    assert page.status_code == 200
    assert "Done." in page.text
    assert page.headers["cache-control"] == "no-store"
    assert terminal.session.until == MORNING + 14 * DAY
    assert terminal.box.load() == terminal.session.token
    body = json.loads(open_backend.requests[0].body)["token"]
    assert (body["code"], body["redirect_uri"]) == ("canary-code", redirect)


async def test_the_page_shows_nothing_of_what_came(
    open_backend: Backend, terminal: Terminal
) -> None:
    async with attempt(terminal) as it:
        for address in (landing(it), landing(it, state="canary-state")):
            page = await visit(address)
            assert "canary" not in f"{page.text}{page.headers}"
            assert asked(it)["state"] not in page.text


async def test_a_no_in_the_browser_signs_nobody_in(backend: Backend, terminal: Terminal) -> None:
    async with attempt(terminal) as it:
        state = asked(it)["state"]
        refused = urlencode({"error": "access_denied", "state": state})
        await visit(f"{asked(it)['redirect_uri']}?{refused}")
        assert await it.answered() == NotEntered(Why.DENIED)
    assert backend.requests == []


async def test_a_fault_that_the_browser_brings_is_told_in_its_words(terminal: Terminal) -> None:
    async with attempt(terminal) as it:
        fault = {"error": "invalid_scope", "error_description": "no \x1b[31msuch scope"}
        await visit(landing(it, **fault))
        got = await it.answered()
    assert isinstance(got, NotEntered)
    assert (got.why, got.failure and got.failure.kind) == (Why.FAILED, FailureKind.REFUSED)
    assert got.failure is not None
    assert "such scope" in str(got.failure.message)
    assert "\x1b" not in str(got.failure.message)


async def test_what_is_not_ours_is_turned_away_and_the_waiting_goes_on(
    open_backend: Backend, terminal: Terminal
) -> None:
    async with attempt(terminal) as it:
        waiting = asyncio.create_task(it.answered())
        place = asked(it)["redirect_uri"]
        other_path = landing(it).replace("/callback", "/callback/")
        for address, status in (
            (landing(it, state="another"), 400),
            (landing(it, state=""), 400),
            (place, 400),
            (other_path, 404),
            (place.replace("callback", "favicon.ico"), 404),
            (landing(it) + "&a=b" * 30, 400),
        ):
            assert (await visit(address)).status_code == status
        assert (await visit(landing(it), "POST")).status_code == 400
        assert not waiting.done()
        assert open_backend.requests == []
        await visit(landing(it))
        assert isinstance(await waiting, Entered)


async def test_who_is_no_browser_holds_nothing_up(
    open_backend: Backend, terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listener, "LONGEST_WAIT", 0.2)
    async with attempt(terminal) as it:
        port = urlsplit(asked(it)["redirect_uri"]).port
        for sent in (b"", b"GET", b"\x16\x03\x01\x02\r\n\r\n", b"GET /" + b"a" * 40_000):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(sent)
            heard = await asyncio.wait_for(reader.read(), 5)
            assert heard == b"" or heard.startswith(b"HTTP/1.1 400 ")
            writer.close()
        await visit(landing(it))
        assert isinstance(await it.answered(), Entered)


async def test_leaving_the_attempt_closes_the_port(terminal: Terminal) -> None:
    async with attempt(terminal) as it:
        port = urlsplit(asked(it)["redirect_uri"]).port
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
    assert not it.listens
    assert await asyncio.wait_for(reader.read(), 5) == b""
    writer.close()
    with pytest.raises(ConnectionRefusedError):
        await asyncio.open_connection("127.0.0.1", port)


async def test_a_second_visit_to_the_page_changes_nothing(
    open_backend: Backend, terminal: Terminal
) -> None:
    async with attempt(terminal) as it:
        for _ in range(3):
            assert (await visit(landing(it))).status_code == 200
        assert isinstance(await it.answered(), Entered)
    assert len(open_backend.requests) == 1


async def test_a_registered_port_is_used_and_if_taken_only_pasting_works(
    open_backend: Backend, new_terminal: NewTerminal
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        uri = f"http://127.0.0.1:{port}/callback"
        terminal = new_terminal(redirect_uri=uri)
        async with attempt(terminal) as it:
            assert not it.listens
            assert asked(it)["redirect_uri"] == uri
            assert isinstance(await it.pasted(landing(it)), Entered)
    async with attempt(terminal) as it:
        assert it.listens
        assert asked(it)["redirect_uri"] == uri


@pytest.mark.parametrize("uri", ["https://clinic.example/esoz", "https://127.0.0.1/callback"])
async def test_an_address_elsewhere_is_not_listened_to(new_terminal: NewTerminal, uri: str) -> None:
    async with attempt(new_terminal(redirect_uri=uri)) as it:
        assert not it.listens
        assert asked(it)["redirect_uri"] == uri
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(it.answered(), 0.05)


async def test_who_means_to_paste_opens_no_port(open_backend: Backend, terminal: Terminal) -> None:
    async with attempt(terminal, listen=False) as it:
        assert not it.listens
        assert asked(it)["redirect_uri"] == "http://127.0.0.1/callback"
        assert isinstance(await it.pasted(f"  {landing(it)}\n"), Entered)
    assert terminal.session.is_open


@pytest.mark.parametrize("typed", ["canary-code", " canary-code\n", "aGVsbG8=="])
async def test_a_bare_code_may_be_pasted(
    open_backend: Backend, terminal: Terminal, typed: str
) -> None:
    async with attempt(terminal, listen=False) as it:
        assert isinstance(await it.pasted(typed), Entered)
    assert json.loads(open_backend.requests[0].body)["token"]["code"] == typed.strip()


async def test_the_query_alone_may_be_pasted(open_backend: Backend, terminal: Terminal) -> None:
    async with attempt(terminal, listen=False) as it:
        query = urlsplit(landing(it)).query
        assert isinstance(await it.pasted(query), Entered)
        assert isinstance(await it.pasted(f"?{query}"), Entered)


async def test_what_was_pasted_of_another_attempt_is_not_sent(
    backend: Backend, terminal: Terminal
) -> None:
    async with attempt(terminal, listen=False) as it:
        for address in (
            landing(it, state="another"),
            "http://127.0.0.1/callback?code=canary-code",
            "code=canary-code",
        ):
            assert await it.pasted(address) == NotEntered(Why.OTHER_ATTEMPT)
    assert backend.requests == []


async def test_what_holds_no_code_is_said(backend: Backend, terminal: Terminal) -> None:
    async with attempt(terminal, listen=False) as it:
        for typed in ("", "  ", "two words", "код", it.address, "https://example.org", "\x00"):
            assert await it.pasted(typed) == NotEntered(Why.NO_CODE)
        assert await it.pasted(landing(it, error="access_denied")) == NotEntered(Why.DENIED)
    assert backend.requests == []


async def test_a_code_that_esoz_does_not_take_may_be_tried_anew(
    backend: Backend, terminal: Terminal
) -> None:
    backend.always(denied("Token expired."))
    async with attempt(terminal) as it:
        got = await it.pasted("too-old")
        assert isinstance(got, NotEntered)
        assert got.why is Why.FAILED
        assert got.failure is not None
        assert got.failure.message == "Token expired."
        assert not terminal.session.is_open
        backend.always(answer(201, granted()))
        await visit(landing(it))
        assert isinstance(await it.answered(), Entered)


async def test_without_the_clinics_secret_nothing_is_sent(
    backend: Backend, new_terminal: NewTerminal
) -> None:
    terminal = new_terminal(secrets=Secrets(SECRETS.api_key, SECRETS.psk))
    async with attempt(terminal) as it:
        assert await it.pasted("canary-code") == NotEntered(Why.NO_SECRET)
        assert await it.answered() == NotEntered(Why.NO_SECRET)
    assert backend.requests == []


async def test_an_attempt_shows_no_secret(open_backend: Backend, terminal: Terminal) -> None:
    async with attempt(terminal) as it:
        got = await it.pasted(landing(it))
        shown = f"{it!r} {it.address} {got!r} {terminal.session!r} {terminal.session.token!r}"
    assert "canary" not in shown
    assert parse_qs(urlsplit(it.address).query).keys() == asked(it).keys()
