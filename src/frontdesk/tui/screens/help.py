"""Довідка: what one does on the screen one came from, and its keys."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget

from frontdesk import keyboard
from frontdesk.tui import keymap
from frontdesk.tui.safe import EMPTY, cells, cut, row, text, wrapped
from frontdesk.tui.screens.base import DeskScreen
from frontdesk.tui.session import Session
from frontdesk.tui.tour import Sight
from frontdesk.tui.widgets.bars import KeyLabel
from frontdesk.tui.widgets.lines import Lines
from frontdesk.tui.widgets.ways import in_columns


class HelpScreen(DeskScreen[None]):
    """Any of Esc, Enter and the key of help closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [keymap.bind(keyboard.HELP)]
    AUTO_FOCUS = "VerticalScroll"
    DEFAULT_CSS = "HelpScreen VerticalScroll { height: 1fr; margin: 1 2 0 2; }"

    def __init__(self, session: Session, about: DeskScreen[object]) -> None:
        super().__init__(session)
        self._about = about

    def body(self) -> Iterable[Widget]:
        yield VerticalScroll(Lines(self._lines), can_focus=True)

    def keys(self) -> Sequence[KeyLabel]:
        return (("Esc", self.words.tr("back")),)

    @property
    def sight(self) -> Sight:
        return Sight.HELP

    def help(self) -> Sequence[str]:
        return self._about.help()

    def on_key(self, event: events.Key) -> None:
        if event.key in {"escape", "enter"}:
            event.stop()
            self.dismiss(None)

    def action_help(self) -> None:
        self.dismiss(None)

    def _lines(self, width: int) -> Sequence[Content]:
        tr = self.words.tr
        what = tr("What now?")
        now, *more = self.help()
        lines = [row(text(tr("Help"), "accent"), text(f"  {what}", "quiet"))]
        lines += (*wrapped(text(now, "strong"), width), EMPTY)
        kept = tr("Confirmed bookings are kept when the program is left.")
        for sentence in more:
            first, *rest = wrapped(text(sentence), width - 2)
            lines += (text("· ", "accent") + first, *(text("  ") + it for it in rest))
        keymap, actions = self.session.keymap, self._about.actions()
        own, shown = {keymap.named(it) for it in actions}, self._about.keys()
        keys = (
            *((key, label) for key, label in shown if key not in own),
            *((keymap.all_named(it), tr(it.label)) for it in actions),
        )
        column = max(cells(key) for key, _label in keys) + 2
        told = [row(cut(text(key, "quiet"), column), text(label)) for key, label in keys]
        return (*lines, EMPTY, *in_columns(told, width), EMPTY, *wrapped(text(kept), width))
