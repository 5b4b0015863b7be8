"""One attempt to sign in: the browser asks the user, and brings or shows us a code."""

from __future__ import annotations

import asyncio
import re
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import TracebackType
from typing import Self
from urllib.parse import parse_qsl, urlencode

from frontdesk.domain.clean import clean
from frontdesk.esoz.failure import Failure, FailureKind
from frontdesk.esoz.listener import FIELDS, Listener, Pages, listening_place
from frontdesk.esoz.oauth import OAuth
from frontdesk.esoz.session import Token

LONGEST_WORDS = 400
"""Characters of what ЕСОЗ says through the browser."""

_BARE_CODE = re.compile(r"[!-~]{1,2000}")
_ADDRESS = re.compile(r"://|(^|[?&])(code|state|error)=")


class Why(StrEnum):
    """Why nobody is signed in."""

    DENIED = "denied"
    """The user refused."""
    OTHER_ATTEMPT = "other_attempt"
    """What was pasted answers another attempt, or somebody else's."""
    NO_CODE = "no_code"
    """What was pasted holds none."""
    FAILED = "failed"
    """ЕСОЗ did not give a session for the code."""
    NO_SECRET = "no_secret"  # noqa: S105 - a reason, not a secret
    """This computer lacks the clinic's secret, or its id."""


@dataclass(frozen=True, slots=True)
class Entered:
    until: datetime | None
    """UTC; None: ЕСОЗ did not say."""


@dataclass(frozen=True, slots=True)
class NotEntered:
    why: Why
    failure: Failure | None = None
    """Why ЕСОЗ gave no session, if it failed."""


Enter = Callable[[Token], Awaitable[None]]
"""What is done with the token."""


class SignIn:
    """One attempt, to be entered by `async with`: it listens for the browser until it is left.

    Without `listen`, and where nothing can be listened to, an answer can only be pasted.
    """

    def __init__(
        self, oauth: OAuth, enter: Enter, pages: Pages, *, listen: bool = True, state: str = ""
    ) -> None:
        self._oauth = oauth
        self._enter = enter
        self._state = state or secrets.token_urlsafe(32)
        self._redirect_uri = oauth.registration.redirect_uri
        place = listening_place(self._redirect_uri) if listen else None
        self._listener = Listener(place, self._is_ours, pages) if place else None

    async def __aenter__(self) -> Self:
        if self._listener is not None:
            self._redirect_uri = await self._listener.open() or self._redirect_uri
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._listener is not None:
            await self._listener.close()

    @property
    def listens(self) -> bool:
        """Whether the browser can bring the answer by itself."""
        return self._listener is not None and self._listener.is_open

    @property
    def address(self) -> str:
        """The page on which the user says yes; it holds no secret but the name of the attempt."""
        registration = self._oauth.registration
        query = {
            "client_id": registration.client_id,
            "redirect_uri": self._redirect_uri,
            "response_type": "code",
            "scope": " ".join(registration.scopes),
            "state": self._state,
        }
        return f"{registration.auth_url}/sign-in?{urlencode(query)}"

    async def answered(self) -> Entered | NotEntered:
        """Waits for the browser, for ever if nothing `listens`, and enters with what it brings."""
        if not self._oauth.is_possible:
            return NotEntered(Why.NO_SECRET)
        if self._listener is None:
            await asyncio.Event().wait()
            raise AssertionError("nobody sets this event")
        return await self._with(await self._listener.answer())

    async def pasted(self, text: str) -> Entered | NotEntered:
        """Enters with what was pasted: the whole address to which ЕСОЗ sent, or the bare code."""
        if not self._oauth.is_possible:
            return NotEntered(Why.NO_SECRET)
        typed = text.strip()
        if not _ADDRESS.search(typed):
            return await self._with({"code": typed} if _BARE_CODE.fullmatch(typed) else {})
        answer = _answer_in(typed)
        if not answer.keys() & {"code", "error"}:
            return NotEntered(Why.NO_CODE)
        return await self._with(answer) if self._is_ours(answer) else NotEntered(Why.OTHER_ATTEMPT)

    def _is_ours(self, answer: Mapping[str, str]) -> bool:
        """Whether it answers this attempt; how far a guess is right must not show in the time."""
        return secrets.compare_digest(answer.get("state", "").encode(), self._state.encode())

    async def _with(self, answer: Mapping[str, str]) -> Entered | NotEntered:
        if "error" in answer:
            return _refused(answer)
        code = answer.get("code")
        if not code:
            return NotEntered(Why.NO_CODE)
        token = await self._oauth.exchange(code, self._redirect_uri)
        if isinstance(token, Failure):
            return NotEntered(Why.FAILED, token)
        await asyncio.shield(self._enter(token))
        return Entered(token.expires_at)


def _answer_in(address: str) -> Mapping[str, str]:
    """The parts of the query in an address, or in what was copied of one."""
    query = address.partition("#")[0].rpartition("?")[2]
    try:
        return dict(parse_qsl(query, max_num_fields=FIELDS))
    except ValueError:
        return {}


def _refused(answer: Mapping[str, str]) -> NotEntered:
    """The page came back without a code: the user's "no", or a fault in ЕСОЗ's own words."""
    if answer["error"] == "access_denied":
        return NotEntered(Why.DENIED)
    words = clean(answer.get("error_description") or answer["error"], LONGEST_WORDS)
    return NotEntered(Why.FAILED, Failure(FailureKind.REFUSED, words))
