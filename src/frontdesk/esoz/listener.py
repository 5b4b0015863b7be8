"""The loopback listener to which a browser brings ЕСОЗ's answer (RFC 8252, 7.3)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape
from urllib.parse import SplitResult, parse_qsl, urlsplit

from frontdesk.addresses import is_loopback

LONGEST_HEAD = 16 * 1024
"""Bytes of a browser's request."""
LONGEST_WAIT = 5.0
"""Seconds for it; browsers open connections that they never use."""
FIELDS = 20

Answer = Mapping[str, str]
"""The parts of the address to which the browser was sent."""


@dataclass(frozen=True, slots=True)
class Pages:
    """What the browser shows at the end, in the clerk's language."""

    lang: str
    done: str
    """The answer has come: everything else is in the terminal."""
    strange: str
    """Not what this attempt waits for."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where to listen."""

    address: SplitResult
    """As registered; the port may be missing."""

    @property
    def host(self) -> str:
        name = self.address.hostname or ""
        return "127.0.0.1" if name == "localhost" else name

    def at(self, port: int) -> str:
        """The address to which the browser must come."""
        name = self.address.hostname or ""
        shown = f"[{name}]" if ":" in name else name
        return self.address._replace(netloc=f"{shown}:{port}").geturl()


def listening_place(redirect_uri: str) -> Place | None:
    """Where to listen for it; None unless it is plain HTTP to this very machine."""
    address = urlsplit(redirect_uri)
    is_ours = address.scheme == "http" and is_loopback(address.hostname or "")
    return Place(address) if is_ours else None


class Listener:
    """Waits for one answer that is `is_ours`; whatever else comes is turned away."""

    def __init__(self, place: Place, is_ours: Callable[[Answer], bool], pages: Pages) -> None:
        self._place = place
        self._is_ours = is_ours
        self._pages = pages
        self._answers: asyncio.Queue[Answer] = asyncio.Queue(maxsize=1)
        self._server: asyncio.Server | None = None
        self._connections: set[asyncio.StreamWriter] = set()

    @property
    def is_open(self) -> bool:
        return self._server is not None

    async def open(self) -> str | None:
        """The address with its port; None if the port cannot be had."""
        wanted = self._place.address.port or 0
        try:
            self._server = await asyncio.start_server(
                self._serve, self._place.host, wanted, limit=LONGEST_HEAD
            )
        except OSError:
            return None
        port = int(self._server.sockets[0].getsockname()[1])
        return self._place.at(port)

    async def close(self) -> None:
        server, self._server = self._server, None
        if server is None:
            return
        server.close()
        for connection in self._connections:
            connection.transport.abort()
        await server.wait_closed()

    async def answer(self) -> Answer:
        return await self._answers.get()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._connections.add(writer)
        try:
            async with asyncio.timeout(LONGEST_WAIT):
                head = await reader.readuntil(b"\r\n\r\n")
                writer.write(self._reply(_target(head)))
                await writer.drain()
        except (TimeoutError, OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass  # a connection kept for later, or somebody who is no browser
        finally:
            self._connections.discard(writer)
            writer.close()

    def _reply(self, target: SplitResult | None) -> bytes:
        if target is None:
            return self._page("400 Bad Request", self._pages.strange)
        if target.path != (self._place.address.path or "/"):
            return self._page("404 Not Found", self._pages.strange)
        answer = _parts(target.query)
        if not self._is_ours(answer):
            return self._page("400 Bad Request", self._pages.strange)
        if not self._answers.full():
            self._answers.put_nowait(answer)
        return self._page("200 OK", self._pages.done)

    def _page(self, status: str, sentence: str) -> bytes:
        """Says one sentence, and nothing of what was asked."""
        body = (
            f'<!doctype html><html lang="{self._pages.lang}"><meta charset="utf-8">'
            f"<title>frontdesk</title><p>{escape(sentence)}</p></html>"
        ).encode()
        head = (
            f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\n"
            f"Content-Length: {len(body)}\r\nCache-Control: no-store\r\n"
            "Content-Security-Policy: default-src 'none'\r\nReferrer-Policy: no-referrer\r\n"
            "Connection: close\r\n\r\n"
        )
        return head.encode() + body


def _target(head: bytes) -> SplitResult | None:
    """What a GET asks for; None for anything else."""
    words = head.partition(b"\r\n")[0].decode("ascii", "replace").split(" ")
    match words:
        case ["GET", target, "HTTP/1.0" | "HTTP/1.1"] if target.startswith("/"):
            path, _, query = target.partition("?")
            return SplitResult("", "", path, query, "")
        case _:
            return None


def _parts(query: str) -> Answer:
    try:
        return dict(parse_qsl(query, max_num_fields=FIELDS))
    except ValueError:
        return {}
