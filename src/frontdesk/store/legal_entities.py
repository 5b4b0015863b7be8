"""What other clinics are called, as ЕСОЗ once said."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, select

from frontdesk.domain.reference import LegalEntity
from frontdesk.store.reference_tables import legal_entity as table
from frontdesk.store.upsert import upsert


def find(db: Connection, legal_entity_id: str, read_after: datetime) -> LegalEntity | None:
    """The clinic, if it was read after that moment (UTC)."""
    known = select(table.c.id, table.c.name, table.c.phone).where(
        table.c.id == legal_entity_id, table.c.read_at > read_after
    )
    row = db.execute(known).one_or_none()
    return LegalEntity(*row) if row else None


def keep(db: Connection, entity: LegalEntity, read_at: datetime) -> None:
    row = {"id": entity.id, "name": entity.name, "phone": entity.phone, "read_at": read_at}
    upsert(db, table, [row])
