"""What the desk may do with a referral, and why: one pure function over a list of rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from frontdesk.domain.appointment import Appointment
from frontdesk.domain.clinic import Clinic
from frontdesk.domain.protocol import Seen, Standing
from frontdesk.domain.referral import Referral, Status


class Code(StrEnum):
    """Every verdict, in the order of precedence: the first that applies is said (PRODUCT 3)."""

    NOT_FOUND = "not_found"
    ENTERED_IN_ERROR = "entered_in_error"
    RECALLED = "recalled"
    EXPIRED = "expired"
    COMPLETED = "completed"
    BOOKED_HERE = "booked_here"
    IN_WORK_HERE = "in_work_here"
    IN_WORK_ELSEWHERE = "in_work_elsewhere"
    NOTHING_LEFT = "nothing_left"
    NO_PROGRAMME = "no_programme"
    OTHER_FUNDING = "other_funding"
    NOT_QUALIFIED = "not_qualified"
    NOT_OUR_SERVICE = "not_our_service"
    FOR_ANOTHER_CLINIC = "for_another_clinic"
    BOOKABLE = "bookable"
    UNVERIFIED = "unverified"


class Booking(StrEnum):
    """Whether a time may be booked under the referral."""

    YES = "yes"
    AFTER_CONSENT = "after_consent"
    """After the patient or the clerk has said that it shall be here."""
    PROVISIONAL = "provisional"
    PAID_ONLY = "paid_only"
    NO = "no"


class NextStep(StrEnum):
    """What the clerk can do about it, in the order in which it is offered."""

    CHOOSE_TIME = "choose_time"
    CHOOSE_TIME_HERE = "choose_time_here"
    CHOOSE_TIME_PROVISIONALLY = "choose_time_provisionally"
    SHOW_APPOINTMENT = "show_appointment"
    CORRECT_NUMBER = "correct_number"
    TRY_AGAIN = "try_again"
    OTHER_SERVICE = "other_service"
    NEW_REFERRAL = "new_referral"
    WHERE_ELSE = "where_else"
    PAID_VISIT = "paid_visit"


@dataclass(frozen=True, slots=True)
class Valid:
    """ЕСОЗ's `qualify` said VALID for the referral's programme."""


@dataclass(frozen=True, slots=True)
class Invalid:
    """`qualify` said INVALID, or refused the question for good."""

    reason: str
    """ЕСОЗ's words."""


Qualification = Valid | Invalid | None
"""None: asked and not answered, or not asked."""


@dataclass(frozen=True, slots=True)
class Verdict:
    code: Code
    booking: Booking
    next_steps: tuple[NextStep, ...]
    reason: str | None = None
    """ЕСОЗ's own words behind it, if it gave any."""
    since: datetime | None = None
    """When the referral came into this state (UTC), if its history says."""

    @property
    def may_book(self) -> bool:
        """A time may be offered without any further question."""
        return self.booking is Booking.YES


@dataclass(frozen=True, slots=True)
class Case:
    """All that a rule may look at."""

    referral: Referral
    clinic: Clinic
    qualification: Qualification
    appointment: Appointment | None
    """The live appointment we hold for the referral."""
    now: datetime
    """UTC."""

    @property
    def ours(self) -> bool:
        """Taken into work by our clinic and not yet spent."""
        return self.referral.in_work and self.referral.used_by == self.clinic.legal_entity_id


def judge(
    referral: Referral,
    clinic: Clinic,
    qualification: Qualification,
    now: datetime,
    appointment: Appointment | None = None,
) -> Verdict:
    """What the desk may do with a referral. The first rule that applies decides."""
    case = Case(referral, clinic, qualification, appointment, now)
    for rule in RULES:
        if verdict := rule(case):
            return verdict
    return UNVERIFIED


NOT_FOUND = Verdict(Code.NOT_FOUND, Booking.NO, (NextStep.CORRECT_NUMBER,))
UNVERIFIED = Verdict(
    Code.UNVERIFIED, Booking.PROVISIONAL, (NextStep.CHOOSE_TIME_PROVISIONALLY, NextStep.TRY_AGAIN)
)
UNANSWERED = Verdict(Code.UNVERIFIED, Booking.NO, (NextStep.TRY_AGAIN,))
"""ЕСОЗ told nothing of the number: to book even provisionally, somebody must name the service."""

_ASK_FOR_A_NEW_ONE = (NextStep.OTHER_SERVICE, NextStep.NEW_REFERRAL)


def needs_qualification(referral: Referral, clinic: Clinic, now: datetime) -> bool:
    """Whether `qualify` can change the verdict: nothing before its rule has decided."""
    case = Case(referral, clinic, None, None, now)
    return not any(rule(case) for rule in RULES[: RULES.index(_not_qualified)])


