"""The number field: groups by four as one types; at sixteen symbols the search starts by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events
from textual.content import Content
from textual.message import Message

from frontdesk.tui.safe import cells, row, text
from frontdesk.tui.themes import Role
from frontdesk.tui.widgets.field import Field

if TYPE_CHECKING:
    from collections.abc import Callable

    from frontdesk.domain.number import Misread, Readable

LENGTH = 16
GROUP = 4
BURST = 0.08
"""Seconds within which the next key still belongs to the same scan."""

_LEFT = 2
"""Cells before the first symbol: the frame and a space."""


class NumberField(Field):
    """Holds symbols without hyphens; whatever they are, none is dropped in silence."""

    DEFAULT_CSS = "NumberField { height: 3; }"
    value_line = 1

    class Complete(Message):
        """Sixteen symbols that can be read as a number, or two numbers."""

        def __init__(self, reading: Readable, at: float) -> None:
            super().__init__()
            self.reading = reading
            self.at = at
            """When the last key of the entry was pressed, on the clock of key events."""

    class Wrong(Message):
        """An entry that is no referral number."""

        def __init__(self, misread: Misread) -> None:
            super().__init__()
            self.misread = misread

    def __init__(self, title: Callable[[], str]) -> None:
        super().__init__()
        self._title = title
        self._raw = ""
        """The entry as typed, hyphens included, as long as it grew only at its end."""
        self._last_key = 0.0
        self._complete_at = 0.0

    def clear(self) -> None:
        self._raw = ""
        self.set("")

    def read_again(self) -> None:
        """Says once more what stands in the field."""
        self._read(self._complete_at)

    def key_enter(self, event: events.Key) -> None:
        if not self.value:
            return
        event.stop()
        # The Enter that ends a scan is no wish of the clerk.
        if event.time - self._complete_at > BURST:
            self._read(event.time)

    def insert(self, typed: str, at: float) -> None:
        symbols = self.accepted(typed)
        pause = at - self._last_key > BURST
        self._last_key = at
        whole = len(symbols) >= LENGTH or (len(self.value) >= LENGTH and pause)
        if symbols and whole and self.caret == len(self.value):
            self.clear()
        if self.caret == len(self.value):
            self._raw += typed
        else:
            self._raw = ""
        if not symbols:
            return
        super().insert(typed, at)
        if len(self.value) >= LENGTH or len(symbols) > 1:
            self._read(at)

    def accepted(self, typed: str) -> str:
        from frontdesk.domain.number import symbols_of

        return symbols_of(typed)

    def _erased(self, key: str) -> bool:
        erased = super()._erased(key)
        if erased:
            self._raw = self.value
        return erased

    def _read(self, at: float) -> None:
        from frontdesk.domain.number import Misread, Number

        reading = Number.read(self._raw or self.value)
        if isinstance(reading, Misread):
            self.post_message(self.Wrong(reading))
        else:
            self._complete_at = at
            self.post_message(self.Complete(reading, at))

    def column(self, position: int) -> int:
        hyphens = min(position // GROUP, max(LENGTH, len(self.value)) // GROUP - 1)
        return _LEFT + position + hyphens

    def line(self, y: int) -> Content:
        width = self.size.width
        frame: Role = "accent" if self.has_focus else "frame"
        if y == 0:
            title = self._title()
            rule = "─" * (width - cells(title) - 5)
            return row(text("╭─ ", frame), text(title, "strong"), text(f" {rule}╮", frame))
        if y == self.value_line:
            inside = self._shown()
            blank = " " * (width - inside.cell_length - 3)
            return row(text("│ ", frame), inside, text(f"{blank}│", frame))
        return text(f"╰{'─' * (width - 2)}╯", frame)

    def _shown(self) -> Content:
        places = self.value.ljust(LENGTH, "·")
        groups = [places[at : at + GROUP] for at in range(0, len(places), GROUP)]
        shown = text("-".join(groups), "strong")
        rest = self.column(len(self.value)) - _LEFT
        if rest < shown.cell_length:
            shown = shown.stylize("quiet", rest)
        return self.caret_on(shown, self.column(self.caret) - _LEFT)
