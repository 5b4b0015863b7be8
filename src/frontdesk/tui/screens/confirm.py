"""Запис, last step: who comes. Enter confirms from any field, Esc frees the time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from textual import getters, on, work
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget

from frontdesk.desk.answers import (
    AlreadyBooked,
    ConfirmCourseAnswer,
    ConfirmedCourse,
    Held,
    HeldCourse,
    HoldLapsed,
    PatientDetails,
    WrongDetails,
)
from frontdesk.desk.register_answers import Candidate
from frontdesk.domain.cross_check import Check, cross_check
from frontdesk.domain.minors import age_at
from frontdesk.domain.patient import Name, read_date
from frontdesk.tui.errand import Errand
from frontdesk.tui.messages import Booked, LetGo
from frontdesk.tui.safe import text, wrapped
from frontdesk.tui.screens.candidates import Candidates
from frontdesk.tui.screens.facts import Fact, laid_out
from frontdesk.tui.screens.patient_fields import PatientFields, details_of
from frontdesk.tui.screens.patient_form import PatientForm
from frontdesk.tui.tour import Sight
from frontdesk.tui.widgets.bars import KeyLabel
from frontdesk.tui.widgets.field import Field
from frontdesk.tui.widgets.lines import Lines
from frontdesk.words import ages, dates, labels, patients

if TYPE_CHECKING:
    from frontdesk.tui.session import Session


@dataclass(frozen=True, slots=True)
class NotBooked:
    """Back to the choice of a time, with all that was typed for the next one."""

    why: HoldLapsed | AlreadyBooked | None
    """None: the clerk stepped back."""
    typed: PatientDetails


class ConfirmScreen(PatientForm[NotBooked]):
    """The time is held for ninety seconds; nothing has been said to ЕСОЗ yet."""

    DEFAULT_CSS = """
    ConfirmScreen VerticalScroll { height: 1fr; margin: 1 2 0 2; scrollbar-size-vertical: 1; }
    ConfirmScreen #visit { margin: 0 0 1 0; }
    ConfirmScreen #warning { margin: 1 0 0 0; }
    """

    warning = getters.query_one("#warning", Lines)

    def __init__(
        self,
        session: Session,
        errand: Errand,
        course: HeldCourse,
        typed: PatientDetails | None = None,
    ) -> None:
        """`course` may be of one visit; `typed`: filled in already, for a time that was lost."""
        known = typed.known if typed else errand.patient
        super().__init__(session, course.visits[0].patient or known)
        self.errand = errand
        self.course = course
        self._typed = typed

    @property
    def held(self) -> Held:
        """The first visit, which tells what they have in common."""
        return self.course.visits[0]

    def body(self) -> Iterable[Widget]:
        yield VerticalScroll(
            Lines(self._visit, id_="visit"),
            PatientFields(self.session),
            Lines(self._warning, id_="warning"),
            Candidates(self.session),
            can_focus=False,
        )

    def on_mount(self) -> None:
        self.fields.fill(self._typed or self._known)
        self.look()
        self._ask_who_comes_along()

    def keys(self) -> Sequence[KeyLabel]:
        return self.form_keys(self.words.tr("book"), self.words.tr("free the time"))

    @property
    def sight(self) -> Sight:
        return Sight.PATIENT

    def help(self) -> Sequence[str]:
        tr = self.words.tr
        return (
            tr(
                "Complete the name from the patient's document and add the phone. Enter books, "
                "from any field; only the name is needed."
            ),
            tr("For a child under 14 also who comes along: the phone is then theirs."),
            tr("The time is held for a minute and a half. Esc frees it and goes back."),
            tr("If the name differs from the referral, a line says so: compare with the document."),
            tr("Whoever seems to be in the register already is offered below: ↓ Enter takes them."),
        )

    def leave(self) -> None:
        self.app.post_message(LetGo(self.course))
        self.dismiss(NotBooked(None, self._details))

    @on(Field.Edited)
    def typed_on(self, event: Field.Edited) -> None:
        """Another name may be another person, whoever was taken from the register before."""
        if event.field is self.fields.name_entry:
            self._patient = self.held.patient
        self.look()
        self._ask_who_comes_along()
        self.warning.renew()

    def _ask_who_comes_along(self) -> None:
        self.fields.for_child(self.held.needs_representative(self._birth_date))

    def look(self) -> None:
        self.offer(self._details)

    @work(exclusive=True, group="candidates")
    async def offer(self, typed: PatientDetails) -> None:
        """Offers who may be meant, while one types on."""
        found: tuple[Candidate, ...] = ()
        if self._patient is None:
            identity, esoz_id = self.errand.identity, self.held.esoz_patient_id
            found = await self.session.desk.patients.candidates(typed, identity, esoz_id)
        self.show_candidates(found)

    @on(Candidates.Taken)
    def take(self, event: Candidates.Taken) -> None:
        """Fills in what the register knows; what it does not know stays as typed."""
        typed, known = self._details, details_of(event.patient)
        self._patient = event.patient
        self.fields.fill(
            replace(
                known,
                phone=known.phone or typed.phone,
                birth_date=known.birth_date or typed.birth_date,
                representative=typed.representative,
            )
        )
        self.set_focus(self.fields.phone_entry)
        self.look()
        self._ask_who_comes_along()
        self.warning.renew()

    @work(group="confirm")
    async def send(self, typed: PatientDetails) -> None:
        answer = None
        try:
            answer = await self.session.desk.confirm_course(self.course, typed, self.errand.paper)
        finally:
            # After a booking there is nothing left to send, however long the slip takes.
            self._sending = isinstance(answer, ConfirmedCourse)
        self._answered(answer)

    def _answered(self, answer: ConfirmCourseAnswer) -> None:
        match answer:
            case ConfirmedCourse(appointments):
                self.app.post_message(Booked(appointments, self.errand.number))
            case WrongDetails(fields):
                self.fields.mark(fields)
            case HoldLapsed() | AlreadyBooked():
                self.dismiss(NotBooked(answer, self._details))

    @property
    def _known(self) -> PatientDetails:
        """What we know of the patient, or at least the referral does."""
        if self._patient is not None:
            return details_of(self._patient)
        identity = self.errand.identity
        name = " ".join(it for it in (identity.surname, identity.initials) if it)
        return PatientDetails(name)

    def _visit(self, width: int) -> Sequence[Content]:
        tr = self.words.tr
        service = self.errand.service_name or labels.missing(self.words)
        return laid_out(
            (
                *(self._of_course() if len(self.course.visits) > 1 else self._of_one()),
                Fact(tr("Service"), service),
                self._ground(),
            ),
            width,
        )

    def _ground(self) -> Fact:
        tr, errand = self.words.tr, self.errand
        if errand.line is not None:
            return Fact(tr("Referral"), labels.identity(self.words, errand.identity))
        return Fact(tr("Ground"), labels.ground(self.words, errand.ground))

    def _of_one(self) -> Iterator[Fact]:
        tr, time = self.words.tr, self.held.time
        when = (
            f"{dates.full(self.words, time.day)}, {dates.clock(time.start)}–{dates.clock(time.end)}"
        )
        yield Fact(tr("When"), when, "accent")
        yield Fact(tr("Doctor"), time.offer.doctor.name, "strong")
        room = time.offer.room
        yield Fact(tr("Where"), room.name if room else labels.missing(self.words))

    def _of_course(self) -> Iterator[Fact]:
        """Each visit with its doctor and room: they need not be the same."""
        label = self.words.trn("{n} visit", "{n} visits", len(self.course.visits))
        for held in self.course.visits:
            time, offer = held.time, held.time.offer
            when = f"{dates.short(self.words, time.day)} {dates.clock(time.start)}"
            where = (offer.room.name,) if offer.room else ()
            yield Fact(label, ", ".join((when, offer.doctor.name, *where)), "accent")
            label = ""

    def _warning(self, width: int) -> Sequence[Content]:
        """Who comes along, and in what the patient and the referral differ or are the same."""
        checks = self._checks
        differing = patients.differing(self.words, checks)
        agreeing = patients.agreeing(self.words, checks) if self._patient else ""
        compared = text(differing, "warn") if differing else text(agreeing, "quiet")
        age = age_at(self.held.appointment.day, self._birth_date, self.held.age)
        alone = text(ages.coming(self.words, age) if age is not None else "", "warn")
        return [line for it in (alone, compared) if it.cell_length for line in wrapped(it, width)]

    @property
    def _checks(self) -> tuple[Check, ...]:
        name = Name.read(self.fields.name_entry.value)
        if name is None:
            return ()
        return cross_check(
            name,
            read_date(self.fields.birth_entry.value),
            self._patient.sex if self._patient else None,
            self.errand.identity,
            self.session.desk.today(),
        )
