"""The engine gate: which journal a SQLite file may use with the engine at hand.

Engines up to 3.51.2 can lose commits in WAL mode when several programs share a file
(https://sqlite.org/wal.html#walresetbug). Without WAL only `synchronous=EXTRA` survives a power
cut: the default, DELETE with FULL, does not.
"""

from __future__ import annotations

from dataclasses import dataclass

from frontdesk.store.failure import Trouble

Version = tuple[int, int, int]

STRICT_TABLES = (3, 37, 0)


@dataclass(frozen=True, slots=True)
class Durability:
    journal_mode: str
    synchronous: str


WAL = Durability("WAL", "FULL")
ROLLBACK = Durability("DELETE", "EXTRA")


def is_wal_safe(version: Version) -> bool:
    """Whether the engine has the WAL-reset fix, or a back-port of it."""
    if version >= (3, 51, 3):
        return True
    return (3, 50, 7) <= version < (3, 51, 0) or (3, 44, 6) <= version < (3, 45, 0)


def gate(version: Version, mode: str | None, *, networked: bool) -> Durability | Trouble:
    """How to open a file that is now in journal `mode` (None: it is new), or why not to.

    An existing file keeps its mode: another program may have it open with an older engine.
    """
    if networked:
        return Trouble.NETWORK_FS
    if version < STRICT_TABLES:
        return Trouble.ENGINE_TOO_OLD
    safe = is_wal_safe(version)
    if mode == "wal":
        return WAL if safe else Trouble.WAL_ON_OLD_ENGINE
    return WAL if safe and mode is None else ROLLBACK
