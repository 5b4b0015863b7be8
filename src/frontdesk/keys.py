"""Secrets of the workplace that the environment gives; none stands in the configuration file."""

from __future__ import annotations

import os
import re
import secrets
import tempfile
from collections.abc import Mapping
from pathlib import Path

NUMBER_KEY = "FRONTDESK_DATABASE__NUMBER_KEY"
DATABASE_KEY = "FRONTDESK_DATABASE__KEY"
ACCESS_TOKEN = "FRONTDESK_ESOZ__ACCESS_TOKEN"  # noqa: S105 - the name of a variable
API_KEY = "FRONTDESK_ESOZ__API_KEY"
PSK = "FRONTDESK_ESOZ__PSK"
CLIENT_SECRET = "FRONTDESK_ESOZ__CLIENT_SECRET"  # noqa: S105 - the name of a variable

STORED = frozenset({API_KEY, PSK, CLIENT_SECRET})
"""Those that the keyring gives if the environment does not."""

_KEY_BYTES = 32
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


def number_key(database: Path | None, environment: Mapping[str, str] = os.environ) -> bytes:
    """The site's key for referral numbers (BOOKING 2): the environment's, else a file's.

    In the environment it is text, or a file's bytes as `hex:` and 64 hexadecimal digits.
    The file lies beside the database, is made at the first use and readable by its owner only. With
    a database that is not a file only the environment can give it, the same one on all computers.

    Raises:
        SecretError: the key is too short, or its file can be neither read nor made.
    """
    given = environment.get(NUMBER_KEY, "")
    if given or database is None:
        key, named = _key_named(given), NUMBER_KEY
    else:
        path = _beside(database)
        named = str(path)
        try:
            key = _key_in(path, is_new=not database.exists())
        except OSError:
            raise SecretError(named) from None
    if len(key) < _KEY_BYTES:
        raise SecretError(named)
    return key


def number_key_file(
    database: Path | None, environment: Mapping[str, str] = os.environ
) -> Path | None:
    """The file that holds the site's key; None if only the environment does."""
    if environment.get(NUMBER_KEY) or database is None:
        return None
    return _beside(database)


def _key_named(given: str) -> bytes:
    """What a file held can so be named: a site that moves to a server keeps its key."""
    digits = given.removeprefix("hex:")
    if digits != given and _HEXADECIMAL_KEY.fullmatch(digits):
        return bytes.fromhex(digits)
    return given.encode()


def _beside(database: Path) -> Path:
    return database.with_suffix(".key")


def _key_in(path: Path, *, is_new: bool) -> bytes:
    """The key in the file, made if the database is new: no other key fits an old one.

    Of several programs that make it at once, the first one's counts.
    """
    if is_new and not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor, draft = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(_KEY_BYTES))
            file.flush()
            os.fsync(descriptor)
        try:
            path.hardlink_to(draft)
        except FileExistsError:
            pass
        finally:
            Path(draft).unlink()
    return path.read_bytes()
