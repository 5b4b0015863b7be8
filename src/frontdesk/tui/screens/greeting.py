"""On intake, in the first demo: a greeting that offers the tour and stands in nobody's way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from frontdesk.tui.safe import EMPTY, text, wrapped
from frontdesk.tui.widgets.lines import Lines

if TYPE_CHECKING:
    from frontdesk.tui.session import Session

TALL = 24
"""Lines of a terminal that has room for a welcome besides the offer."""


class Offer(Lines):
    """No line once it is answered, or work has begun."""

    def __init__(self, session: Session) -> None:
        super().__init__(self._told, id_="offer")
        self._session = session

    def _told(self, width: int) -> Sequence[Content]:
        if not self._session.greets:
            return ()
        from frontdesk.words import tour

        welcome, offered = tour.greeting(self._session.words)
        is_tall = self.app.size.height >= TALL
        return (
            *(wrapped(text(welcome), width) if is_tall else ()),
            *wrapped(text(offered, "accent"), width),
            EMPTY,
        )
