"""A list of visits under which it is said what became of the chosen one."""

from __future__ import annotations

from collections.abc import Sequence

from textual import getters
from textual.content import Content

from frontdesk.domain.appointment import Appointment
from frontdesk.tui.safe import EMPTY, text, wrapped
from frontdesk.tui.screens.following import FollowingScreen
from frontdesk.tui.screens.visits import VisitScreen
from frontdesk.tui.session import Session
from frontdesk.tui.themes import Role
from frontdesk.tui.widgets.line_list import LineList


class VisitListScreen(VisitScreen[None], FollowingScreen[None]):
    """The cursor stays on its visit, whatever is read anew."""

    AUTO_FOCUS = "LineList"

    lines = getters.query_one(LineList)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._said: tuple[str, Role] = ("", "plain")

    def visit_changed(self, _after: Appointment, said: str) -> None:
        self._said = (said, "good")
        self.look()

    def visit_over(self, said: str) -> None:
        self._said = (said, "warn")
        self.look()

    def without_news(self, _width: int) -> Sequence[Content]:
        """What stands below the list while nothing is said."""
        return ()

    def _told(self, width: int) -> Sequence[Content]:
        """Two lines, so that the list does not jump."""
        said, role = self._said
        lines = wrapped(text(said, role), width) if said else self.without_news(width)
        return (*lines, *[EMPTY] * (2 - len(lines)))
