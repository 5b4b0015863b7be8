"""Who we are to ЕСОЗ: the program's own secrets, the user's token, and the headers of a call."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from pydantic import SecretStr

from frontdesk.keys import fits_a_header


@dataclass(frozen=True, slots=True)
class Secrets:
    """What the clinic was given by ЕСОЗ. They are shown nowhere, not even by `repr`.

    Raises ValueError, without the secret, if one cannot stand in a header.
    """

    api_key: SecretStr
    """The secret of this program as a registered information system."""
    psk: SecretStr
    """ЕСОЗ's pre-shared key."""
    client_secret: SecretStr | None = None
    """The clinic's own; needed only to sign in."""

    def __post_init__(self) -> None:
        for name, secret in (("API-key", self.api_key), ("X-Custom-PSK", self.psk)):
            if not fits_a_header(secret.get_secret_value()):
                raise ValueError("empty or with unlawful characters: the secret for " + name)

    def headers(self) -> dict[str, str]:
        """The headers that say which program calls, in the clear."""
        return {
            "API-key": self.api_key.get_secret_value(),
            "X-Custom-PSK": self.psk.get_secret_value(),
        }


@dataclass(frozen=True, slots=True)
class Token:
    """One user's session, as ЕСОЗ gave it.

    Raises ValueError, without the secret, if it cannot stand in a header.
    """

    access: SecretStr
    refresh: SecretStr | None = None
    """Gives a new session for this one."""
    since: datetime | None = None
    """UTC, by this computer's clock; None: not known."""
    expires_at: datetime | None = None
    """UTC, as ЕСОЗ says; None: not known."""
    scopes: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if not fits_a_header(self.access.get_secret_value()):
            raise ValueError("empty or with unlawful characters: the access token")

    def is_alive(self, now: datetime) -> bool:
        return self.expires_at is None or now < self.expires_at

    def is_ending(self, now: datetime) -> bool:
        """Whether it is time for a new one: in the last tenth of its life, at most the last day."""
        if self.expires_at is None or self.since is None:
            return False
        return now >= self.expires_at - min((self.expires_at - self.since) / 10, _LAST)

    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.access.get_secret_value()}"}


_LAST = timedelta(days=1)


class TokenBox(Protocol):
    """Where a token is kept between two starts. Every method may block."""

    def load(self) -> Token | None:
        """The token in it, if there is one that can be read."""

    def save(self, token: Token) -> bool:
        """Whether it is kept."""

    def clear(self) -> None:
        """Forgets it."""


class MemoryBox:
    """Keeps a token for as long as the program runs."""

    def __init__(self, token: Token | None = None) -> None:
        self._token = token

    def load(self) -> Token | None:
        return self._token

    def save(self, token: Token) -> bool:
        self._token = token
        return True

    def clear(self) -> None:
        self._token = None


class Session:
    """The live session of one terminal.

    Several terminals share what is in the box: another one may put a newer token there.
    With `is_fixed` the token came with the settings and nobody signs in or out here.
    """

    def __init__(
        self,
        secrets: Secrets,
        box: TokenBox,
        now: Callable[[], datetime],
        *,
        is_fixed: bool = False,
    ) -> None:
        self.secrets = secrets
        self.is_fixed = is_fixed
        self._box = box
        self._now = now
        self._token: Token | None = None
        self._changed_at = now()
        self.headers: Mapping[str, str] = _Headers(self)

    @property
    def token(self) -> Token | None:
        """The token, if it is alive."""
        token = self._token
        return token if token is not None and token.is_alive(self._now()) else None

    @property
    def is_open(self) -> bool:
        """Whether somebody is signed in."""
        return self.token is not None

    @property
    def until(self) -> datetime | None:
        """UTC; None: not known, or nobody is signed in."""
        token = self.token
        return token.expires_at if token else None

    @property
    def is_ending(self) -> bool:
        """Whether it is time to renew it."""
        token = self.token
        return token is not None and token.refresh is not None and token.is_ending(self._now())

    @property
    def changed_at(self) -> datetime:
        """When (UTC) somebody signed in, or since when nobody is."""
        ended = self._token.expires_at if self._token and not self.is_open else None
        return ended or self._changed_at

    async def look(self, but: Token | None = None) -> bool:
        """Adopts what is in the box, if it is alive and not `but`; returns whether it did."""
        kept = await asyncio.to_thread(self._box.load)
        if kept is None or kept == but or not kept.is_alive(self._now()):
            return False
        self._adopt(kept)
        return True

    async def open(self, token: Token) -> bool:
        """Goes on with `token`; returns whether it outlives this program."""
        self._adopt(token)
        return await asyncio.to_thread(self._box.save, token)

    async def close(self, dead: Token) -> None:
        """Forgets `dead`, here and in the box unless there is another one already."""
        if self._token == dead:
            self._adopt(None)
        if await asyncio.to_thread(self._box.load) == dead:
            await asyncio.to_thread(self._box.clear)

    def _adopt(self, token: Token | None) -> None:
        if token != self._token:
            self._token, self._changed_at = token, self._now()


class _Headers(Mapping[str, str]):
    """The headers of a call at this moment."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def __repr__(self) -> str:
        return "headers of a session"

    def __getitem__(self, name: str) -> str:
        return self._now()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._now())

    def __len__(self) -> int:
        return len(self._now())

    def _now(self) -> dict[str, str]:
        token = self._session.token
        return self._session.secrets.headers() | (token.headers() if token else {})
