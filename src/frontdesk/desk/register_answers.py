"""What the desk answers about patients of the register."""

from __future__ import annotations

from dataclasses import dataclass

from frontdesk.desk.answers import WrongDetails
from frontdesk.domain import likeness, lookup
from frontdesk.domain.patient import Patient
from frontdesk.domain.visit import Visit
from frontdesk.esoz import people
from frontdesk.esoz.failure import Failure
from frontdesk.store import merging

Alike = likeness.Alike
Likeness = likeness.Likeness
TooLittle = lookup.TooLittle


@dataclass(frozen=True, slots=True)
class Found:
    """Who fits, in the order of a Ukrainian list."""

    patients: tuple[Patient, ...]
    has_more: bool = False
    """More fit than are listed: a longer beginning is needed."""


SearchAnswer = Found | TooLittle


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody of the register who may be meant by what is typed."""

    patient: Patient
    why: Likeness | None = None
    """Likely the same person, and why; None: the name begins so."""


@dataclass(frozen=True, slots=True)
class Card:
    """A patient, the visits, and entries that are likely of the same person."""

    patient: Patient
    to_come: tuple[Visit, ...] = ()
    """The next one first."""
    past: tuple[Visit, ...] = ()
    """The last one first."""
    alike: tuple[Alike, ...] = ()


@dataclass(frozen=True, slots=True)
class Saved:
    """The entry as it now stands."""

    patient: Patient


SaveAnswer = Saved | WrongDetails

Declaration = people.Declaration
Undeclared = people.Undeclared
DeclaredElsewhere = people.DeclaredElsewhere


@dataclass(frozen=True, slots=True)
class KnownToEsoz:
    """ЕСОЗ's id of the patient is in the register, and this is known of the declaration."""

    patient: Patient
    declaration: Declaration | Undeclared | DeclaredElsewhere | Failure


@dataclass(frozen=True, slots=True)
class TooLittleToAsk:
    """ЕСОЗ looks for people by first name and date of birth: one of them is not known."""


@dataclass(frozen=True, slots=True)
class NobodyThere:
    """ЕСОЗ knows nobody with exactly these details."""


@dataclass(frozen=True, slots=True)
class SeveralThere:
    """ЕСОЗ knows several people with these details: none is chosen by a machine."""


EsozAnswer = KnownToEsoz | TooLittleToAsk | NobodyThere | SeveralThere | Failure

VisitsCollide = merging.VisitsCollide
NotTwoEntries = merging.NotTwoEntries
MergeAnswer = Saved | VisitsCollide | NotTwoEntries