def standing(referral: Referral | None, clinic: Clinic, now: datetime) -> Seen:
    """Where the referral stands for a claim: read back before and after every attempt."""
    if referral is None:
        return Seen(Standing.UNUSABLE, Code.NOT_FOUND)
    case = Case(referral, clinic, None, None, now)
    over = next((verdict for rule in _OVER if (verdict := rule(case))), None)
    if over is not None:
        return Seen(Standing.UNUSABLE, over.code)
    if case.ours:
        return Seen(Standing.OURS)
    return Seen(Standing.TAKEN, Code.IN_WORK_ELSEWHERE) if referral.in_work else Seen(Standing.FREE)


def _entered_in_error(case: Case) -> Verdict | None:
    if case.referral.status is not Status.ENTERED_IN_ERROR:
        return None
    return _over(case, Code.ENTERED_IN_ERROR, Status.ENTERED_IN_ERROR)


def _recalled(case: Case) -> Verdict | None:
    if case.referral.status is not Status.RECALLED or case.referral.expired_by(case.now):
        return None
    return _over(case, Code.RECALLED, Status.RECALLED)


def _expired(case: Case) -> Verdict | None:
    # Taken into work in time it stays usable here: the visit may lie after its last day.
    if case.ours or not case.referral.expired_by(case.now):
        return None
    return Verdict(Code.EXPIRED, Booking.NO, _ASK_FOR_A_NEW_ONE, since=case.referral.expires_at)


def _completed(case: Case) -> Verdict | None:
    return _over(case, Code.COMPLETED, Status.COMPLETED) if case.referral.is_completed else None


def _booked_here(case: Case) -> Verdict | None:
    if case.appointment is None:
        return None
    return Verdict(Code.BOOKED_HERE, Booking.NO, (NextStep.SHOW_APPOINTMENT,))


def _in_work_here(case: Case) -> Verdict | None:
    if not case.ours:
        return None
    return Verdict(Code.IN_WORK_HERE, Booking.YES, (NextStep.CHOOSE_TIME,))


def _in_work_elsewhere(case: Case) -> Verdict | None:
    if not case.referral.in_work:
        return None
    since = case.referral.became(case.referral.processing) if case.referral.processing else None
    steps = (NextStep.CHOOSE_TIME_HERE,)
    return Verdict(Code.IN_WORK_ELSEWHERE, Booking.AFTER_CONSENT, steps, since=since)


def _nothing_left(case: Case) -> Verdict | None:
    if case.referral.remaining is None or case.referral.remaining > 0:
        return None
    return Verdict(Code.NOTHING_LEFT, Booking.NO, _ASK_FOR_A_NEW_ONE)


def _no_programme(case: Case) -> Verdict | None:
    if case.referral.programme_id is not None:
        return None
    return Verdict(Code.NO_PROGRAMME, Booking.PAID_ONLY, (NextStep.PAID_VISIT,))


def _other_funding(case: Case) -> Verdict | None:
    programme = case.clinic.programmes.get(case.referral.programme_id or "")
    if programme is not None and programme.free:
        return None
    return Verdict(Code.OTHER_FUNDING, Booking.PAID_ONLY, (NextStep.PAID_VISIT,))


def _not_qualified(case: Case) -> Verdict | None:
    if not isinstance(case.qualification, Invalid):
        return None
    steps = (NextStep.WHERE_ELSE, NextStep.PAID_VISIT)
    return Verdict(Code.NOT_QUALIFIED, Booking.PAID_ONLY, steps, reason=case.qualification.reason)


def _not_our_service(case: Case) -> Verdict | None:
    if case.clinic.gives(case.referral):
        return None
    return Verdict(Code.NOT_OUR_SERVICE, Booking.NO, (NextStep.WHERE_ELSE,))


def _for_another_clinic(case: Case) -> Verdict | None:
    named = case.referral.performer
    if named is None or named == case.clinic.legal_entity_id or case.qualification is None:
        return None
    return Verdict(Code.FOR_ANOTHER_CLINIC, Booking.AFTER_CONSENT, (NextStep.CHOOSE_TIME_HERE,))


def _bookable(case: Case) -> Verdict | None:
    if not isinstance(case.qualification, Valid):
        return None
    return Verdict(Code.BOOKABLE, Booking.YES, (NextStep.CHOOSE_TIME,))


def _over(case: Case, code: Code, state: Status) -> Verdict:
    return Verdict(code, Booking.NO, _ASK_FOR_A_NEW_ONE, since=case.referral.became(state))


Rule = Callable[[Case], Verdict | None]

_OVER: tuple[Rule, ...] = (_entered_in_error, _recalled, _expired, _completed)

RULES: tuple[Rule, ...] = (
    *_OVER,
    _booked_here,
    _in_work_here,
    _in_work_elsewhere,
    _nothing_left,
    _no_programme,
    _other_funding,
    _not_qualified,
    _not_our_service,
    _for_another_clinic,
    _bookable,
)
