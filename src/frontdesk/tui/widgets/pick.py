"""A field for one of several: arrows go through them, typed letters go to the first that fits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.message import Message

from frontdesk.tui.safe import EMPTY, cut, row, text
from frontdesk.tui.widgets.entry import LABEL
from frontdesk.tui.widgets.lines import LineWidget

Option = TypeVar("Option")

ARROWS = 4
"""Cells of both, with their spaces."""


class Pick(LineWidget, Generic[Option], can_focus=True):
    """One line: the label, and what is chosen between two arrows."""

    class Changed(Message):
        """Something else was chosen."""

        def __init__(self, pick: LineWidget) -> None:
            super().__init__()
            self.pick = pick

        @property
        def control(self) -> LineWidget:
            return self.pick

    def __init__(
        self,
        label: Callable[[], str],
        named: Callable[[Option], str],
        options: Sequence[Option],
        *,
        id_: str,
    ) -> None:
        """`named` says an option in the language of the moment; there is at least one."""
        super().__init__(id=id_)
        self._label = label
        self._named = named
        self._options = tuple(options)
        self._at = 0
        self._typed = ""

    @property
    def current(self) -> Option:
        return self._options[self._at]

    def show(self, options: Sequence[Option]) -> None:
        """Others to choose from; what was chosen stays if it is among them."""
        before = self.current
        self._options = tuple(options)
        self._at = self._options.index(before) if before in self._options else 0
        self.refresh()

    def choose(self, option: Option) -> None:
        """Goes to `option`, which is one of them."""
        self._at = self._options.index(option)
        self.refresh()

    def get_content_height(self, _container: Size, _viewport: Size, _width: int) -> int:
        return 1

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self._typed = ""
        self.refresh()

    def on_key(self, event: events.Key) -> None:
        match event.key:
            case "left":
                self._go(self._at - 1)
            case "right":
                self._go(self._at + 1)
            case "backspace":
                self._look_for(self._typed[:-1])
            case _ if event.is_printable and event.character is not None:
                self._look_for(self._typed + event.character)
            case _:
                return
        event.stop()

    def line(self, _y: int) -> Content:
        label = cut(text(self._label(), "accent" if self.has_focus else "quiet"), LABEL)
        typed = row(text("  "), text(self._typed, "caret")) if self._typed else EMPTY
        room = self.size.width - LABEL - ARROWS - typed.cell_length
        named = text(self._named(self.current), "strong").truncate(max(1, room), ellipsis=True)
        return row(label, text("◂ ", "accent"), named, text(" ▸", "accent"), typed)

    def _go(self, to: int) -> None:
        self._typed = ""
        self._choose(to % len(self._options))

    def _look_for(self, typed: str) -> None:
        """Goes to the first option in which `typed` stands; what fits nothing is not taken."""
        fitting = (
            at
            for at, it in enumerate(self._options)
            if typed.casefold() in self._named(it).casefold()
        )
        found = next(fitting, None)
        if found is not None:
            self._typed = typed
            self._choose(found)

    def _choose(self, at: int) -> None:
        is_other, self._at = at != self._at, at
        self.refresh()
        if is_other:
            self.post_message(self.Changed(self))
