"""A field of one line: what is typed appears at the caret, and only that is repainted."""

from __future__ import annotations

from textual import events
from textual.content import Content
from textual.geometry import Region
from textual.message import Message

from frontdesk.tui.safe import row, text
from frontdesk.tui.widgets.lines import LineWidget


class Field(LineWidget, can_focus=True):
    """Editing keys over a value; subclasses say how it looks."""

    class Edited(Message):
        """The value was changed by a key or a paste; heard above before any later key."""

        def __init__(self, field: Field) -> None:
            super().__init__()
            self.field = field

        @property
        def control(self) -> Field:
            return self.field

    def __init__(self, *, id_: str | None = None) -> None:
        super().__init__(id=id_)
        self.value = ""
        self.caret = 0
        """Characters before it."""

    def set(self, value: str) -> None:
        """Puts `value` in, the caret behind it."""
        self.value, self.caret = value, len(value)
        self.refresh()

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def on_key(self, event: events.Key) -> None:
        if self._moved(event.key) or self._erased(event.key):
            event.stop()
        elif event.is_printable and event.character is not None:
            event.stop()
            self.insert(event.character, event.time)

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        self.insert(" ".join(event.text.splitlines()), event.time)

    def insert(self, typed: str, _at: float) -> None:
        """Takes `typed` in at the caret."""
        kept = self.accepted(typed)
        if kept:
            self._change(self.value[: self.caret] + kept + self.value[self.caret :], len(kept))

    def accepted(self, typed: str) -> str:
        """What of `typed` may stand in the field."""
        return "".join(it for it in typed if it.isprintable())

    def _moved(self, key: str) -> bool:
        match key:
            case "left":
                caret = max(0, self.caret - 1)
            case "right":
                caret = min(len(self.value), self.caret + 1)
            case "home":
                caret = 0
            case "end":
                caret = len(self.value)
            case _:
                return False
        before, self.caret = self.caret, caret
        self._repaint(min(before, caret), max(before, caret))
        return True

    def _erased(self, key: str) -> bool:
        match key:
            case "backspace" if self.caret:
                self._change(self.value[: self.caret - 1] + self.value[self.caret :], -1)
            case "delete" if self.caret < len(self.value):
                self._change(self.value[: self.caret] + self.value[self.caret + 1 :], 0)
            case "ctrl+u":
                self._change("", -self.caret)
            case "backspace" | "delete":
                pass
            case _:
                return False
        return True

    def _change(self, value: str, step: int) -> None:
        """Sets the value and moves the caret by `step` characters; repaints from the change on."""
        before, caret = self.value, self.caret
        self.value = value
        self.caret = caret + step
        self._repaint(min(caret, self.caret), max(len(before), len(value)))
        # Not through its own queue: behind the keys that wait there an Enter would overtake it.
        self.ancestors[0].post_message(self.Edited(self))

    def _repaint(self, first: int, last: int) -> None:
        """Repaints the characters `first`..`last` and the caret."""
        x = self.column(first)
        self.refresh(Region(x, self.value_line, self.column(last) - x + 1, 1))

    value_line = 0
    """The line of the widget on which the value stands."""

    def column(self, position: int) -> int:
        """The cell at which the character number `position` begins."""
        raise NotImplementedError

    def caret_on(self, shown: Content, at: int) -> Content:
        """`shown` with the caret on its character number `at`, if the field has the focus."""
        if not self.has_focus:
            return shown
        return row(shown, text(" ")).stylize("caret", at, at + 1)
