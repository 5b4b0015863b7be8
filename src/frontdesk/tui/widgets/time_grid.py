"""The free times of one doctor on one day; a move repaints two cells."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from textual import events
from textual.content import Content
from textual.geometry import Region
from textual.message import Message

from frontdesk.domain.freetime import FreeTime
from frontdesk.tui.safe import EMPTY, cells, row, text
from frontdesk.tui.themes import Role
from frontdesk.tui.widgets.lines import LineWidget
from frontdesk.words import dates

CELL = 8
"""Columns of a time: ` 14:20  `."""


class TimeGrid(LineWidget, can_focus=True):
    """Times in rows, read left to right. The cursor stays on its minute when the times change."""

    SPACED = True

    class Left(Message):
        """Left was pressed in the first column."""

    def __init__(
        self,
        title: Callable[[], str],
        none: Callable[[], str],
        *,
        id_: str | None = None,
    ) -> None:
        """`none` says why there are no times."""
        super().__init__(id=id_)
        self._title = title
        self._none = none
        self._times: tuple[FreeTime, ...] = ()
        self._taken: FreeTime | None = None
        self._takeable = True
        self._marked: frozenset[FreeTime] = frozenset()
        self._sign = " "
        self._cursor = 0
        self._top = 0
        """The first row on the screen."""

    @property
    def current(self) -> FreeTime | None:
        """The time under the cursor."""
        return self._times[self._cursor] if self._times else None

    def show(
        self,
        times: Sequence[FreeTime],
        minute: int | None,
        *,
        takeable: bool,
        taken: FreeTime | None = None,
    ) -> None:
        """Puts `times` in; the cursor goes to the first of them at `minute` or later.

        Without `takeable` they are shown, and shown to be past the referral's last day. `taken` is
        the one of them that another terminal took while it was chosen here.
        """
        shown = (self._times, self._takeable, self._taken)
        if shown == (tuple(times), takeable, taken) and minute is None:
            return
        wanted = minute if minute is not None else self._minute()
        self._times, self._takeable, self._taken = tuple(times), takeable, taken
        later = (at for at, it in enumerate(self._times) if it.start >= wanted)
        self._cursor = next(later, max(0, len(self._times) - 1))
        self._scroll()
        self.refresh()

    def mark(self, marked: Collection[FreeTime], sign: str) -> None:
        """Puts a ✔ beside the times that are `marked`, and `sign` beside all others."""
        before = (self._marked, self._sign)
        self._marked, self._sign = frozenset(marked), sign
        if before != (self._marked, self._sign):
            self.refresh()

    def _minute(self) -> int:
        return self.current.start if self.current else 0

    def line(self, y: int) -> Content:
        if y == 0:
            title = self._title()
            role: Role = "accent" if self.has_focus else "strong"
            rule = "─" * (self.size.width - cells(title) - 1)
            return row(text(f"{title} ", role), text(rule, "frame"))
        if not self._times:
            return text(self._none(), "quiet") if y == 1 else EMPTY
        first = (self._top + y - 1) * self._columns
        shown = range(first, min(first + self._columns, len(self._times)))
        return row(*(self._cell(at) for at in shown))

    def _cell(self, at: int) -> Content:
        time = dates.clock(self._times[at].start)
        is_taken = self._times[at] == self._taken
        is_marked = self._times[at] in self._marked
        mark = "✖" if is_taken else "✔" if is_marked else self._sign
        if at == self._cursor:
            role: Role = "cursor" if self.has_focus else "idle cursor"
            return row(text(f"▸{time}{mark}", role), text(" "))
        role = "closed" if is_taken or not self._takeable else "plain"
        tone: Role = "bad" if is_taken else "good" if is_marked else "warn"
        return row(text(" "), text(time, role), text(f"{mark} ", tone))

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def on_resize(self) -> None:
        self._scroll()

    def on_key(self, event: events.Key) -> None:
        columns = self._columns
        match event.key:
            case "left" if self._cursor % columns == 0:
                self.post_message(self.Left())
            case "left":
                self._go(self._cursor - 1)
            case "right":
                self._go(self._cursor + 1)
            case "up":
                self._go(self._cursor - columns)
            case "down":
                self._go(self._cursor + columns)
            case "home":
                self._go(0)
            case "end":
                self._go(len(self._times) - 1)
            case _:
                return
        event.stop()

    def on_click(self, event: events.Click) -> None:
        at = (self._top + event.y // self.pitch - 1) * self._columns + event.x // CELL
        if event.y >= self.pitch and event.x // CELL < self._columns:
            self._go(at)

    @property
    def _columns(self) -> int:
        return max(1, self.size.width // CELL)

    def _go(self, at: int) -> None:
        if not 0 <= at < len(self._times):
            return
        before, self._cursor = self._cursor, at
        if self._scroll():
            self.refresh()
            return
        for place in (before, at):
            line, column = divmod(place, self._columns)
            y = (line - self._top + 1) * self.pitch
            self.refresh(Region(column * CELL, y, CELL - 1, 1))

    def _scroll(self) -> bool:
        """Brings the cursor into view; whether the rows had to move."""
        rows = max(1, self.rows - 1)
        before, at = self._top, self._cursor // self._columns
        self._top = min(max(self._top, at - rows + 1), at)
        return self._top != before
