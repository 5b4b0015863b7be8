"""Which patient: the search of the register, dismissed with whoever was meant."""

from __future__ import annotations

from collections.abc import Sequence

from frontdesk import keyboard
from frontdesk.domain.patient import Patient
from frontdesk.tui.screens.patients import PatientsScreen
from frontdesk.tui.widgets.bars import KeyLabel


class ChoosePatientScreen(PatientsScreen):
    """Enter takes whoever is found, or was entered just now."""

    def enter_does(self) -> str:
        return self.words.tr("take")

    def _open(self, patient: object) -> None:
        if isinstance(patient, Patient):
            self.dismiss(patient)


class PatientChoiceScreen(ChoosePatientScreen):
    """Only somebody whom the register knows: it says what comes next."""

    def keys(self) -> Sequence[KeyLabel]:
        tr = self.words.tr
        taking = (("Enter", self.enter_does()),) if self.found.items else ()
        return (*taking, ("↑↓", tr("choose")), ("Esc", tr("back")))

    def nobody(self) -> str:
        return self.words.tr("Nobody is found: ask the doctor, or a referral is needed.")

    def help(self) -> Sequence[str]:
        tr = self.words.tr
        return (
            tr("Type the beginning of the surname; more words narrow the list: “ivan o p”."),
            tr("Four last digits of the phone are enough. A date of birth needs no dots."),
            tr("Enter takes the patient; our own register then says what it knows."),
        )

    def check_action(self, action: str, _parameters: tuple[object, ...]) -> bool:
        return action != keyboard.NEW_PATIENT.name
