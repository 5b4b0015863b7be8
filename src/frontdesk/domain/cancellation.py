"""Why the clinic cancels a visit: what is written down as its reason."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    PATIENT = "patient_asked"
    DOCTOR = "doctor_absent"
    MISTAKE = "booked_by_mistake"
    OTHER = "other"
    """Stands for itself never: the clerk's own words are written down."""
