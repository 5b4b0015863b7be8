"""Booking: free times, a hold, and its confirmation (BOOKING 4, L1 and L2). No network here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from frontdesk.desk.answers import (
    AlreadyBooked,
    ConfirmAnswer,
    Confirmed,
    Field,
    Held,
    HoldAnswer,
    HoldLapsed,
    JustTaken,
    Line,
    NotBookable,
    NotOffered,
    PatientDetails,
    WrongDetails,
)
from frontdesk.desk.calendar import Calendar
from frontdesk.desk.context import Context
from frontdesk.domain.appointment import Appointment, Claim, State
from frontdesk.domain.claim_policy import claim_due
from frontdesk.domain.clinic import Offer
from frontdesk.domain.freetime import FreeTime
from frontdesk.domain.ground import Ground
from frontdesk.domain.patient import Name, Patient, Phone
from frontdesk.domain.protocol import Kind, Operation
from frontdesk.domain.timetable import Timetable
from frontdesk.domain.verdict import UNANSWERED, Code
from frontdesk.domain.verdict import Booking as Permission
from frontdesk.domain.walltime import at
from frontdesk.store import appointments, operations, patients, referrals, withdrawal
from frontdesk.store.clock import now

HORIZON = 60
"""Days ahead in which a time is looked for."""
FARTHEST = 366
"""Days ahead beyond which nobody's hours are known."""
ALTERNATIVES = 5


