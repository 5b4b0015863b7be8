"""The claim's step function: what to write, and what to do next, after each thing observed.

Two systems change in one booking, and the remote one has neither an idempotency key nor an undo.
So nothing is assumed and nothing is repeated blindly: the outcome is always read back by number
(BOOKING 4, W1-W6). Production, tests and the fault model all run this one function.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum


class Kind(StrEnum):
    CLAIM = "claim"
    """Take the referral into work for a visit that is waiting for it."""
    VERIFY = "verify"
    """The same for a visit booked provisionally: the referral must first prove usable."""
    TAKE_OVER = "take_over"
    """The same for a referral that another clinic has in work: the patient wants to come here."""
    WATCH = "watch"
    """The visit was cancelled while its claim was under way: see whether the referral became
    ours."""
    RELEASE = "release"
    """The visit was cancelled and the referral is ours: let it go, where ЕСОЗ still allows it."""


class Progress(StrEnum):
    NEW = "new"
    SENT = "sent"
    """The request may have left: durable before it does."""
    JOB = "job"
    """ЕСОЗ answered with a job."""
    DONE = "done"
    MANUAL = "manual"
    """A person must finish it."""


@dataclass(frozen=True, slots=True)
class Operation:
    """An effect still owed to ЕСОЗ: one row of the outbox."""

    id: str
    kind: Kind
    appointment_id: str
    referral_id: str
    progress: Progress = Progress.NEW
    job_id: str | None = None
    tries: int = 0
    """Steps taken without an end, the measure of every pause."""
    refusal: str | None = None
    """ЕСОЗ's final "no" in its own words, kept until the referral is read back."""


class Standing(StrEnum):
    """Where the referral stands, seen from our clinic."""

    OURS = "ours"
    FREE = "free"
    TAKEN = "taken"
    """In work at another clinic."""
    UNUSABLE = "unusable"
    """Spent, recalled, expired, entered in error, or gone."""


@dataclass(frozen=True, slots=True)
class PickedUp:
    """A terminal took the operation over, perhaps from one that crashed."""


@dataclass(frozen=True, slots=True)
class Seen:
    standing: Standing
    reason: str | None = None
    """A verdict code for what is not free."""


@dataclass(frozen=True, slots=True)
class Silence:
    """No answer, or one that says nothing: the outcome of the last request is unknown."""

    retry_after: float | None = None
    """Seconds ЕСОЗ asked for."""


@dataclass(frozen=True, slots=True)
class Qualified:
    """ЕСОЗ will let this clinic use the referral under its programme."""


@dataclass(frozen=True, slots=True)
class Unqualified:
    reason: str


