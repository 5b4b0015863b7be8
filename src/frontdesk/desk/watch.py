"""Referrals that changed behind the clinic's back, under visits still to come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import Connection

from frontdesk.desk.context import Context
from frontdesk.domain.number import Number
from frontdesk.domain.referral import Referral
from frontdesk.domain.verdict import Code, standing
from frontdesk.esoz.events import LONGEST, Change
from frontdesk.esoz.failure import Failure, FailureKind
from frontdesk.store import referrals, watch
from frontdesk.store.referrals import Remembered

BACK = timedelta(hours=1)
"""How far before the start of the program the first look reaches."""
OVERLAP = timedelta(minutes=5)
"""So far the looks overlap: the two clocks differ, and an event may be told late."""
AGE = timedelta(hours=20)
"""After which a referral is read again, feed or no feed."""
AT_ONCE = 20


class Watch:
    """What ЕСОЗ's feed of changes, and a daily look, tell of this clinic's visits."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._since = context.now() - BACK
        self._known: frozenset[Change] = frozenset()
        """Changes of the last stretch, already looked into."""
        self._allowed = True
        """Not every registrar may ask; who may not is told so once."""
        self._gone: set[str] = set()
        """What ЕСОЗ does not find under its number: it is not asked for again in this run."""

    async def look(self) -> None:
        """Reads anew what has changed since the last look; a silence is made up for by the next."""
        now = self._context.now()
        while self._allowed and now - self._since > OVERLAP:
            until = min(self._since + LONGEST, now)
            if not await self._look_between(until):
                return
            self._since = until - OVERLAP

    async def read_again(self) -> None:
        """Reads anew some of the referrals under visits to come that were not read for a day.

        Every terminal does a few at a time; what one has read, the others leave alone.
        """
        context = self._context
        before = context.now() - AGE
        stale = await context.store.read(
            lambda db: watch.stale(db, before, context.number_key, AT_ONCE + len(self._gone))
        )
        for known in stale:
            if known.referral.id not in self._gone and not await self._read(known.referral):
                return

    async def forget(self) -> None:
        """Forgets the numbers that were kept for visits which have begun, each by itself."""
        store = self._context.store
        for id_ in await store.read(referrals.with_idle_numbers):
            await store.write(partial(referrals.forget_idle_number, referral_id=id_))

    async def _look_between(self, until: datetime) -> bool:
        """Whether everything up to `until` has been looked into."""
        changes = await self._context.esoz.events.changes(self._since, until)
        if isinstance(changes, Failure):
            self._allowed = changes.kind is not FailureKind.FORBIDDEN
            return False
        fresh = [it for it in changes if it not in self._known]
        if not await self._look_into(fresh):
            return False
        self._known = frozenset(changes)
        return True

    async def _look_into(self, changes: Sequence[Change]) -> bool:
        """Reads again what is ours and new; False if ЕСОЗ has fallen silent over it."""
        context, now = self._context, self._context.now()
        ids = {it.referral_id for it in changes}
        kept = await context.store.read(lambda db: watch.to_come(db, ids, now, context.number_key))
        for known in kept:
            told = (it for it in changes if it.referral_id == known.referral.id)
            if any(_is_news(it, known) for it in told) and not await self._read(known.referral):
                return False
        return True

    async def _read(self, known: Referral) -> bool:
        """Writes down the referral as it is now; False if it must be tried again."""
        context, now = self._context, self._context.now()
        answer = await context.esoz.read_back(Number(known.number), known.id)
        if isinstance(answer, Failure):
            return answer.kind in _NO_USE
        if answer is None:
            self._gone.add(known.id)
        else:
            await context.store.write(lambda db: self._write(db, known, Remembered(answer, now)))
        return True

    def _write(self, db: Connection, known: Referral, read: Remembered) -> None:
        context, clinic = self._context, self._context.clinic
        watch.notice(db, known, read, context.number_key, context.actor)
        if read.referral.used_by != clinic.legal_entity_id:
            reason = standing(read.referral, clinic, read.checked_at).reason or Code.UNVERIFIED
            watch.lose_claims(db, known.id, reason, context.actor)


_NO_USE = frozenset(
    {FailureKind.UNREADABLE, FailureKind.REFUSED, FailureKind.NOT_FOUND, FailureKind.FORBIDDEN}
)
"""Another try would bring the same."""


def _is_news(change: Change, known: Remembered) -> bool:
    """Whether it tells more than what was last read; our own claims come back as changes, too."""
    referral = known.referral
    return (
        change.at > known.checked_at
        or change.status not in {None, referral.status}
        or change.processing not in {None, referral.processing}
    )
