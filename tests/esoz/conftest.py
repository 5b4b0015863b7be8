"""A real loopback backend that answers, or misbehaves, exactly as a test tells it to."""

from __future__ import annotations

import asyncio
import gzip
import json
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from pydantic import SecretStr

from frontdesk.domain.number import Number
from frontdesk.esoz.calls import Calls, Patience
from frontdesk.esoz.client import EsozClient
from frontdesk.esoz.door import Door, Timeouts
from frontdesk.esoz.session import MemoryBox, Secrets, Session, Token
from tests.esoz.clock import Clock
from tests.esoz.sessions import NewTerminal, Terminal

EXAMPLES = Path(__file__).parent / "examples"
CLINIC = "7d0c4b52-3f0e-4c7b-9a55-1c8f6f0b2a31"


@dataclass(frozen=True)
class Seen:
    """A request as it reached the backend."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes


Answer = bytes | Callable[[asyncio.StreamWriter], Awaitable[None]]
"""The bytes to send, or what to do with the connection."""


@dataclass
class Backend:
    """Give `answer` a way to answer; look into `requests` for what came."""

    url: str = ""
    answer: Callable[[Seen], Answer] = field(default=lambda _: b"")
    requests: list[Seen] = field(default_factory=list)
    gone: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when a client has closed its side before the answer was whole."""

    def always(self, answer: Answer) -> None:
        self.answer = lambda _: answer

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            seen = await _request(reader)
            self.requests.append(seen)
            answer = self.answer(seen)
            if isinstance(answer, bytes):
                writer.write(answer)
                await writer.drain()
            else:
                await answer(writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            self.gone.set()
        finally:
            writer.close()


async def _request(reader: asyncio.StreamReader) -> Seen:
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    first, *lines = head.strip().split("\r\n")
    method, target, _ = first.split(" ")
    headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    parts = urlsplit(target)
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    return Seen(method, parts.path, query, headers, body)


def http(
    status: int, body: bytes, kind: str = "application/json; charset=utf-8", **headers: str
) -> bytes:
    """An answer on the wire; a header's `_` is written as `-`."""
    lines = [f"HTTP/1.1 {status} Whatever", f"Content-Type: {kind}", "Connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    lines += [f"Content-Length: {len(body)}"]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


class Examples:
    """The documented answers, and ways to bend them."""

    def http(self, name: str, **headers: str) -> bytes:
        """The example as an answer; its status is in its name."""
        status = next(int(part) for part in name.split(".") if part.isdigit())
        return http(status, (EXAMPLES / f"{name}.json").read_bytes(), **headers)

    def json(self, name: str) -> dict[str, object]:
        document: dict[str, object] = json.loads((EXAMPLES / f"{name}.json").read_bytes())
        return document

    def request(self, **changes: object) -> dict[str, object]:
        """An active referral as ЕСОЗ writes it, with changes."""
        document = self.json("GET_service_requests.search.200")
        data = document["data"]
        assert isinstance(data, list)
        first: dict[str, object] = data[0]
        return first | changes

    def page(self, *items: object, **paging: object) -> bytes:
        body = {"meta": {"code": 200, "request_id": "page#1"}, "data": items, "paging": paging}
        return self.answer(200, body)

    def answer(self, status: int, document: object, **headers: str) -> bytes:
        return http(status, json.dumps(document).encode(), **headers)

    def raw(
        self, status: int, body: bytes, kind: str = "application/json", **headers: str
    ) -> bytes:
        return http(status, body, kind, **headers)

    def packed(self, status: int, body: bytes) -> bytes:
        return http(status, gzip.compress(body), Content_Encoding="gzip")


@pytest.fixture
def examples() -> Examples:
    return Examples()


@pytest.fixture
def number() -> Number:
    return Number("4821-0937-5516-2048")


@pytest.fixture
async def credentials() -> Mapping[str, str]:
    """The headers of somebody who is signed in."""
    secrets = Secrets(SecretStr("canary-api-key"), SecretStr("canary-psk"))
    session = Session(secrets, MemoryBox(), Clock().now)
    await session.open(Token(SecretStr("canary-token")))
    return session.headers


async def _served(tls: ssl.SSLContext | None = None) -> AsyncIterator[Backend]:
    backend = Backend()
    server = await asyncio.start_server(backend.serve, "127.0.0.1", 0, ssl=tls)
    port = server.sockets[0].getsockname()[1]
    backend.url = f"{'https' if tls else 'http'}://127.0.0.1:{port}"
    async with server:
        yield backend


@pytest.fixture
async def backend() -> AsyncIterator[Backend]:
    async for served in _served():
        yield served


@pytest.fixture
async def door(backend: Backend, credentials: Mapping[str, str]) -> AsyncIterator[Door]:
    async with Door(backend.url, credentials, Timeouts(total=5.0)) as opened:
        yield opened


@pytest.fixture
async def hasty(backend: Backend, credentials: Mapping[str, str]) -> AsyncIterator[Door]:
    """A door that waits a fifth of a second at most."""
    async with Door(backend.url, credentials, Timeouts(total=0.2)) as opened:
        yield opened


@pytest.fixture
def client(door: Door) -> EsozClient:
    return EsozClient(Calls(door, Patience(retries=0, per_minute=6000)), CLINIC)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def new_terminal(backend: Backend, clock: Clock) -> AsyncIterator[NewTerminal]:
    """Opens terminals over the backend."""
    opened: list[Terminal] = []

    def terminal(**changes: Any) -> Terminal:
        opened.append(Terminal(backend, clock, **changes))
        return opened[-1]

    yield terminal
    for it in opened:
        await it.close()


@pytest.fixture
def terminal(new_terminal: NewTerminal) -> Terminal:
    return new_terminal()
