"""Somebody in an urgent condition: seen first, asked for their data later (REGISTRAR 4)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class UrgentContact:
    id: str
    at: datetime
    """UTC, by the database's clock."""
    actor: str
    """Who was at the desk."""
    patient_id: str | None = None
    """None: the data are still to be entered."""
    note: str | None = field(default=None, repr=False)
