"""ЕСОЗ's calls that begin and end a session (FACTS 4)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated

from pydantic import BeforeValidator, SecretStr

from frontdesk.esoz import wire
from frontdesk.esoz.door import Door
from frontdesk.esoz.failure import Failure, FailureKind
from frontdesk.esoz.outcome import failure_of, unreadable
from frontdesk.esoz.reply import Reply
from frontdesk.esoz.session import Secrets, Token
from frontdesk.keys import fits_a_header

TOKENS = "/oauth/tokens"
LOGOUT = "/auth/logout"

NewDoor = Callable[[Mapping[str, str]], Door]
"""Opens a door to where users sign in, with these headers in every call."""


@dataclass(frozen=True, slots=True)
class Registration:
    """What ЕСОЗ knows of this clinic's program, and what the program asks of a user."""

    auth_url: str
    client_id: str
    """The clinic's id as a legal entity."""
    redirect_uri: str
    scopes: tuple[str, ...]


class OAuth:
    """Through a door of its own: a session is not needed here, only the program's keys."""

    def __init__(
        self,
        registration: Registration,
        secrets: Secrets,
        new_door: NewDoor,
        now: Callable[[], datetime],
    ) -> None:
        self.registration = registration
        self._secrets = secrets
        self._new_door = new_door
        self._door = new_door(secrets.headers())
        self._now = now

    @property
    def is_possible(self) -> bool:
        """Whether this computer has the clinic's secret, without which there is no session."""
        return self._secrets.client_secret is not None and bool(self.registration.client_id)

    async def exchange(self, code: str, redirect_uri: str) -> Token | Failure:
        """A session for the code that the browser brought."""
        asked = {"code": code, "redirect_uri": redirect_uri}
        return await self._ask("authorization_code", asked | self._scope())

    async def refresh(self, refresh_token: SecretStr) -> Token | Failure:
        """A new session for the old one, which ends with it."""
        return await self._ask("refresh_token", {"refresh_token": refresh_token.get_secret_value()})

    async def log_out(self, token: Token) -> Failure | None:
        """Ends the session; one that has ended already is no failure."""
        async with self._new_door(self._secrets.headers() | token.headers()) as door:
            answer = await door.send("POST", LOGOUT)
        failure = answer if isinstance(answer, Failure) else failure_of(answer)
        return None if failure and failure.kind is FailureKind.UNAUTHORISED else failure

    async def close(self) -> None:
        await self._door.close()

    def _scope(self) -> dict[str, str]:
        return {"scope": " ".join(self.registration.scopes)}

    async def _ask(self, grant_type: str, asked: Mapping[str, str]) -> Token | Failure:
        secret = self._secrets.client_secret
        if secret is None:
            raise ValueError("a session cannot be had without the clinic's secret")
        client = {
            "client_id": self.registration.client_id,
            "client_secret": secret.get_secret_value(),
        }
        body = {"token": {"grant_type": grant_type, **client, **asked}}
        answer = await self._door.send("POST", TOKENS, body=body)
        if isinstance(answer, Failure):
            return answer
        return failure_of(answer) or self._read(answer)

    def _read(self, reply: Reply) -> Token | Failure:
        granted = wire.read(_Granted, reply.document.get("data"))
        if granted is None or not fits_a_header(granted.value):
            return unreadable(reply)
        details, renewal = granted.details, granted.details.refresh_token
        return Token(
            access=SecretStr(granted.value),
            refresh=SecretStr(renewal) if renewal else None,
            since=self._now(),
            expires_at=granted.expires_at,
            scopes=frozenset((details.scope or "").split()),
        )


def is_refusal(failure: Failure) -> bool:
    """Whether ЕСОЗ has said "no" to a session; the keys of the program are another matter."""
    if failure.kind is FailureKind.UNAUTHORISED:
        return not blames_the_program(failure.message)
    return failure.kind in {FailureKind.REFUSED, FailureKind.NOT_FOUND}


def blames_the_program(message: str | None) -> bool:
    """Whether a 401 is about the program's key: no session of any user would help."""
    return "api" in (message or "").lower()


def _unix(value: object) -> object:
    """Seconds since 1970, also written as a text, as a moment."""
    match value:
        case bool():
            return value
        case int() | float():
            seconds = float(value)
        case str() if value.strip().isdecimal():
            seconds = float(value)
        case _:
            return value
    try:
        return datetime.fromtimestamp(seconds, UTC).isoformat()
    except (OverflowError, OSError):
        raise ValueError("out of the calendar") from None


class _Details(wire.Wire):
    refresh_token: wire.Maybe[wire.Words] = None
    scope: wire.Maybe[wire.Words] = None


class _Granted(wire.Wire):
    """The `data` of an answer that gives a session."""

    value: wire.Words
    expires_at: wire.Maybe[Annotated[wire.Moment, BeforeValidator(_unix)]] = None
    details: Annotated[
        _Details, BeforeValidator(lambda it: wire.read(_Details, it) or _Details())
    ] = _Details()
