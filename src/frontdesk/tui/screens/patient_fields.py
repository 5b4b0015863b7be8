"""The fields of a patient's details: while booking, and on the patient's card."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import ClassVar

from textual import getters
from textual.binding import BindingType
from textual.containers import VerticalGroup

from frontdesk.desk.answers import Field, PatientDetails
from frontdesk.domain.patient import Patient
from frontdesk.tui import keymap
from frontdesk.tui.session import Session
from frontdesk.tui.widgets.entry import Entry
from frontdesk.words import N_, dates, refusals


class PatientFields(VerticalGroup):
    """Name, phone, date of birth, as typed, and while booking for a child who comes along.

    Who only waits for a time is asked that when there is one. Its screen says what is below the
    last (`down`).
    """

    BINDINGS: ClassVar[list[BindingType]] = [*keymap.BETWEEN_FIELDS]

    name_entry = getters.query_one("#name", Entry)
    phone_entry = getters.query_one("#phone", Entry)
    birth_entry = getters.query_one("#birth", Entry)
    representative_entry = getters.query_one("#representative", Entry)

    def __init__(self, session: Session, *, waits: bool = False) -> None:
        self._session, self._waits = session, waits
        tr = self._tr
        phone = tr(N_("the patient will be phoned") if waits else N_("may stay empty"))
        super().__init__(
            Entry(tr(N_("Patient")), tr(N_("surname, name, patronymic")), id_="name"),
            Entry(self._whose_phone, phone, id_="phone", is_whole=True),
            Entry(
                tr(N_("Date of birth")),
                tr(N_("DD.MM.YYYY, may stay empty")),
                id_="birth",
                is_whole=True,
            ),
            Entry(
                tr(N_("Representative")),
                tr(N_("a parent or guardian: surname, name; brings a document")),
                id_="representative",
            ),
        )
        self._is_child = False

    def on_mount(self) -> None:
        self.representative_entry.display = False

    def for_child(self, is_child: bool) -> None:  # noqa: FBT001 - the one thing that it says
        """Says that the phone is theirs who come along, and asks who it is; or does not."""
        if is_child != self._is_child:
            self._is_child = is_child
            self.representative_entry.display = is_child and not self._waits
            self.phone_entry.refresh()

    def _whose_phone(self) -> str:
        tr = self._session.words.tr
        return tr("Their phone") if self._is_child else tr("Phone")

    def fill(self, details: PatientDetails) -> None:
        self.name_entry.set(details.name)
        self.phone_entry.set(details.phone)
        self.birth_entry.set(details.birth_date)
        self.representative_entry.set(details.representative)

    def details(self, known: Patient | None) -> PatientDetails:
        """What stands in the fields, about `known` if it is somebody of the register."""
        return PatientDetails(
            self.name_entry.value,
            self.phone_entry.value,
            self.birth_entry.value,
            known,
            self.representative_entry.value if self._is_child else "",
        )

    def mark(self, wrong: Collection[Field]) -> None:
        """Says at each field what is wrong with it; the first wrong one gets the focus."""
        entries = {
            Field.NAME: self.name_entry,
            Field.PHONE: self.phone_entry,
            Field.BIRTH_DATE: self.birth_entry,
            Field.REPRESENTATIVE: self.representative_entry,
        }
        for part, entry in entries.items():
            entry.mark(refusals.wrong_field(self._session.words, part) if part in wrong else "")
        self.screen.set_focus(next(it for part, it in entries.items() if part in wrong))

    def _tr(self, message: str) -> Callable[[], str]:
        """The message in the language of the moment it is drawn."""
        return lambda: self._session.words.tr(message)


def details_of(patient: Patient) -> PatientDetails:
    """As a clerk would type them."""
    return PatientDetails(
        patient.name.full,
        patient.phone.shown if patient.phone else "",
        dates.numeric(patient.birth_date) if patient.birth_date else "",
        patient,
    )
