"""Who came in an urgent condition: entered when there is time for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from textual import getters, on, work
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget

from frontdesk.desk.answers import PatientDetails, WrongDetails
from frontdesk.domain.referral import Identity
from frontdesk.domain.urgent import UrgentContact
from frontdesk.tui.safe import text
from frontdesk.tui.screens.candidates import Candidates
from frontdesk.tui.screens.patient_fields import PatientFields, details_of
from frontdesk.tui.screens.patient_form import PatientForm
from frontdesk.tui.widgets.bars import KeyLabel
from frontdesk.tui.widgets.entry import Entry
from frontdesk.tui.widgets.field import Field
from frontdesk.tui.widgets.lines import Lines

if TYPE_CHECKING:
    from frontdesk.tui.session import Session


class UrgentDetailsScreen(PatientForm[None]):
    """Enter saves from any field; the contact is then no longer to be completed."""

    DEFAULT_CSS = """
    UrgentDetailsScreen VerticalScroll { height: 1fr; margin: 1 2 0 2; }
    UrgentDetailsScreen #when { margin: 0 0 1 0; }
    """

    note = getters.query_one("#note", Entry)

    def __init__(self, session: Session, contact: UrgentContact) -> None:
        super().__init__(session)
        self._contact = contact

    def body(self) -> Iterable[Widget]:
        yield VerticalScroll(
            Lines(self._when, id_="when"),
            PatientFields(self.session),
            Entry(
                lambda: self.words.tr("Note"),
                lambda: self.words.tr("where the patient was sent; may stay empty"),
                id_="note",
            ),
            Candidates(self.session),
            can_focus=False,
        )

    def keys(self) -> Sequence[KeyLabel]:
        return self.form_keys(self.words.tr("save"), self.words.tr("back"))

    def help(self) -> Sequence[str]:
        tr = self.words.tr
        return (
            tr(
                "Write the name, and what else is known by now. Enter saves, from any field; Esc "
                "changes nothing."
            ),
            tr("Whoever seems to be in the register already is offered below: ↓ Enter takes them."),
        )

    @on(Field.Edited)
    def typed_on(self, event: Field.Edited) -> None:
        """Another name may be another person, whoever was taken from the register before."""
        if event.field is self.fields.name_entry:
            self._patient = None
            self.offer(self._details)

    @work(exclusive=True, group="candidates")
    async def offer(self, typed: PatientDetails) -> None:
        found = await self.session.desk.patients.candidates(typed, Identity(), None)
        self.show_candidates(found)

    @on(Candidates.Taken)
    def take(self, event: Candidates.Taken) -> None:
        self._patient = event.patient
        self.fields.fill(details_of(event.patient))
        self.show_candidates(())
        self.set_focus(self.note)

    @work(group="save")
    async def send(self, typed: PatientDetails) -> None:
        try:
            note = self.note.value
            wrong = await self.session.desk.urgent.identify(self._contact, typed, note)
        finally:
            self._sending = False
        if isinstance(wrong, WrongDetails):
            self.fields.mark(wrong.fields)
        else:
            self.dismiss(None)

    def _when(self, _width: int) -> Sequence[Content]:
        here = self.session.local(self._contact.at)
        came = self.words.tr("Came in an urgent condition: {when}", when=f"{here:%d.%m.%Y %H:%M}")
        return (text(came, "strong"),)
