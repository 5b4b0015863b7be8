"""An invented clinic, its patients and its diary, and what ЕСОЗ holds of them.

The same seed and date give the same world, to the last number.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import islice

from frontdesk.domain.clinic import Clinic, Resource
from frontdesk.domain.freetime import DayException, Template
from frontdesk.simulator.chance import chance
from frontdesk.simulator.clinic import house
from frontdesk.simulator.diary import BookedVisit, diary
from frontdesk.simulator.people import Patient, patients
from frontdesk.simulator.referrals import ServiceRequest
from frontdesk.simulator.samples import Sample, samples

REGISTER = 2400
"""Patients in the clinic's register who have visits."""
WAITING = 80
"""People with a sample referral; every second of them the clinic knows already."""


@dataclass(frozen=True, slots=True)
class World:
    """Everything invented. `visits` never overlap on a doctor, a room or a device."""

    seed: int
    today: date
    """The date in UTC on which every sample keeps its promise."""
    clinic: Clinic
    resources: tuple[Resource, ...]
    templates: tuple[Template, ...]
    exceptions: tuple[DayException, ...]
    patients: tuple[Patient, ...]
    """The clinic's own register."""
    people: tuple[Patient, ...]
    """Whom ЕСОЗ knows: the register, and others."""
    visits: tuple[BookedVisit, ...]
    samples: tuple[Sample, ...]
    """Numbers to try; the first is bookable and has free times soon."""
    referrals: tuple[ServiceRequest, ...]
    """What ЕСОЗ holds at the beginning."""
    failing_numbers: frozenset[str]
    """Numbers whose search breaks down in ЕСОЗ."""

    @classmethod
    def furnished(cls, seed: int, today: date) -> World:
        """The world of this seed and date."""
        rooms = house(today)
        row = patients(chance(seed, today, "people"), today)
        waiting = tuple(islice(row, WAITING))
        register = tuple(islice(row, REGISTER))
        visits = diary(rooms, register, today, chance(seed, today, "diary"))
        found = samples(seed, today, waiting, visits)
        return cls(
            seed=seed,
            today=today,
            clinic=rooms.clinic,
            resources=rooms.resources,
            templates=rooms.templates,
            exceptions=rooms.exceptions,
            patients=(*waiting[::2], *register),
            people=(*waiting, *register, *found.minors),
            visits=visits,
            samples=found.listed,
            referrals=found.referrals,
            failing_numbers=found.failing_numbers,
        )
