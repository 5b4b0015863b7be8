"""A visit with the names a person reads: for the slip, the agenda and the command line."""

from __future__ import annotations

from dataclasses import dataclass

from frontdesk.domain.appointment import Appointment
from frontdesk.domain.clinic import Resource
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
