"""A visit with the names a person reads: for the slip, the agenda and the command line."""

from __future__ import annotations

from dataclasses import dataclass

from frontdesk.domain.appointment import Appointment, State
from frontdesk.domain.clinic import Resource
from frontdesk.domain.paper_referral import PaperReferral
from frontdesk.domain.patient import Patient


@dataclass(frozen=True, slots=True)
class Visit:
    appointment: Appointment
    doctor: Resource
    room: Resource | None
    service_code: str
    service_name: str
    patient: Patient | None
    """None while the time is only held."""
    paper: PaperReferral | None = None
    """What it was booked under, if that was on paper."""

    @property
    def is_to_come(self) -> bool:
        """Whether the patient has something to take home: a slip for it makes sense."""
        return self.appointment.state in _TO_COME


_TO_COME = frozenset({State.CLAIMING, State.BOOKED, State.ARRIVED})
