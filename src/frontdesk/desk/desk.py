"""The desk: what a registrar can ask for. Screens and commands see this, and nothing below it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from frontdesk.desk.absences import Absences
from frontdesk.desk.answers import (
    Ambiguous,
    Backend,
    ChangeAnswer,
    ConfirmAnswer,
    ConfirmCourseAnswer,
    CourseAnswer,
    Finding,
    Held,
    HeldCourse,
    HoldAnswer,
    Line,
    MoveAnswer,
    PatientDetails,
    ResendAnswer,
    SignIn,
)
from frontdesk.desk.booking import HORIZON, Booking
from frontdesk.desk.claims import Claims
from frontdesk.desk.context import Context
from frontdesk.desk.courses import Courses
from frontdesk.desk.diary import Diary
from frontdesk.desk.intake import Intake
from frontdesk.desk.legal_entities import LegalEntities
from frontdesk.desk.messages import Messages
from frontdesk.desk.register import Register
from frontdesk.desk.sync import Sync, SyncAnswer, Told
from frontdesk.desk.urgent import Urgent
from frontdesk.desk.visits import Visits
from frontdesk.desk.waiting import WaitingRoom
from frontdesk.desk.watch import Watch
from frontdesk.desk.worklist import Worklist
from frontdesk.domain.appointment import Appointment
from frontdesk.domain.clinic import Clinic, Offer, Service
from frontdesk.domain.freetime import FreeTime
from frontdesk.domain.ground import Ground
from frontdesk.domain.number import Number, Readable
from frontdesk.domain.observation import Observation, observation
from frontdesk.domain.paper_referral import PaperReferral
from frontdesk.domain.patient import Patient
from frontdesk.domain.reference import LegalEntity
from frontdesk.domain.timetable import Timetable
from frontdesk.domain.visit import Visit
from frontdesk.esoz.access import Lang
from frontdesk.esoz.failure import Failure
from frontdesk.store import agenda, invariants, operations
from frontdesk.store.clock import now


class Desk:
    """One terminal's desk. Every method is safe to cancel; none blocks the event loop."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._intake = Intake(context)
        self._booking = Booking(context)
        self._courses = Courses(context, self._booking)
        self._claims = Claims(context)
        self._visits = Visits(context, self._booking)
        self._sync = Sync(context)
        self._messages = Messages(context)
        self._watch = Watch(context)
        self._legal_entities = LegalEntities(context)
        self.patients = Register(context)
        """Whom the clinic knows."""
        self.urgent = Urgent(context)
        """Who came in an urgent condition."""
        self.diary = Diary(context)
        """Who comes when."""
        self.absences = Absences(context, self._visits)
        """Doctors who do not work when they should."""
        self.waiting = WaitingRoom(context, self._intake, self._booking)
        """Who waits for a time."""
        self.worklist = Worklist(context, self._claims, self.urgent, self.waiting)
        """What needs a person."""

    @property
    def clinic(self) -> Clinic:
        return self._context.clinic

    @property
    def backend(self) -> Backend:
        """How ЕСОЗ was when we last spoke to it."""
        return self._context.backend

    @property
    def session_until(self) -> datetime | None:
        """UTC; None: not known, or nobody is signed in."""
        return self._context.access.session.until

    @property
    def may_overbook(self) -> bool:
        """Whether a visit may be held beside another one here."""
        return self._context.may_overbook

    @property
    def is_signed_in(self) -> bool:
        """Whether there is a live session; without one nothing is sent to ЕСОЗ."""
        return self._context.access.session.is_open

    @property
    def can_sign_in(self) -> bool:
        """False where the session came with the settings and nobody signs in or out."""
        return not self._context.access.session.is_fixed

    async def sign_in(self, lang: Lang, *, listen: bool = True) -> SignIn:
        """One attempt, to be entered by `async with`; the browser's page will speak `lang`.

        Without `listen` an answer can only be pasted.
        """
        return self._context.access.sign_in(lang, listen=listen)

    async def sign_out(self) -> Failure | None:
        """Ends the session here, and at ЕСОЗ: the failure says why not there."""
        return await self._context.access.sign_out()

    async def resume(self) -> tuple[Appointment, ...]:
        """Goes on, once somebody is signed in, with what rested; returns what it became."""
        await self._context.store.write(operations.hasten)
        return await self._claims.recover()

    def now(self) -> datetime:
        """UTC."""
        return self._context.now()

    def today(self) -> date:
        """The site's date."""
        return self._context.today()

    async def find(self, reading: Readable) -> Finding | Ambiguous:
        """Asks ЕСОЗ what stands behind the number; may take as long as ЕСОЗ takes."""
        return await self._intake.find(reading)

    def provisional(self, number: Number, service: Service) -> Line:
        """What can be booked under a number of which ЕСОЗ could not be asked."""
        return self._intake.provisional(number, service)

    async def called(self, legal_entity_id: str) -> LegalEntity | None:
        """What a clinic is called, if we or ЕСОЗ know it; may take as long as ЕСОЗ takes."""
        return await self._legal_entities.called(legal_entity_id)

    async def timetable(
        self,
        offers: Sequence[Offer],
        *,
        last_day: date | None = None,
        first: date | None = None,
        days: int = HORIZON,
        overbooking: bool = False,
    ) -> Timetable:
        """The free times of `offers` from `first` (today if not given) on.

        With `overbooking` instead those at which only a lane for overbooking is free.
        """
        return await self._booking.timetable(
            offers, last_day=last_day, first=first, days=days, overbooking=overbooking
        )

    async def changed(self, seen: int) -> int:
        """Waits until a terminal, this or another, may have changed the schedule after `seen`.

        Returns the number to wait with the next time; with 0 it returns as soon as it listens.
        """
        return await self._context.store.changed(seen)

    async def hold(
        self,
        time: FreeTime,
        line: Line | None,
        *,
        ground: Ground = Ground.E_REFERRAL,
        consent: bool = False,
        overbooking: str | None = None,
    ) -> HoldAnswer:
        """Takes the time for ninety seconds, while the patient is asked for name and phone.

        `overbooking` is the reason for which the visit may stand beside others, if it must.
        """
        return await self._booking.hold(
            time, line, ground=ground, consent=consent, overbooking=overbooking
        )

    async def confirm(
        self, held: Held, details: PatientDetails, paper: PaperReferral | None = None
    ) -> ConfirmAnswer:
        """Makes the booking durable; `settle` then claims the referral.

        With `paper`, the referral that the ground PAPER_REFERRAL is about, it is kept too.
        """
        return await self._booking.confirm(held, details, paper)

    async def let_go(self, held: Held) -> None:
        """Frees a held time."""
        await self._booking.let_go(held)

    async def hold_course(
        self, times: Sequence[FreeTime], line: Line, *, consent: bool = False
    ) -> CourseAnswer:
        """Takes all these times under one referral, or none; at least one must be given.

        Visits that stand under it already count: a course can be gone on with.
        """
        return await self._courses.hold(times, line, consent=consent)

    async def confirm_course(
        self, course: HeldCourse, details: PatientDetails, paper: PaperReferral | None = None
    ) -> ConfirmCourseAnswer:
        """Makes all visits of the course durable, or none; `settle` then claims the referral.

        With `paper`, the referral that the ground PAPER_REFERRAL is about, it is kept too.
        """
        return await self._courses.confirm(course, details, paper)

    async def let_course_go(self, course: HeldCourse) -> None:
        """Frees all times of a held course."""
        await self._courses.let_go(course)

    async def settle(self, appointment_id: str, patience: float = 0.0) -> Appointment:
        """Claims the referral; waits up to `patience` seconds over the backend's silences."""
        return await self._claims.settle(appointment_id, patience)

    async def sweep(self) -> None:
        """Frees what was held and not confirmed in time."""
        await self._claims.sweep()

    async def recover(self) -> tuple[Appointment, ...]:
        """Finishes what a crash or an outage left open. For the start, and then periodically.

        It also keeps the session alive, and goes on with one from another terminal.
        """
        has_come = await self._context.access.look()
        return await (self.resume() if has_come else self._claims.recover())

    async def look_for_changes(self) -> None:
        """Notices referrals recalled or taken elsewhere under visits to come. For now and then.

        By ЕСОЗ's feed where the user may read it, and by reading each of them once a day. The
        numbers of visits that have begun are forgotten: nobody will be asked by them.
        """
        await self._watch.forget()
        await self._watch.look()
        await self._watch.read_again()

    async def resend(self, line: Line) -> ResendAnswer:
        """Has ЕСОЗ send the patient the message with the number once more, once in a minute."""
        return await self._messages.resend(line)

    async def cancel(self, appointment_id: str, reason: str) -> ChangeAnswer:
        """Cancels the visit; its referral is let go where ЕСОЗ allows it."""
        return await self._visits.cancel(appointment_id, reason)

    async def times_for(self, appointment: Appointment) -> Timetable:
        """The free times to which the visit could be moved."""
        return await self._visits.times(appointment)

    async def move(self, appointment: Appointment, time: FreeTime) -> MoveAnswer:
        """Moves the visit; the referral stays as it is."""
        return await self._visits.move(appointment, time)

    async def arrive(self, appointment_id: str) -> ChangeAnswer:
        """The patient is here."""
        return await self._visits.arrive(appointment_id)

    async def be_late(self, appointment_id: str) -> ChangeAnswer:
        """The patient comes later than promised; said once more, it is taken back."""
        return await self._visits.be_late(appointment_id)

    async def miss(self, appointment_id: str) -> ChangeAnswer:
        """The patient did not come."""
        return await self._visits.miss(appointment_id)

    async def fulfil(self, appointment_id: str) -> ChangeAnswer:
        """The patient has been seen."""
        return await self._visits.fulfil(appointment_id)

    async def visit(self, appointment_id: str) -> Visit | None:
        """The appointment with the names a person reads."""
        return await self._context.store.read(lambda db: agenda.visit(db, appointment_id))

    async def agenda(self, day: date) -> tuple[Visit, ...]:
        """The visits of a day, by doctor and time."""
        return await self._context.store.read(lambda db: agenda.visits_of_day(db, day))

    async def observation(
        self, patient: Patient, offers: Sequence[Offer], ground: Ground
    ) -> Observation | None:
        """Whether the patient comes back to one of these doctors, by our own register."""
        visits = await self._context.store.read(lambda db: agenda.visits_of(db, patient.id))
        return observation(visits, offers, ground, self.today())

    async def sync(
        self, told: Told = lambda _: None, *, pace: float = 0.0, patience: float = 0.0
    ) -> SyncAnswer:
        """Brings the copies of ЕСОЗ's registers up to date, telling of each page.

        `pace` are the seconds of rest after a page, `patience` those to wait for another terminal
        that is at it. Cancelled, it is gone on with next time.
        """
        return await self._sync.run(told, pace=pace, patience=patience)

    async def sync_is_due(self) -> bool:
        """Whether the last whole sync, of whatever terminal, is more than a day old."""
        return await self._sync.is_due()

    async def check(self) -> tuple[invariants.Invariant, ...]:
        """Runs the invariants of BOOKING 5 on the live database."""
        ours = self._context.clinic.legal_entity_id
        return await self._context.store.read(lambda db: invariants.check(db, now(db), ours))

    async def close(self) -> None:
        """Lets go of ЕСОЗ and of the database."""
        await self._context.esoz.close()
        await self._context.access.close()
        try:
            await self._sync.let_go()
        finally:
            await self._context.store.close()
