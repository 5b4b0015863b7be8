"""The slip (пам'ятка): what the patient takes away. No diagnosis, no full number, no tax number."""

from __future__ import annotations

from datetime import datetime

from frontdesk.domain.appointment import Claim, State
from frontdesk.domain.clinic import Clinic
from frontdesk.domain.visit import Visit
from frontdesk.slips.slip import Slip
from frontdesk.words import dates, labels
from frontdesk.words.catalogue import Words


def heading(words: Words, visit: Visit, *, silent: bool = False) -> str:
    """What may be told: «Записано» only when the referral is really ours (BOOKING I8).

    While ЕСОЗ is `silent` the patient need not wait: the time stays theirs.
    """
    appointment = visit.appointment
    match appointment.state, appointment.claim:
        case State.BOOKED, (Claim.OURS | Claim.NONE):
            return words.tr("Booked")
        case State.BOOKED, (Claim.DEFERRED | Claim.PENDING):
            return _provisional(words)
        case State.BOOKED, _:
            return words.tr("The visit stands, but the referral needs attention")
        case State.CANCELLED, _:
            return words.tr("Not booked")
        case State.CLAIMING, _:
            return _provisional(words) if silent else words.tr("Sending to ESOZ…")
        case state, claim:
            return labels.state(words, state, claim).capitalize()


def slip(words: Words, visit: Visit, clinic: Clinic, issued: datetime) -> Slip:
    """What goes home on paper; `issued` is the site's wall time."""
    appointment, patient = visit.appointment, visit.patient
    is_sure = appointment.claim in {Claim.OURS, Claim.NONE}
    return Slip(
        status=words.tr("Booked") if is_sure else _provisional(words),
        patient=patient.name.short if patient else "",
        service=visit.service_name,
        doctor=visit.doctor.name,
        position=labels.position(words, visit.doctor.position, visit.doctor.speciality),
        clinic=clinic.name,
        room=visit.room.name if visit.room else "",
        date=dates.full(words, appointment.day),
        time=dates.clock(appointment.start),
        bring=words.tr("an identity document"),
        issued=f"{dates.numeric(issued.date())} {issued:%H:%M}",
    )


def lines(words: Words, visit: Visit, clinic: Clinic) -> tuple[tuple[str, str], ...]:
    """Label and value of each line: who, what, with whom, where, when."""
    appointment = visit.appointment
    when = f"{dates.full(words, appointment.day)}, {dates.clock(appointment.start)}"
    position = labels.position(words, visit.doctor.position, visit.doctor.speciality)
    told = [
        (words.tr("When"), when),
        (words.tr("Where"), ", ".join(_where(visit, clinic))),
        (words.tr("Doctor"), f"{visit.doctor.name}, {position}"),
        (words.tr("Service"), visit.service_name),
    ]
    if visit.patient is not None:
        told.insert(0, (words.tr("Patient"), visit.patient.name.full))
    told.append((words.tr("Bring"), words.tr("an identity document")))
    return tuple(told)


def _provisional(words: Words) -> str:
    return words.tr("Booked provisionally: we will check the referral and call if need be")


def _where(visit: Visit, clinic: Clinic) -> tuple[str, ...]:
    return (clinic.name, visit.room.name) if visit.room else (clinic.name,)
