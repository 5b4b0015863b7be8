"""Sessions of the simulated ЕСОЗ: codes, tokens, and what a token allows."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from urllib.parse import urlsplit
from uuid import uuid4

from frontdesk.data import catalogue
from frontdesk.simulator.credentials import REDIRECT_URI, TOKEN
from frontdesk.simulator.envelopes import Fault
from frontdesk.simulator.switches import Switches

CODE_LIVES = timedelta(minutes=5)

GrantType = Literal["authorization_code", "refresh_token"]


@dataclass(frozen=True, slots=True)
class Token:
    """One session. Access and refresh token end together."""

    id: str
    value: str
    refresh: str
    grant_type: GrantType
    redirect_uri: str
    scopes: frozenset[str]
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class _Code:
    redirect_uri: str
    scopes: frozenset[str]
    expires_at: datetime


class Grants:
    """Who has been let in. Codes and tokens are random; their ends follow the clock."""

    def __init__(self, switches: Switches, clock: Callable[[], datetime]) -> None:
        self._switches = switches
        self._clock = clock
        self._codes: dict[str, _Code] = {}
        self._tokens: dict[str, Token] = {}

    @property
    def sessions(self) -> int:
        """Tokens that are alive."""
        now = self._clock()
        return sum(token.expires_at > now for token in self._tokens.values())

    def code(self, redirect_uri: str, asked: frozenset[str]) -> str:
        """A code for a user who approved: of the scopes asked for, those of the user's role."""
        allowed = self._allowed()
        code = secrets.token_hex(8)
        end = self._clock() + CODE_LIVES
        self._codes[code] = _Code(redirect_uri, asked & allowed if asked else allowed, end)
        return code

    def exchange(self, code: str, redirect_uri: str) -> Token | Fault:
        """The token for a code: once, in time, and for the address that the code was sent to."""
        granted = self._codes.pop(code, None)
        if granted is None:
            return _denied("Token not found.")
        if granted.expires_at <= self._clock():
            return _denied("Token expired.")
        if granted.redirect_uri != redirect_uri:
            return _denied("The redirection URI provided does not match a pre-registered value.")
        return self._issue("authorization_code", redirect_uri, granted.scopes)

    def refresh(self, refresh_token: str) -> Token | Fault:
        """A new token for the old one, which dies."""
        known = self._tokens.values()
        old = next((token for token in known if token.refresh == refresh_token), None)
        if old is None:
            return _denied("Token not found.")
        del self._tokens[old.value]
        if old.expires_at <= self._clock():
            return _denied("Token expired.")
        return self._issue("refresh_token", old.redirect_uri, old.scopes)

    def scopes_of(self, value: str) -> frozenset[str] | None:
        """What a live token allows; None for any other."""
        if value == TOKEN:
            return self._allowed()
        token = self._tokens.get(value)
        return token.scopes if token and token.expires_at > self._clock() else None

    def revoke(self, value: str) -> None:
        """Ends a session, the refresh token with it; the one for ever stays."""
        self._tokens.pop(value, None)

    def revoke_all(self) -> None:
        self._tokens.clear()
        self._codes.clear()

    def _issue(self, grant_type: GrantType, redirect_uri: str, scopes: frozenset[str]) -> Token:
        token = Token(
            id=str(uuid4()),
            value=secrets.token_hex(16),
            refresh=secrets.token_hex(16),
            grant_type=grant_type,
            redirect_uri=redirect_uri,
            scopes=scopes,
            expires_at=self._clock() + timedelta(seconds=self._switches.token_seconds),
        )
        self._tokens[token.value] = token
        return token

    def _allowed(self) -> frozenset[str]:
        of_role = catalogue.roles().scopes.get(self._switches.role, frozenset())
        return of_role | frozenset(self._switches.more_scopes.split())


def is_registered(redirect_uri: str) -> bool:
    """Whether it is ours, whatever its port."""
    try:
        given = urlsplit(redirect_uri)
    except ValueError:
        return False
    host, _, port = given.netloc.partition(":")
    return (port.isdecimal() or not port) and given._replace(netloc=host).geturl() == REDIRECT_URI


def _denied(message: str) -> Fault:
    return Fault(401, "access_denied", message)
