"""Скасування: whose visit and which time is lost, why, and what becomes of the referral."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from textual import events, getters, on, work
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget

from frontdesk.desk.answers import Changed, Over
from frontdesk.domain.appointment import Appointment
from frontdesk.domain.cancellation import Reason
from frontdesk.tui.safe import EMPTY, row, text, wrapped
from frontdesk.tui.screens.base import DeskScreen
from frontdesk.tui.screens.facts import Fact, laid_out
from frontdesk.tui.widgets.banner import Banner, Tone
from frontdesk.tui.widgets.bars import KeyLabel
from frontdesk.tui.widgets.entry import Entry
from frontdesk.tui.widgets.field import Field
from frontdesk.tui.widgets.line_list import LineList
from frontdesk.tui.widgets.lines import Lines
from frontdesk.words import agenda, dates

if TYPE_CHECKING:
    from frontdesk.domain.visit import Visit
    from frontdesk.tui.session import Session

REASONS = tuple(Reason)


class CancelScreen(DeskScreen[Appointment]):
    """A digit says why, Enter cancels. Dismissed with the visit as it is then."""

    AUTO_FOCUS = "LineList"
    DEFAULT_CSS = """
    CancelScreen #question { margin: 1 1 0 1; }
    CancelScreen VerticalScroll { height: 1fr; margin: 1 2 0 2; scrollbar-size-vertical: 1; }
    CancelScreen LineList, CancelScreen Entry { margin: 1 0 0 0; }
    CancelScreen #said { margin: 0 2; }
    """

    reasons = getters.query_one(LineList)
    entry = getters.query_one(Entry)
    said = getters.query_one("#said", Lines)

    def __init__(self, session: Session, visit: Visit) -> None:
        super().__init__(session)
        self.visit = visit
        self._reason: Reason | None = None
        self._wrong = ""
        self._cancelling = False

    def body(self) -> Iterable[Widget]:
        tr = self.session.words.tr
        yield Banner(self._question, id_="question")
        entry = Entry(
            lambda: tr("In your words"), lambda: tr("is written down with the visit"), id_="words"
        )
        entry.display = False
        yield VerticalScroll(
            Lines(self._what),
            LineList(self._line, lambda: self.words.tr("Why"), id_="reasons"),
            entry,
            can_focus=False,
        )
        yield Lines(self._told, id_="said")

    def on_mount(self) -> None:
        self.reasons.show(REASONS)

    def keys(self) -> Sequence[KeyLabel]:
        tr = self.words.tr
        return (
            ("1–4", tr("why")),
            ("Enter", tr("cancel the visit")),
            ("Esc", tr("back")),
        )

    def help(self) -> Sequence[str]:
        tr = self.words.tr
        return (
            tr("A digit says why the visit is cancelled; Enter cancels it. Esc changes nothing."),
            tr("The time is free at once, also for other terminals. This cannot be undone."),
            tr(
                "A referral that is in work with us is let go in ESOZ by itself, where ESOZ allows."
            ),
        )

    def on_key(self, event: events.Key) -> None:
        match event.key:
            case "escape":
                self.dismiss(None)
            case "enter" if self.was_meant(event):
                self._cancel()
            case digit if digit in {"1", "2", "3", "4"} and not self.entry.has_focus:
                self._choose(REASONS[int(digit) - 1])
            case "up" if self.entry.has_focus:
                self.set_focus(self.reasons)
            case _:
                return
        event.stop()

    @on(LineList.Moved)
    def another_reason(self) -> None:
        current = self.reasons.current
        if isinstance(current, Reason):
            self._choose(current)

    @on(Field.Edited)
    def typed_on(self) -> None:
        self._say("")

    def _choose(self, reason: Reason) -> None:
        self._reason = reason
        self.reasons.show(REASONS, reason)
        self.reasons.refresh()
        self.entry.display = reason is Reason.OTHER
        if reason is Reason.OTHER:
            self.set_focus(self.entry)
        self._say("")

    def _cancel(self) -> None:
        tr = self.words.tr
        typed = self.entry.value.strip()
        if self._reason is None:
            self._say(tr("Say why: press a digit."))
        elif self._reason is Reason.OTHER and not typed:
            self._say(tr("Write why in a few words."))
        elif not self._cancelling:
            self._cancelling = True
            self.cancel(typed if self._reason is Reason.OTHER else self._reason.value)

    @work(group="cancel")
    async def cancel(self, reason: str) -> None:
        before, answer = self.visit.appointment, None
        try:
            answer = await self.session.desk.cancel(before.id, reason)
        finally:
            self._cancelling = False
        match answer:
            case Changed(after):
                self.dismiss(after)
            case Over():
                self.dismiss(before)

    def _say(self, wrong: str) -> None:
        self._wrong = wrong
        self.said.renew()

    def _question(self) -> tuple[Tone, str, str]:
        it = self.visit.appointment
        asked = self.words.tr(
            "Cancel the visit? {patient}, {when}",
            patient=agenda.whose(self.visit),
            when=agenda.when(self.words, it.day, it.start),
        )
        return "warn", "!", asked

    def _what(self, width: int) -> Sequence[Content]:
        tr, it = self.words.tr, self.visit.appointment
        patient = self.visit.patient
        when = f"{dates.full(self.words, it.day)}, {dates.clock(it.start)}"
        told = [
            Fact(tr("Patient"), patient.name.full if patient else "—", "strong"),
            Fact(tr("Visit"), when),
            Fact(tr("Doctor"), self.visit.doctor.name),
            Fact(tr("Service"), self.visit.service_name),
        ]
        referral = agenda.becomes_of_referral(self.words, it)
        if referral:
            told.append(Fact(tr("Referral"), referral, "warn"))
        return laid_out(told, width)

    def _line(self, reason: Reason, _width: int) -> Content:
        mark = "●" if reason is self._reason else " "
        digit = text(f"{REASONS.index(reason) + 1}  ", "strong")
        return row(digit, text(f"{mark} ", "accent"), text(agenda.reason(self.words, reason)))

    def _told(self, width: int) -> Sequence[Content]:
        return wrapped(text(f"✖ {self._wrong}", "bad"), width) if self._wrong else (EMPTY,)
