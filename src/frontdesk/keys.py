"""Secrets of the workplace: from the environment, never from the configuration file."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from pathlib import Path

NUMBER_KEY = "FRONTDESK_DATABASE__NUMBER_KEY"
DATABASE_KEY = "FRONTDESK_DATABASE__KEY"
ACCESS_TOKEN = "FRONTDESK_ESOZ__ACCESS_TOKEN"  # noqa: S105 - the name of a variable
API_KEY = "FRONTDESK_ESOZ__API_KEY"
PSK = "FRONTDESK_ESOZ__PSK"

_KEY_BYTES = 32
_VISIBLE = re.compile(r"[!-~]+")


class SecretError(Exception):
    """A secret is not set, or cannot be used; the message names the variable only."""


def from_environment(name: str, environment: Mapping[str, str] = os.environ) -> str:
    """The secret in the variable `name`.

    Raises:
        SecretError: the variable is not set, or has what no header can carry.
    """
    value = environment.get(name, "")
    if not _VISIBLE.fullmatch(value):
        raise SecretError(name)
    return value


def number_key(database: Path, environment: Mapping[str, str] = os.environ) -> bytes:
    """The site's key for referral numbers (BOOKING 2): the environment's, else a file's.

    The file lies beside the database, is made at the first use and readable by its owner only.
    """
    given = environment.get(NUMBER_KEY)
    if given:
        return given.encode()
    path = database.with_suffix(".key")
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(_KEY_BYTES))
    return path.read_bytes()
