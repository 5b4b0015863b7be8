"""What needs a person (справи): of which kind, about which visit, and what is to be done about it.

Which matter an unsettled claim is, and how far the clinic's visits and ЕСОЗ's claims differ, is
judged here, from rows that the store has read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from frontdesk.domain.appointment import Appointment, Claim, State
from frontdesk.domain.protocol import LONGEST_PAUSE
from frontdesk.domain.protocol import Kind as Owed
from frontdesk.domain.visit import Visit

LATE = timedelta(minutes=5)
"""After which what is owed to ЕСОЗ no longer ends by itself before anybody would look."""


class Kind(StrEnum):
    """The more urgent of one visit stands first."""

    LOST = "lost"
    """ЕСОЗ did not give the referral when the patient had left: the visit does not take place."""
    REFERRAL_GONE = "referral_gone"
    """The visit stands, and its referral does not carry it any more."""
    UNFINISHED = "unfinished"
    """This user might not take the referral into work: who may must finish it."""
    STRANDED = "stranded"
    """The referral is in work with us, the visit cancelled: «за нами, без запису»."""
    CLAIM_UNKNOWN = "claim_unknown"
    """ЕСОЗ was asked for the referral long ago and has not said whether it is ours."""
    NOT_VERIFIED = "not_verified"
    """Booked provisionally while ЕСОЗ was silent."""
    RELEASE_UNKNOWN = "release_unknown"
    """The visit is cancelled, and it is not known whether its referral is free again."""
    NO_PHONE = "no_phone"
    """Nobody could phone the patient."""


class Step(StrEnum):
    """What a person can do about a matter."""

    ASK = "ask"
    """Ask ЕСОЗ now; it is asked again by itself, but later."""
    RETRY = "retry"
    """Ask ЕСОЗ once more for what it has denied."""
    ENTER_PHONE = "enter_phone"
    NOTE = "note"
    """The patient was phoned, or the matter settled outside the program."""
    CANCEL = "cancel"
    """Cancel the visit."""


STEPS: Mapping[Kind, tuple[Step, ...]] = {
    Kind.LOST: (Step.NOTE,),
    Kind.REFERRAL_GONE: (Step.NOTE, Step.CANCEL),
    Kind.UNFINISHED: (Step.RETRY, Step.NOTE),
    Kind.STRANDED: (Step.NOTE,),
    Kind.CLAIM_UNKNOWN: (Step.ASK,),
    Kind.NOT_VERIFIED: (Step.ASK,),
    Kind.RELEASE_UNKNOWN: (Step.ASK,),
    Kind.NO_PHONE: (Step.ENTER_PHONE,),
}
"""By kind, what helps; the first is what Enter does."""


@dataclass(frozen=True, slots=True)
class Sign:
    """That something is the matter with a visit, as its source saw it."""

    kind: Kind
    appointment_id: str
    since: datetime
    """UTC."""
    reason: str | None = None
    """A verdict's code, or ЕСОЗ's words."""

    @property
    def about(self) -> str:
        """Under which a person's note is kept: for another reason the matter comes up again."""
        return f"{self.kind}:{self.reason or ''}"


@dataclass(frozen=True, slots=True)
class Matter:
    """A sign, with the names that a person reads."""

    sign: Sign
    visit: Visit
    number_tail: str | None
    """The last group of the referral's number, if there is a referral."""

    @property
    def kind(self) -> Kind:
        return self.sign.kind

    @property
    def steps(self) -> tuple[Step, ...]:
        return STEPS[self.kind]

    def is_same(self, other: Matter) -> bool:
        """Whether it is the same line of the worklist, whatever was learnt meanwhile."""
        return (self.kind, self.sign.appointment_id) == (other.kind, other.sign.appointment_id)


def by_urgency(matters: Iterable[Matter], today: date) -> tuple[Matter, ...]:
    """Today's first, then what is to come by time; what is past can wait longest."""
    kinds = list(Kind)

    def place(it: Matter) -> tuple[bool, date, int, int, str]:
        visit: Appointment = it.visit.appointment
        return visit.day < today, visit.day, visit.start, kinds.index(it.kind), visit.id

    return tuple(sorted(matters, key=place))


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
