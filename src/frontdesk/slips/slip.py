"""What a patient takes home, already said in a language."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Slip:
    """All that a template may name, so all that can ever stand on paper (REGISTRAR 8).

    There is no field for a diagnosis, a reason, a referral number, a tax number or a phone.
    """

    status: str
    """Whether it is «Записано», or provisional."""
    patient: str
    """Surname and initials: slips get lost."""
    service: str
    doctor: str
    position: str
    clinic: str
    room: str
    """May be empty."""
    date: str
    """With the weekday."""
    time: str
    further: str
    """The other visits of a course; may be empty."""
    bring: str
    issued: str
    """Day and wall time at which it was given."""


FIELDS = frozenset(it.name for it in fields(Slip))
