"""Лист очікування: who found no time waits for one, and is phoned when it is free.

Whether a time was freed by a cancellation, a move or new hours is not asked: every free time that
suits somebody who waits is proposed, so that nothing is missed while no terminal looks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection

from frontdesk.desk.answers import (
    AlreadyBooked,
    Ambiguous,
    Field,
    Held,
    Line,
    NotBookable,
    Over,
    PatientDetails,
    WrongDetails,
)
from frontdesk.desk.booking import Booking
from frontdesk.desk.context import Context
from frontdesk.desk.details import read_details
from frontdesk.desk.drafts import permitted
from frontdesk.desk.intake import Intake
from frontdesk.desk.waiting_answers import (
    AddAnswer,
    AlreadyWaiting,
    Freed,
    Leaving,
    Listed,
    NobodyElse,
    NumberForgotten,
    OfferAnswer,
    Offered,
    Reply,
    TakenOff,
    Waiter,
    WaitingLists,
    Wish,
    WishField,
    WrongWish,
)
from frontdesk.domain.appointment import Appointment, State
from frontdesk.domain.freetime import FreeTime
from frontdesk.domain.number import Candidate, Number, Readable
from frontdesk.domain.patient import read_date
from frontdesk.domain.verdict import NOT_FOUND, judge
from frontdesk.domain.waiting import Waiting, fairest, in_order, proposals
from frontdesk.store import patients, referrals, waiting

PROPOSED = 8
"""Free times in one answer, the earliest: as these are given away others follow."""


class WaitingRoom:
    def __init__(self, context: Context, intake: Intake, booking: Booking) -> None:
        self._context = context
        self._intake = intake
        self._booking = booking

    async def look(self) -> WaitingLists:
        """Who waits, and for whom a time is free now."""
        waiters = await self._context.store.read(waiting.waiters)
        by_id = {it.waiting.id: it for it in waiters}
        ordered = in_order((it.waiting for it in waiters), self._context.today())
        return WaitingLists(await self._freed(waiters), tuple(by_id[it.id] for it in ordered))

    async def freed(self) -> tuple[Freed, ...]:
        """Free times that suit somebody who waits; cheap, above all where nobody does."""
        return await self._freed(await self._context.store.read(waiting.waiters))

    async def add(self, wish: Wish, details: PatientDetails, line: Line | None = None) -> AddAnswer:
        """Puts the patient on the list, under the referral of `line` or on another ground.

        Without a phone nobody can be told of a freed time, so one is needed.
        """
        if line is not None and not permitted(line, wish.ground, consent=True):
            return NotBookable(line.verdict)
        context, known = self._context, details.known
        typed = read_details(details, context.today())
        if isinstance(typed, WrongDetails):
            return typed
        if typed.phone is None and (known is None or known.phone is None):
            return WrongDetails((Field.PHONE,))
        entry = self._entry(wish, line)
        if isinstance(entry, WrongWish):
            return entry
        new_id, esoz_id = context.new_id(), line.referral.patient_id if line else None

        def change(db: Connection) -> AddAnswer:
            whom = patients.by_esoz_id(db, esoz_id) if esoz_id else None
            kept = patients.remember(db, typed.of(whom or known, new_id, esoz_id))
            if line is not None:
                referrals.remember(db, line.referral, context.now(), context.number_key)
            placed = replace(entry, patient_id=kept.id)
            return Listed(placed) if waiting.enter(db, placed, context.actor) else AlreadyWaiting()

        return await context.store.write(change)

    async def withdraw(self, waiting_id: str, reason: Leaving) -> TakenOff | Over:
        """Takes the patient off the list without a visit."""
        today, actor = self._context.today(), self._context.actor
        became = await self._context.store.write(
            lambda db: waiting.withdraw(db, waiting_id, today, reason, actor)
        )
        return Over() if became is None else TakenOff()

    async def offer(self, waiter: Waiter, time: FreeTime) -> OfferAnswer:
        """Holds the time while the patient is phoned.

        ЕСОЗ is asked about the referral first: nobody is phoned for nothing. If it is silent the
        booking will be provisional. Who accepts is confirmed as in any other booking, and is
        then on the list no more; a refusal goes to `decline`.
        """
        return await self._offer(waiter, time)

    async def decline(self, offered: Offered, reply: Reply) -> Offered | NobodyElse:
        """Notes that the call came to nothing; the time is held on for the next one, if any."""
        context, time = self._context, offered.held.time
        await context.store.write(
            lambda db: waiting.decline(db, offered.waiter.waiting.id, time, reply, context.actor)
        )
        for waiter in await self._next(time):
            answer = await self._offer(waiter, time, offered.held.appointment)
            if isinstance(answer, Offered):
                return answer
        await self._booking.let_go(offered.held)
        return NobodyElse()

    def _entry(self, wish: Wish, line: Line | None) -> Waiting | WrongWish:
        """What is to be entered; for whom, is written in later."""
        context, today = self._context, self._context.today()
        first = read_date(wish.first_day) if wish.first_day.strip() else today
        last = read_date(wish.last_day)
        wrong = []
        if first is None:
            wrong.append(WishField.FIRST_DAY)
        is_past = last is not None and last < max(first or today, today)
        if is_past or (last is None and wish.last_day.strip()):
            wrong.append(WishField.LAST_DAY)
        if first is None or wrong:
            return WrongWish(tuple(wrong))
        entry = Waiting(
            id=context.new_id(),
            patient_id="",
            service_id=wish.service_id,
            ground=wish.ground,
            first_day=first,
            last_day=last,
            since=context.now(),
            doctor_id=wish.doctor_id,
            part=wish.part,
        )
        return entry if line is None else _under(line, entry)

    async def _freed(self, waiters: Sequence[Waiter]) -> tuple[Freed, ...]:
        context, today = self._context, self._context.today()
        by_id = {it.waiting.id: it for it in waiters if not it.is_phoned}
        ready = [it.waiting for it in by_id.values() if not it.waiting.is_overdue(today)]
        wanted = {offer for it in ready for offer in it.offers(context.clinic)}
        if not wanted:
            return ()
        offers = [it for it in context.clinic.offers if it in wanted]
        table = await self._booking.timetable(offers)
        found = proposals(table, ready, context.clinic, today, PROPOSED)
        return tuple(Freed(it.time, tuple(by_id[who.id] for who in it.people)) for it in found)

    async def _next(self, time: FreeTime) -> Sequence[Waiter]:
        """Who else should be phoned about the time."""
        waiters = await self._context.store.read(waiting.waiters)
        by_id = {it.waiting.id: it for it in waiters if not it.is_phoned}
        ready = (it.waiting for it in by_id.values())
        found = fairest(time, ready, self._context.clinic, self._context.today())
        return [by_id[it.id] for it in found]

    async def _offer(
        self, waiter: Waiter, time: FreeTime, instead_of: Appointment | None = None
    ) -> OfferAnswer:
        """In place of the hold `instead_of`, which ends as this one begins."""
        context, entry, line = self._context, waiter.waiting, None
        if entry.referral_id is not None:
            line = await self._line(entry.referral_id)
            if line is None:
                return NumberForgotten()
        held = await self._booking.hold_to_phone(time, line, entry.ground, instead_of)
        if isinstance(held, AlreadyBooked) and _is_held(held.appointment):
            return Over()
        if not isinstance(held, Held):
            return held
        is_ours = await context.store.write(
            lambda db: waiting.offer(db, entry, held.appointment.id, context.actor)
        )
        if not is_ours:
            await self._booking.let_go(held)
            return Over()
        return Offered(held, waiter, Number(line.referral.number).masked if line else "")

    async def _line(self, referral_id: str) -> Line | None:
        """The referral as ЕСОЗ tells it now or, if it is silent, as it was last read.

        None if its number is not kept.
        """
        context = self._context
        known = await context.store.read(
            lambda db: referrals.by_id(db, referral_id, context.number_key)
        )
        if known is None:
            return None
        number = Number(known.referral.number)
        found = await self._intake.find(Readable((Candidate(number),)))
        lines = () if isinstance(found, Ambiguous) else found.lines
        said = next((it for it in lines if it.referral.id == referral_id), None)
        if said is not None:
            return said
        clinic, referral = context.clinic, known.referral
        is_silent = not isinstance(found, Ambiguous) and found.trouble is not None
        verdict = judge(referral, clinic, None, context.now()) if is_silent else NOT_FOUND
        return Line(referral, verdict, clinic.service_code(referral), clinic.service_name(referral))


def _under(line: Line, entry: Waiting) -> Waiting:
    """The same under a referral: it says for what, until when and how urgently."""
    referral = line.referral
    return replace(
        entry,
        service_id=referral.service_id or "",
        names_group=referral.names_group,
        referral_id=referral.id,
        referral_last_day=line.last_day,
        priority=referral.priority,
    )


def _is_held(appointment: Appointment | None) -> bool:
    """Another terminal is just phoning the patient, or has the patient at its desk."""
    return appointment is not None and appointment.state is State.HELD
