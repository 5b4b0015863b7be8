"""What a locked terminal shows: it lies over a whole screen, whatever stands or comes there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from textual.content import Content
from textual.geometry import Size

from frontdesk.tui.lock import NoPin
from frontdesk.tui.safe import EMPTY, row, text, wrapped
from frontdesk.tui.themes import Role
from frontdesk.tui.widgets.lines import Lines

if TYPE_CHECKING:
    from frontdesk.tui.session import Session

_WIDEST = 60
"""Cells: a sentence is read at a glance."""
_SIGN: Role = "on unsure"


class Cover(Lines):
    """Says nothing of anybody: the clinic, that it is locked, how it opens."""

    DEFAULT_CSS = "Cover { layer: lock; width: 100%; height: 100%; background: $background; }"

    def __init__(self, session: Session) -> None:
        super().__init__(self._told)
        self._session = session
        self.display = session.lock.is_on

    def get_content_height(self, _container: Size, viewport: Size, _width: int) -> int:
        return viewport.height

    def follow_the_lock(self) -> None:
        """Lies over the screen, or goes away."""
        self.display = self._session.lock.is_on
        self.renew()

    def _told(self, width: int) -> Sequence[Content]:
        if not self._session.lock.is_on:
            return ()
        column = min(width - 4, _WIDEST)
        left = text(" " * ((width - column) // 2))
        lines = [row(left, line) for line in self._lines_in(column)]
        above = max(0, (self.size.height - len(lines)) // 3)
        return (*(EMPTY for _ in range(above)), *lines)

    def _lines_in(self, width: int) -> Iterator[Content]:
        session = self._session
        tr = session.words.tr
        yield from wrapped(text("frontdesk", "accent"), width)
        if session.opened is not None:
            yield from wrapped(text(session.opened.clinic_name, "quiet"), width)
        yield EMPTY
        state = tr("Locked")
        yield text(f" {state} ", _SIGN)
        yield EMPTY
        yield from self._asked(width) if session.lock.asks_for_pin else self._without_pin(width)

    def _asked(self, width: int) -> Iterator[Content]:
        tr, lock = self._session.words.tr, self._session.lock
        dots = "•" * min(len(lock.typed), width // 2)
        name = tr("Your PIN")
        yield row(text(name, "strong"), text("  "), text(dots, "accent"), text(" ", "caret"))
        yield EMPTY
        if lock.is_checking:
            yield text(tr("One moment…"), "accent")
            return
        for said in self._refusals():
            yield from wrapped(text(said, "bad"), width)
        yield from wrapped(text(tr("Type the PIN and press Enter. Your work is kept.")), width)
        yield EMPTY
        hint = tr("Forgotten? The administrator removes it: frontdesk pin reset")
        yield from wrapped(text(hint, "quiet"), width)

    def _refusals(self) -> Iterator[str]:
        words, lock = self._session.words, self._session.lock
        wait = lock.wait
        if lock.said is None and not wait:
            return
        from frontdesk.words import locking

        match lock.said:
            case None:
                pass
            case NoPin():
                yield locking.shape(words)
            case answer:
                yield locking.refusal(words, answer)
        if wait > timedelta(0):
            yield locking.pause(words, wait)

    def _without_pin(self, width: int) -> Iterator[Content]:
        tr = self._session.words.tr
        yield from wrapped(text(tr("Press Enter to go on. Your work is kept.")), width)
        yield EMPTY
        if not self._session.demo:
            hint = tr("No PIN is set, so anybody can open it. To set one: frontdesk pin set")
            yield from wrapped(text(hint, "quiet"), width)