@dataclass(frozen=True, slots=True)
class Accepted:
    job_id: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A final "no", from the call or from its job."""

    reason: str


@dataclass(frozen=True, slots=True)
class JobPending:
    """ЕСОЗ is still at it."""


@dataclass(frozen=True, slots=True)
class JobEnded:
    """The job ended well, or in a way that proves nothing, or ЕСОЗ has forgotten it."""


@dataclass(frozen=True, slots=True)
class SignedOut:
    """The session is over: nothing is sent with a dead token."""


@dataclass(frozen=True, slots=True)
class Forbidden:
    """This user may not: somebody with the right must finish it."""

    reason: str


Observation = (
    PickedUp
    | Seen
    | Silence
    | Qualified
    | Unqualified
    | Accepted
    | Refused
    | JobPending
    | JobEnded
    | SignedOut
    | Forbidden
)


@dataclass(frozen=True, slots=True)
class Won:
    """L5: the referral is ours and the visit is booked."""


@dataclass(frozen=True, slots=True)
class Lost:
    """L6: the referral cannot be had for this visit."""

    reason: str


@dataclass(frozen=True, slots=True)
class HandedOver:
    """The operation waits for a person."""

    reason: str


@dataclass(frozen=True, slots=True)
class LetGo:
    """The visit is cancelled, and nothing of the referral is held here any more."""


Settlement = Won | Lost | HandedOver | LetGo


@dataclass(frozen=True, slots=True)
class Read:
    """Read the referral by its number."""


@dataclass(frozen=True, slots=True)
class Qualify:
    """Ask ЕСОЗ whether our clinic may use the referral."""


@dataclass(frozen=True, slots=True)
class Use:
    """Send the request that takes the referral into work."""


@dataclass(frozen=True, slots=True)
class Release:
    """Send the request that lets the referral go. Sent twice it does no more than sent once."""


@dataclass(frozen=True, slots=True)
class Poll:
    job_id: str
    pause: float
    """Seconds to wait first."""


@dataclass(frozen=True, slots=True)
class Rest:
    """Let go of the operation; it is due again after so many seconds, or never if it is settled."""

    seconds: float = 0.0


Effect = Read | Qualify | Use | Release | Poll | Rest


@dataclass(frozen=True, slots=True)
class Step:
    """One transaction (the operation as it must be stored, and its settlement), then one effect."""

    operation: Operation
    settlement: Settlement | None
    effect: Effect


LONGEST_POLL = 60.0
LONGEST_PAUSE = 300.0
SIGNED_OUT_PAUSE = 300.0
LOOKS = 9
"""How often a request that may still be on its way is looked for: some eight minutes."""


def step(operation: Operation, observed: Observation) -> Step:  # noqa: C901, PLR0911 - a table of cases reads best whole
    """What to write and what to do after `observed`; the write comes first, always."""
    match observed:
        case PickedUp():
            return _resume(operation)
        case Seen():
            return _after_reading(operation, observed)
        case Silence(retry_after):
            return _postpone(operation, retry_after)
        case Qualified():
            return _send(operation)
        case Unqualified(reason):
            return _settle(operation, Lost(reason))
        case Accepted(job_id):
            following = replace(operation, progress=Progress.JOB, job_id=job_id, tries=0)
            return Step(following, None, Poll(job_id, 0.5))
        case Refused(reason):
            return Step(replace(operation, refusal=reason), None, Read())
        case JobPending():
            return _poll_again(operation)
        case JobEnded():
            following = replace(operation, progress=Progress.SENT, job_id=None)
            return Step(following, None, Read())
        case SignedOut():
            return Step(operation, None, Rest(SIGNED_OUT_PAUSE))
        case Forbidden(reason):
            manual = replace(operation, progress=Progress.MANUAL)
            return Step(manual, HandedOver(reason), Rest())


def _resume(operation: Operation) -> Step:
    """Whatever happened before, begin with a question, never with a request to change."""
    if operation.progress is Progress.JOB and operation.job_id is not None:
        return Step(operation, None, Poll(operation.job_id, 0.0))
    return Step(operation, None, Read())


def _after_reading(operation: Operation, seen: Seen) -> Step:
    if operation.kind in {Kind.WATCH, Kind.RELEASE}:
        return _without_visit(operation, seen)
    match seen.standing:
        case Standing.OURS:
            return _settle(operation, Won())
        case Standing.TAKEN if operation.kind is Kind.TAKE_OVER:
            return _claim(operation)
        case Standing.TAKEN | Standing.UNUSABLE:
            return _settle(operation, Lost(seen.reason or seen.standing.value))
        case Standing.FREE:
            return _claim(operation)


def _without_visit(operation: Operation, seen: Seen) -> Step:
    """What is ours is let go; what may still become ours is looked for a while longer."""
    match seen.standing:
        case Standing.OURS if operation.kind is Kind.RELEASE and operation.refusal is not None:
            manual = replace(operation, progress=Progress.MANUAL, job_id=None)
            return Step(manual, HandedOver(operation.refusal), Rest())
        case Standing.OURS:
            sent = replace(operation, kind=Kind.RELEASE, progress=Progress.SENT, refusal=None)
            return Step(sent, None, Release())
        case Standing.FREE if operation.kind is Kind.WATCH and _may_be_under_way(operation):
            return _postpone(operation, None)
        case _:
            return _settle(operation, LetGo())


def _may_be_under_way(operation: Operation) -> bool:
    return operation.refusal is None and operation.tries < LOOKS


def _claim(operation: Operation) -> Step:
    """Read as one to be had: refused for good, sent with an unknown end, or not yet asked for."""
    if operation.refusal is not None:
        return _settle(operation, Lost(operation.refusal))
    if operation.progress is not Progress.NEW:
        # The request may still be on its way: look once more before sending it again.
        return _postpone(replace(operation, progress=Progress.NEW, job_id=None), None)
    if operation.kind is Kind.VERIFY:
        return Step(operation, None, Qualify())
    return _send(operation)


def _send(operation: Operation) -> Step:
    return Step(replace(operation, progress=Progress.SENT), None, Use())


def _poll_again(operation: Operation) -> Step:
    following = replace(operation, tries=operation.tries + 1)
    pause = min(0.5 * 2**following.tries, LONGEST_POLL)
    return Step(following, None, Poll(operation.job_id or "", pause))


def _postpone(operation: Operation, retry_after: float | None) -> Step:
    following = replace(operation, tries=operation.tries + 1)
    pause = min(float(2 ** min(operation.tries, 16)), LONGEST_PAUSE)
    return Step(following, None, Rest(max(pause, retry_after or 0.0)))


def _settle(operation: Operation, settlement: Settlement) -> Step:
    done = replace(operation, progress=Progress.DONE, job_id=None)
    return Step(done, settlement, Rest())
