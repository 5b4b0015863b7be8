"""The agenda: the visits of a day, and the coming ones of whoever is looked for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from frontdesk.desk.context import Context
from frontdesk.domain.lookup import TooLittle, read_query
from frontdesk.domain.planned import Grouping, Planned, in_order
from frontdesk.store import diary

LISTED = 100
"""Visits in one answer; what is not among them is found by typing on."""


class Diary:
    def __init__(self, context: Context) -> None:
        self._context = context

    async def of_day(self, day: date, order: Grouping = Grouping.DOCTOR) -> Sequence[Planned]:
        """The visits of the day, the cancelled ones left out; sorted where no key waits for it."""
        return await self._context.store.read(lambda db: in_order(diary.planned(db, day), order))

    async def to_come(self, typed: str) -> tuple[Planned, ...]:
        """The visits from today on, by time, of the patients whom `typed` fits."""
        query = read_query(typed)
        if isinstance(query, TooLittle):
            return ()
        today = self._context.today()
        return await self._context.store.read(lambda db: diary.planned_of(db, query, today, LISTED))
