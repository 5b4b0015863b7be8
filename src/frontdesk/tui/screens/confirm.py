"""Запис, last step: who comes. Enter confirms from any field, Esc frees the time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import events, getters, on, work
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget

from frontdesk.desk.answers import (
    AlreadyBooked,
    ConfirmAnswer,
    Confirmed,
    Finding,
    Held,
    HoldLapsed,
    Line,
    PatientDetails,
    WrongDetails,
)
from frontdesk.desk.answers import Field as Part
from frontdesk.domain.patient import Disagreement, Name, disagreements
from frontdesk.tui import keymap
from frontdesk.tui.messages import Booked, LetGo
from frontdesk.tui.safe import text, wrapped
from frontdesk.tui.screens.base import DeskScreen
from frontdesk.tui.screens.facts import Fact, laid_out
from frontdesk.tui.widgets.bars import KeyLabel
from frontdesk.tui.widgets.entry import Entry
from frontdesk.tui.widgets.field import Field
from frontdesk.tui.widgets.lines import Lines
from frontdesk.words import N_, dates, labels, refusals

if TYPE_CHECKING:
    from frontdesk.tui.session import Session

_DIFFERS = {
    Disagreement.SURNAME: N_("surname"),
    Disagreement.FIRST_NAME: N_("first name"),
    Disagreement.PATRONYMIC: N_("patronymic"),
    Disagreement.SEX: N_("sex"),
    Disagreement.AGE: N_("age"),
}


@dataclass(frozen=True, slots=True)
class NotBooked:
    """Back to the choice of a time, with all that was typed for the next one."""

    why: HoldLapsed | AlreadyBooked | None
    """None: the clerk stepped back."""
    typed: PatientDetails


class ConfirmScreen(DeskScreen[NotBooked]):
    """The time is held for ninety seconds; nothing has been said to ЕСОЗ yet."""

    AUTO_FOCUS = "#name"
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.BETWEEN_FIELDS]
    DEFAULT_CSS = """
    ConfirmScreen VerticalScroll { height: 1fr; margin: 1 2 0 2; scrollbar-size-vertical: 1; }
    ConfirmScreen #visit { margin: 0 0 1 0; }
    ConfirmScreen #warning { margin: 1 0 0 0; }
    """

    name_entry = getters.query_one("#name", Entry)
    phone_entry = getters.query_one("#phone", Entry)
    birth_entry = getters.query_one("#birth", Entry)
    warning = getters.query_one("#warning", Lines)

    def __init__(
        self,
        session: Session,
        finding: Finding,
        line: Line,
        held: Held,
        typed: PatientDetails | None = None,
    ) -> None:
        """`typed`: what was filled in already, for a time that then was lost."""
        super().__init__(session)
        self.finding = finding
        self.line = line
        self.held = held
        self._typed = typed
        self._sending = False

    def body(self) -> Iterable[Widget]:
        tr = self._tr
        yield VerticalScroll(
            Lines(self._visit, id_="visit"),
            Entry(tr(N_("Patient")), tr(N_("surname, name, patronymic")), id_="name"),
            Entry(tr(N_("Phone")), tr(N_("may stay empty")), id_="phone"),
            Entry(tr(N_("Date of birth")), tr(N_("DD.MM.YYYY, may stay empty")), id_="birth"),
            Lines(self._warning, id_="warning"),
            can_focus=False,
        )

    def on_mount(self) -> None:
        details = self._typed or self._known
        self.name_entry.set(details.name)
        self.phone_entry.set(details.phone)
        self.birth_entry.set(details.birth_date)

    def keys(self) -> Sequence[KeyLabel]:
        tr = self.words.tr
        return (("Enter", tr("book")), ("Tab", tr("next field")), ("Esc", tr("free the time")))

    def help(self) -> Sequence[str]:
        tr = self.words.tr
        return (
            tr("Enter books, from any field. Only the name is needed."),
            tr("The time is held for a minute and a half. Esc frees it and goes back."),
            tr("If the name differs from the referral, a line says so: compare with the document."),
        )

    def key_enter(self, event: events.Key) -> None:
        event.stop()
        if self.was_meant(event) and not self._sending:
            self._sending = True
            self.confirm(self._details)

    def key_escape(self, event: events.Key) -> None:
        event.stop()
        if not self._sending:
            self.app.post_message(LetGo(self.held))
            self.dismiss(NotBooked(None, self._details))

    @on(Field.Edited)
    def cross_check(self) -> None:
        self.warning.renew()

    @work(group="confirm")
    async def confirm(self, details: PatientDetails) -> None:
        answer = None
        try:
            answer = await self.session.desk.confirm(self.held, details)
        finally:
            # After a booking there is nothing left to send, however long the slip takes.
            self._sending = isinstance(answer, Confirmed)
        self._answered(answer)

    def _answered(self, answer: ConfirmAnswer) -> None:
        match answer:
            case Confirmed(appointment):
                self.app.post_message(Booked(appointment, self.finding.number.masked))
            case WrongDetails(fields):
                for part, entry in self._entries.items():
                    entry.mark(refusals.wrong_field(self.words, part) if part in fields else "")
                self.set_focus(self._entries[fields[0]])
            case HoldLapsed() | AlreadyBooked():
                self.dismiss(NotBooked(answer, self._details))

    @property
    def _entries(self) -> dict[Part, Entry]:
        return {
            Part.NAME: self.name_entry,
            Part.PHONE: self.phone_entry,
            Part.BIRTH_DATE: self.birth_entry,
        }

    @property
    def _known(self) -> PatientDetails:
        """What we know of the patient, or at least the referral does."""
        known = self.held.patient
        if known is None:
            identity = self.line.referral.identity
            name = " ".join(it for it in (identity.surname, identity.initials) if it)
            return PatientDetails(name)
        return PatientDetails(
            known.name.full,
            known.phone.shown if known.phone else "",
            dates.numeric(known.birth_date) if known.birth_date else "",
        )

    @property
    def _details(self) -> PatientDetails:
        return PatientDetails(self.name_entry.value, self.phone_entry.value, self.birth_entry.value)

    def _tr(self, message: str) -> Callable[[], str]:
        """The message in the language of the moment it is drawn."""
        return lambda: self.words.tr(message)

    def _visit(self, width: int) -> Sequence[Content]:
        tr, time = self.words.tr, self.held.time
        when = (
            f"{dates.full(self.words, time.day)}, {dates.clock(time.start)}–{dates.clock(time.end)}"
        )
        room = time.offer.room.name if time.offer.room else labels.missing(self.words)
        service = self.line.service_name or labels.missing(self.words)
        return laid_out(
            (
                Fact(tr("When"), when, "accent"),
                Fact(tr("Doctor"), time.offer.doctor.name, "strong"),
                Fact(tr("Where"), room),
                Fact(tr("Service"), service),
                Fact(tr("Referral"), labels.identity(self.words, self.line.referral.identity)),
            ),
            width,
        )

    def _warning(self, width: int) -> Sequence[Content]:
        name = Name.read(self.name_entry.value)
        if name is None:
            return ()
        found = disagreements(
            name, None, None, self.line.referral.identity, self.session.desk.today()
        )
        if not found:
            return ()
        what = ", ".join(self.words.tr(_DIFFERS[it]) for it in found)
        said = self.words.tr(
            "! The referral says otherwise: {what}. Compare with the document.", what=what
        )
        return wrapped(text(said, "warn"), width)
