"""What becomes of a visit that stands: it is moved, cancelled, attended or missed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sqlalchemy import Connection

from frontdesk.desk.answers import ChangeAnswer, Changed, JustTaken, MoveAnswer, NotOffered, Over
from frontdesk.desk.booking import ALTERNATIVES, Booking
from frontdesk.desk.context import Context
from frontdesk.domain.appointment import Appointment
from frontdesk.domain.clinic import Offer
from frontdesk.domain.freetime import FreeTime
from frontdesk.domain.timetable import Timetable
from frontdesk.store import appointments, attendance, operations, withdrawal
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

    async def times(self, appointment: Appointment) -> Timetable:
        """Where the visit could go: everybody here who gives its service."""
        return (await self._booking.timetable(self._offers(appointment))).vacated(appointment)

    async def move(self, appointment: Appointment, time: FreeTime) -> MoveAnswer:
        """Same visit, same claim, another time: ЕСОЗ is not called."""
        table = await self.times(appointment)
        if time.offer not in self._offers(appointment) or time.day not in table.days:
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
            if appointments.appointment(db, appointment.id).state not in attendance.MOVABLE:
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
