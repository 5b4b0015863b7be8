"""Claims that have not ended as they should, and how far the schedule and ЕСОЗ differ by it.

Judged here, from rows that the store has read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from frontdesk.domain.appointment import Claim, State
from frontdesk.domain.matter import Kind, Sign
from frontdesk.domain.protocol import LONGEST_PAUSE
from frontdesk.domain.protocol import Kind as Owed

LATE = timedelta(minutes=5)
"""After which what is owed to ЕСОЗ no longer ends by itself before anybody would look."""


@dataclass(frozen=True, slots=True)
class OpenOperation:
    """What is still owed to ЕСОЗ for a visit. Instants are UTC."""

    kind: Owed
    tries: int
    created_at: datetime
    due_at: datetime

    def is_put_off(self, now: datetime) -> bool:
        """Whether it waits for the visit by the clinic's own policy, not for an answer."""
        return self.tries == 0 and self.due_at - now > timedelta(seconds=LONGEST_PAUSE)

    def is_late(self, now: datetime) -> bool:
        return now - self.created_at > LATE


@dataclass(frozen=True, slots=True)
class Unsettled:
    """A visit whose claim has not ended, or not as it should have."""

    appointment_id: str
    state: State
    claim: Claim
    starts_at: datetime
    reason: str | None
    since: datetime
    """When the visit was last changed. UTC."""
    owed: OpenOperation | None

    def sign(self, now: datetime) -> Sign | None:
        """What a person should do something about; None while it goes its way by itself."""
        kind = self._kind(now)
        return None if kind is None else Sign(kind, self.appointment_id, self.since, self.reason)

    def _kind(self, now: datetime) -> Kind | None:
        is_cancelled = self.state is State.CANCELLED
        match self.claim:
            case Claim.LOST if self.starts_at > now:
                return Kind.LOST if is_cancelled else Kind.REFERRAL_GONE
            case Claim.MANUAL if self.state is not State.NO_SHOW:
                return Kind.STRANDED if is_cancelled else Kind.UNFINISHED
            case Claim.DEFERRED | Claim.PENDING | Claim.RELEASING:
                return self._waiting(now)
            case _:
                return None

    def _waiting(self, now: datetime) -> Kind | None:
        if self.owed is None or self.owed.is_put_off(now):
            return None
        if self.claim is Claim.DEFERRED:
            return Kind.NOT_VERIFIED
        if not self.owed.is_late(now):
            return None
        return Kind.RELEASE_UNKNOWN if self.claim is Claim.RELEASING else Kind.CLAIM_UNKNOWN


@dataclass(frozen=True, slots=True)
class Gauge:
    """In how many places the clinic's schedule and ЕСОЗ differ; normally in none."""

    claims_without_visit: int
    visits_without_claim: int

    @property
    def total(self) -> int:
        return self.claims_without_visit + self.visits_without_claim


_STANDING = frozenset({State.CLAIMING, State.BOOKED, State.ARRIVED})


def gauge(unsettled: Iterable[Unsettled], settled: Collection[str], now: datetime) -> Gauge:
    """Counts them; `settled` are the ids of the visits that a person has seen to."""
    claims = visits = 0
    for it in unsettled:
        if it.state is State.CANCELLED:
            claims += _is_held_in_vain(it) and it.appointment_id not in settled
        elif it.state in _STANDING and it.starts_at > now:
            visits += it.claim in {Claim.LOST, Claim.MANUAL} or it.owed is None
    return Gauge(claims, visits)


def _is_held_in_vain(it: Unsettled) -> bool:
    return it.claim is Claim.MANUAL or (it.claim is not Claim.LOST and it.owed is None)
