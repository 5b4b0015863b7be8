"""The claim worker: carries out what the step function says, one transaction and one effect a step.

It runs in every terminal. What another terminal left unfinished is taken over when its lease ends,
always beginning with a question.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import assert_never

from sqlalchemy import Connection

from frontdesk.desk.answers import BackendState
from frontdesk.desk.context import Context
from frontdesk.desk.observed import observed
from frontdesk.desk.unseen import Unseen, is_unseen
from frontdesk.domain.appointment import Appointment, State
from frontdesk.domain.number import Number
from frontdesk.domain.protocol import (
    Effect,
    Forbidden,
    Observation,
    Operation,
    PickedUp,
    Poll,
    Qualified,
    Qualify,
    Read,
    Refused,
    Release,
    Rest,
    Step,
    Unqualified,
    Use,
    step,
)
from frontdesk.domain.referral import Referral
from frontdesk.domain.verdict import Code, Invalid, Valid, standing
from frontdesk.esoz.failure import Failure
from frontdesk.store import appointments, operations, referrals
from frontdesk.store.failure import StoreError

LEASE = 120.0
"""Seconds; longer than any pause inside one run of a claim."""
LONGEST_STAY = 4.0
"""Seconds for which a terminal stays with one job between two questions."""
IN_OTHER_HANDS = 1.0
"""Seconds after which to look again at what another terminal is doing."""


@dataclass(frozen=True, slots=True)
class _Subject:
    """What a claim needs to know of its visit."""

    appointment: Appointment
    number: Number | None


class Claims:
    def __init__(self, context: Context) -> None:
        self._context = context
        self._dropped: set[str] = set()
        """Visits whose operation this terminal let fall when the database failed."""
        self._unseen = Unseen(context, LEASE)

    async def settle(self, appointment_id: str, patience: float) -> Appointment:
        """Drives the visit's open operation until it is settled or must rest too long.

        A claim that was put off until the visit is left alone. `patience` is in seconds; with 0
        the operation is driven once.

        Raises:
            KeyError: no such appointment.
        """
        context = self._context
        until = context.now() + timedelta(seconds=patience)
        while True:
            operation = await self._lease(appointment_id)
            rest = await self._drive(operation) if operation else IN_OTHER_HANDS
            appointment = await self._appointment(appointment_id)
            is_late = context.now() + timedelta(seconds=rest) > until
            if appointment.state is not State.CLAIMING or is_late:
                return appointment
            await context.pause(rest)

    async def sweep(self) -> None:
        """Lets expired holds go."""
        context = self._context
        await context.store.write(lambda db: appointments.sweep_holds(db, context.actor))

    async def recover(self) -> tuple[Appointment, ...]:
        """Lets expired holds go, drives every operation that is due; returns what they became."""
        context, became = self._context, {}
        await self.sweep()
        await self._let_go_of_dropped()
        while operation := await self._lease_next():
            await self._drive(operation)
            id_ = operation.appointment_id
            became[id_] = await self._appointment(id_)
            if context.backend.state in {BackendState.SILENT, BackendState.SIGNED_OUT}:
                break  # the others would only wait for the same silence
        return tuple(became.values())

    async def _let_go_of_dropped(self) -> None:
        """No request of theirs is under way, so nobody need wait until their leases run out."""
        dropped, owner = frozenset(self._dropped), self._context.actor.terminal
        if dropped:
            await self._context.store.write(lambda db: operations.let_go(db, dropped, owner))
            self._dropped -= dropped

    async def _lease_next(self) -> Operation | None:
        """One at a time: what is leased and not worked on, nobody else can take."""
        owner = self._context.actor.terminal
        leased = await self._context.store.write(
            lambda db: operations.due(db, owner, LEASE, limit=1)
        )
        return next(iter(leased), None)

    async def _lease(self, appointment_id: str) -> Operation | None:
        owner = self._context.actor.terminal
        return await self._context.store.write(
            lambda db: operations.lease(db, appointment_id, owner, LEASE)
        )

    async def _appointment(self, appointment_id: str) -> Appointment:
        return await self._context.store.read(
            lambda db: appointments.appointment(db, appointment_id)
        )

    async def _drive(self, operation: Operation) -> float:
        """Runs the protocol until it rests; returns for how many seconds (0: settled)."""
        try:
            return await self._run(operation)
        except StoreError:
            # The database is asked between two requests, never during one.
            self._dropped.add(operation.appointment_id)
            raise

    async def _run(self, operation: Operation) -> float:
        subject = await self._subject(operation)
        run = _Run(self._context, subject)
        if is_unseen(operation):
            following = await self._unseen.resolve(operation, subject.appointment, subject.number)
        else:
            following = step(operation, PickedUp())
        while True:
            if not await self._keep(following, run.referral):
                return IN_OTHER_HANDS
            rest = _rest_before(following.effect)
            if rest is not None:
                return rest
            seen = await run.carry_out(following.effect, following.operation)
            following = step(following.operation, seen)

    async def _subject(self, operation: Operation) -> _Subject:
        key = self._context.number_key

        def question(db: Connection) -> _Subject:
            number = referrals.number_of(db, operation.referral_id, key)
            return _Subject(appointments.appointment(db, operation.appointment_id), number)

        return await self._context.store.read(question)

    async def _keep(self, taken: Step, read: Referral | None) -> bool:
        """Writes the step down; False if another terminal has taken the operation over.

        A settlement rests on what was last read, so that is remembered with it (I1).
        """
        rest = _rest_before(taken.effect)
        context, actor = self._context, self._context.actor

        def change(db: Connection) -> bool:
            kept = operations.keep(db, taken.operation, actor, lease=LEASE, rest=rest)
            if kept and taken.settlement is not None:
                if read is not None:
                    referrals.remember(db, read, context.now(), context.number_key)
                operations.settle(db, taken.operation, taken.settlement, actor)
            return kept

        return await context.store.write(change)


def _rest_before(effect: Effect) -> float | None:
    """For how long to let go of the operation first; None: go on at once.

    A job that takes long is left alone between two questions, as others wait for this terminal.
    """
    match effect:
        case Rest(seconds):
            return seconds
        case Poll(_, pause) if pause > LONGEST_STAY:
            return pause
        case _:
            return None


class _Run:
    """One run of one operation: turns effects into what was observed."""

    def __init__(self, context: Context, subject: _Subject) -> None:
        self._context = context
        self._subject = subject
        self.referral: Referral | None = None
        """As last read."""

    async def carry_out(self, effect: Effect, operation: Operation) -> Observation:
        match effect:
            case Read():
                return await self._read(operation)
            case Qualify():
                return await self._qualify()
            case Use():
                return await self._use(operation)
            case Release():
                return await self._release(operation)
            case Poll(job_id, pause):
                return await self._poll(job_id, pause)
            case Rest():
                raise AssertionError("a resting operation is let go, not carried out")
            case _:
                assert_never(effect)

    async def _read(self, operation: Operation) -> Observation:
        if self._subject.number is None:
            return Forbidden("the number is no longer known")
        answer = await self._context.esoz.read_back(self._subject.number, operation.referral_id)
        if isinstance(answer, Failure):
            return observed(answer)
        self.referral = answer
        return standing(answer, self._context.clinic, self._context.now())

    async def _qualify(self) -> Observation:
        if self.referral is None or self.referral.programme_id is None:
            return Unqualified(Code.NO_PROGRAMME)
        answer = await self._context.esoz.qualify(self.referral)
        match answer:
            case Valid():
                return Qualified()
            case Invalid(reason):
                return Unqualified(reason)
            case Failure():
                return observed(answer)

    async def _use(self, operation: Operation) -> Observation:
        programme = self.referral.programme_id if self.referral else None
        if programme is None:
            return Refused(Code.NO_PROGRAMME)
        clinic = self._context.clinic
        answer = await self._context.esoz.use(
            operation.referral_id,
            programme,
            employee_id=self._employee(),
            division_id=clinic.division_id,
        )
        return observed(answer) if isinstance(answer, Failure) else answer

    async def _release(self, operation: Operation) -> Observation:
        answer = await self._context.esoz.release(operation.referral_id)
        return observed(answer) if isinstance(answer, Failure) else answer

    async def _poll(self, job_id: str, pause: float) -> Observation:
        await self._context.pause(pause)
        answer = await self._context.esoz.job(job_id)
        return observed(answer) if isinstance(answer, Failure) else answer

    def _employee(self) -> str | None:
        doctor_id = self._subject.appointment.doctor_id
        offers = self._context.clinic.offers
        return next((it.doctor.employee_id for it in offers if it.doctor.id == doctor_id), None)
