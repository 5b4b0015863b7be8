"""On the home screen: where each key leads, in quiet columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from frontdesk import keyboard
from frontdesk.tui.safe import cut, row, text
from frontdesk.tui.widgets.lines import Lines

if TYPE_CHECKING:
    from frontdesk.tui.session import Session

GAP = 2
"""Cells between two columns."""


class Ways(Lines):
    """The actions of the home screen, in as few lines as the width allows."""

    SPACED = False

    def __init__(self, session: Session) -> None:
        super().__init__(self._columns, id_="ways")
        self._session = session

    def _columns(self, width: int) -> Sequence[Content]:
        return in_columns([self._way(it) for it in keyboard.WAYS], width)

    def _way(self, it: keyboard.Action) -> Content:
        key = self._session.keymap.named(it)
        return row(text(key, "accent"), text(f" {self._session.words.tr(it.label)}", "quiet"))


def in_columns(parts: Sequence[Content], width: int) -> list[Content]:
    """The parts in their order, line by line, in as few lines as the width allows."""
    possible = (_widths(parts, count) for count in range(len(parts), 1, -1))
    fitting = (it for it in possible if sum(it) + GAP * (len(it) - 1) <= width)
    columns = next(fitting, _widths(parts, 1))
    count = len(columns)
    lines = (parts[at : at + count] for at in range(0, len(parts), count))
    return [text(" " * GAP).join(map(cut, line, columns)) for line in lines]


def _widths(parts: Sequence[Content], count: int) -> list[int]:
    """Of so many columns."""
    return [max(it.cell_length for it in parts[at::count]) for at in range(count)]
