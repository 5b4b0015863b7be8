"""A referral as ЕСОЗ keeps it: every code in ЕСОЗ's spelling, every moment in UTC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Snag(StrEnum):
    """How `qualify` spoils a referral that looks well."""

    INVALID = "invalid"
    """The programme answers INVALID with a reason."""
    CONFLICT = "conflict"
    """The whole call answers 409."""
    CRASH = "crash"
    """The whole call answers 500."""


@dataclass(frozen=True, slots=True)
class Obstacle:
    snag: Snag
    message: str = ""


@dataclass(frozen=True, slots=True)
class Identity:
    """What a number reveals of the patient."""

    gender: str
    age: int
    last_name: str | None = None
    first_name: str | None = None
    """An initial with its full stop."""
    second_name: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A line of one of the histories: a state, or who used the referral."""

    at: datetime
    value: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Performer:
    """The clinic that the referring doctor named."""

    legal_entity: str
    name: str


@dataclass(frozen=True, slots=True)
class ServiceRequest:
    """One service under a referral number. A state that changes makes a new value."""

    id: str
    requisition: str
    code: str
    """Id of a service or, with `is_group`, of a group."""
    category: str
    subject: str
    """The patient's id."""
    requester_legal_entity: str
    requester_employee: str
    inserted_at: datetime
    updated_at: datetime
    expires_at: datetime
    identity: Identity | None
    is_group: bool = False
    status: str = "active"
    status_reason: str | None = None
    program: str | None = None
    processing: str | None = None
    priority: str | None = "routine"
    performer: Performer | None = None
    performer_type: str | None = None
    quantity: int | None = 1
    remaining: int | None = 1
    note: str | None = None
    instruction: str | None = None
    used_by: str | None = None
    used_by_employee: str | None = None
    completed_with: str | None = None
    statuses: tuple[Change, ...] = ()
    processings: tuple[Change, ...] = ()
    users: tuple[Change, ...] = ()
    employees: tuple[Change, ...] = ()
    obstacle: Obstacle | None = None
    leaves_out_nulls: bool = False
    """Whether ЕСОЗ omits what is absent instead of answering null; it is unknown which it does."""

    @property
    def is_taken(self) -> bool:
        return self.processing in ("in_queue", "in_progress")
