"""What of the agenda is on the screen: a day or a search, in what order, narrowed by what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from frontdesk.domain.lookup import TooLittle, read_query
from frontdesk.domain.planned import Grouping, Planned, in_order
from frontdesk.tui.screens.agenda_lines import Row, under_headings
from frontdesk.words import Words, agenda, dates

if TYPE_CHECKING:
    from frontdesk.desk.diary import Diary


@dataclass(slots=True)
class Sheet:
    """Changed by the keys of its screen."""

    day: date
    grouping: Grouping = Grouping.DOCTOR
    typed: str = ""
    is_everywhere: bool = False
    """Not one day is shown, but all coming visits of whom was typed."""
    visits: Sequence[Planned] | None = None
    """In their order; None while they are read."""

    async def read(self, diary: Diary) -> None:
        if self.is_everywhere:
            self.visits = await diary.to_come(self.typed)
        else:
            self.visits = await diary.of_day(self.day, self.grouping)

    def regroup(self) -> None:
        """The next order of a day."""
        self.grouping = self.grouping.following
        if not self.is_everywhere:
            self.visits = in_order(self.visits or (), self.grouping)

    def rows(self) -> Sequence[Row]:
        """The visits that fit what is typed, under their headings."""
        visits = self.visits or ()
        if self.is_everywhere:
            return visits
        query = read_query(self.typed)
        if not isinstance(query, TooLittle):
            visits = [it for it in visits if it.fits(query)]
        return under_headings(visits, self.grouping)

    def title(self, words: Words, today: date, count: int) -> str:
        """«сьогодні, понеділок, 23 листопада 2026 · за лікарями · 12 візитів».

        While they are read, nothing is said of how many there are.
        """
        counted = () if self.visits is None else (words.trn("{n} visit", "{n} visits", count),)
        if self.is_everywhere:
            return " · ".join((words.tr("All visits to come"), *counted))
        day = f"{dates.full(words, self.day)} {self.day.year}"
        if self.day == today:
            day = words.tr("today, {day}", day=day)
        return " · ".join((day, agenda.grouping(words, self.grouping), *counted))

    def sought(self, words: Words) -> str:
        """What is looked for; nothing if nothing is."""
        return words.tr("Looked for: {typed}", typed=self.typed) if self.typed else ""

    def hint(self, words: Words) -> str:
        if self.is_everywhere:
            return words.tr("Type a surname, or four last digits of a phone.")
        return words.tr("A surname or the end of a phone narrows the list.")

    def nothing(self, words: Words) -> str:
        """Why the list is empty."""
        if self.visits is None:
            return words.tr("Please wait…")
        if self.is_everywhere or self.typed:
            return words.tr("No such visit.")
        return words.tr("No visits on this day.")
