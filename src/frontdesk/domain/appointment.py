"""An appointment, its claim on the referral, and the moves that are lawful."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from frontdesk.domain.ground import Ground


class State(StrEnum):
    HELD = "held"
    CLAIMING = "claiming"
    BOOKED = "booked"
    ARRIVED = "arrived"
    FULFILLED = "fulfilled"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"


MOVES: Mapping[State, frozenset[State]] = {
    State.HELD: frozenset({State.CLAIMING, State.BOOKED, State.CANCELLED}),
    State.CLAIMING: frozenset({State.BOOKED, State.CANCELLED}),
    State.BOOKED: frozenset({State.ARRIVED, State.NO_SHOW, State.CANCELLED}),
    State.ARRIVED: frozenset({State.FULFILLED, State.CANCELLED}),
    State.FULFILLED: frozenset(),
    State.NO_SHOW: frozenset(),
    State.CANCELLED: frozenset(),
}
"""The lattice: a final state never revives (BOOKING I9)."""


MOVABLE = frozenset({State.CLAIMING, State.BOOKED})
"""A visit that is promised and has not begun."""


class Claim(StrEnum):
    """What we hold of the referral in ЕСОЗ for this appointment."""

    NONE = "none"
    DEFERRED = "deferred"
    PENDING = "pending"
    OURS = "ours"
    LOST = "lost"
    RELEASING = "releasing"
    MANUAL = "manual"


@dataclass(frozen=True, slots=True)
class Appointment:
    """Who, what, when and on what ground. Wall times of the site; the UTC instant is derived."""

    id: str
    state: State
    claim: Claim
    ground: Ground
    service_id: str
    doctor_id: str
    resource_ids: tuple[str, ...]
    """Everything it occupies, the doctor included, sorted."""
    day: date
    start: int
    """Minutes of the local day, a multiple of five."""
    end: int
    time_zone: str
    referral_id: str | None = None
    session: int = 1
    """Which visit of a course under one referral."""
    patient_id: str | None = None
    hold_until: datetime | None = None
    """UTC, by the database's clock; only while held."""
    reason: str | None = None
    """Why it was cancelled, in ЕСОЗ's words or as a code of ours."""
    version: int = 1
    overbooked_because: str | None = None
    """Why it may stand beside the visits that its resources regularly hold."""
    representative: str | None = None
    """Who comes with a child; the phone is theirs."""
    is_late: bool = False
    """The patient has said so, or is not here though the time has come."""


def may_become(state: State, following: State) -> bool:
    return following in MOVES[state]
