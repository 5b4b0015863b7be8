"""The one guarded door to ЕСОЗ: nothing else in the package may touch HTTP.

httpx has neither a total deadline nor a size limit, follows what it is told to and logs full
addresses, so all of that is decided here.
"""

from __future__ import annotations

import asyncio
import logging
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from types import TracebackType
from typing import Literal, Self

import httpx

from frontdesk import __version__
from frontdesk.addresses import is_loopback
from frontdesk.esoz.failure import Failure, FailureKind
from frontdesk.esoz.reply import Reply, read_reply

# At INFO they write whole addresses, and an address of ours holds a referral number.
for _logger in ("httpx", "httpcore"):
    logging.getLogger(_logger).setLevel(logging.WARNING)

Method = Literal["GET", "POST", "PATCH"]


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds."""

    connect: float = 4.0
    read: float = 8.0
    """The longest pause between two pieces of an answer, and of a request."""
    total: float = 10.0
    """From the call to the whole answer."""


class Door:
    """HTTP calls to one address, each with a hard end.

    Raises ValueError at once if `base_url` is not https, or http to this very machine.
    `headers` go with every call, as they are at that moment, and are never shown. `transport` is
    another way to reach a backend (the one built into the demo).
    """

    def __init__(
        self,
        base_url: str,
        headers: Mapping[str, str],
        timeouts: Timeouts | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._base_url = _checked(base_url)
        self._headers = headers
        self._timeouts = timeouts or Timeouts()
        self._transport = transport
        self._http: httpx.AsyncClient | None = None
        self._opening = asyncio.Lock()

    def __repr__(self) -> str:
        return f"Door({self._base_url})"

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Closes the connections; a later call opens new ones."""
        http, self._http = self._http, None
        if http is not None:
            await http.aclose()

    async def send(
        self,
        method: Method,
        path: str,
        *,
        query: Mapping[str, str | int] | None = None,
        body: Mapping[str, object] | None = None,
        within: float | None = None,
    ) -> Reply | Failure:
        """One call; `path` begins with a slash. Cancelling it closes the request.

        It ends after the total time, or after `within` seconds if that is less.
        """
        total = self._timeouts.total
        try:
            async with asyncio.timeout(total if within is None else min(total, within)):
                http = await self._open()
                call = http.stream(
                    method, path, params=query, json=body, headers=self._all_headers()
                )
                async with call as response:
                    return await read_reply(
                        response.status_code, response.headers, response.aiter_raw()
                    )
        except (httpx.HTTPError, httpx.StreamError, TimeoutError):
            return Failure(FailureKind.SILENT)

    async def _open(self) -> httpx.AsyncClient:
        async with self._opening:
            if self._http is None:
                if self._transport is None:
                    await asyncio.to_thread(_bring_in)
                self._http = httpx.AsyncClient(
                    base_url=self._base_url,
                    timeout=httpx.Timeout(self._timeouts.read, connect=self._timeouts.connect),
                    limits=httpx.Limits(max_connections=8, keepalive_expiry=30.0),
                    follow_redirects=False,
                    trust_env=False,
                    verify=await self._trust(),
                    transport=self._transport,
                )
            return self._http

    async def _trust(self) -> ssl.SSLContext:
        """Whom we trust: the system's authorities, without a switch to turn it off.

        Not `ssl.create_default_context`: with SSLKEYLOGFILE set it writes the keys to a file.
        """
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        if self._transport is None and self._base_url.scheme == "https":
            # Reading the authorities takes some 50 ms.
            await asyncio.to_thread(context.load_default_certs)
        return context

    def _all_headers(self) -> dict[str, str]:
        return {
            **self._headers,
            "Accept": "application/json",
            "Accept-Encoding": "identity",
            "Content-Type": "application/json",
            "User-Agent": f"frontdesk/{__version__}",
        }


def _bring_in() -> None:
    """What httpx imports only at its first call: in a thread, as that takes some 100 ms."""
    import_module("httpcore")
    anyio = import_module("anyio")
    # Its part for asyncio comes in only with a running loop.
    anyio.run(anyio.sleep, 0)


def _checked(base_url: str) -> httpx.URL:
    try:
        url = httpx.URL(base_url)
    except httpx.InvalidURL:
        raise ValueError("the backend's address is not an address") from None
    if not url.host or url.userinfo or url.query or url.fragment:
        raise ValueError("the backend's address must be a bare https:// address")
    if url.scheme != "https" and not (url.scheme == "http" and is_loopback(url.host)):
        raise ValueError("the backend must be reached by https://; http:// is for loopback only")
    return url
