"""Alembic's entry: runs the revisions in the transaction of the connection it is given."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection

from frontdesk.store.tables import metadata

connection: Connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
