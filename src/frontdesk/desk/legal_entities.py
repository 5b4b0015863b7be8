"""What the clinics in a referral are called: ЕСОЗ gives their ids, and seldom their names."""

from __future__ import annotations

from datetime import datetime, timedelta

from frontdesk.desk.context import Context
from frontdesk.domain.reference import LegalEntity
from frontdesk.esoz.failure import Failure
from frontdesk.store import legal_entities

FRESH = timedelta(days=30)
"""For so long a name and a phone are believed."""
PAUSE = timedelta(hours=1)
"""Before a clinic about which ЕСОЗ told nothing is asked about again."""


class LegalEntities:
    def __init__(self, context: Context) -> None:
        self._context = context
        self._asked: dict[str, datetime] = {}
        """When in vain."""

    async def called(self, legal_entity_id: str) -> LegalEntity | None:
        """The clinic from our copy or, if it is not there, from ЕСОЗ; None if neither tells."""
        context, now = self._context, self._context.now()
        known = await context.store.read(
            lambda db: legal_entities.find(db, legal_entity_id, now - FRESH)
        )
        if known is not None or self._asked.get(legal_entity_id, now - PAUSE) > now - PAUSE:
            return known
        self._asked[legal_entity_id] = now
        told = await context.esoz.legal_entities.read(legal_entity_id)
        if isinstance(told, Failure):
            return None
        del self._asked[legal_entity_id]
        await context.store.write(lambda db: legal_entities.keep(db, told, now))
        return told