class Booking:
    def __init__(self, context: Context) -> None:
        self._context = context
        self._calendar = Calendar(context.zone)

    async def timetable(
        self,
        offers: Sequence[Offer],
        *,
        last_day: date | None = None,
        first: date | None = None,
        days: int = HORIZON,
    ) -> Timetable:
        """The free times of `offers` on `days` days from `first` (today if not given) on."""
        today, moment = self._context.today(), self._context.now()
        begin = (first - today).days if first else 0
        wanted = range(max(begin, 0), min(begin + days, FARTHEST))
        dates = [today + timedelta(days=ahead) for ahead in wanted]
        return await self._context.store.read(
            lambda db: self._calendar.timetable(db, offers, dates, moment, last_day)
        )

    async def hold(
        self, time: FreeTime, line: Line | None, *, ground: Ground, consent: bool
    ) -> HoldAnswer:
        """L1: takes the time for ninety seconds."""
        if ground is Ground.E_REFERRAL and line is None:
            return NotBookable(UNANSWERED)
        if line is not None and line.appointment is not None and ground is Ground.E_REFERRAL:
            return AlreadyBooked(line.appointment)
        if line is not None and not _permitted(line, ground, consent=consent):
            return NotBookable(line.verdict)
        last_day = line.last_day if line and ground is Ground.E_REFERRAL else None
        offers = self._offers(time, line)
        far = time.day >= self._context.today() + timedelta(days=HORIZON)
        table = await self.timetable(offers, last_day=last_day, first=time.day if far else None)
        beyond = time.day not in table.days or not table.covered(time.day)
        if beyond or time.offer not in offers:
            return NotOffered(table.earliest(ALTERNATIVES))
        if not table.admits(time):
            return await self._not_admitted(time, table)
        return await self._take(time, line, ground, table)

    async def confirm(self, held: Held, details: PatientDetails) -> ConfirmAnswer:
        """L2: the patient is written down and the claim is owed; the clerk is free.

        It may be asked again after a StoreError: what is confirmed already stays as it is.
        """
        patient = self._patient(held, details)
        if isinstance(patient, WrongDetails):
            return patient
        operation = self._operation(held)
        return await self._context.store.write(
            lambda db: _confirmed(db, held) or self._write_down(db, held, patient, operation)
        )

    async def let_go(self, held: Held) -> None:
        """The clerk stepped back before confirming."""
        await self._context.store.write(
            lambda db: appointments.let_go(db, held.appointment.id, self._context.actor)
        )

    def _offers(self, time: FreeTime, line: Line | None) -> tuple[Offer, ...]:
        """What else would serve the patient as well."""
        clinic = self._context.clinic
        if line is not None:
            return clinic.offers_for(line.referral) or (time.offer,)
        return tuple(it for it in clinic.offers if it.service_id == time.offer.service_id)

    async def _not_admitted(self, time: FreeTime, table: Timetable) -> HoldAnswer:
        """Taken by a visit, or never worked at all."""
        works = await self._context.store.read(
            lambda db: self._calendar.works(db, time, self._context.now())
        )
        alternatives = table.like(time, ALTERNATIVES)
        return JustTaken(alternatives) if works else NotOffered(alternatives)

    async def _take(
        self, time: FreeTime, line: Line | None, ground: Ground, table: Timetable
    ) -> HoldAnswer:
        context = self._context
        draft = self._draft(time, line, ground)
        claim, due = self._claim(time, line, ground)

        def change(db: Connection) -> HoldAnswer:
            if draft.referral_id is not None and line is not None:
                live = appointments.find_live(db, draft.referral_id)
                if live is not None and not _has_run_out(db, live):
                    return AlreadyBooked(live)
                referrals.remember(db, line.referral, context.now(), context.number_key)
            held = appointments.hold(db, draft, context.actor)
            if held is None:
                return JustTaken(table.like(time, ALTERNATIVES, without=time))
            esoz_id = line.referral.patient_id if line else None
            known = patients.by_esoz_id(db, esoz_id) if esoz_id else None
            takes_over = line is not None and line.verdict.code is Code.IN_WORK_ELSEWHERE
            return Held(held, time, known, claim, takes_over, esoz_id, due)

        return await context.store.write(change)

    def _write_down(
        self, db: Connection, held: Held, patient: Patient, operation: Operation | None
    ) -> ConfirmAnswer:
        actor = self._context.actor
        with db.begin_nested() as attempt:
            patients.remember(db, patient)
            answer = appointments.confirm(db, held.appointment.id, patient.id, held.claim, actor)
            if not isinstance(answer, Appointment):
                attempt.rollback()
        match answer:
            case Appointment() as confirmed:
                if operation is not None:
                    claim = withdrawal.inherit(db, operation, actor)
                    operations.open_operation(db, claim, held.claim_due)
                return Confirmed(confirmed)
            case appointments.Lapsed():
                return HoldLapsed()
            case appointments.PatientBusy():
                appointments.let_go(db, held.appointment.id, actor)
                return AlreadyBooked(None)

    def _draft(self, time: FreeTime, line: Line | None, ground: Ground) -> Appointment:
        under_referral = line is not None and ground is Ground.E_REFERRAL
        return Appointment(
            id=self._context.new_id(),
            state=State.HELD,
            claim=Claim.NONE,
            ground=ground,
            service_id=time.offer.service_id,
            doctor_id=time.offer.doctor.id,
            resource_ids=tuple(resource.id for resource in time.offer.resources),
            day=time.day,
            start=time.start,
            end=time.end,
            time_zone=self._context.clinic.time_zone,
            referral_id=line.referral.id if line and under_referral else None,
        )

    def _claim(
        self, time: FreeTime, line: Line | None, ground: Ground
    ) -> tuple[Claim, datetime | None]:
        """What confirming will begin, and until when it may wait (UTC); None: not at all."""
        if ground is not Ground.E_REFERRAL or line is None:
            return Claim.NONE, None
        context, verdict = self._context, line.verdict
        if verdict.booking is Permission.PROVISIONAL:
            return Claim.DEFERRED, None
        if verdict.code is not Code.BOOKABLE:
            return Claim.PENDING, None
        visit = at(time.day, time.start, context.zone)
        due = claim_due(context.claim_at, visit, line.last_day, context.now())
        return (Claim.PENDING if due is None else Claim.DEFERRED), due

    def _operation(self, held: Held) -> Operation | None:
        if held.appointment.referral_id is None:
            return None
        id_ = self._context.new_id()
        return Operation(id_, _kind(held), held.appointment.id, held.appointment.referral_id)

    def _patient(self, held: Held, details: PatientDetails) -> Patient | WrongDetails:
        name = Name.read(details.name)
        phone = Phone.read(details.phone) if details.phone.strip() else None
        birth_date = read_date(details.birth_date)
        wrong = []
        if name is None:
            wrong.append(Field.NAME)
        if details.phone.strip() and phone is None:
            wrong.append(Field.PHONE)
        if details.birth_date.strip() and (
            birth_date is None or birth_date > self._context.today()
        ):
            wrong.append(Field.BIRTH_DATE)
        if name is None or wrong:
            return WrongDetails(tuple(wrong))
        if held.patient is not None:
            known = held.patient
            return replace(
                known,
                name=name,
                phone=phone or known.phone,
                birth_date=birth_date or known.birth_date,
            )
        return Patient(self._context.new_id(), name, birth_date, phone, held.esoz_patient_id)


def read_date(typed: str) -> date | None:
    """A date as ДД.ММ.РРРР or in ISO form; None if it is neither."""
    text = typed.strip()
    day, _, rest = text.partition(".")
    month, _, year = rest.partition(".")
    try:
        return date(int(year), int(month), int(day)) if rest else date.fromisoformat(text)
    except ValueError:
        return None


def _has_run_out(db: Connection, live: Appointment) -> bool:
    """A hold that nobody confirmed in time, and nobody has swept yet."""
    return live.hold_until is not None and live.hold_until <= now(db)


def _confirmed(db: Connection, held: Held) -> Confirmed | None:
    """What a confirmation has brought about whose answer was lost."""
    found = appointments.appointment(db, held.appointment.id)
    return None if found.state in {State.HELD, State.CANCELLED} else Confirmed(found)


def _permitted(line: Line, ground: Ground, *, consent: bool) -> bool:
    if ground is Ground.PAID:
        return True
    permission = line.verdict.booking
    wanted = {Permission.YES, Permission.PROVISIONAL}
    return permission in wanted or (permission is Permission.AFTER_CONSENT and consent)


def _kind(held: Held) -> Kind:
    if held.claim is Claim.DEFERRED:
        return Kind.VERIFY
    return Kind.TAKE_OVER if held.takes_over else Kind.CLAIM
