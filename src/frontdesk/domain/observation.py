"""A patient who comes back to a doctor: under observation, or in the course of a treatment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from frontdesk.domain.appointment import State
from frontdesk.domain.clinic import Offer, Resource
from frontdesk.domain.ground import Ground
from frontdesk.domain.visit import Visit

_UNDER_REFERRAL = frozenset({Ground.E_REFERRAL, Ground.PAPER_REFERRAL})
_HERE = frozenset({State.ARRIVED, State.FULFILLED})


@dataclass(frozen=True, slots=True)
class Observation:
    """By what our own register knows."""

    doctor: Resource
    """Who saw the patient last."""
    since: date
    """The first visit to this doctor."""
    last: date


def observation(
    visits: Iterable[Visit], offers: Iterable[Offer], ground: Ground, today: date
) -> Observation | None:
    """Whether the patient comes back to one of the doctors of `offers`, or to their speciality.

    TREATING_DOCTOR wants an earlier visit under a referral; CHRONIC any. A booked visit of an
    earlier day counts as one that took place: not every clinic marks who came.
    """
    specialities = {it.doctor.speciality for it in offers} - {None}
    doctors = {it.doctor.id for it in offers}
    fitting = [
        it
        for it in visits
        if _took_place(it, today)
        and (it.doctor.id in doctors or it.doctor.speciality in specialities)
        and (ground is Ground.CHRONIC or it.appointment.ground in _UNDER_REFERRAL)
    ]
    if not fitting:
        return None
    last = max(fitting, key=lambda it: (it.appointment.day, it.appointment.start))
    with_doctor = [it.appointment.day for it in fitting if it.doctor.id == last.doctor.id]
    return Observation(last.doctor, min(with_doctor), max(with_doctor))


def _took_place(visit: Visit, today: date) -> bool:
    it = visit.appointment
    return it.state in _HERE or (it.state is State.BOOKED and it.day < today)
