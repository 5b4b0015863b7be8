"""What can be wrong with the database itself, as far as a person can do something about it."""

from __future__ import annotations

import errno
from enum import StrEnum
from pathlib import Path


class Trouble(StrEnum):
    BAD_URL = "bad_url"
    """Not `sqlite:///path`."""
    NETWORK_FS = "network_fs"
    """SQLite's locks cannot be trusted there: several computers need PostgreSQL."""
    ENGINE_TOO_OLD = "engine_too_old"
    """SQLite before 3.37 knows no STRICT tables."""
    WAL_ON_OLD_ENGINE = "wal_on_old_engine"
    """The file was made by an engine with the WAL-reset fix; this one could corrupt it."""
    NO_CIPHER = "no_cipher"
    """An encryption key is set, but sqlcipher3 is not installed."""
    NEWER_SCHEMA = "newer_schema"
    """Written by a newer version of the program."""
    UNREADABLE = "unreadable"
    """No database of ours, damaged, or encrypted with another key."""
    READ_ONLY = "read_only"
    FULL_DISK = "full_disk"
    BUSY = "busy"
    """Another program kept it locked for longer than we wait."""


class StoreError(Exception):
    """The database can't be used. `code` says why; the sentence for people is made elsewhere."""

    def __init__(self, code: Trouble, path: Path | None = None) -> None:
        super().__init__(code.value)
        self.code = code
        self.path = path


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


def trouble_of_file(error: OSError) -> Trouble:
    """Why a file could not be created or opened."""
    match error.errno:
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return Trouble.READ_ONLY
        case errno.ENOSPC | errno.EDQUOT:
            return Trouble.FULL_DISK
        case _:
            return Trouble.UNREADABLE
