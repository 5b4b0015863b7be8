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
        is_whole: bool = False,
    ) -> None:
        """`is_whole`: it is typed anew rather than corrected, as a phone or a date is."""
        super().__init__(id_=id_)
        self._is_secret = is_secret
        self._is_whole = is_whole
        self._is_marked = False
        self._label = label
        self._hint = hint
        self.wrong = ""
        """Said below the field until it is edited."""

    def set(self, value: str) -> None:
        """Puts `value` in; a whole one is marked: the next character replaces it."""
        super().set(value)
        self._is_marked = self._is_whole and bool(value)

    def insert(self, typed: str, at: float) -> None:
        if self._is_marked and self.accepted(typed):
            self.set("")
        super().insert(typed, at)

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
        is_marked = self._is_marked and self.has_focus
        styled = text(shown, "cursor" if is_marked else "strong")
        field = cut(row(styled, text(blank, "frame")), room)
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

    def _moved(self, key: str) -> bool:
        has_moved = super()._moved(key)
        if has_moved:
            self._unmark()
        return has_moved

    def _erased(self, key: str) -> bool:
        is_all = self._is_marked and key in {"backspace", "delete"}
        return super()._erased("ctrl+u" if is_all else key)

    def _change(self, value: str, step: int) -> None:
        self._unmark()
        self.wrong, wrong = "", self.wrong
        if wrong:
            self.refresh()
        super()._change(value, step)

    def _unmark(self) -> None:
        if self._is_marked:
            self._is_marked = False
            self.refresh()
