"""One SQLite file, and how this program connects to it."""

from __future__ import annotations

import os
import sqlite3
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from frontdesk.store.failure import StoreError, Trouble, trouble_of_file
from frontdesk.store.filesystem import is_networked
from frontdesk.store.gate import Durability, gate

if TYPE_CHECKING:
    from sqlalchemy.engine.interfaces import DBAPIConnection

PATIENCE = 10.0
"""Seconds to wait for a lock that another program holds."""

_SETTINGS = (
    "foreign_keys=ON",
    "trusted_schema=OFF",
    "secure_delete=ON",
    "temp_store=MEMORY",
    "cache_size=-2000",  # kB, SQLite's own; sqlcipher3 keeps 8 MB, which a backup would fill
)


def best_driver() -> ModuleType:
    """sqlcipher3 (encryption, and an engine with the WAL-reset fix) where it is installed."""
    try:
        from sqlcipher3 import dbapi2
    except ImportError:
        return sqlite3
    found: ModuleType = dbapi2
    return found


@dataclass(frozen=True, slots=True)
class Opening:
    """Which file, with which driver, under which key."""

    path: Path
    driver: ModuleType
    cipher_key: bytes | None = field(default=None, repr=False)
    """32 raw bytes, or None for a plain file."""

    def refuse_unfit_place(self) -> None:
        """Raises StoreError for a network file system, before anything is created there."""
        if self.cipher_key is not None and self.driver is sqlite3:
            raise StoreError(Trouble.NO_CIPHER, self.path)
        if is_networked(self.path):
            raise StoreError(Trouble.NETWORK_FS, self.path)

    def create(self) -> None:
        """Makes sure of a file that only its owner can read, in a folder that exists.

        A folder that is made for it is closed to others too; an existing one stays as it is.

        Raises:
            StoreError: it can't be created or written to.
        """
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(trouble_of_file(error), self.path) from None
        try:
            os.close(os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        except FileExistsError:
            # Not opened to find out: closing it would drop the locks of this process on the file.
            if not os.access(self.path, os.W_OK, effective_ids=_BY_EFFECTIVE_ID):
                raise StoreError(Trouble.READ_ONLY, self.path) from None
        except OSError as error:
            raise StoreError(trouble_of_file(error), self.path) from None

    def connect(self) -> DBAPIConnection:
        """A connection with the journal and the settings that this file must have.

        Raises:
            StoreError: the file can't be read, or not by this engine.
        """
        try:
            connection: DBAPIConnection = self.driver.connect(
                f"{self.path.as_uri()}?mode=rw",
                uri=True,
                timeout=PATIENCE,
                isolation_level=None,
                check_same_thread=False,
            )
        except self.driver.Error as error:
            raise StoreError(trouble_of(error) or Trouble.UNREADABLE, self.path) from None
        try:
            self._prepare(connection)
        except StoreError:
            connection.close()
            raise
        except self.driver.Error as error:
            connection.close()
            raise StoreError(trouble_of(error) or Trouble.UNREADABLE, self.path) from None
        return connection

    def copy_to(self, copy: Path) -> None:
        """Writes one state of the whole file into another one, which is empty as yet.

        Raises:
            StoreError: a page of it is damaged, or there is no room.
        """
        connection = self.connect()
        try:
            connection.cursor().execute("VACUUM INTO ?", (str(copy),))
        except self.driver.Error as error:
            code = trouble_of(error) or Trouble.UNREADABLE
            is_of_copy = code in {Trouble.FULL_DISK, Trouble.READ_ONLY}
            raise StoreError(code, copy if is_of_copy else self.path) from None
        finally:
            connection.close()

    def _prepare(self, connection: DBAPIConnection) -> None:
        cursor = connection.cursor()
        if self.cipher_key is not None:
            cursor.execute(f"PRAGMA key = \"x'{self.cipher_key.hex()}'\"")
        cursor.execute("SELECT count(*) FROM sqlite_master")
        durability = self._durability(str(cursor.execute("PRAGMA journal_mode").fetchone()[0]))
        cursor.execute(f"PRAGMA journal_mode={durability.journal_mode}")
        cursor.execute(f"PRAGMA synchronous={durability.synchronous}")
        for setting in _SETTINGS:
            cursor.execute(f"PRAGMA {setting}")
        cursor.close()

    def _durability(self, mode: str) -> Durability:
        version = self.driver.sqlite_version_info
        is_new = self.path.stat().st_size == 0
        durability = gate(version, None if is_new else mode, networked=False)
        if isinstance(durability, Trouble):
            raise StoreError(durability, self.path)
        return durability


_BY_EFFECTIVE_ID = os.access in os.supports_effective_ids


_TROUBLES = {
    5: Trouble.BUSY,
    6: Trouble.BUSY,
    8: Trouble.READ_ONLY,
    10: Trouble.UNREADABLE,
    11: Trouble.UNREADABLE,
    13: Trouble.FULL_DISK,
    14: Trouble.UNREADABLE,
    26: Trouble.UNREADABLE,
}
"""By SQLite's primary result code."""


def trouble_of(error: BaseException | None) -> Trouble | None:
    """Which trouble an error of the driver means; None for an error of the program."""
    code = getattr(error, "sqlite_errorcode", None)
    return _TROUBLES.get(code & 0xFF) if isinstance(code, int) else None
