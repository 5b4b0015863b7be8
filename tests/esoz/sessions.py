"""Tokens as ЕСОЗ gives them, and the program's side of a session over a test's backend."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from pydantic import SecretStr

from frontdesk.esoz.access import Access
from frontdesk.esoz.door import Door, Timeouts
from frontdesk.esoz.listener import Pages
from frontdesk.esoz.oauth import OAuth, Registration
from frontdesk.esoz.renewal import Renewal
from frontdesk.esoz.session import MemoryBox, Secrets, Session, Token
from frontdesk.esoz.signed import Signed
from tests.esoz.clock import MORNING, Clock

if TYPE_CHECKING:
    from tests.esoz.conftest import Backend

SECRETS = Secrets(SecretStr("canary-api-key"), SecretStr("canary-psk"), SecretStr("canary-secret"))
PAGES = Pages("en", "Done.", "Strange.")
DAY = timedelta(days=1)


def token(name: str = "first", since: datetime = MORNING, lasts: timedelta = 14 * DAY) -> Token:
    refresh = SecretStr(f"canary-refresh-{name}")
    return Token(SecretStr(f"canary-{name}"), refresh, since, since + lasts)


def granted(name: str = "first", ends: datetime = MORNING + 14 * DAY) -> dict[str, object]:
    """The `data` of an answer that gives this token."""
    details = {
        "scope": "job:read service_request:read",
        "refresh_token": f"canary-refresh-{name}",
        "redirect_uri": "http://127.0.0.1/callback",
        "grant_type": "authorization_code",
        "client_id": "a-clinic",
    }
    return {
        "id": "1b2d4e6f",
        "name": "access_token",
        "value": f"canary-{name}",
        "user_id": "2c3e5f70",
        "expires_at": int(ends.timestamp()),
        "details": details,
    }


def answer(status: int, data: object = None, error: Mapping[str, object] | None = None) -> bytes:
    """An answer on the wire, as ЕСОЗ wraps it."""
    meta = {"code": status, "request_id": "6617aeec#1", "type": "object", "url": "http://x"}
    body = json.dumps({"meta": meta} | ({"error": error} if error else {"data": data})).encode()
    head = f"HTTP/1.1 {status} Whatever\r\nContent-Type: application/json\r\n"
    return f"{head}Connection: close\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


def denied(message: str = "Invalid access token") -> bytes:
    return answer(401, error={"type": "access_denied", "message": message})


@dataclass
class Terminal:
    """One program over the backend of a test."""

    backend: Backend
    clock: Clock
    box: MemoryBox = field(default_factory=MemoryBox)
    secrets: Secrets = SECRETS
    redirect_uri: str = "http://127.0.0.1/callback"
    total: float = 5.0
    is_fixed: bool = False

    def __post_init__(self) -> None:
        around = self.clock.surroundings()
        url = self.backend.url
        door = partial(Door, timeouts=Timeouts(total=self.total))
        scopes = ("job:read", "service_request:read")
        registration = Registration(url, "a-clinic", self.redirect_uri, scopes)
        self.session = Session(self.secrets, self.box, self.clock.now, is_fixed=self.is_fixed)
        self.oauth = OAuth(registration, self.secrets, partial(door, url), self.clock.now)
        self.renewal = Renewal(self.session, self.oauth, around)
        self.way = Signed(door(url, self.session.headers), self.session, self.renewal, around)
        self.access = Access(self.session, self.oauth, self.renewal, lambda _: PAGES)

    async def close(self) -> None:
        await self.way.close()
        await self.access.close()


NewTerminal = Callable[..., Terminal]
