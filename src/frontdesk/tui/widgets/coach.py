"""The tour's strip above the keys: what to do next, while one does it on the real screens."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from frontdesk import keyboard
from frontdesk.tui.safe import cells, row, text, wrapped
from frontdesk.tui.tour import Step
from frontdesk.tui.widgets.lines import Lines
from frontdesk.words import tour as words_of_tour

if TYPE_CHECKING:
    from frontdesk.tui.session import Session

_NAMED = (keyboard.HELP, keyboard.PALETTE, keyboard.COPY, keyboard.TOUR)


class Coach(Lines):
    """A title and two lines; nothing while there is no tour."""

    SPACED = False
    DEFAULT_CSS = "Coach { dock: bottom; margin: 0 0 1 0; padding: 0 2; min-height: 3; }"

    def __init__(self, session: Session) -> None:
        super().__init__(self._told)
        self._session = session

    def _told(self, width: int) -> Sequence[Content]:
        words, tour = self._session.words, self._session.tour
        if tour is None:
            return ()
        if tour.is_on_its_way:
            keys = {it.name: self._session.keymap.named(it) for it in _NAMED}
            said = words_of_tour.said(words, tour.step.name, keys)
        else:
            said = words_of_tour.detour(words)
        return (self._title(tour.step, width), *wrapped(text(said), width))

    def _title(self, step: Step, width: int) -> Content:
        words = self._session.words
        title = f"{words_of_tour.title(words, step.number, len(Step))} "
        leave = words.tr("leave the tour")
        keys = row(text(" Esc, Esc", "accent"), text(f" {leave}", "quiet"))
        rule = "─" * (width - cells(title) - keys.cell_length)
        return row(text(title, "accent"), text(rule, "frame"), keys)
