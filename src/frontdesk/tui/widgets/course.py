"""The times marked for the visits of a course, and how many there may be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from frontdesk.desk.answers import TimesCollide, TooManyVisits
from frontdesk.domain.course import collision, in_order
from frontdesk.tui.safe import cells, cut, row, text
from frontdesk.tui.widgets.bars import KeyLabel
from frontdesk.tui.widgets.lines import Lines
from frontdesk.words import dates

if TYPE_CHECKING:
    from frontdesk.domain.freetime import FreeTime
    from frontdesk.tui.session import Session

ROWS = 4
"""Lines of times; the confirmation shows all of them."""


class Course(Lines):
    """No line where the referral is for one visit."""

    def __init__(self, session: Session, most: int, keys: Callable[[], Sequence[KeyLabel]]) -> None:
        """`keys`: those that mark, named beside the count."""
        super().__init__(self._told, id_="course")
        self._session = session
        self._keys = keys
        self.most = most
        """Visits that can be booked."""
        self.times: tuple[FreeTime, ...] = ()

    def mark(self, time: FreeTime) -> TimesCollide | TooManyVisits | None:
        """Marks the time, or takes its mark away; the answer says why it stays unmarked."""
        if time in self.times:
            self.show([it for it in self.times if it != time])
            return None
        if len(self.times) >= self.most:
            return TooManyVisits(self.most)
        colliding = collision((*self.times, time))
        if colliding is not None:
            return TimesCollide(*colliding)
        self.show((*self.times, time))
        return None

    def put_instead(self, time: FreeTime, other: FreeTime | None) -> None:
        """Gives up a time that cannot be had."""
        kept = [it for it in self.times if it != time]
        self.show(kept if other is None else (*kept, other))

    def show(self, times: Sequence[FreeTime]) -> None:
        self.times = in_order(times)
        self.renew()

    def _told(self, width: int) -> Sequence[Content]:
        words = self._session.words
        if self.most < 2:
            return ()
        count = words.tr("Visits {n} of {all}", n=len(self.times), all=self.most)
        keys = [row(text(f"  {key}", "accent"), text(f" {does}")) for key, does in self._keys()]
        title = row(text(count, "strong"), *keys, text(" "))
        rule = text("─" * (width - title.cell_length), "frame")
        return (row(title, rule), *self._marked(width))

    def _marked(self, width: int) -> list[Content]:
        """The times side by side; of very many the last ones give way to an ellipsis."""
        when = [
            f"{dates.short(self._session.words, it.day)} {dates.clock(it.start)}"
            for it in self.times
        ]
        cell = max((cells(it) for it in when), default=0) + 4
        in_a_row = max(1, width // cell)
        lines = [
            row(*(cut(row(text(" ✔ ", "good"), text(it)), cell) for it in when[at : at + in_a_row]))
            for at in range(0, len(when), in_a_row)
        ]
        return lines if len(lines) <= ROWS else [*lines[: ROWS - 1], text(" …", "quiet")]
