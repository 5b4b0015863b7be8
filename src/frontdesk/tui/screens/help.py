"""Довідка: what one does on the screen one came from, and its keys."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual import events
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget

from frontdesk.tui.safe import EMPTY, text, wrapped
from frontdesk.tui.screens.base import DeskScreen
from frontdesk.tui.screens.facts import Fact, laid_out
from frontdesk.tui.session import Session
from frontdesk.tui.widgets.bars import KeyLabel
from frontdesk.tui.widgets.lines import Lines


class HelpScreen(DeskScreen[None]):
    """Any of Esc, Enter and F1 closes it."""

    DEFAULT_CSS = "HelpScreen VerticalScroll { height: 1fr; margin: 1 2 0 2; }"

    def __init__(self, session: Session, about: DeskScreen[object]) -> None:
        super().__init__(session)
        self._about = about

    def body(self) -> Iterable[Widget]:
        yield VerticalScroll(Lines(self._lines), can_focus=True)

    def keys(self) -> Sequence[KeyLabel]:
        return (("Esc", self.words.tr("back")),)

    def help(self) -> Sequence[str]:
        return self._about.help()

    def on_key(self, event: events.Key) -> None:
        if event.key in {"escape", "enter", "f1"}:
            event.stop()
            self.dismiss(None)

    def _lines(self, width: int) -> Sequence[Content]:
        tr = self.words.tr
        lines = [text(tr("Help"), "accent"), EMPTY]
        for sentence in self.help():
            first, *rest = wrapped(text(sentence), width - 2)
            lines += (text("· ", "accent") + first, *(text("  ") + it for it in rest))
        keys = (
            *self._about.keys(),
            ("F12", tr("the other language")),
            ("Ctrl+L", tr("lock the screen")),
            ("F10, Ctrl+Q", tr("quit; confirmed bookings are kept")),
        )
        return (*lines, EMPTY, *laid_out([Fact(key, label) for key, label in keys], width))
