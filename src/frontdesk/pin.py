"""The PIN that opens the lock: a file of this user, with a salted scrypt hash.

It guards the screen, not the account: whoever has this account's shell can remove the file.
A start looks whether there is one before it paints: what hashing needs is imported later.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from frontdesk.domain.pin import Attempts
from frontdesk.turns import turn

_COST, _BLOCK, _LANES = 2**15, 8, 3
"""OWASP's scrypt parameters for 32 MiB; a third of a second on an office computer."""
_MEMORY = 64 * 1024 * 1024
_SALT = 16


@dataclass(frozen=True, slots=True)
class Opens:
    """The right PIN; the wrong ones before it are forgotten."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """Not the PIN."""

    attempts: int
    """In a row, with this one."""
    wait: timedelta
    """How long none will be looked at now."""


@dataclass(frozen=True, slots=True)
class TooSoon:
    """It was not even looked at."""

    wait: timedelta


@dataclass(frozen=True, slots=True)
class Unusable:
    """The file can't be read or written: nothing opens then."""


Answer = Opens | Wrong | TooSoon | Unusable


@dataclass(frozen=True, slots=True)
class _Kept:
    """What stands in the file."""

    salt: bytes
    hash: bytes
    attempts: Attempts

    def opens_with(self, pin: str) -> bool:
        import hmac

        return hmac.compare_digest(_hashed(pin, self.salt), self.hash)


class PinFile:
    """The PIN at `path`, shared by all terminals of this user. `now` is this computer's clock."""

    def __init__(self, path: Path, now: Callable[[], datetime]) -> None:
        self._path = path
        self._now = now

    @property
    def is_set(self) -> bool:
        """Also if its file can't be looked at: then nothing opens."""
        try:
            self._path.stat()
        except (FileNotFoundError, NotADirectoryError):
            return False
        except OSError:
            return True
        return True

    @property
    def wait(self) -> timedelta:
        """How long no PIN is looked at yet, also by wrong ones that a program before met."""
        kept = _read(self._path)
        return kept.attempts.wait(self._now()) if kept else timedelta(0)

    def attempt(self, pin: str) -> Answer:
        """Looks whether it is the PIN. Takes a good part of a second: not for the event loop.

        The attempt is written down before it is judged: to kill the program saves nobody a wait.
        """
        try:
            with turn(self._path):
                return self._judged(pin)
        except OSError:
            return Unusable()

    def _judged(self, pin: str) -> Answer:
        kept = _read(self._path)
        if kept is None:
            return Unusable()
        now = self._now()
        wait = kept.attempts.wait(now)
        if wait:
            return TooSoon(wait)
        attempts = kept.attempts.one_more(now)
        _write(self._path, replace(kept, attempts=attempts))
        if not kept.opens_with(pin):
            return Wrong(attempts.wrong, attempts.wait(now))
        _write(self._path, replace(kept, attempts=Attempts()))
        return Opens()

    def set(self, pin: str) -> None:
        """From now on this is the PIN.

        Raises:
            OSError: it can't be written.
        """
        salt = os.urandom(_SALT)
        with turn(self._path):
            _write(self._path, _Kept(salt, _hashed(pin, salt), Attempts()))

    def remove(self) -> bool:
        """From now on there is none; False if there was none.

        Raises:
            OSError: it can't be removed.
        """
        with turn(self._path):
            there = self.is_set
            self._path.unlink(missing_ok=True)
        return there


def _hashed(pin: str, salt: bytes) -> bytes:
    import hashlib

    return hashlib.scrypt(pin.encode(), salt=salt, n=_COST, r=_BLOCK, p=_LANES, maxmem=_MEMORY)


def _read(path: Path) -> _Kept | None:
    """None if it is damaged, or no longer there."""
    import json

    try:
        found = json.loads(path.read_text(encoding="ascii"))
        last = found["last"]
        attempts = Attempts(int(found["wrong"]), datetime.fromisoformat(last) if last else None)
        return _Kept(bytes.fromhex(found["salt"]), bytes.fromhex(found["hash"]), attempts)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _write(path: Path, kept: _Kept) -> None:
    """Whole or not at all, and readable by its owner only."""
    import json

    last = kept.attempts.last
    document = {
        "salt": kept.salt.hex(),
        "hash": kept.hash.hex(),
        "wrong": kept.attempts.wrong,
        "last": last.isoformat() if last else None,
    }
    draft = path.with_name(f"{path.name}.new")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        json.dump(document, file)
        file.flush()
        os.fsync(descriptor)
    draft.replace(path)
