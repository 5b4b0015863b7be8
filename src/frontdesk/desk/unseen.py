"""Visits booked under a number of which ЕСОЗ could not be asked: its referral is found later.

Until then a referral of our own stands for it, of which only the number and the service that the
clerk named are known. Nothing is ever sent to ЕСОЗ about that one.
"""

from __future__ import annotations

from sqlalchemy import Connection

from frontdesk.desk.context import Context
from frontdesk.desk.observed import observed
from frontdesk.domain.appointment import Appointment
from frontdesk.domain.number import Number
from frontdesk.domain.protocol import (
    Forbidden,
    Kind,
    Operation,
    PickedUp,
    Seen,
    Silence,
    Standing,
    Step,
    step,
)
from frontdesk.domain.referral import UNSEEN, Referral
from frontdesk.domain.verdict import Code, standing
from frontdesk.esoz.failure import Failure
from frontdesk.store import adoption

_BEST_FIRST = (Standing.FREE, Standing.OURS, Standing.TAKEN, Standing.UNUSABLE)


def is_unseen(operation: Operation) -> bool:
    return operation.referral_id.startswith(UNSEEN)


class Unseen:
    def __init__(self, context: Context, lease: float) -> None:
        """`lease`: seconds for which an operation stays in these hands."""
        self._context = context
        self._lease = lease

    async def resolve(
        self, operation: Operation, visit: Appointment, number: Number | None
    ) -> Step:
        """Finds the referral, passes the visit over to it, and begins the claim as any other."""
        if operation.kind is not Kind.VERIFY:
            return step(operation, Seen(Standing.UNUSABLE, Code.NOT_FOUND))  # nothing was sent
        if number is None:
            return step(operation, Forbidden("the number is no longer known"))
        found = await self._context.esoz.read_all(number, lambda it: self._fits(it, visit))
        if isinstance(found, Failure):
            return step(operation, observed(found))
        if not found:
            return step(operation, Seen(Standing.UNUSABLE, Code.NOT_FOUND))
        return await self._adopted(operation, min(found, key=self._place))

    async def _adopted(self, operation: Operation, referral: Referral) -> Step:
        context = self._context

        def change(db: Connection) -> adoption.Answer:
            known = adoption.Found(referral, context.now(), context.number_key)
            return adoption.adopt(db, operation, known, context.actor, self._lease)

        match await context.store.write(change):
            case Operation() as adopted:
                return step(adopted, PickedUp())
            case adoption.OtherVisit():
                return step(operation, Seen(Standing.UNUSABLE, Code.BOOKED_HERE))
            case adoption.Moved():
                return step(operation, Silence(None))

    def _fits(self, referral: Referral, visit: Appointment) -> bool:
        """It is for the service that was booked, or for a group that has it."""
        offers = self._context.clinic.offers_for(referral)
        return any(it.service_id == visit.service_id for it in offers)

    def _place(self, referral: Referral) -> int:
        seen = standing(referral, self._context.clinic, self._context.now())
        return _BEST_FIRST.index(seen.standing)
