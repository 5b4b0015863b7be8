"""What the desk is asked and answers about the waiting list."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from frontdesk.desk.answers import (
    AlreadyBooked,
    Held,
    JustTaken,
    MayNotOverbook,
    NotBookable,
    NotOffered,
    Over,
    WrongDetails,
)
from frontdesk.domain import waiting as domain
from frontdesk.domain.freetime import FreeTime
from frontdesk.domain.ground import Ground
from frontdesk.store import waiting

Waiter = waiting.Waiter
Leaving = domain.Leaving
PartOfDay = domain.PartOfDay
Reply = domain.Reply


class WishField(StrEnum):
    FIRST_DAY = "first_day"
    LAST_DAY = "last_day"


@dataclass(frozen=True, slots=True)
class Wish:
    """What the patient waits for, days as the clerk typed them; under a referral it says what."""

    service_id: str = ""
    ground: Ground = Ground.E_REFERRAL
    doctor_id: str | None = None
    first_day: str = ""
    """Empty: today."""
    last_day: str = ""
    """Empty: there is none."""
    part: PartOfDay = PartOfDay.ANY


@dataclass(frozen=True, slots=True)
class Listed:
    """The patient is on the list."""

    waiting: domain.Waiting


@dataclass(frozen=True, slots=True)
class WrongWish:
    """These days cannot be; everything typed stays."""

    fields: tuple[WishField, ...]


@dataclass(frozen=True, slots=True)
class AlreadyWaiting:
    """The patient waits for the same already."""


AddAnswer = Listed | WrongDetails | WrongWish | AlreadyWaiting | NotBookable


@dataclass(frozen=True, slots=True)
class Freed:
    """A free time, and who should be phoned about it, the fairest first."""

    time: FreeTime
    people: tuple[Waiter, ...]


@dataclass(frozen=True, slots=True)
class WaitingLists:
    """All that the clerk must know of who waits."""

    freed: tuple[Freed, ...]
    waiters: tuple[Waiter, ...]
    """By fairness."""


@dataclass(frozen=True, slots=True)
class Offered:
    """The time is held while this patient is phoned."""

    held: Held
    waiter: Waiter
    number: str = ""
    """The referral's, masked."""


@dataclass(frozen=True, slots=True)
class NumberForgotten:
    """ЕСОЗ can't be asked about the referral: its number must be typed at intake."""


OfferAnswer = (
    Offered
    | NumberForgotten
    | Over
    | JustTaken
    | NotOffered
    | NotBookable
    | AlreadyBooked
    | MayNotOverbook
)


@dataclass(frozen=True, slots=True)
class NobodyElse:
    """Whom the time would suit has been phoned: it is free again."""


@dataclass(frozen=True, slots=True)
class TakenOff:
    """The patient waits no more."""
