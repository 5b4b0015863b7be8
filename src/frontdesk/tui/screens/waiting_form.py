"""До листа очікування: who waits, for what, and when the patient can come."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from textual import getters, on, work
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget

from frontdesk.desk.answers import Field as Detail
from frontdesk.desk.answers import NotBookable, PatientDetails, WrongDetails
from frontdesk.desk.register_answers import Candidate
from frontdesk.desk.waiting_answers import AddAnswer, AlreadyWaiting, Listed, WrongWish
from frontdesk.domain.minors import age_at, needs_representative
from frontdesk.domain.patient import Patient
from frontdesk.domain.referral import Identity
from frontdesk.tui.errand import Errand
from frontdesk.tui.safe import EMPTY, text, wrapped
from frontdesk.tui.screens.candidates import Candidates
from frontdesk.tui.screens.facts import Fact, laid_out
from frontdesk.tui.screens.patient_fields import PatientFields, details_of
from frontdesk.tui.screens.patient_form import PatientForm
from frontdesk.tui.screens.wish_fields import WishFields
from frontdesk.tui.widgets.bars import KeyLabel
from frontdesk.tui.widgets.field import Field
from frontdesk.tui.widgets.lines import Lines
from frontdesk.words import dates, labels, verdicts

if TYPE_CHECKING:
    from frontdesk.tui.session import Session


class WaitingForm(PatientForm[Listed]):
    """Dismissed with the entry; under a referral, or for somebody of the register."""

    DEFAULT_CSS = """
    WaitingForm VerticalScroll { height: 1fr; margin: 1 2 0 2; scrollbar-size-vertical: 1; }
    """

    wish_fields = getters.query_one(WishFields)
    said = getters.query_one("#said", Lines)

    def __init__(
        self, session: Session, patient: Patient | None, errand: Errand | None = None
    ) -> None:
        """`errand`: for what no time was found."""
        super().__init__(session, patient)
        self._errand = errand
        self._line = errand.line if errand else None
        self._said = EMPTY

    def body(self) -> Iterable[Widget]:
        yield VerticalScroll(
            Lines(self._about, id_="about"),
            PatientFields(self.session, waits=True),
            WishFields(self.session, self._errand),
            Lines(lambda width: wrapped(self._said, width), id_="said"),
            Candidates(self.session),
            can_focus=False,
        )

    def on_mount(self) -> None:
        self.fields.fill(details_of(self._patient) if self._patient else self._begun)
        self.look()
        self._say_whose_phone()

    def keys(self) -> Sequence[KeyLabel]:
        return self.form_keys(self.words.tr("put on the list"), self.words.tr("back"))

    def help(self) -> Sequence[str]:
        tr = self.words.tr
        return (
            tr("Enter puts the patient on the waiting list, from any field."),
            tr("A phone is needed: the patient is phoned when a time becomes free."),
            tr("In the lines with ◂ ▸ the arrows choose; letters go to the first that fits."),
            tr("An empty last day means that the patient can wait as long as it takes."),
        )

    @on(Field.Edited)
    def typed_on(self, event: Field.Edited) -> None:
        """Another name may be another person, whoever was taken from the register before."""
        if event.field is self.fields.name_entry:
            self._patient = None
        self._say("")
        self.look()
        self._say_whose_phone()

    def look(self) -> None:
        self.offer(self._details)

    def _say_whose_phone(self) -> None:
        age = age_at(self.session.desk.today(), self._birth_date, self._identity.age)
        self.fields.for_child(needs_representative(age))

    @work(exclusive=True, group="candidates")
    async def offer(self, typed: PatientDetails) -> None:
        """Offers who may be meant, while one types on."""
        found: tuple[Candidate, ...] = ()
        if self._patient is None:
            esoz_id = self._line.referral.patient_id if self._line else None
            found = await self.session.desk.patients.candidates(typed, self._identity, esoz_id)
        self.show_candidates(found)

    @on(Candidates.Taken)
    def take(self, event: Candidates.Taken) -> None:
        self._patient = event.patient
        self.fields.fill(details_of(event.patient))
        self.set_focus(self.fields.phone_entry)
        self.look()
        self._say_whose_phone()

    @work(group="save")
    async def send(self, typed: PatientDetails) -> None:
        try:
            wish = self.wish_fields.wish()
            answer = await self.session.desk.waiting.add(wish, typed, self._line)
        finally:
            self._sending = False
        self._answered(answer)

    def _answered(self, answer: AddAnswer) -> None:
        tr = self.words.tr
        match answer:
            case Listed():
                self.dismiss(answer)
            case WrongDetails(fields):
                self.fields.mark(fields)
                if Detail.PHONE in fields and not self.fields.phone_entry.value.strip():
                    missing = tr("Write a phone: the patient will be phoned.")
                    self.fields.phone_entry.mark(missing)
            case WrongWish(fields):
                self.wish_fields.mark(fields)
            case AlreadyWaiting():
                self._say(tr("The patient is on the waiting list for this already."))
            case NotBookable(verdict):
                self._say(verdicts.word(self.words, verdict))

    def _say(self, said: str) -> None:
        self._said = text(f"✖ {said}", "bad") if said else EMPTY
        self.said.renew()

    @property
    def _begun(self) -> PatientDetails:
        """What the referral tells of the patient."""
        told = (self._identity.surname, self._identity.initials)
        return PatientDetails(" ".join(it for it in told if it))

    @property
    def _identity(self) -> Identity:
        return self._line.referral.identity if self._line else Identity()

    def _about(self, width: int) -> Sequence[Content]:
        """For what, if a referral says it."""
        if self._line is None:
            return ()
        tr, last = self.words.tr, self._line.last_day
        service = self._line.service_name or labels.missing(self.words)
        until = dates.numeric(last) if last else labels.missing(self.words)
        identity = labels.identity(self.words, self._identity)
        told = (
            Fact(tr("Service"), service, "strong"),
            Fact(tr("Referral"), f"{identity} · {tr('valid until {day}', day=until)}"),
        )
        return (*laid_out(told, width), EMPTY)
