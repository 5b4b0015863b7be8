"""What the desk answers: every expected outcome is a value that the caller must look at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from frontdesk.domain.appointment import Appointment, Claim
from frontdesk.domain.freetime import FreeTime
from frontdesk.domain.minors import age_at, needs_representative
from frontdesk.domain.number import Number, Repair
from frontdesk.domain.patient import Patient
from frontdesk.domain.protocol import Refused
from frontdesk.domain.referral import Referral, Status
from frontdesk.domain.verdict import NOT_FOUND, UNANSWERED, Booking, Code, Verdict
from frontdesk.esoz import client, failure, sign_in, status
from frontdesk.esoz.failure import Failure


@dataclass(frozen=True, slots=True)
class Line:
    """One service under the number, judged."""

    referral: Referral
    verdict: Verdict
    service_code: str | None
    service_name: str | None
    appointment: Appointment | None = None
    """The live appointment we hold for it; of a course the first."""
    visits_left: int = 1
    """How many more visits can be booked under it."""

    @property
    def last_day(self) -> date | None:
        """The last day on which a visit under it is free of charge; None if there is no end.

        What is in work with us already does not expire for us any more (FACTS 3).
        """
        visit = self.appointment
        ours = visit is not None and visit.claim is Claim.OURS
        return None if ours or self.verdict.code is Code.IN_WORK_HERE else self.referral.last_day

    @property
    def goes_on(self) -> bool:
        """Whether it is a course some of whose visits are booked here already, and some not."""
        return self.verdict.code is Code.BOOKED_HERE and self.visits_left > 0

    @property
    def may_be_resent(self) -> bool:
        """Whether ЕСОЗ can send the patient the message with the number once more, to any use."""
        has_ended = self.verdict.code is Code.EXPIRED  # ЕСОЗ may still call it active
        is_active = self.referral.status is Status.ACTIVE and not has_ended
        return is_active and self.referral.patient_id is not None


@dataclass(frozen=True, slots=True)
class Finding:
    """What stands behind a number: a group of referrals, perhaps empty."""

    number: Number
    repairs: tuple[Repair, ...]
    lines: tuple[Line, ...]
    checked_at: datetime
    """UTC."""
    trouble: Failure | None = None
    """Why ЕСОЗ did not answer, if it did not."""

    @property
    def selected(self) -> Line | None:
        """The line a clerk should be offered: the first usable one, else the first."""
        ranked = sorted(self.lines, key=lambda line: _USABLE_FIRST.index(line.verdict.booking))
        return ranked[0] if ranked else None

    @property
    def verdict(self) -> Verdict:
        """The verdict on the number as a whole: that of the selected line."""
        if self.selected is not None:
            return self.selected.verdict
        return UNANSWERED if self.trouble else NOT_FOUND


_USABLE_FIRST = (
    Booking.YES,
    Booking.AFTER_CONSENT,
    Booking.PROVISIONAL,
    Booking.PAID_ONLY,
    Booking.NO,
)


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Both readings of an ambiguous letter exist: the clerk chooses."""

    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """The time is ours until `appointment.hold_until`; nothing has been said to ЕСОЗ."""

    appointment: Appointment
    time: FreeTime
    patient: Patient | None
    """Known to the clinic's register by ЕСОЗ's patient id."""
    claim: Claim = Claim.NONE
    """What confirming will begin."""
    takes_over: bool = False
    """Another clinic has the referral in work: ЕСОЗ decides whether it may be ours."""
    esoz_patient_id: str | None = None
    claim_due: datetime | None = None
    """Until when the claim may wait (UTC); None: it is made at once."""
    age: int | None = None
    """Full years of the patient, if a referral tells."""

    def needs_representative(self, birth_date: date | None) -> bool:
        """Whether the patient may not come to this visit alone."""
        return needs_representative(age_at(self.appointment.day, birth_date, self.age))


@dataclass(frozen=True, slots=True)
class JustTaken:
    """Somebody was quicker."""

    alternatives: tuple[FreeTime, ...]


