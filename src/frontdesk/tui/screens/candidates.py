"""Who of the register may be meant by what is being typed: offered, and taken with Enter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import events
from textual.content import Content
from textual.message import Message

from frontdesk.desk.register_answers import Candidate
from frontdesk.domain.patient import Patient
from frontdesk.tui.safe import row, spread, text
from frontdesk.tui.widgets.line_list import LineList
from frontdesk.words import patients

if TYPE_CHECKING:
    from frontdesk.tui.session import Session


class Candidates(LineList[Candidate]):
    """A few people; no line if there is nobody to offer."""

    class Taken(Message):
        """The clerk means this one."""

        def __init__(self, patient: Patient) -> None:
            super().__init__()
            self.patient = patient

    def __init__(self, session: Session) -> None:
        super().__init__(self._candidate, self._offer, id_="candidates")
        self._session = session
        self.display = False

    def show(self, items: Sequence[Candidate], current: Candidate | None = None) -> None:
        super().show(items, current)
        self.display = bool(items)

    def on_key(self, event: events.Key) -> None:
        if event.key == "enter" and self.current is not None:
            event.stop()
            self.post_message(self.Taken(self.current.patient))

    def _offer(self) -> str:
        tr = self._session.words.tr
        if any(it.why for it in self.items):
            return tr("This patient seems to be in the register (↓ Enter: take)")
        return tr("In the register (↓ Enter: take)")

    def _candidate(self, it: Candidate, width: int) -> Content:
        words, desk = self._session.words, self._session.desk
        told = text(patients.in_a_list(words, it.patient, desk.today()))
        if it.why is None:
            return told
        why = text(f" {patients.why_alike(words, it.why)}", "warn")
        return spread(row(text("! ", "warn"), told), why, width)
