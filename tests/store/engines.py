"""SQLite engines of any version."""

from __future__ import annotations

import sqlite3
from types import ModuleType

from frontdesk.store.gate import Version


def engine_claiming(version: Version) -> ModuleType:
    """Python's own SQLite, telling another version of itself."""
    claiming = ModuleType("claiming")
    vars(claiming).update(vars(sqlite3))
    vars(claiming)["sqlite_version_info"] = version
    return claiming
