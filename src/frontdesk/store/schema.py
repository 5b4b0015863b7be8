"""Which version of the schema a database has, and bringing an older one up to date."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from frontdesk.store import clinic_tables, ground_tables, reference_tables, waiting_tables
from frontdesk.store.database import Engines
from frontdesk.store.failure import StoreError, Trouble

REVISIONS = (
    "0001",
    "0002",
    "0003",
    "0004",
    "0005",
    "0006",
    "0007",
    "0008",
    "0009",
    "0010",
)
"""All that this program knows, the oldest first. Alembic itself is imported only for a step."""

HEAD = REVISIONS[-1]

_HAVING_TABLES = (
    clinic_tables.resource,
    reference_tables.programme,
    ground_tables.paper_referral,
    waiting_tables.waiting,
)
"""One of each module that declares some, so that all are declared here."""

TABLES = tuple(_HAVING_TABLES[0].metadata.sorted_tables)
"""Every table, whoever else has imported what: each after those that it refers to."""

FRESH = "fresh"
"""There is nothing in it at all."""
_BASE = "base"
"""Alembic has been here, and has taken everything away again."""


def bring_up_to_date(engines: Engines, path: Path) -> None:
    """Migrates the SQLite file where that is due; one with anything in it is first copied.

    The caller holds the lock of the file, so that one program does it at a time.

    Raises:
        StoreError: it was written by a newer program, or is not ours; it is left untouched.
    """
    with engines.reading.connect() as db:
        found = revision(db, path)
    if found == HEAD:
        return
    if found != FRESH:
        back_up(engines.reading, path.with_name(f"{path.name}.before-{HEAD}"))
    with engines.writing.begin() as db:
        migrate(db)


def revision(db: Connection, place: Path | str) -> str:
    """The revision of the database, or that it is fresh; this program can bring it to `HEAD`.

    Raises:
        StoreError: it was written by a newer program, or by another one.
    """
    tables = inspect(db).get_table_names()
    if not tables:
        return FRESH
    if "alembic_version" not in tables:
        raise StoreError(Trouble.UNREADABLE, place)
    found = db.scalar(text("SELECT version_num FROM alembic_version")) or _BASE
    if found not in (_BASE, *REVISIONS):
        raise StoreError(Trouble.NEWER_SCHEMA, place)
    return str(found)


def back_up(engine: Engine, copy: Path) -> None:
    """Writes a whole copy of the database, which only its owner can read; replaces an older one."""
    copy.unlink(missing_ok=True)
    copy.touch(mode=0o600)
    with engine.connect() as db:
        raw = db.connection.cursor()
        raw.execute("VACUUM INTO ?", (str(copy),))
        raw.close()


def migrate(db: Connection) -> None:
    """Brings the database to `HEAD` in this transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "frontdesk.store:migrations")
    config.attributes["connection"] = db
    command.upgrade(config, HEAD)
