"""Booking: free times, a hold, and its confirmation (BOOKING 4, L1 and L2). No network here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import Connection

from frontdesk.desk.answers import (
    AlreadyBooked,
    ConfirmAnswer,
    Confirmed,
    Held,
    HoldAnswer,
    JustTaken,
    Line,
    MayNotOverbook,
    NotBookable,
    NotOffered,
    PatientDetails,
)
from frontdesk.desk.calendar import Calendar
from frontdesk.desk.confirming import Confirming
from frontdesk.desk.context import Context
from frontdesk.desk.drafts import Drafts, permitted
from frontdesk.domain.appointment import Appointment
from frontdesk.domain.clinic import Offer
from frontdesk.domain.freetime import FreeTime
from frontdesk.domain.ground import Ground
from frontdesk.domain.paper_referral import PaperReferral
from frontdesk.domain.timetable import Timetable
from frontdesk.domain.verdict import UNANSWERED
from frontdesk.store import adoption, appointments, referrals
from frontdesk.store.locks import lock_resources

HORIZON = 60
"""Days ahead in which a time is looked for."""
FARTHEST = 366
"""Days ahead beyond which nobody's hours are known."""
ALTERNATIVES = 5
CALL = timedelta(minutes=5)
"""For how long a time is held while a patient is phoned, who must first look into a diary."""


class Booking:
    def __init__(self, context: Context) -> None:
        self._context = context
        self._calendar = Calendar(context.zone)
        self._wider = Calendar(context.zone, overbooking=True)
        self._drafts = Drafts(context)
        self._confirming = Confirming(context)

    async def timetable(
        self,
        offers: Sequence[Offer],
        *,
        last_day: date | None = None,
        first: date | None = None,
        days: int = HORIZON,
        overbooking: bool = False,
    ) -> Timetable:
        """The free times of `offers` on `days` days from `first` (today if not given) on.

        With `overbooking` instead those at which only a lane for overbooking is free.
        """
        today, moment = self._context.today(), self._context.now()
        begin = (first - today).days if first else 0
        wanted = range(max(begin, 0), min(begin + days, FARTHEST))
        dates = [today + timedelta(days=ahead) for ahead in wanted]

        def question(db: Connection) -> Timetable:
            usual = self._calendar.timetable(db, offers, dates, moment, last_day)
            if not overbooking:
                return usual
            wider = self._wider.timetable(db, offers, dates, moment, last_day)
            return replace(wider, usual=usual.free)

        return await self._context.store.read(question)

    async def hold(
        self,
        time: FreeTime,
        line: Line | None,
        *,
        ground: Ground,
        consent: bool,
        overbooking: str | None = None,
    ) -> HoldAnswer:
        """L1: takes the time for ninety seconds; with a reason, also a lane for overbooking."""
        forbidden = _forbidden(line, ground, consent=consent)
        if forbidden is not None:
            return forbidden
        if overbooking is not None and not (self._context.may_overbook and overbooking.strip()):
            return MayNotOverbook(has_right=self._context.may_overbook)
        table = await self._table(time, line, ground)
        because = None
        if overbooking is not None and not table.admits(time):
            because = overbooking.strip()
            table = await self._table(time, line, ground, overbooking=True)
        refusal = await self.refusal(time, table)
        if refusal is not None:
            return refusal
        draft = self._drafts.draft(time, line, ground, because=because)
        actor = self._context.actor
        return await self._take(
            lambda db: appointments.hold(db, draft, actor), draft, time, line, table
        )

    async def hold_to_phone(
        self, time: FreeTime, line: Line | None, ground: Ground, instead_of: Appointment | None
    ) -> HoldAnswer:
        """L1 for a patient who is not here: the time is taken for `CALL`.

        In place of another hold of the same time, if there is one; nobody comes between them.
        """
        forbidden = _forbidden(line, ground, consent=True)
        if forbidden is not None:
            return forbidden
        table = await self._table(time, line, ground)
        if instead_of is not None:
            table = table.vacated(instead_of)
        refusal = await self.refusal(time, table)
        if refusal is not None:
            return refusal
        draft, actor = self._drafts.draft(time, line, ground), self._context.actor

        def hold(db: Connection) -> Appointment | None:
            if instead_of is not None:
                lock_resources(db, draft.resource_ids)
                appointments.let_go(db, instead_of.id, actor)
            return appointments.hold(db, draft, actor, CALL)

        return await self._take(hold, draft, time, line, table)

    async def is_worked(self, time: FreeTime) -> bool:
        """Whether everybody needed works then, booked or not."""
        now = self._context.now()
        return await self._context.store.read(lambda db: self._calendar.works(db, time, now))

    async def refusal(self, time: FreeTime, table: Timetable) -> JustTaken | NotOffered | None:
        """Why the time cannot be taken; None if it can."""
        beyond = time.day not in table.days or not table.covered(time.day)
        if beyond or time.offer not in table.offers:
            return NotOffered(table.earliest(ALTERNATIVES))
        if table.admits(time):
            return None
        alternatives = table.like(time, ALTERNATIVES)
        return JustTaken(alternatives) if await self.is_worked(time) else NotOffered(alternatives)

    async def confirm(
        self, held: Held, details: PatientDetails, paper: PaperReferral | None
    ) -> ConfirmAnswer:
        """L2: the patient is written down and the claim is owed; the clerk is free."""
        answer = await self._confirming.confirm([held], details, paper)
        return Confirmed(answer[0]) if isinstance(answer, tuple) else answer

    async def let_go(self, held: Held) -> None:
        """The clerk stepped back before confirming."""
        await self._confirming.let_go([held])

    async def _table(
        self, time: FreeTime, line: Line | None, ground: Ground, *, overbooking: bool = False
    ) -> Timetable:
        """Where the time should be found, and what could be had instead of it."""
        far = time.day >= self._context.today() + timedelta(days=HORIZON)
        return await self.timetable(
            self._drafts.offers(time, line),
            last_day=line.last_day if line and ground is Ground.E_REFERRAL else None,
            first=time.day if far else None,
            overbooking=overbooking,
        )

    async def _take(
        self,
        hold: Callable[[Connection], Appointment | None],
        draft: Appointment,
        time: FreeTime,
        line: Line | None,
        table: Timetable,
    ) -> HoldAnswer:
        context = self._context
        plan = self._drafts.plan(time, line, draft.ground)

        def change(db: Connection) -> HoldAnswer:
            if draft.referral_id is not None and line is not None:
                key, service = context.number_key, draft.service_id
                live = appointments.find_live(db, draft.referral_id)
                live = live or adoption.find_twin(db, line.referral, service, key)
                if live is not None:
                    return AlreadyBooked(live)
                referrals.remember(db, line.referral, context.now(), key)
            held = hold(db)
            if held is None:
                return JustTaken(table.like(time, ALTERNATIVES, without=time))
            return self._drafts.held(db, held, time, line, plan)

        return await context.store.write(change)


def _forbidden(
    line: Line | None, ground: Ground, *, consent: bool
) -> NotBookable | AlreadyBooked | None:
    """Why nothing can be booked at all; None if it can."""
    if ground is Ground.E_REFERRAL and line is None:
        return NotBookable(UNANSWERED)
    if line is not None and line.appointment is not None and ground is Ground.E_REFERRAL:
        return AlreadyBooked(line.appointment)
    if line is not None and not permitted(line, ground, consent=consent):
        return NotBookable(line.verdict)
    return None
