"""The words in which sample numbers are described: a spec has lines, a line is a referral."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from frontdesk.simulator.groups import Group
from frontdesk.simulator.programmes import FREE_OF_CHARGE, MedicalProgramme
from frontdesk.simulator.referrals import Obstacle


class User(StrEnum):
    """Who has the referral in work."""

    NOBODY = "nobody"
    WE = "we"
    ANOTHER = "another clinic"


class Shown(StrEnum):
    """What the number reveals of the patient."""

    ALL = "all"
    NO_NAMES = "no names"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Line:
    """One referral under a sample number; days are counted from today."""

    code: str = "K67002"
    group: Group | None = None
    issued: int = 12
    """Days ago."""
    expires: int | None = None
    """Days ahead; a year after the issue unless said."""
    status: str = "active"
    reason: str | None = None
    programme: MedicalProgramme | None = FREE_OF_CHARGE
    processing: str = "new"
    user: User = User.NOBODY
    used: int = 3
    """Days ago."""
    priority: str = "routine"
    quantity: int = 1
    remaining: int = 1
    names_another_clinic: bool = False
    from_us: bool = False
    note: str | None = None
    instruction: str | None = None
    shown: Shown = Shown.ALL
    obstacle: Obstacle | None = None
    bare: bool = False
    """Everything that may be missing is missing, and left out."""


@dataclass(frozen=True, slots=True)
class Spec:
    """A sample number before it has a number."""

    verdict: str
    uk: str
    en: str
    lines: tuple[Line, ...] = ()
    booked: str | None = None
    """Code of the service of a furnished visit whose referral this is."""
    age: int | None = None
    """Full years of a minor; somebody grown-up, or nearly so, unless said."""
    lettered: bool = False
    search_fails: bool = False
