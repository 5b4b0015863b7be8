"""A labelled field for words: a name, a phone, a date."""

from __future__ import annotations

from collections.abc import Callable

from rich.cells import cell_len
from textual.content import Content
from textual.geometry import Size

from frontdesk.domain.clean import ELLIPSIS
from frontdesk.tui.safe import cut, row, text
from frontdesk.tui.widgets.field import Field

LABEL = 20
"""Cells of the label."""


class Entry(Field):
    """Two lines: the label and what was typed; below it what is wrong, or a hint."""

    def __init__(
        self,
        label: Callable[[], str],
        hint: Callable[[], str],
        *,
        id_: str,
        is_secret: bool = False,
    ) -> None:
        super().__init__(id_=id_)
        self._is_secret = is_secret
        self._label = label
        self._hint = hint
        self.wrong = ""
        """Said below the field until it is edited."""

    def get_content_height(self, _container: Size, _viewport: Size, _width: int) -> int:
        return 2

    def mark(self, wrong: str) -> None:
        self.wrong = wrong
        self.refresh()

    def line(self, y: int) -> Content:
        if y == 1:
            below = text(f"✖ {self.wrong}", "bad") if self.wrong else text(self._hint(), "quiet")
            return row(text(" " * LABEL), below)
        label = cut(text(self._label(), "accent" if self.has_focus else "quiet"), LABEL)
        room = self.size.width - LABEL - 1
        start = self._first_shown(room)
        typed = self.value[start : start + room + 1]
        shown = "•" * len(typed) if self._is_secret else typed
        if start:
            shown = ELLIPSIS + shown[1:]
        blank = "_" * (room - cell_len(shown))
        field = cut(row(text(shown, "strong"), text(blank, "frame")), room)
        return row(label, self.caret_on(field, self.caret - start))

    def _first_shown(self, room: int) -> int:
        """The first character on the screen: so late that the caret has its place in `room`."""
        start, before = 0, cell_len(self.value[: self.caret])
        while before > room - 2:
            before -= cell_len(self.value[start])
            start += 1
        return start

    def column(self, position: int) -> int:
        return LABEL + cell_len(self.value[:position])

    def _repaint(self, first: int, last: int) -> None:
        """A text longer than its field moves as a whole."""
        if self.wrong or self.column(len(self.value)) >= self.size.width - 1:
            self.refresh()
        else:
            super()._repaint(first, last)

    def _change(self, value: str, step: int) -> None:
        self.wrong, wrong = "", self.wrong
        if wrong:
            self.refresh()
        super()._change(value, step)
