"""Where this computer has the site's key for referral numbers (BOOKING 2).

As a word, in the environment and in the keyring, the key is text, or `hex:` and 64 digits.
"""

from __future__ import annotations

import os
import re
import secrets
import tempfile
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from enum import Enum, auto
from pathlib import Path

from frontdesk.keychain import Entry, Keychain
from frontdesk.keys import NUMBER_KEY, SecretError, cipher_key
from frontdesk.settings import Settings
from frontdesk.store import key_mark
from frontdesk.store.engine import Store, file_of
from frontdesk.store.queue import queued
from frontdesk.store.sealing import NumberKey

_KEY_BYTES = 32
_HEXADECIMAL = re.compile(r"hex:([0-9A-Fa-f]{64})")


class Home(Enum):
    ENVIRONMENT = auto()
    FILE = auto()
    KEYRING = auto()


@dataclass(frozen=True, slots=True)
class SiteKey:
    secret: bytes = field(repr=False)
    home: Home


@dataclass(frozen=True, slots=True)
class Homes:
    """Where the key may be on this computer. Every method may block, as the keyring may."""

    environment: Mapping[str, str] = field(repr=False)
    database: Path | None
    """None if it is on a server: then nothing of it lies beside it."""
    keychain: Keychain | None
    """None for a clinic that is only a rehearsal: it leaves nothing in anybody's keyring."""

    @property
    def file(self) -> Path | None:
        """Where the key lies, or would, beside a database of this computer."""
        return self.database.with_suffix(".key") if self.database else None

    def find(self) -> SiteKey | None:
        """The environment's key; else that of a file, which nothing but its removal ends.

        Raises:
            SecretError: it is damaged.
        """
        if given := self.environment.get(NUMBER_KEY):
            return SiteKey(key_of(given), Home.ENVIRONMENT)
        if self.file is not None and (secret := _read(self.file)) is not None:
            return SiteKey(secret, Home.FILE)
        if self.keychain is not None and (kept := self.keychain.read(Entry.NUMBER_KEY)):
            return SiteKey(key_of(kept), Home.KEYRING)
        return None

    def need(self) -> SiteKey:
        """The key, made with a new database of this computer: no other key fits an old one.

        Raises:
            SecretError: there is none, or it is damaged, or can't be kept.
            StoreError: the folder of the database can't be written.
        """
        return self.find() or self._make()

    def keep(self, word: str) -> bool:
        """Puts the key into the keyring; whether it is kept now."""
        return self.keychain is not None and self.keychain.write(Entry.NUMBER_KEY, word)

    def _make(self) -> SiteKey:
        if self.database is None or self.file is None:
            raise SecretError(NUMBER_KEY)
        try:
            self.database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError:
            raise SecretError(str(self.file)) from None
        # Of several programs that start at once, the first one's counts.
        with queued(self.database.with_name(f"{self.database.name}.lock")):
            found = self.find()
            if found is not None:
                return found
            if self.database.exists():
                raise SecretError(self._lost(self.file))
            return self._made(self.file, secrets.token_bytes(_KEY_BYTES))

    def _made(self, file: Path, secret: bytes) -> SiteKey:
        """The keyring is its first home. One that forgets at once is none."""
        word = f"hex:{secret.hex()}"
        if (
            self.keychain is not None
            and self.keychain.is_usable
            and self.keep(word)
            and self.keychain.read(Entry.NUMBER_KEY) == word
        ):
            return SiteKey(secret, Home.KEYRING)
        return SiteKey(_written(file, secret), Home.FILE)

    def _lost(self, file: Path) -> str:
        """Where a key would have to be, for a person who looks for it."""
        has_keyring = self.keychain is not None and self.keychain.is_usable
        return NUMBER_KEY if has_keyring else str(file)


def homes_of(settings: Settings, environment: Mapping[str, str] = os.environ) -> Homes:
    """Where the site's key for referral numbers may be on this computer.

    Raises:
        StoreError: the address of the database is none.
    """
    keychain = Keychain.of_site(settings.clinic.legal_entity)
    is_rehearsal = settings.esoz.auth == "simulator"
    database = file_of(settings.database.url)
    return Homes(environment, database, None if is_rehearsal else keychain)


def try_key(settings: Settings, secret: bytes, environment: Mapping[str, str] = os.environ) -> None:
    """Refuses a key that the database was not used with; one that is not there takes any.

    Raises:
        StoreError: FOREIGN_KEY, or the database can't be used.
        SecretError: the key that encrypts the database is damaged.
    """
    file = file_of(settings.database.url)
    if file is not None and not file.exists():
        return
    url, encrypting = settings.database.url, cipher_key(environment)
    with closing(Store.open(url, key=NumberKey(secret), cipher_key=encrypting)) as store:
        key_mark.refuse_foreign(store)


def key_of(word: str) -> bytes:
    """The key that the word stands for: what a file held can so be said, too.

    Raises:
        SecretError: it is too short.
    """
    digits = _HEXADECIMAL.fullmatch(word)
    return _long_enough(bytes.fromhex(digits[1]) if digits else word.encode(), NUMBER_KEY)


def _read(file: Path) -> bytes | None:
    try:
        return _long_enough(file.read_bytes(), str(file))
    except FileNotFoundError:
        return None
    except OSError:
        raise SecretError(str(file)) from None


def _written(file: Path, secret: bytes) -> bytes:
    """What the file holds in the end: where writers don't queue, the first one's counts."""
    try:
        descriptor, draft = tempfile.mkstemp(dir=file.parent)
        with os.fdopen(descriptor, "wb") as opened:
            opened.write(secret)
            opened.flush()
            os.fsync(descriptor)
        try:
            file.hardlink_to(draft)
        except FileExistsError:
            pass
        finally:
            Path(draft).unlink()
        return _long_enough(file.read_bytes(), str(file))
    except OSError:
        raise SecretError(str(file)) from None


def _long_enough(key: bytes, named: str) -> bytes:
    if len(key) < _KEY_BYTES:
        raise SecretError(named)
    return key
