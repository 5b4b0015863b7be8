"""Intake: a number is read, ЕСОЗ is asked, every line under it is judged."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection

from frontdesk.desk.answers import Ambiguous, Finding, Line
from frontdesk.desk.context import Context
from frontdesk.domain.appointment import Appointment, State
from frontdesk.domain.clinic import Service
from frontdesk.domain.course import free_sessions
from frontdesk.domain.number import Candidate, Number, Readable
from frontdesk.domain.referral import UNSEEN, Referral, Status
from frontdesk.domain.verdict import UNVERIFIED, Qualification, judge, needs_qualification
from frontdesk.esoz.failure import Failure
from frontdesk.store import appointments


class Intake:
    def __init__(self, context: Context) -> None:
        self._context = context

    async def find(self, reading: Readable) -> Finding | Ambiguous:
        """What stands behind the number; of two readings, the one that exists."""
        findings = await asyncio.gather(
            *(self._look_up(candidate) for candidate in reading.candidates)
        )
        existing = [finding for finding in findings if finding.lines]
        if len(existing) > 1:
            return Ambiguous(tuple(existing))
        unknown = [finding for finding in findings if finding.trouble]
        return next(iter((*existing, *unknown)), findings[0])

    def provisional(self, number: Number, service: Service) -> Line:
        """What can be booked while ЕСОЗ is silent: the service that the patient's message names.

        The same number and service make the same referral at every terminal, so there is one visit.
        """
        digest = self._context.number_key.digest(number)
        unseen = Referral(
            id=_unseen_id(digest, service.id),
            number=number.text,
            status=Status.ACTIVE,
            service_id=service.id,
        )
        return Line(unseen, UNVERIFIED, service.code, service.name)

    async def _look_up(self, candidate: Candidate) -> Finding:
        number, repairs = candidate.number, candidate.repairs
        now = self._context.now()
        referrals = await self._context.esoz.find(number)
        if isinstance(referrals, Failure):
            return Finding(number, repairs, (), now, referrals)
        live, asked = await asyncio.gather(
            self._context.store.read(lambda db: self._live(db, number, referrals)),
            asyncio.gather(*(self._qualify(referral, now) for referral in referrals)),
        )
        lines = tuple(
            self._line(referral, answer, live[referral.id], now)
            for referral, answer in zip(referrals, asked, strict=True)
        )
        trouble = next((answer for answer in asked if isinstance(answer, Failure)), None)
        return Finding(number, repairs, lines, now, trouble)

    async def _qualify(self, referral: Referral, now: datetime) -> Qualification | Failure:
        if not needs_qualification(referral, self._context.clinic, now):
            return None
        return await self._context.esoz.qualify(referral)

    def _line(
        self,
        referral: Referral,
        answer: Qualification | Failure,
        live: Sequence[Appointment],
        now: datetime,
    ) -> Line:
        clinic = self._context.clinic
        # A time that is only held is nothing to tell the patient of.
        appointment = next((it for it in live if it.state is not State.HELD), None)
        qualification = None if isinstance(answer, Failure) else answer
        return Line(
            referral,
            judge(referral, clinic, qualification, now, appointment),
            clinic.service_code(referral),
            clinic.service_name(referral),
            appointment,
            len(free_sessions(referral, live)),
        )

    def _live(
        self, db: Connection, number: Number, referrals: Sequence[Referral]
    ) -> Mapping[str, Sequence[Appointment]]:
        """The visits that stand under each referral, by session.

        One that was booked under the number alone counts before it has passed to its referral.
        """
        digest, clinic = self._context.number_key.digest(number), self._context.clinic
        live: dict[str, Sequence[Appointment]] = {}
        for it in referrals:
            services = dict.fromkeys(offer.service_id for offer in clinic.offers_for(it))
            ids = (it.id, *(_unseen_id(digest, service) for service in services))
            live[it.id] = [one for id_ in ids for one in appointments.live_under(db, id_)]
        return live


def _unseen_id(digest: str, service_id: str) -> str:
    return f"{UNSEEN}{digest}:{service_id}"
