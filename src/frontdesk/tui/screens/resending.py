"""F7 on a referral: the patient gets the message with the number once more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import work
from textual.content import Content

from frontdesk.desk.answers import Line, ResendAnswer, Resent
from frontdesk.tui.safe import text, wrapped
from frontdesk.tui.themes import Role
from frontdesk.tui.widgets.lines import Lines
from frontdesk.words import resending

if TYPE_CHECKING:
    from frontdesk.tui.session import Session


class Resending(Lines):
    """Asks, and says what ЕСОЗ answered; no line as long as nobody asked."""

    def __init__(self, session: Session, *, id_: str) -> None:
        super().__init__(self._said, id_=id_)
        self._session = session
        self._line: Line | None = None
        self._answers: dict[str, ResendAnswer | None] = {}
        """By referral; None while ЕСОЗ is asked."""

    def show(self, line: Line | None) -> None:
        """From now on `line` is meant."""
        self._line = line
        self.renew()

    @property
    def may_send(self) -> bool:
        line = self._line
        return line is not None and line.may_be_resent and not self._is_asking(line)

    def send(self) -> None:
        """Asks, unless there is no sense in it or it is being asked already."""
        if self._line is not None and self.may_send:
            self._answers[self._line.referral.id] = None
            self.renew()
            self._ask(self._line)

    @work
    async def _ask(self, line: Line) -> None:
        self._answers[line.referral.id] = await self._session.desk.resend(line)
        self.screen.query_one("KeysLine", Lines).renew()
        self.renew()

    def _is_asking(self, line: Line) -> bool:
        id_ = line.referral.id
        return id_ in self._answers and self._answers[id_] is None

    def _said(self, width: int) -> Sequence[Content]:
        words, line = self._session.words, self._line
        if line is None or line.referral.id not in self._answers:
            return ()
        answer = self._answers[line.referral.id]
        if answer is None:
            return wrapped(text(words.tr("Sending the message…"), "accent"), width)
        role: Role = "good" if isinstance(answer, Resent) else "warn"
        return wrapped(text(resending.sentence(words, answer), role), width)
