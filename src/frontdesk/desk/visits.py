"""What becomes of a visit that stands: it is moved, cancelled, attended or missed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import Connection

from frontdesk.desk.answers import ChangeAnswer, Changed, JustTaken, MoveAnswer, NotOffered, Over
from frontdesk.desk.booking import ALTERNATIVES, HORIZON, Booking
from frontdesk.desk.context import Context
from frontdesk.domain.appointment import MOVABLE, Appointment, Claim
from frontdesk.domain.clinic import Offer
from frontdesk.domain.freetime import FreeTime
from frontdesk.domain.timetable import Timetable
from frontdesk.store import appointments, attendance, operations, referrals, withdrawal
from frontdesk.store.journal import Actor

Move = Callable[[Connection, str, Actor], Appointment | None]


class Visits:
    def __init__(self, context: Context, booking: Booking) -> None:
        self._context = context
        self._booking = booking

    async def cancel(self, appointment_id: str, reason: str) -> ChangeAnswer:
        """Frees the time at once; what ЕСОЗ is still owed for the referral follows by itself."""
        context = self._context
        operation_id = context.new_id()
        return await self._change(
            appointment_id,
            lambda db, id_, actor: withdrawal.cancel(db, id_, reason, actor, operation_id),
        )

    async def arrive(self, appointment_id: str) -> ChangeAnswer:
        """The patient is here; a claim that was put off until now is due."""

        def change(db: Connection, id_: str, actor: Actor) -> Appointment | None:
            operations.make_due(db, id_)
            return attendance.arrive(db, id_, actor)

        return await self._change(appointment_id, change)

    async def miss(self, appointment_id: str) -> ChangeAnswer:
        """The patient did not come."""
        return await self._change(appointment_id, attendance.miss)

    async def fulfil(self, appointment_id: str) -> ChangeAnswer:
        """The patient has been seen."""
        return await self._change(appointment_id, attendance.fulfil)

    async def be_late(self, appointment_id: str) -> ChangeAnswer:
        """The patient comes later than promised; said once more, it is taken back."""
        return await self._change(appointment_id, attendance.be_late)

    async def times(self, appointment: Appointment) -> Timetable:
        """Where the visit could go: everybody here who gives its service.

        Not long before its own day, if that is far ahead.
        """
        offers = self._offers(appointment)
        far = appointment.day >= self._context.today() + timedelta(days=HORIZON)
        return await self._times(offers, appointment, appointment.day if far else None)

    async def _times(
        self, offers: tuple[Offer, ...], appointment: Appointment, first: date | None
    ) -> Timetable:
        last_day = await self._last_day(appointment)
        table = await self._booking.timetable(offers, last_day=last_day, first=first)
        own = (it for it in offers if it.doctor.id == appointment.doctor_id)
        stood = next((FreeTime(it, appointment.day, appointment.start) for it in own), None)
        if stood is not None and not await self._booking.is_worked(stood):
            return table  # a doctor who is away does not become free by it
        return table.vacated(appointment)

    async def _last_day(self, appointment: Appointment) -> date | None:
        """Until when the referral must come into work; ours does not expire for us (FACTS 3)."""
        referral_id = appointment.referral_id
        if referral_id is None or appointment.claim is Claim.OURS:
            return None
        return await self._context.store.read(lambda db: referrals.last_day(db, referral_id))

    async def move(self, appointment: Appointment, time: FreeTime) -> MoveAnswer:
        """Same visit, same claim, another time: ЕСОЗ is not called."""
        offers = self._offers(appointment)
        far = time.day >= self._context.today() + timedelta(days=HORIZON)
        table = await self._times(offers, appointment, time.day if far else None)
        if time.offer not in offers or time.day not in table.days:
            return NotOffered(table.earliest(ALTERNATIVES))
        if not table.admits(time):
            return JustTaken(table.like(time, ALTERNATIVES))
        to = replace(
            appointment,
            doctor_id=time.offer.doctor.id,
            resource_ids=tuple(it.id for it in time.offer.resources),
            day=time.day,
            start=time.start,
            end=time.end,
        )

        def change(db: Connection) -> MoveAnswer:
            if appointments.appointment(db, appointment.id).state not in MOVABLE:
                return Over()
            moved = attendance.move(db, appointment.id, to, self._context.actor)
            if moved is None:
                return JustTaken(table.like(time, ALTERNATIVES, without=time))
            return Changed(moved)

        return await self._context.store.write(change)

    def _offers(self, appointment: Appointment) -> tuple[Offer, ...]:
        offers = self._context.clinic.offers
        return tuple(it for it in offers if it.service_id == appointment.service_id)

    async def _change(self, appointment_id: str, move: Move) -> ChangeAnswer:
        actor = self._context.actor
        changed = await self._context.store.write(lambda db: move(db, appointment_id, actor))
        return Over() if changed is None else Changed(changed)
