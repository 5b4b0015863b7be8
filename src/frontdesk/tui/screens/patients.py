"""Пацієнт: one field that takes a surname, a phone or a date of birth, and whoever fits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events, getters, on, work
from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget

from frontdesk import keyboard
from frontdesk.desk.answers import PatientDetails
from frontdesk.desk.register_answers import Found, SearchAnswer, TooLittle
from frontdesk.domain.lookup import BornOn, PhoneEnds, read_query
from frontdesk.domain.patient import Patient
from frontdesk.tui import keymap
from frontdesk.tui.safe import spread, text, wrapped
from frontdesk.tui.screens.base import DeskScreen
from frontdesk.tui.screens.patient import PatientScreen
from frontdesk.tui.screens.patient_details import PatientDetailsScreen
from frontdesk.tui.themes import Role
from frontdesk.tui.widgets.bars import KeyLabel
from frontdesk.tui.widgets.entry import Entry
from frontdesk.tui.widgets.field import Field
from frontdesk.tui.widgets.line_list import LineList
from frontdesk.tui.widgets.lines import Lines
from frontdesk.words import dates, patients

if TYPE_CHECKING:
    from frontdesk.tui.session import Session


class PatientsScreen(DeskScreen[Patient]):
    """Whoever fits is listed while one types; nothing waits for the list."""

    BINDINGS: ClassVar[list[BindingType]] = [keymap.bind(keyboard.NEW_PATIENT)]
    PLACE = "patients"
    AUTO_FOCUS = "Entry"
    DEFAULT_CSS = """
    PatientsScreen Entry { margin: 1 2 0 2; }
    PatientsScreen #said { margin: 1 2 0 2; }
    PatientsScreen LineList { height: 1fr; margin: 0 2; }
    """

    field = getters.query_one(Entry)
    said = getters.query_one("#said", Lines)
    found = getters.query_one(LineList)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._answer: SearchAnswer | None = TooLittle()
        self._answers = ""
        """What was typed when it was looked for: Enter opens nobody found for other words."""
        """None while the first answer to what was typed is awaited."""

    def body(self) -> Iterable[Widget]:
        yield Entry(
            lambda: self.words.tr("Patient"),
            lambda: self.words.tr("surname, phone, date of birth"),
            id_="wanted",
        )
        yield Lines(self._said, id_="said")
        yield LineList(self._patient, id_="found")

    def keys(self) -> Sequence[KeyLabel]:
        tr = self.words.tr
        opening = (("Enter", self.enter_does()),) if self.found.items else ()
        return (*opening, (self.key(keyboard.NEW_PATIENT), tr("new patient")), ("Esc", tr("back")))

    def enter_does(self) -> str:
        """With whom the cursor stands on."""
        return self.words.tr("open")

    def nobody(self) -> str:
        """Said where nobody is found."""
        key = self.key(keyboard.NEW_PATIENT)
        return self.words.tr("Nobody is found. {key} enters a new patient.", key=key)

    def help(self) -> Sequence[str]:
        tr = self.words.tr
        return (
            tr(
                "Type the beginning of the surname, the last four digits of the phone, or the date "
                "of birth. Enter: {does}; {key}: a new patient.",
                does=self.enter_does(),
                key=self.key(keyboard.NEW_PATIENT),
            ),
            tr("More words narrow the list: “ivan o p”. A date of birth needs no dots."),
            tr("Apostrophes, capitals and hyphens do not matter, nor which of similar letters."),
        )

    def on_key(self, event: events.Key) -> None:
        match event.key:
            case "escape":
                self.dismiss(None)
            case "enter" if self.was_meant(event) and self._answers == self.field.value:
                self._open(self.found.current)
            case "down" if self.field.has_focus and self.found.items:
                self.set_focus(self.found)
            case _ if event.is_printable and event.character and not self.field.has_focus:
                self.set_focus(self.field)
                self.field.insert(event.character, event.time)
            case _:
                return
        event.stop()

    @on(LineList.Left)
    def up_to_the_field(self) -> None:
        self.set_focus(self.field)

    @on(Field.Edited)
    def look(self) -> None:
        self.search(self.field.value)

    @work(exclusive=True, group="search")
    async def search(self, typed: str) -> None:
        if isinstance(self._answer, TooLittle):
            self._answer = None
            self.renew()
        desk = await self.session.when_open()
        self._answer, self._answers = await desk.patients.search(typed), typed
        self.found.show(self._answer.patients if isinstance(self._answer, Found) else ())
        self.renew()

    def _open(self, patient: object) -> None:
        if isinstance(patient, Patient):
            self.app.push_screen(PatientScreen(self.session, patient.id), self._came_back)

    def _came_back(self, _: None) -> None:
        """What was changed on the card stands in the list."""
        self.look()

    def action_enter_new(self) -> None:
        if self.session.opened is not None:
            screen = PatientDetailsScreen(self.session, None, _begun(self.field.value))
            self.app.push_screen(screen, self._open)

    def _said(self, width: int) -> Sequence[Content]:
        tr = self.words.tr
        role: Role
        match self._answer:
            case None:
                said, role = tr("Searching…"), "accent"
            case Found(patients=()):
                said, role = self.nobody(), "warn"
            case Found(patients=found, has_more=True):
                said, role = tr("The first {n} are shown: type on.", n=len(found)), "warn"
            case Found(patients=found):
                said, role = self.words.trn("{n} patient", "{n} patients", len(found)), "quiet"
            case _:
                said, role = tr("Patients of the clinic's register."), "quiet"
        return wrapped(text(said, role), width)

    def _patient(self, patient: Patient, width: int) -> Content:
        """Age and masked phone, in columns: others could read along."""
        years = patients.age(self.words, patient, self.session.desk.today())
        phone = patient.phone.masked if patient.phone else ""
        return spread(text(patient.name.full), text(f" {years:>9}  {phone:13} ", "quiet"), width)


def _begun(typed: str) -> PatientDetails:
    """What was looked for in vain begins the entry of a new patient."""
    match read_query(typed):
        case BornOn(day):
            return PatientDetails("", birth_date=dates.numeric(day))
        case PhoneEnds():
            return PatientDetails("", typed)
        case _:
            return PatientDetails(typed)
