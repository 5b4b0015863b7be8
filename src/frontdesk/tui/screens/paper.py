"""Паперове: what the doctor will copy from the paper; then the service, then the time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar

from textual import events, getters, on
from textual.binding import BindingType
from textual.containers import VerticalGroup, VerticalScroll
from textual.content import Content
from textual.widget import Widget

from frontdesk.domain.ground import Ground
from frontdesk.domain.paper_referral import (
    PaperDetails,
    PaperField,
    PaperReferral,
    Reason,
    WrongPaper,
    is_mistyped,
    read_paper,
)
from frontdesk.tui import keymap
from frontdesk.tui.errand import Errand
from frontdesk.tui.safe import text
from frontdesk.tui.screens.base import DeskScreen
from frontdesk.tui.screens.services import ServiceChoiceScreen
from frontdesk.tui.session import Session
from frontdesk.tui.widgets.bars import KeyLabel
from frontdesk.tui.widgets.entry import Entry
from frontdesk.tui.widgets.field import Field
from frontdesk.tui.widgets.line_list import LineList
from frontdesk.words import N_, dates, grounds
from frontdesk.words.services import Choice


class PaperFields(VerticalGroup):
    """The six fields of the paper, three of them needed."""

    BINDINGS: ClassVar[list[BindingType]] = [*keymap.BETWEEN_FIELDS]

    def __init__(self, session: Session) -> None:
        self._session = session
        tr = self._tr
        self.edrpou = Entry(tr(N_("EDRPOU of the clinic *")), self._edrpou_hint, id_="edrpou")
        self.doctor = Entry(tr(N_("Doctor *")), tr(N_("who issued it")), id_="doctor")
        self.issued_on = Entry(tr(N_("Date *")), tr(N_("DD.MM.YYYY")), id_="issued", is_whole=True)
        self.clinic = Entry(tr(N_("Clinic")), tr(N_("may stay empty")), id_="clinic")
        self.number = Entry(tr(N_("Number")), tr(N_("may stay empty")), id_="number")
        self.note = Entry(tr(N_("Note")), tr(N_("may stay empty")), id_="note")
        super().__init__(
            self.edrpou, self.doctor, self.issued_on, self.clinic, self.number, self.note
        )

    @on(Field.Edited, "#edrpou")
    def check_the_last_digit(self) -> None:
        """What is said below the number goes with what is typed."""
        self.edrpou.refresh()

    def details(self, reason: Reason) -> PaperDetails:
        """What stands in the fields."""
        return PaperDetails(
            self.edrpou.value,
            self.doctor.value,
            self.issued_on.value,
            self.clinic.value,
            self.number.value,
            self.note.value,
            reason,
        )

    def fill(self, paper: PaperReferral) -> None:
        """As a clerk would type it."""
        self.edrpou.set(paper.edrpou)
        self.doctor.set(paper.doctor)
        self.issued_on.set(dates.numeric(paper.issued_on))
        self.clinic.set(paper.clinic or "")
        self.number.set(paper.number or "")
        self.note.set(paper.note or "")

    def mark(self, wrong: Sequence[PaperField]) -> None:
        """Says at each field what is wrong with it; the first wrong one gets the focus."""
        entries = {
            PaperField.EDRPOU: self.edrpou,
            PaperField.DOCTOR: self.doctor,
            PaperField.ISSUED_ON: self.issued_on,
        }
        for it in wrong:
            entries[it].mark(grounds.wrong_paper(self._session.words, it))
        self.screen.set_focus(entries[wrong[0]])

    def _edrpou_hint(self) -> str:
        words = self._session.words
        return grounds.mistyped(words) if is_mistyped(self.edrpou.value) else words.tr("8 digits")

    def _tr(self, message: str) -> Callable[[], str]:
        """The message in the language of the moment it is drawn."""
        return lambda: self._session.words.tr(message)


class PaperScreen(DeskScreen[PaperReferral]):
    """Enter goes on from any field; what was typed stays until the patient is booked.

    Where the time is chosen already it is dismissed with the paper.
    """

    AUTO_FOCUS = "#edrpou"
    DEFAULT_CSS = """
    PaperScreen VerticalScroll { height: 1fr; margin: 1 2 0 2; scrollbar-size-vertical: 1; }
    PaperScreen LineList { margin: 1 0 0 0; }
    """

    fields = getters.query_one(PaperFields)
    reasons = getters.query_one(LineList)

    def __init__(
        self, session: Session, known: PaperReferral | None = None, *, has_time: bool = False
    ) -> None:
        """`known`: filled in already; `has_time`: a time is held for the patient."""
        super().__init__(session)
        self._known = known
        self._has_time = has_time

    def body(self) -> Iterable[Widget]:
        yield VerticalScroll(
            PaperFields(self.session),
            LineList(self._reason, lambda: self.words.tr("Why on paper")),
            can_focus=False,
        )

    def on_mount(self) -> None:
        known = self._known
        if known is not None:
            self.fields.fill(known)
        self.reasons.show(tuple(Reason), known.reason if known else None)

    def keys(self) -> Sequence[KeyLabel]:
        tr = self.words.tr
        choose = (("↑↓", tr("choose")),) if self.reasons.has_focus else ()
        enter = tr("go on") if self._has_time else tr("service")
        return (("Enter", enter), ("Tab", tr("next field")), *choose, ("Esc", tr("back")))

    def help(self) -> Sequence[str]:
        tr = self.words.tr
        taken = tr("A paper referral is taken while ESOZ is out of reach, or from a combat zone.")
        original = tr("The original stays with the patient for the doctor.")
        if self._has_time:
            return (
                tr("Have the paper read to you; the fields with * are needed. Enter goes on."),
                taken,
                tr("The time is held on meanwhile. Esc goes back to the call."),
                original,
            )
        return (
            tr("Copy what stands on the paper; the fields with * are needed. Enter: the service."),
            taken,
            tr("Esc on the service and the time comes back to these fields: nothing is lost."),
            original,
        )

    def on_key(self, event: events.Key) -> None:
        match event.key:
            case "enter" if self.was_meant(event):
                self._go_on()
            case "escape":
                self.dismiss(None)
            case _:
                return
        event.stop()

    def on_descendant_focus(self) -> None:
        self.renew()

    def action_down(self) -> None:
        self.focus_next()

    @on(LineList.Left)
    def up_to_the_fields(self) -> None:
        self.set_focus(self.fields.note)

    def _go_on(self) -> None:
        current = self.reasons.current
        reason = current if isinstance(current, Reason) else Reason.ESOZ_UNAVAILABLE
        paper = read_paper(self.fields.details(reason), self.session.desk.today())
        match paper:
            case WrongPaper(fields):
                self.fields.mark(fields)
            case PaperReferral() if self._has_time:
                self.dismiss(paper)
            case PaperReferral():
                self.app.push_screen(
                    ServiceChoiceScreen(self.session),
                    lambda choice: self._choose_time(choice, paper),
                )

    def _choose_time(self, choice: Choice | None, paper: PaperReferral) -> None:
        from frontdesk.tui.screens.booking import BookingScreen

        if choice is not None:
            errand = Errand(Ground.PAPER_REFERRAL, choice.service.name, choice.offers, paper=paper)
            self.app.push_screen(BookingScreen(self.session, errand, None))

    def _reason(self, it: Reason, _width: int) -> Content:
        return text(grounds.reason(self.words, it))
