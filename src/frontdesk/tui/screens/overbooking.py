"""Why a visit must stand beside another one: asked before the time is held."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from textual import events, getters, on
from textual.content import Content
from textual.widget import Widget

from frontdesk.tui.safe import row, text, wrapped
from frontdesk.tui.screens.base import DeskScreen
from frontdesk.tui.widgets.bars import KeyLabel
from frontdesk.tui.widgets.entry import Entry
from frontdesk.tui.widgets.field import Field
from frontdesk.tui.widgets.lines import Lines
from frontdesk.words import N_, dates, refusals

if TYPE_CHECKING:
    from frontdesk.domain.freetime import FreeTime
    from frontdesk.tui.session import Session

REASONS = (
    N_("Urgent condition"),
    N_("The doctor has agreed"),
    N_("Comes from far away"),
    N_("Our mistake in an earlier booking"),
)
"""Under the digits from 1 on."""


class ReasonScreen(DeskScreen[str]):
    """Dismissed with the reason; with None if the clerk has thought better of it."""

    DEFAULT_CSS = """
    ReasonScreen #why, ReasonScreen #reasons, ReasonScreen #reason { margin: 1 2 0 2; }
    """

    entry = getters.query_one(Entry)

    def __init__(self, session: Session, time: FreeTime) -> None:
        super().__init__(session)
        self._time = time

    def body(self) -> Iterable[Widget]:
        yield Lines(self._why, id_="why")
        yield Lines(self._reasons, id_="reasons")
        yield Entry(
            lambda: self.words.tr("Another reason"),
            lambda: self.words.tr("in a few words"),
            id_="reason",
        )

    def keys(self) -> Sequence[KeyLabel]:
        tr = self.words.tr
        digits = f"1–{len(REASONS)}"
        if self.entry.value.strip():
            return (("Enter", tr("hold this time")), ("Esc", tr("back")))
        return ((digits, tr("this reason")), ("Esc", tr("back")))

    def help(self) -> Sequence[str]:
        tr = self.words.tr
        return (
            tr("A digit takes its reason and holds the time. Another one is written; then Enter."),
            tr("The reason stands with the visit, for the doctor and the head of the clinic."),
        )

    def key_enter(self, event: events.Key) -> None:
        event.stop()
        if not self.was_meant(event):
            return
        reason = self.entry.value.strip()
        if reason:
            self.dismiss(reason)
        else:
            self.entry.mark(refusals.may_not_overbook(self.words, has_right=True))

    def key_escape(self, event: events.Key) -> None:
        event.stop()
        self.dismiss(None)

    def on_key(self, event: events.Key) -> None:
        """A digit is a reason until one is being written."""
        if not (event.is_printable and event.character and self.was_meant(event)):
            return
        event.stop()
        if event.character.isdecimal() and 0 < int(event.character) <= len(REASONS):
            self.dismiss(self.words.tr(REASONS[int(event.character) - 1]))
        else:
            self.set_focus(self.entry)
            self.entry.insert(event.character, event.time)

    @on(Field.Edited)
    def renew_keys(self) -> None:
        self.query_one("KeysLine", Lines).renew()

    def _why(self, width: int) -> Sequence[Content]:
        when = f"{dates.full(self.words, self._time.day)}, {dates.clock(self._time.start)}"
        said = self.words.tr(
            "{time}, {doctor}: another visit stands there already. Why must this one stand beside?",
            time=when,
            doctor=self._time.offer.doctor.name,
        )
        return wrapped(row(text("+ ", "warn"), text(said, "strong")), width)

    def _reasons(self, _width: int) -> Sequence[Content]:
        tr = self.words.tr
        return [
            row(text(f" {digit}  ", "accent"), text(tr(reason)))
            for digit, reason in enumerate(REASONS, start=1)
        ]
