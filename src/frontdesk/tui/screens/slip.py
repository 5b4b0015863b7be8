"""Підтвердження: the slip. «Записано» stands here only when the referral is really ours."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from textual import events
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget

from frontdesk.domain.appointment import State
from frontdesk.tui.messages import NextPatient
from frontdesk.tui.outcome import outcome
from frontdesk.tui.safe import text, wrapped
from frontdesk.tui.screens.base import DeskScreen
from frontdesk.tui.screens.facts import Fact, laid_out
from frontdesk.tui.widgets.banner import Banner, Tone
from frontdesk.tui.widgets.bars import KeyLabel
from frontdesk.tui.widgets.lines import Lines
from frontdesk.words import refusals, slips

if TYPE_CHECKING:
    from frontdesk.domain.visit import Visit
    from frontdesk.tui.session import Session


class SlipScreen(DeskScreen[None]):
    """What the patient is told and takes away."""

    TAKES_NUMBERS = True
    DEFAULT_CSS = """
    SlipScreen #outcome { margin: 1 1 0 1; }
    SlipScreen VerticalScroll { height: 1fr; margin: 1 2 0 2; scrollbar-size-vertical: 1; }
    SlipScreen #why { margin: 0 2; }
    """

    def __init__(self, session: Session, appointment_id: str) -> None:
        super().__init__(session)
        self._appointment_id = appointment_id

    @property
    def visit(self) -> Visit:
        """As it is now: the claim is settled while the slip is on the screen."""
        return self.session.visits[self._appointment_id]

    def body(self) -> Iterable[Widget]:
        yield Banner(self._outcome, id_="outcome")
        yield VerticalScroll(Lines(self._lines), can_focus=False)
        yield Lines(self._why, id_="why")

    def keys(self) -> Sequence[KeyLabel]:
        return (("Enter", self.words.tr("next patient")),)

    def help(self) -> Sequence[str]:
        tr = self.words.tr
        return (
            tr("The visit is safe as soon as this screen is here: the program may be closed."),
            tr("While the referral is being sent, Enter already goes on to the next patient."),
            tr("If ESOZ refuses in the end, a line with ✖ stands above the last lookups."),
        )

    def key_enter(self, event: events.Key) -> None:
        event.stop()
        if self.was_meant(event):
            self.app.post_message(NextPatient())

    def key_escape(self, event: events.Key) -> None:
        event.stop()
        self.app.post_message(NextPatient())

    def _outcome(self) -> tuple[Tone, str, str]:
        tone, sign = outcome(self.visit.appointment)
        return tone, sign, slips.heading(self.words, self.visit)

    def _lines(self, width: int) -> Sequence[Content]:
        told = slips.lines(self.words, self.visit, self.session.desk.clinic)
        return laid_out([Fact(label, value) for label, value in told], width)

    def _why(self, width: int) -> Sequence[Content]:
        appointment = self.visit.appointment
        if appointment.state is not State.CANCELLED:
            return ()
        return wrapped(text(refusals.lost(self.words, appointment.reason or ""), "bad"), width)