@dataclass(frozen=True, slots=True)
class NotOffered:
    """No such free time: the doctor does not work then, or it is not on the five-minute grid."""

    alternatives: tuple[FreeTime, ...]


@dataclass(frozen=True, slots=True)
class NotBookable:
    """The verdict forbids it, or wants the patient's consent first."""

    verdict: Verdict


@dataclass(frozen=True, slots=True)
class AlreadyBooked:
    """The referral, or the patient at this very time, has a live appointment."""

    appointment: Appointment | None


@dataclass(frozen=True, slots=True)
class MayNotOverbook:
    """This terminal's registrar has no right to it, or gave no reason."""

    has_right: bool


HoldAnswer = Held | JustTaken | NotOffered | NotBookable | AlreadyBooked | MayNotOverbook


@dataclass(frozen=True, slots=True)
class HeldCourse:
    """All visits of the course are held, by time."""

    visits: tuple[Held, ...]


@dataclass(frozen=True, slots=True)
class NotThisTime:
    """One time of the course cannot be had, so none is held; `why` has others for this one."""

    time: FreeTime
    why: JustTaken | NotOffered


@dataclass(frozen=True, slots=True)
class TimesCollide:
    """The patient cannot be at both."""

    one: FreeTime
    other: FreeTime


@dataclass(frozen=True, slots=True)
class TooManyVisits:
    """More than the referral is for; `left` can still be booked."""

    left: int


CourseAnswer = HeldCourse | NotThisTime | TimesCollide | TooManyVisits | NotBookable | AlreadyBooked


class Field(StrEnum):
    NAME = "name"
    PHONE = "phone"
    BIRTH_DATE = "birth_date"
    REPRESENTATIVE = "representative"


@dataclass(frozen=True, slots=True)
class PatientDetails:
    """What the clerk typed, as typed."""

    name: str
    phone: str = ""
    birth_date: str = ""
    """ДД.ММ.РРРР or an ISO date; may stay empty."""
    known: Patient | None = None
    """Whom of the register the clerk chose."""
    representative: str = ""
    """Who comes with a child."""


@dataclass(frozen=True, slots=True)
class Confirmed:
    """Stored durably; the claim is on its way, the clerk is free for the next patient."""

    appointment: Appointment


@dataclass(frozen=True, slots=True)
class WrongDetails:
    """These fields cannot be; everything typed stays."""

    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class HoldLapsed:
    """The clerk took longer than the hold lasts, and the time is gone."""


@dataclass(frozen=True, slots=True)
class ConfirmedCourse:
    """The same of every visit of a course, by time."""

    appointments: tuple[Appointment, ...]


ConfirmAnswer = Confirmed | WrongDetails | HoldLapsed | AlreadyBooked
ConfirmCourseAnswer = ConfirmedCourse | WrongDetails | HoldLapsed | AlreadyBooked


@dataclass(frozen=True, slots=True)
class Changed:
    """The visit as it is now."""

    appointment: Appointment


@dataclass(frozen=True, slots=True)
class Over:
    """The visit has ended, or was never such that this could become of it."""


ChangeAnswer = Changed | Over
MoveAnswer = Changed | Over | JustTaken | NotOffered


Resent = client.Resent
"""ЕСОЗ has sent the message, or will."""


@dataclass(frozen=True, slots=True)
class AskedJustNow:
    """So lately that a second message would come beside the first."""

    seconds: int
    """Until it can be asked for again."""


@dataclass(frozen=True, slots=True)
class NotResent:
    """ЕСОЗ refused, or no usable answer came; after a silence it may be sent all the same."""

    why: Refused | Failure


ResendAnswer = Resent | AskedJustNow | NotResent


Backend = status.Backend
"""How ЕСОЗ was when we last spoke to it."""
BackendState = status.BackendState
FailureKind = failure.FailureKind

SignIn = sign_in.SignIn
"""One attempt to sign in."""
Entered = sign_in.Entered
NotEntered = sign_in.NotEntered
Why = sign_in.Why
SignInAnswer = Entered | NotEntered
