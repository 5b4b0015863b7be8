"""A list with a cursor, drawn line by line: its length costs nothing, a move repaints two lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain
from typing import Generic, TypeVar

from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from frontdesk.tui.safe import EMPTY, cells, row, text
from frontdesk.tui.themes import Role
from frontdesk.tui.widgets.lines import LineWidget

Item = TypeVar("Item")


class LineList(LineWidget, Generic[Item], can_focus=True):
    """Items under a title. The cursor stays on its item when the items change."""

    SPACED = True

    class Moved(Message):
        """The cursor stands on another item."""

        def __init__(self, lines: Widget) -> None:
            super().__init__()
            self.lines = lines

        @property
        def control(self) -> Widget:
            return self.lines

    class Left(Message):
        """Up was pressed on the first item."""

    def __init__(
        self,
        draw: Callable[[Item, int], Content],
        title: Callable[[], str] | None = None,
        *,
        can_take: Callable[[Item], bool] = lambda _: True,
        id_: str | None = None,
    ) -> None:
        super().__init__(id=id_)
        self._draw = draw
        self._title = title
        self._can_take = can_take
        self._items: tuple[Item, ...] = ()
        self._cursor = 0
        self._top = 0
        """The first item on the screen."""

    @property
    def items(self) -> tuple[Item, ...]:
        return self._items

    @property
    def current(self) -> Item | None:
        """The item under the cursor."""
        return self._items[self._cursor] if self._items else None

    def show(self, items: Sequence[Item], current: Item | None = None) -> None:
        """Puts `items` in; the cursor goes to `current`, else stays on its item, else near it."""
        before = len(self._items)
        wanted = self.current if current is None else current
        self._items = tuple(items)
        if wanted is not None and wanted in self._items:
            self._cursor = self._items.index(wanted)
        else:
            self._cursor = self._nearest(min(self._cursor, max(0, len(self._items) - 1)))
        self._scroll()
        self.refresh(layout=before != len(self._items))

    def get_content_height(self, _container: Size, _viewport: Size, _width: int) -> int:
        return (len(self._items) + self._head) * self.pitch

    def line(self, y: int) -> Content:
        width = self.size.width
        if y < self._head:
            return self._titled(width)
        index = self._top + y - self._head
        if index >= len(self._items):
            return EMPTY
        mark = text("▸ ", "accent") if index == self._cursor and self.can_focus else text("  ")
        return row(mark, self._draw(self._items[index], width - 2))

    def ground(self, y: int) -> Role:
        is_cursor = y >= self._head and self._top + y - self._head == self._cursor
        if not (is_cursor and self.can_focus and self._items):
            return "plain"
        return "cursor" if self.has_focus else "idle cursor"

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def on_resize(self) -> None:
        self._scroll()

    def on_key(self, event: events.Key) -> None:
        page = max(1, self.rows - self._head - 1)
        match event.key:
            case "up" if self._cursor == self._first:
                self.post_message(self.Left())
            case "up":
                self._move(-1)
            case "down":
                self._move(1)
            case "pageup":
                self._move(-1, page)
            case "pagedown":
                self._move(1, page)
            case "home":
                self._move(-1, len(self._items))
            case "end":
                self._move(1, len(self._items))
            case _:
                return
        event.stop()

    def on_click(self, event: events.Click) -> None:
        index = self._top + event.y // self.pitch - self._head
        if 0 <= index < len(self._items) and self._can_take(self._items[index]):
            self._go(index)

    @property
    def _head(self) -> int:
        return 1 if self._title else 0

    @property
    def _first(self) -> int:
        return next((at for at, it in enumerate(self._items) if self._can_take(it)), 0)

    def _titled(self, width: int) -> Content:
        title = self._title() if self._title else ""
        role: Role = "accent" if self.has_focus else "strong"
        return row(text(f"{title} ", role), text("─" * (width - cells(title) - 1), "frame"))

    def _move(self, step: int, count: int = 1) -> None:
        """Goes over `count` items, or as far as there are items that can be taken."""
        goal, at = self._cursor, self._cursor
        while count > 0 and 0 <= (at := at + step) < len(self._items):
            count -= 1
            if self._can_take(self._items[at]):
                goal = at
            elif count == 0:
                count = 1
        self._go(goal)

    def _nearest(self, index: int) -> int:
        """The item at `index` or, if it cannot be taken, the next that can."""
        nearby = chain(range(index, len(self._items)), reversed(range(index)))
        return next((at for at in nearby if self._can_take(self._items[at])), 0)

    def _go(self, index: int) -> None:
        if index == self._cursor:
            return
        before, self._cursor = self._cursor, index
        if self._scroll():
            self.refresh()
        else:
            self.repaint_line(before - self._top + self._head)
            self.repaint_line(index - self._top + self._head)
        self.post_message(self.Moved(self))

    def _scroll(self) -> bool:
        """Brings the cursor into view; whether the list had to move."""
        rows = max(1, self.rows - self._head)
        before = self._top
        self._top = max(0, min(self._top, self._cursor, max(0, len(self._items) - rows)))
        self._top = max(self._top, self._cursor - rows + 1)
        return self._top != before
