"""What needs a person (справи): of which kind, about whom, and what is to be done about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from frontdesk.domain.clinic import Resource
from frontdesk.domain.freetime import FreeTime
from frontdesk.domain.patient import Patient
from frontdesk.domain.urgent import UrgentContact
from frontdesk.domain.visit import Visit
from frontdesk.domain.waiting import Waiting


class Kind(StrEnum):
    """The more urgent of one time stands first."""

    LOST = "lost"
    """ЕСОЗ did not give the referral when the patient had left: the visit does not take place."""
    REFERRAL_GONE = "referral_gone"
    """The visit stands, and its referral does not carry it any more."""
    DOCTOR_AWAY = "doctor_away"
    """The visit stands in time that its doctor does not work."""
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
    TIME_FREE = "time_free"
    """A time is free that somebody waits for."""
    NO_DATA = "no_data"
    """Somebody came in an urgent condition, and it is not written down who it was."""


class Step(StrEnum):
    """What a person can do about a matter."""

    ASK = "ask"
    """Ask ЕСОЗ now; it is asked again by itself, but later."""
    RETRY = "retry"
    """Ask ЕСОЗ once more for what it has denied."""
    ENTER_PHONE = "enter_phone"
    NOTE = "note"
    """The patient was phoned, or the matter settled outside the program."""
    MOVE = "move"
    """Move the visit to another time."""
    CANCEL = "cancel"
    """Cancel the visit."""
    OFFER = "offer"
    """Hold the free time while the patient is phoned."""
    ENTER_DATA = "enter_data"
    """Write down who it was."""


STEPS: Mapping[Kind, tuple[Step, ...]] = {
    Kind.LOST: (Step.NOTE,),
    Kind.REFERRAL_GONE: (Step.NOTE, Step.MOVE, Step.CANCEL),
    Kind.DOCTOR_AWAY: (Step.MOVE,),
    Kind.UNFINISHED: (Step.RETRY, Step.NOTE),
    Kind.STRANDED: (Step.NOTE,),
    Kind.CLAIM_UNKNOWN: (Step.ASK,),
    Kind.NOT_VERIFIED: (Step.ASK,),
    Kind.RELEASE_UNKNOWN: (Step.ASK,),
    Kind.NO_PHONE: (Step.ENTER_PHONE,),
    Kind.TIME_FREE: (Step.OFFER,),
    Kind.NO_DATA: (Step.ENTER_DATA,),
}
"""By kind, what helps; the first is what Enter does."""


@dataclass(frozen=True, slots=True)
class Sign:
    """That something is the matter with a visit, as its source saw it."""

    kind: Kind
    appointment_id: str
    since: datetime | None
    """UTC; None: not known."""
    reason: str | None = None
    """A verdict's code, or ЕСОЗ's words."""

    @property
    def about(self) -> str:
        """Under which a person's note is kept: for another reason the matter comes up again."""
        return f"{self.kind}:{self.reason or ''}"


@dataclass(frozen=True, slots=True)
class VisitMatter:
    """A sign, with the names that a person reads."""

    sign: Sign
    visit: Visit
    number_tail: str | None
    """The last group of the referral's number, if there is a referral."""

    @property
    def kind(self) -> Kind:
        return self.sign.kind

    @property
    def id(self) -> str:
        return self.sign.appointment_id

    @property
    def day(self) -> date:
        return self.visit.appointment.day

    @property
    def start(self) -> int:
        return self.visit.appointment.start

    @property
    def since(self) -> datetime | None:
        return self.sign.since

    @property
    def patient(self) -> Patient | None:
        return self.visit.patient

    @property
    def doctor(self) -> Resource | None:
        return self.visit.doctor


@dataclass(frozen=True, slots=True)
class FreedMatter:
    """A free time, and who should be phoned about it first."""

    time: FreeTime
    waiting: Waiting
    patient: Patient

    @property
    def kind(self) -> Kind:
        return Kind.TIME_FREE

    @property
    def id(self) -> str:
        return self.waiting.id

    @property
    def day(self) -> date:
        return self.time.day

    @property
    def start(self) -> int:
        return self.time.start

    @property
    def since(self) -> datetime | None:
        return self.waiting.since

    @property
    def doctor(self) -> Resource | None:
        return self.time.offer.doctor


@dataclass(frozen=True, slots=True)
class UrgentMatter:
    """An urgent contact of whom nothing but the time is known."""

    contact: UrgentContact
    came: datetime
    """The site's wall time."""

    @property
    def kind(self) -> Kind:
        return Kind.NO_DATA

    @property
    def id(self) -> str:
        return self.contact.id

    @property
    def day(self) -> date:
        return self.came.date()

    @property
    def start(self) -> int:
        return self.came.hour * 60 + self.came.minute

    @property
    def since(self) -> datetime | None:
        return self.contact.at

    @property
    def patient(self) -> Patient | None:
        return None

    @property
    def doctor(self) -> Resource | None:
        return None


Matter = VisitMatter | FreedMatter | UrgentMatter
"""Each has its `day` and `start` (minutes of the local day), since when it is known (UTC), the
patient and the doctor, if there is one, and an `id` that is its own among those of its kind."""


def steps(matter: Matter) -> tuple[Step, ...]:
    return STEPS[matter.kind]


def is_same(one: Matter, other: Matter) -> bool:
    """Whether it is the same line of the worklist, whatever was learnt meanwhile."""
    return (one.kind, one.id) == (other.kind, other.id)


def by_urgency(matters: Iterable[Matter], today: date) -> tuple[Matter, ...]:
    """Today's first, then what is to come by time; what is past can wait longest."""
    kinds = list(Kind)

    def place(it: Matter) -> tuple[bool, date, int, int, str]:
        return it.day < today, it.day, it.start, kinds.index(it.kind), it.id

    return tuple(sorted(matters, key=place))
