"""A screen with a patient's three fields, under which the register offers who may be meant."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from textual import events, getters, on

from frontdesk.desk.answers import PatientDetails
from frontdesk.desk.register_answers import Candidate
from frontdesk.domain.patient import Patient, read_date
from frontdesk.tui.screens.base import DeskScreen
from frontdesk.tui.screens.candidates import Candidates
from frontdesk.tui.screens.patient_fields import PatientFields
from frontdesk.tui.session import Session
from frontdesk.tui.widgets.bars import KeyLabel
from frontdesk.tui.widgets.line_list import LineList
from frontdesk.tui.widgets.lines import Lines

Result = TypeVar("Result")


class PatientForm(DeskScreen[Result]):
    """Enter sends it from any field, and takes whom the register offers from there."""

    AUTO_FOCUS = "#name"
    DEFAULT_CSS = "PatientForm Candidates { margin: 1 0 0 0; }"

    fields = getters.query_one(PatientFields)
    candidates = getters.query_one(Candidates)

    def __init__(self, session: Session, patient: Patient | None = None) -> None:
        """`patient`: whom of the register it is, if that is known."""
        super().__init__(session)
        self._patient = patient
        self._sending = False

    def send(self, typed: PatientDetails) -> object:
        """Enter was pressed; `_sending` holds until it is answered."""
        raise NotImplementedError

    def leave(self) -> None:
        """Esc was pressed, and nothing is being sent."""
        self.dismiss(None)

    def key_enter(self, event: events.Key) -> None:
        event.stop()
        if self.was_meant(event) and not self._sending:
            self._sending = True
            self.send(self._details)

    def key_escape(self, event: events.Key) -> None:
        event.stop()
        if not self._sending:
            self.leave()

    @property
    def _details(self) -> PatientDetails:
        """As typed by now."""
        return self.fields.details(self._patient)

    @property
    def _birth_date(self) -> date | None:
        """As typed, else as the register has it."""
        known = self._patient.birth_date if self._patient else None
        return read_date(self.fields.birth_entry.value) or known

    def form_keys(self, enter: str, esc: str) -> Sequence[KeyLabel]:
        """The keys that work now; `enter` and `esc`: what they do in the fields."""
        tr = self.words.tr
        tab, back = ("Tab", tr("next field")), ("Esc", esc)
        if self.candidates.has_focus:
            return (("Enter", tr("take")), tab, back)
        if self.candidates.items:
            return (("Enter", enter), ("↓", tr("register")), back, tab)
        return (("Enter", enter), tab, back)

    def show_candidates(self, found: Sequence[Candidate]) -> None:
        self.candidates.show(found)
        self._renew_keys()

    def action_down(self) -> None:
        """From the name to those whom the register offers, else to the next field."""
        if self.fields.name_entry.has_focus and self.candidates.items:
            self.set_focus(self.candidates)
        else:
            self.focus_next()

    @on(LineList.Left)
    def up_to_the_name(self) -> None:
        self.set_focus(self.fields.name_entry)

    def on_descendant_focus(self) -> None:
        self._renew_keys()

    def _renew_keys(self) -> None:
        self.query_one("KeysLine", Lines).renew()
