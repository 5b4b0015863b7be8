"""Which version of the schema a database has, and bringing an older one up to date."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from frontdesk.store.failure import StoreError, Trouble

REVISIONS = ("0001", "0002")
"""All that this program knows, the oldest first. Alembic itself is imported only for a step."""

HEAD = REVISIONS[-1]

_FRESH = "fresh"
_BASE = "base"
"""Alembic has been here, and has taken everything away again."""


def bring_up_to_date(reading: Engine, writing: Engine, path: Path) -> None:
    """Migrates the database where that is due; a file with anything in it is first copied.

    The caller holds the lock of the file, so that one program does it at a time.

    Raises:
        StoreError: it was written by a newer program, or is not ours; it is left untouched.
    """
    with reading.connect() as db:
        found = revision(db)
    if found == HEAD:
        return
    if found not in (_FRESH, _BASE, *REVISIONS):
        raise StoreError(Trouble.NEWER_SCHEMA, path)
    if found != _FRESH:
        back_up(reading, path.with_name(f"{path.name}.before-{HEAD}"))
    with writing.begin() as db:
        _migrate(db)


def revision(db: Connection) -> str:
    """The revision of the database, or that it is fresh.

    Raises:
        StoreError: it holds tables of another program.
    """
    tables = inspect(db).get_table_names()
    if not tables:
        return _FRESH
    if "alembic_version" not in tables:
        raise StoreError(Trouble.UNREADABLE)
    found = db.scalar(text("SELECT version_num FROM alembic_version"))
    return _BASE if found is None else str(found)


def back_up(engine: Engine, copy: Path) -> None:
    """Writes a whole copy of the database, which only its owner can read; replaces an older one."""
    copy.unlink(missing_ok=True)
    copy.touch(mode=0o600)
    with engine.connect() as db:
        raw = db.connection.cursor()
        raw.execute("VACUUM INTO ?", (str(copy),))
        raw.close()


def _migrate(db: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "frontdesk.store:migrations")
    config.attributes["connection"] = db
    command.upgrade(config, HEAD)
