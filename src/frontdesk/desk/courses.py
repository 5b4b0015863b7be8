"""Courses: several visits under one referral, held and confirmed together or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection

from frontdesk.desk.answers import (
    AlreadyBooked,
    ConfirmCourseAnswer,
    ConfirmedCourse,
    CourseAnswer,
    HeldCourse,
    JustTaken,
    Line,
    NotBookable,
    NotOffered,
    NotThisTime,
    PatientDetails,
    TimesCollide,
    TooManyVisits,
)
from frontdesk.desk.booking import ALTERNATIVES, HORIZON, Booking
from frontdesk.desk.confirming import Confirming
from frontdesk.desk.context import Context
from frontdesk.desk.drafts import Drafts, Plan, permitted
from frontdesk.domain.appointment import Appointment, Claim
from frontdesk.domain.course import collision, free_sessions, in_order
from frontdesk.domain.freetime import FreeTime
from frontdesk.domain.ground import Ground
from frontdesk.domain.paper_referral import PaperReferral
from frontdesk.domain.timetable import Timetable
from frontdesk.domain.verdict import Code
from frontdesk.store import adoption, appointments, referrals

_GROUND = Ground.E_REFERRAL


class Courses:
    def __init__(self, context: Context, booking: Booking) -> None:
        self._context = context
        self._booking = booking
        self._drafts = Drafts(context)
        self._confirming = Confirming(context)

    async def hold(self, times: Sequence[FreeTime], line: Line, *, consent: bool) -> CourseAnswer:
        """L1 for all the times, beside the visits that stand under the referral already."""
        if not times:
            raise ValueError("a course without visits")
        wanted = in_order(times)
        colliding = collision(wanted)
        if colliding is not None:
            return TimesCollide(*colliding)
        goes_on = line.verdict.code is Code.BOOKED_HERE
        if not goes_on and not permitted(line, _GROUND, consent=consent):
            return NotBookable(line.verdict)
        table = await self._table(wanted, line)
        for time in wanted:
            refusal = await self._booking.refusal(time, table)
            if refusal is not None:
                return _not_this(time, refusal, wanted, table)
        return await self._take(wanted, line, table)

    async def confirm(
        self, course: HeldCourse, details: PatientDetails, paper: PaperReferral | None
    ) -> ConfirmCourseAnswer:
        """L2 for all visits of the course."""
        answer = await self._confirming.confirm(course.visits, details, paper)
        return ConfirmedCourse(answer) if isinstance(answer, tuple) else answer

    async def let_go(self, course: HeldCourse) -> None:
        """The clerk stepped back before confirming."""
        await self._confirming.let_go(course.visits)

    async def _table(self, wanted: Sequence[FreeTime], line: Line) -> Timetable:
        ahead = (wanted[-1].day - self._context.today()).days + 1
        return await self._booking.timetable(
            self._drafts.offers(wanted[0], line),
            last_day=line.last_day,
            days=max(HORIZON, ahead),
        )

    async def _take(self, wanted: Sequence[FreeTime], line: Line, table: Timetable) -> CourseAnswer:
        context = self._context

        def change(db: Connection) -> CourseAnswer:
            key, service = context.number_key, wanted[0].offer.service_id
            twin = adoption.find_twin(db, line.referral, service, key)
            if twin is not None:
                return AlreadyBooked(twin)  # until it is verified, what is left cannot be counted
            referrals.remember(db, line.referral, context.now(), key)
            live = appointments.live_under(db, line.referral.id)
            sessions = free_sessions(line.referral, live)
            if live and not sessions:
                return AlreadyBooked(live[0])
            if len(sessions) < len(wanted):
                return TooManyVisits(len(sessions))
            drafts = [
                self._drafts.draft(time, line, _GROUND, session=session)
                for time, session in zip(wanted, sessions, strict=False)
            ]
            held = appointments.hold_all(db, drafts, context.actor)
            if isinstance(held, appointments.NotFree):
                return _not_this(wanted[held.place], JustTaken(()), wanted, table)
            plan = self._plan(wanted, line, live)
            return HeldCourse(
                tuple(
                    self._drafts.held(db, it, time, line, plan)
                    for it, time in zip(held, wanted, strict=True)
                )
            )

        return await context.store.write(change)

    def _plan(self, wanted: Sequence[FreeTime], line: Line, live: Sequence[Appointment]) -> Plan:
        """One referral is claimed once: for the visit whose claim may wait least."""
        if any(it.claim is Claim.DEFERRED for it in live):
            return Claim.DEFERRED, None  # behind the claim that is owed already
        plans = [self._drafts.plan(time, line, _GROUND) for time in wanted]
        at_once = next((it for it in plans if it[1] is None), None)
        return at_once or (Claim.DEFERRED, min(due for _, due in plans if due is not None))


def _not_this(
    time: FreeTime,
    why: JustTaken | NotOffered,
    wanted: Sequence[FreeTime],
    table: Timetable,
) -> NotThisTime:
    """With other times for this one visit, which do not collide with the rest of the course."""
    others = [it for it in wanted if it != time]
    # Of the nearest times some are the course's own.
    nearest = table.like(time, ALTERNATIVES + _NEAR * len(others), without=time)
    free = [it for it in nearest if collision((*others, it)) is None]
    return NotThisTime(time, replace(why, alternatives=tuple(free[:ALTERNATIVES])))


_NEAR = 20
"""As many of the times that are looked at may collide with one visit of the course."""
