"""What can be wrong with the database itself, as far as a person can do something about it."""

from __future__ import annotations

import errno
from enum import StrEnum
from pathlib import Path


class Trouble(StrEnum):
    BAD_URL = "bad_url"
    """Neither `sqlite:///path` nor `postgresql://…`."""
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
    NO_DRIVER = "no_driver"
    """The address is PostgreSQL's, but psycopg is not installed."""
    SERVER_TOO_OLD = "server_too_old"
    """PostgreSQL before 14."""
    NOT_MIGRATED = "not_migrated"
    """Its tables are missing or older; on a server an administrator decides when to change them."""
    SHUT_OUT = "shut_out"
    """The server knows no such role or database, or not with this password."""
    UNSAFE = "unsafe"
    """No encrypted connection to the server, or not to the one that was meant."""
    NO_RIGHTS = "no_rights"
    """The role may not do this, or has no schema in which it may."""
    SILENT = "silent"
    """The server can't be reached, does not answer in time, or has ended the connection."""
    FOREIGN_KEY = "foreign_key"
    """Its referral numbers are under another key than the one of this computer."""
    OCCUPIED = "occupied"
    """A backup would replace a file that is none."""
    UNSOUND = "unsound"
    """A backup was written, and does not pass its examination."""
    UNCERTAIN = "uncertain"
    """The server fell silent during a commit, and does not come back to say how it ended."""


class StoreError(Exception):
    """The database can't be used. `code` says why; the sentence for people is made elsewhere."""

    def __init__(self, code: Trouble, place: Path | str | None = None) -> None:
        super().__init__(code.value)
        self.code = code
        self.place = place
        """The file, or the host and the name of the database."""


def say_no_details(error: BaseException) -> str | None:
    """Takes a row's values, people's names in the end, out of what PostgreSQL says of an error.

    What it says then: the code and, where one was hurt, the constraint.
    """
    state = getattr(error, "sqlstate", None)
    if state is None:
        return None
    diagnostics = getattr(error, "diag", None)
    said = f"{state} {getattr(diagnostics, 'constraint_name', None) or ''}".strip()
    error.args = (said,)
    return said


def trouble_of_file(error: OSError) -> Trouble:
    """Why a file could not be created or opened."""
    match error.errno:
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return Trouble.READ_ONLY
        case errno.ENOSPC | errno.EDQUOT:
            return Trouble.FULL_DISK
        case _:
            return Trouble.UNREADABLE
