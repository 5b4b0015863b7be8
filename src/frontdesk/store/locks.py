"""What writers wait for on PostgreSQL. On SQLite each has the whole file while it writes.

So that nobody waits for somebody who waits for him, locks are taken in this order: the referral,
the resources by their ids, rows that exist, and last of all the numbering. Where that order can't
be kept, whoever waits longer than `lock_timeout` begins his transaction anew (`Store.write`).

Who gives up waiting loses his place in the queue. Where everybody queues in the same order that is
only unfair: there one waits longer, up to `QUEUE`.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, text

from frontdesk.store.prepared import change

QUEUE = "2s"
"""Less than a statement may take; who takes his time (`take_time`) waits without end here, too."""

# Advisory locks know nothing of schemas, and there may be several clinics in one database.
_LOCK = text("""
    SELECT set_config(
               'lock_timeout',
               CASE current_setting('lock_timeout') WHEN '0' THEN '0' ELSE CAST(:queue AS text) END,
               true),
           pg_advisory_xact_lock(
               hashtextextended(CAST(current_schema() AS text) || ' ' || what, 0))
      FROM unnest(CAST(:all AS text[])) AS what
""")


def lock_resources(db: Connection, resource_ids: Iterable[str]) -> None:
    """Until it ends, no other transaction takes cells of these."""
    _lock(db, *(f"resource {id_}" for id_ in sorted(resource_ids)))


def lock_numbering(db: Connection) -> None:
    """Until it ends, no other transaction numbers anything: who reads 7 has seen 6."""
    _lock(db, "numbering")


def lock_migration(db: Connection) -> None:
    """One program changes the tables, and takes the time that it takes."""
    take_time(db)
    _lock(db, "migration")


def lock_tables(db: Connection, names: Iterable[str]) -> None:
    """Until it ends, no other transaction writes into these; they can be read."""
    if db.dialect.name == "postgresql":
        db.execute(text(f"LOCK TABLE {', '.join(names)} IN EXCLUSIVE MODE"))


def take_time(db: Connection) -> None:
    """The transaction goes through the whole database: a clerk's limits are not for it."""
    if db.dialect.name == "postgresql":
        # Only there is its driver installed.
        from frontdesk.store.impatient import ImpatientConnection

        for limit in ("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout"):
            db.execute(text(f"SET LOCAL {limit} = 0"))
        raw: object = db.connection.driver_connection
        if isinstance(raw, ImpatientConnection):
            raw.takes_time = True


def _lock(db: Connection, *what: str) -> None:
    if db.dialect.name == "postgresql":
        change(db, _LOCK, {"all": list(what), "queue": QUEUE})
