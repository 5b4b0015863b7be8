"""A patient's details, entered or changed. Enter saves from any field."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from textual import on, work
from textual.containers import VerticalScroll
from textual.widget import Widget

from frontdesk.desk.answers import PatientDetails, WrongDetails
from frontdesk.desk.register_answers import Saved
from frontdesk.domain.patient import Patient
from frontdesk.domain.referral import Identity
from frontdesk.tui.screens.candidates import Candidates
from frontdesk.tui.screens.patient_fields import PatientFields
from frontdesk.tui.screens.patient_form import PatientForm
from frontdesk.tui.widgets.bars import KeyLabel
from frontdesk.tui.widgets.field import Field

if TYPE_CHECKING:
    from frontdesk.tui.session import Session


class PatientDetailsScreen(PatientForm[Patient]):
    """Dismissed with the patient as saved; for a new one, perhaps with one who was known."""

    DEFAULT_CSS = "PatientDetailsScreen VerticalScroll { height: 1fr; margin: 1 2 0 2; }"

    def __init__(self, session: Session, patient: Patient | None, begun: PatientDetails) -> None:
        """`patient` None: a new one."""
        super().__init__(session, patient)
        self._begun = begun

    def body(self) -> Iterable[Widget]:
        yield VerticalScroll(PatientFields(self.session), Candidates(self.session), can_focus=False)

    def on_mount(self) -> None:
        self.fields.fill(self._begun)
        self.look()

    def keys(self) -> Sequence[KeyLabel]:
        return self.form_keys(self.words.tr("save"), self.words.tr("back"))

    def help(self) -> Sequence[str]:
        tr = self.words.tr
        return (
            tr(
                "Write the name as in the document; phone and date of birth if they are known. "
                "Enter saves, from any field; Esc changes nothing."
            ),
            tr("A phone or a date of birth that is erased is forgotten."),
            tr("Whoever seems to be in the register already is offered below: ↓ Enter takes them."),
        )

    @on(Field.Edited)
    def look(self) -> None:
        if self._patient is None:
            self.offer(self._details)

    @work(exclusive=True, group="candidates")
    async def offer(self, typed: PatientDetails) -> None:
        found = await self.session.desk.patients.candidates(typed, Identity(), None)
        self.show_candidates(found)

    @on(Candidates.Taken)
    def take(self, event: Candidates.Taken) -> None:
        self.dismiss(event.patient)

    @work(group="save")
    async def send(self, typed: PatientDetails) -> None:
        register = self.session.desk.patients
        try:
            if self._patient is None:
                answer = await register.enter(typed)
            else:
                answer = await register.amend(self._patient, typed)
        finally:
            self._sending = False
        match answer:
            case Saved(patient):
                self.dismiss(patient)
            case WrongDetails(fields):
                self.fields.mark(fields)
