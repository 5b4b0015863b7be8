"""Secrets of the workplace that the environment gives; none stands in the configuration file."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping

NUMBER_KEY = "FRONTDESK_DATABASE__NUMBER_KEY"
DATABASE_KEY = "FRONTDESK_DATABASE__KEY"
ACCESS_TOKEN = "FRONTDESK_ESOZ__ACCESS_TOKEN"  # noqa: S105 - the name of a variable
API_KEY = "FRONTDESK_ESOZ__API_KEY"
PSK = "FRONTDESK_ESOZ__PSK"
CLIENT_SECRET = "FRONTDESK_ESOZ__CLIENT_SECRET"  # noqa: S105 - the name of a variable

STORED = frozenset({API_KEY, PSK, CLIENT_SECRET, NUMBER_KEY})
"""Those that the keyring gives if the environment does not."""

_HEXADECIMAL_KEY = re.compile(r"[0-9A-Fa-f]{64}")
_VISIBLE = re.compile(r"[!-~]+")


class SecretError(Exception):
    """A secret is not set, or cannot be used; the message names the variable only."""


def from_environment(name: str, environment: Mapping[str, str] = os.environ) -> str | None:
    """The secret in the variable `name`; None if it is not set.

    Raises:
        SecretError: it has what no header can carry.
    """
    value = environment.get(name)
    return sound(name, value) if value else None


def sound(name: str, value: str | None) -> str:
    """`value`, if a header can carry it.

    Raises:
        SecretError: it is missing, or has other than visible ASCII characters.
    """
    if value is None or not fits_a_header(value):
        raise SecretError(name)
    return value


def fits_a_header(secret: str) -> bool:
    """Whether it is not empty and has visible ASCII characters only."""
    return _VISIBLE.fullmatch(secret) is not None


def cipher_key(environment: Mapping[str, str] = os.environ) -> bytes | None:
    """The key that encrypts the database, if there is one.

    Raises:
        SecretError: it is not 64 hexadecimal digits.
    """
    given = environment.get(DATABASE_KEY)
    if not given:
        return None
    if not _HEXADECIMAL_KEY.fullmatch(given):
        raise SecretError(DATABASE_KEY)
    return bytes.fromhex(given)
