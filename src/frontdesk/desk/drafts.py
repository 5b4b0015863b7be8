"""What a booking will be: for whom it is allowed, what it takes, and what it begins at ЕСОЗ."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from frontdesk.desk.answers import Held, Line
from frontdesk.desk.context import Context
from frontdesk.domain.appointment import Appointment, Claim, State
from frontdesk.domain.claim_policy import claim_due
from frontdesk.domain.clinic import Offer
from frontdesk.domain.freetime import FreeTime
from frontdesk.domain.ground import Ground
from frontdesk.domain.verdict import Booking as Permission
from frontdesk.domain.verdict import Code
from frontdesk.domain.walltime import at
from frontdesk.store import patients

Plan = tuple[Claim, datetime | None]
"""What confirming will begin, and until when it may wait (UTC); None: not at all."""


def permitted(line: Line, ground: Ground, *, consent: bool) -> bool:
    if ground is Ground.PAID:
        return True
    permission = line.verdict.booking
    wanted = {Permission.YES, Permission.PROVISIONAL}
    return permission in wanted or (permission is Permission.AFTER_CONSENT and consent)


class Drafts:
    def __init__(self, context: Context) -> None:
        self._context = context

    def offers(self, time: FreeTime, line: Line | None) -> tuple[Offer, ...]:
        """What else would serve the patient as well."""
        clinic = self._context.clinic
        if line is not None:
            return clinic.offers_for(line.referral) or (time.offer,)
        return tuple(it for it in clinic.offers if it.service_id == time.offer.service_id)

    def draft(
        self,
        time: FreeTime,
        line: Line | None,
        ground: Ground,
        *,
        session: int = 1,
        because: str | None = None,
    ) -> Appointment:
        """The visit as it will be held; `because` is the reason for overbooking."""
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
            session=session,
            overbooked_because=because,
        )

    def plan(self, time: FreeTime, line: Line | None, ground: Ground) -> Plan:
        """When the referral is to be claimed for a visit at this time."""
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

    def held(
        self,
        db: Connection,
        appointment: Appointment,
        time: FreeTime,
        line: Line | None,
        plan: Plan,
    ) -> Held:
        """The answer that the time is ours, with what is known of the patient."""
        claim, due = plan
        esoz_id = line.referral.patient_id if line else None
        known = patients.by_esoz_id(db, esoz_id) if esoz_id else None
        takes_over = line is not None and line.verdict.code is Code.IN_WORK_ELSEWHERE
        age = line.referral.identity.age if line else None
        return Held(appointment, time, known, claim, takes_over, esoz_id, due, age)
