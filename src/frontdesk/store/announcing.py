"""The word to the other terminals that something is not as it was. SQLite needs none.

Whoever listens to the channel that bears the schema's name hears it when the transaction commits.
"""

from __future__ import annotations

from sqlalchemy import Connection, Text, cast, func, select

from frontdesk.store.prepared import fetch

ANNOUNCED = func.pg_notify(cast(func.current_schema(), Text), "")
"""Said by whatever statement of PostgreSQL selects or returns it: one question less."""

_ANNOUNCE = select(ANNOUNCED)


def announce(db: Connection) -> None:
    """Says it where the journal is told nothing; what it is told, everybody hears."""
    if db.dialect.name == "postgresql":
        fetch(db, _ANNOUNCE)
