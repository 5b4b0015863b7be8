"""Confirming what is held, or letting it go (BOOKING 4, L2): one visit or a course, all or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from frontdesk.desk.answers import (
    AlreadyBooked,
    Field,
    Held,
    HoldLapsed,
    PatientDetails,
    WrongDetails,
)
from frontdesk.desk.context import Context
from frontdesk.desk.details import read_details
from frontdesk.domain.appointment import Appointment, Claim, State
from frontdesk.domain.ground import Ground
from frontdesk.domain.paper_referral import PaperReferral
from frontdesk.domain.patient import Name, Patient
from frontdesk.domain.protocol import Kind, Operation
from frontdesk.store import (
    appointments,
    operations,
    paper_referrals,
    patients,
    waiting,
    withdrawal,
)
from frontdesk.store.prepared import attempt

NotConfirmed = WrongDetails | HoldLapsed | AlreadyBooked


@dataclass(frozen=True, slots=True)
class _Coming:
    """The patient, and who comes with a child."""

    patient: Patient
    representative: str | None


class Confirming:
    def __init__(self, context: Context) -> None:
        self._context = context

    async def confirm(
        self,
        holds: Sequence[Held],
        details: PatientDetails,
        paper: PaperReferral | None = None,
    ) -> tuple[Appointment, ...] | NotConfirmed:
        """The patient is written down and the claims are owed; if not of all, nothing is held.

        It may be asked again after a StoreError: what is confirmed already stays as it is.

        Raises:
            ValueError: a visit by a paper referral without the paper, or a paper for another one.
        """
        _demand_paper(holds, paper)
        coming = self._coming(holds[0], details)
        if isinstance(coming, WrongDetails):
            return coming
        owed = [self._operation(held) for held in holds]

        def change(db: Connection) -> tuple[Appointment, ...] | NotConfirmed:
            done = _confirmed_before(db, holds)
            if done is not None:
                return done
            with attempt(db) as confirming:
                answer = self._confirmed(db, holds, coming, paper)
                if not isinstance(answer, tuple):
                    confirming.undo()
            if not isinstance(answer, tuple):
                self._free(db, holds)
                return answer
            for held, operation in zip(holds, owed, strict=True):
                if operation is not None:
                    claim = withdrawal.inherit(db, operation, self._context.actor)
                    operations.open_operation(db, claim, held.claim_due)
            return answer

        return await self._context.store.write(change)

    async def let_go(self, holds: Sequence[Held]) -> None:
        """The clerk stepped back before confirming."""
        await self._context.store.write(lambda db: self._free(db, holds))

    def _confirmed(
        self,
        db: Connection,
        holds: Sequence[Held],
        coming: _Coming,
        paper: PaperReferral | None,
    ) -> tuple[Appointment, ...] | NotConfirmed:
        kept = patients.remember(db, coming.patient)
        confirmed = []
        for held in holds:
            if coming.representative is not None:
                appointments.accompany(db, held.appointment.id, coming.representative)
            answer = appointments.confirm(
                db, held.appointment.id, kept.id, held.claim, self._context.actor
            )
            match answer:
                case Appointment():
                    waiting.admit(db, answer, self._context.actor)
                    confirmed.append(answer)
                case appointments.Lapsed():
                    return HoldLapsed()
                case appointments.PatientBusy():
                    return AlreadyBooked(None)
        if paper is not None:
            paper_referrals.write(db, confirmed[0].id, paper)
        return tuple(confirmed)

    def _free(self, db: Connection, holds: Sequence[Held]) -> None:
        for held in holds:
            appointments.let_go(db, held.appointment.id, self._context.actor)

    def _operation(self, held: Held) -> Operation | None:
        if held.appointment.referral_id is None:
            return None
        id_ = self._context.new_id()
        return Operation(id_, _kind(held), held.appointment.id, held.appointment.referral_id)

    def _coming(self, held: Held, details: PatientDetails) -> _Coming | WrongDetails:
        """Whoever is of age for the first visit is for all of them."""
        patient = self._patient(held, details)
        if isinstance(patient, WrongDetails):
            return patient
        name = Name.read(details.representative)
        if name is None and held.needs_representative(patient.birth_date):
            return WrongDetails((Field.REPRESENTATIVE,))
        return _Coming(patient, name.full if name else None)

    def _patient(self, held: Held, details: PatientDetails) -> Patient | WrongDetails:
        typed = read_details(details, self._context.today())
        if isinstance(typed, WrongDetails):
            return typed
        known = held.patient or details.known
        return typed.of(known, self._context.new_id(), held.esoz_patient_id)


def _demand_paper(holds: Sequence[Held], paper: PaperReferral | None) -> None:
    if (holds[0].appointment.ground is Ground.PAPER_REFERRAL) != (paper is not None):
        raise ValueError("a paper belongs to the visits by a paper referral, and to no other")


def _confirmed_before(db: Connection, holds: Sequence[Held]) -> tuple[Appointment, ...] | None:
    """What a confirmation has brought about whose answer was lost."""
    found = tuple(appointments.appointment(db, it.appointment.id) for it in holds)
    is_over = any(it.state in {State.HELD, State.CANCELLED} for it in found)
    return None if is_over else found


def _kind(held: Held) -> Kind:
    if held.claim is Claim.DEFERRED:
        return Kind.VERIFY
    return Kind.TAKE_OVER if held.takes_over else Kind.CLAIM
