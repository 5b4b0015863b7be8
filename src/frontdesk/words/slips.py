"""The slip (пам'ятка): what the patient takes away. No diagnosis, no full number, no tax number."""

from __future__ import annotations

from datetime import datetime

from frontdesk.domain.appointment import Claim, State
from frontdesk.domain.clinic import Clinic
from frontdesk.domain.ground import Ground
from frontdesk.domain.visit import Visit
from frontdesk.slips.slip import Slip
from frontdesk.words import dates, grounds, labels
from frontdesk.words.catalogue import Words


def heading(words: Words, visit: Visit) -> str:
    """What may be told: «Записано» only when the referral is really ours (BOOKING I8)."""
    appointment = visit.appointment
    match appointment.state, appointment.claim:
        case State.BOOKED, (Claim.OURS | Claim.NONE):
            return _booked(words, appointment.ground)
        case State.BOOKED, (Claim.DEFERRED | Claim.PENDING):
            return _provisional(words)
        case State.BOOKED, _:
            return words.tr("The visit stands, but the referral needs attention")
        case State.CANCELLED, _:
            return words.tr("Not booked")
        case State.CLAIMING, _:
            return words.tr("Sending to ESOZ…")
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
        bring=_bring(words, appointment.ground),
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
    if visit.paper is not None:
        told.append((words.tr("Paper referral"), grounds.paper(words, visit.paper)))
    elif appointment.ground is not Ground.E_REFERRAL:
        told.append((words.tr("Ground"), labels.ground(words, appointment.ground)))
    told.append((words.tr("Bring"), _bring(words, appointment.ground)))
    return tuple(told)


def _bring(words: Words, ground: Ground) -> str:
    if ground is Ground.PAPER_REFERRAL:
        return words.tr("an identity document and the original of the referral")
    return words.tr("an identity document")


def _booked(words: Words, ground: Ground) -> str:
    if ground is Ground.PAPER_REFERRAL:
        return words.tr("Booked under a paper referral. The original is for the doctor.")
    return words.tr("Booked")


def _provisional(words: Words) -> str:
    return words.tr("Booked provisionally: we will check the referral and call if need be")


def _where(visit: Visit, clinic: Clinic) -> tuple[str, ...]:
    return (clinic.name, visit.room.name) if visit.room else (clinic.name,)
