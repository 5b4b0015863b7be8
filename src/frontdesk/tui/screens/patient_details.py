"""A patient's details, entered or changed. Enter saves from any field."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from textual import events, getters, on, work
from textual.containers import VerticalScroll
from textual.widget import Widget

from frontdesk.desk.answers import PatientDetails, WrongDetails
from frontdesk.desk.register_answers import Saved
from frontdesk.domain.patient import Patient
from frontdesk.domain.referral import Identity
from frontdesk.tui.screens.base import DeskScreen
from frontdesk.tui.screens.candidates import Candidates
from frontdesk.tui.screens.patient_fields import PatientFields
from frontdesk.tui.widgets.bars import KeyLabel
from frontdesk.tui.widgets.field import Field
from frontdesk.tui.widgets.line_list import LineList
from frontdesk.tui.widgets.lines import Lines

if TYPE_CHECKING:
    from frontdesk.tui.session import Session


class PatientDetailsScreen(DeskScreen[Patient]):
    """Dismissed with the patient as saved; for a new one, perhaps with one who was known."""

    AUTO_FOCUS = "#name"
    DEFAULT_CSS = """
    PatientDetailsScreen VerticalScroll { height: 1fr; margin: 1 2 0 2; }
    PatientDetailsScreen Candidates { margin: 1 0 0 0; }
    """

    fields = getters.query_one(PatientFields)
    candidates = getters.query_one(Candidates)

    def __init__(self, session: Session, patient: Patient | None, begun: PatientDetails) -> None:
        """`patient` None: a new one."""
        super().__init__(session)
        self._patient = patient
        self._begun = begun
        self._saving = False

    def body(self) -> Iterable[Widget]:
        yield VerticalScroll(PatientFields(self.session), Candidates(self.session), can_focus=False)

    def on_mount(self) -> None:
        self.fields.fill(self._begun)
        self.look()

    def keys(self) -> Sequence[KeyLabel]:
        tr = self.words.tr
        enter, tab, esc = ("Enter", tr("save")), ("Tab", tr("next field")), ("Esc", tr("back"))
        if self.candidates.has_focus:
            return (("Enter", tr("take")), tab, esc)
        if self.candidates.items:
            return (enter, ("↓", tr("register")), esc, tab)
        return (enter, tab, esc)

    def help(self) -> Sequence[str]:
        tr = self.words.tr
        return (
            tr("Enter saves, from any field. Only the name is needed. Esc changes nothing."),
            tr("A phone or a date of birth that is erased is forgotten."),
            tr("Whoever seems to be in the register already is offered below: ↓ Enter takes them."),
        )

    def action_down(self) -> None:
        """From the name to those whom the register offers, else to the next field."""
        if self.fields.name_entry.has_focus and self.candidates.items:
            self.set_focus(self.candidates)
        else:
            self.focus_next()

    def key_enter(self, event: events.Key) -> None:
        event.stop()
        if self.was_meant(event) and not self._saving:
            self._saving = True
            self.save(self._details)

    def key_escape(self, event: events.Key) -> None:
        event.stop()
        if not self._saving:
            self.dismiss(None)

    @on(LineList.Left)
    def up_to_the_name(self) -> None:
        self.set_focus(self.fields.name_entry)

    def on_descendant_focus(self) -> None:
        self.query_one("KeysLine", Lines).renew()

    @on(Field.Edited)
    def look(self) -> None:
        if self._patient is None:
            self.offer(self._details)

    @work(exclusive=True, group="candidates")
    async def offer(self, typed: PatientDetails) -> None:
        found = await self.session.desk.patients.candidates(typed, Identity(), None)
        self.candidates.show(found)
        self.query_one("KeysLine", Lines).renew()

    @on(Candidates.Taken)
    def take(self, event: Candidates.Taken) -> None:
        self.dismiss(event.patient)

    @work(group="save")
    async def save(self, typed: PatientDetails) -> None:
        register = self.session.desk.patients
        try:
            if self._patient is None:
                answer = await register.enter(typed)
            else:
                answer = await register.amend(self._patient, typed)
        finally:
            self._saving = False
        match answer:
            case Saved(patient):
                self.dismiss(patient)
            case WrongDetails(fields):
                self.fields.mark(fields)

    @property
    def _details(self) -> PatientDetails:
        return self.fields.details(self._patient)
