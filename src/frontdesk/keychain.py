"""Secrets in the operating system's keyring, where there is one."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from pydantic import AwareDatetime, BaseModel, ConfigDict, SecretStr

from frontdesk.esoz.session import Token

T = TypeVar("T")


class Entry(StrEnum):
    """What is kept."""

    API_KEY = "api-key"
    PSK = "psk"
    CLIENT_SECRET = "client-secret"  # noqa: S105 - the name of an entry
    TOKEN = "token"  # noqa: S105 - the name of an entry
    NUMBER_KEY = "number-key"


@dataclass(frozen=True, slots=True)
class Keychain:
    """The entries of one clinic. Every method may block: the system may ask the user.

    A keyring that is missing, locked or out of order is like an empty one that keeps nothing.
    """

    service: str

    @classmethod
    def of(cls, esoz_url: str, legal_entity_id: str) -> Keychain:
        return cls(f"frontdesk {esoz_url} {legal_entity_id}")

    @classmethod
    def of_site(cls, legal_entity_id: str) -> Keychain:
        """What belongs to the clinic's own database, whatever the address of ЕСОЗ is."""
        return cls(f"frontdesk {legal_entity_id}")

    @property
    def is_usable(self) -> bool:
        """Whether there is a keyring that keeps anything."""
        return _tried(_has_backend) or False

    def read(self, entry: Entry) -> str | None:
        import keyring

        return _tried(lambda: keyring.get_password(self.service, entry))

    def write(self, entry: Entry, secret: str) -> bool:
        """Whether it is kept now."""
        import keyring

        def kept() -> bool:
            keyring.set_password(self.service, entry, secret)
            return True

        return _tried(kept) or False

    def forget(self, entry: Entry) -> None:
        import keyring

        _tried(lambda: keyring.delete_password(self.service, entry))


def _has_backend() -> bool:
    import keyring

    # Those that keep nothing, or pretend to, say so by their priority.
    return keyring.get_keyring().priority > 0


def _tried(work: Callable[[], T]) -> T | None:
    """What `work` gives, or None if the keyring is out of order."""
    try:
        return work()
    except _troubles():
        return None


def _troubles() -> tuple[type[Exception], ...]:
    """What keyrings raise; the bus to the Linux ones lets its own errors through."""
    from keyring.errors import KeyringError

    troubles: list[type[Exception]] = [KeyringError, RuntimeError, OSError, ImportError]
    if "secretstorage" in sys.modules:
        from jeepney import DBusErrorResponse
        from secretstorage.exceptions import SecretStorageException

        troubles += [SecretStorageException, DBusErrorResponse]
    return tuple(troubles)


@dataclass(frozen=True, slots=True)
class KeyringBox:
    """The box that all terminals of one user share."""

    keychain: Keychain

    def load(self) -> Token | None:
        written = self.keychain.read(Entry.TOKEN)
        return _read(written) if written else None

    def save(self, token: Token) -> bool:
        return self.keychain.write(Entry.TOKEN, _written(token))

    def clear(self) -> None:
        self.keychain.forget(Entry.TOKEN)


def _written(token: Token) -> str:
    return json.dumps(
        {
            "access": token.access.get_secret_value(),
            "refresh": token.refresh.get_secret_value() if token.refresh else None,
            "since": token.since.isoformat() if token.since else None,
            "expires_at": token.expires_at.isoformat() if token.expires_at else None,
            "scopes": sorted(token.scopes),
        }
    )


class _Kept(BaseModel):
    """A token as it is written."""

    model_config = ConfigDict(hide_input_in_errors=True)

    access: SecretStr
    refresh: SecretStr | None
    since: AwareDatetime | None
    expires_at: AwareDatetime | None
    scopes: frozenset[str]


def _read(written: str) -> Token | None:
    """None for what no version of ours has written: then nobody is signed in."""
    try:
        it = _Kept.model_validate_json(written)
        return Token(it.access, it.refresh, it.since, it.expires_at, it.scopes)
    except ValueError:
        return None
