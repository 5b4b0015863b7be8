"""«Справи»: everything that needs a person, from several sources, and what is done about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from frontdesk.desk.claims import Claims
from frontdesk.desk.context import Context
from frontdesk.desk.urgent import Urgent
from frontdesk.desk.waiting import WaitingRoom
from frontdesk.domain.appointment import Appointment, Claim
from frontdesk.domain.clinic import Clinic
from frontdesk.domain.matter import (
    FreedMatter,
    Kind,
    Matter,
    Sign,
    UrgentMatter,
    VisitMatter,
    by_urgency,
)
from frontdesk.domain.unsettled import Gauge, gauge
from frontdesk.domain.verdict import standing
from frontdesk.store import absence, agenda, watch, worklist

MOST = 100
"""Patients without a phone that are listed; of more, those whose visits come first."""

ANOTHER_LOOK = 1.0
"""Seconds until what may have been sent before is looked for once more, and then sent again."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """When, and for whom, the sources are asked."""

    now: datetime
    """UTC."""
    clinic: Clinic


Source = Callable[[Connection, Occasion], Iterable[Sign]]


def referrals_gone(db: Connection, at: Occasion) -> Iterable[Sign]:
    """Booked visits to come whose referral, as last read, does not carry them."""
    for doubt in watch.in_doubt(db, at.now, at.clinic.legal_entity_id):
        reason = standing(doubt.referral, at.clinic, at.now).reason
        if reason is not None:
            id_ = doubt.visit.appointment.id
            yield Sign(Kind.REFERRAL_GONE, id_, doubt.checked_at, reason)


def unsettled_claims(db: Connection, at: Occasion) -> Iterable[Sign]:
    """Claims not verified, without an answer, refused, or left to a person."""
    signs = (it.sign(at.now) for it in worklist.unsettled(db, at.now))
    return (it for it in signs if it is not None)


def doctors_away(db: Connection, at: Occasion) -> Iterable[Sign]:
    """Visits to come in time that their doctor does not work."""
    visits = absence.affected(db, at.now)
    return (Sign(Kind.DOCTOR_AWAY, it.appointment.id, None) for it in visits)


def without_phone(db: Connection, at: Occasion) -> Iterable[Sign]:
    """Patients of visits to come whom nobody could phone."""
    return worklist.without_phone(db, at.now, MOST)


SOURCES: tuple[Source, ...] = (referrals_gone, unsettled_claims, doctors_away, without_phone)
"""Of two that see one matter the first tells of it."""


class Worklist:
    def __init__(
        self, context: Context, claims: Claims, urgent: Urgent, waiting: WaitingRoom
    ) -> None:
        self._context = context
        self._claims = claims
        self._urgent = urgent
        self._waiting = waiting

    async def read(self) -> tuple[Matter, ...]:
        """All of it, by urgency; what a person has seen to is left out."""
        context = self._context
        at = Occasion(context.now(), context.clinic)

        def question(db: Connection) -> tuple[VisitMatter, ...]:
            return tuple(_matters(db, _signs(db, at)))

        of_visits = await context.store.read(question)
        others = (*await self._without_data(), *await self._freed())
        return by_urgency((*of_visits, *others), context.today())

    async def _without_data(self) -> Iterable[Matter]:
        contacts, zone = await self._urgent.without_data(), self._context.zone
        return (UrgentMatter(it, it.at.astimezone(zone)) for it in contacts)

    async def _freed(self) -> Iterable[Matter]:
        """One line for each patient who is the fairest of a free time: the first such time."""
        first: dict[str, Matter] = {}
        for freed in await self._waiting.freed():
            it = freed.people[0]
            first.setdefault(it.waiting.id, FreedMatter(freed.time, it.waiting, it.patient))
        return first.values()

    async def gauge(self) -> Gauge:
        """How far the schedule and what ЕСОЗ last said differ."""
        now = self._context.now()

        def question(db: Connection) -> Gauge:
            found = worklist.unsettled(db, now)
            ids = [it.appointment_id for it in found if it.claim is Claim.MANUAL]
            return gauge(found, {id_ for id_, _ in worklist.notes(db, ids)}, now)

        return await self._context.store.read(question)

    async def note(self, matter: VisitMatter) -> bool:
        """Writes down that a person has seen to it; False if the visit was changed meanwhile."""
        return await self._note(matter.sign)

    async def told(self, lost: Appointment) -> None:
        """The patient stood at the desk when the booking came to nothing: nobody need phone."""
        await self._note(Sign(Kind.LOST, lost.id, self._context.now(), lost.reason))

    async def ask(self, matter: VisitMatter) -> Appointment:
        """Asks ЕСОЗ now for what is owed; may take as long as ЕСОЗ takes. As the visit became."""
        return await self._claims.settle(matter.sign.appointment_id, 0)

    async def retry(self, matter: VisitMatter) -> Appointment:
        """Owes ЕСОЗ anew what it has denied, and asks now."""
        id_, actor = matter.sign.appointment_id, self._context.actor
        await self._context.store.write(lambda db: worklist.take_up(db, id_, actor))
        became = await self._claims.settle(id_, 0)
        if became.claim is not Claim.PENDING:
            return became
        await self._context.pause(ANOTHER_LOOK)
        return await self._claims.settle(id_, 0)

    async def _note(self, sign: Sign) -> bool:
        actor = self._context.actor
        noted = await self._context.store.write(lambda db: worklist.note(db, sign, actor))
        return noted is not None


def _signs(db: Connection, at: Occasion) -> tuple[Sign, ...]:
    first: dict[tuple[str, Kind], Sign] = {}
    for source in SOURCES:
        for it in source(db, at):
            first.setdefault((it.appointment_id, it.kind), it)
    noted = worklist.notes(db, {id_ for id_, _ in first})
    return tuple(it for it in first.values() if (it.appointment_id, it.about) not in noted)


def _matters(db: Connection, signs: Iterable[Sign]) -> Iterable[VisitMatter]:
    found = tuple(signs)
    ids = {it.appointment_id for it in found}
    visits = {it.appointment.id: it for it in agenda.visits_with(db, ids)}
    tails = worklist.number_tails(db, ids)
    for it in found:
        yield VisitMatter(it, visits[it.appointment_id], tails.get(it.appointment_id))
