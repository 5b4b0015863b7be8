"""The slip (пам'ятка): what the patient takes away. No diagnosis, no full number, no tax number."""

from __future__ import annotations

from frontdesk.domain.appointment import Claim, State
from frontdesk.domain.clinic import Clinic
from frontdesk.domain.visit import Visit
from frontdesk.words import dates, labels
from frontdesk.words.catalogue import Words


def heading(words: Words, visit: Visit) -> str:
    """What may be told: «Записано» only when the referral is really ours (BOOKING I8)."""
    appointment = visit.appointment
    match appointment.state, appointment.claim:
        case State.BOOKED, (Claim.OURS | Claim.NONE):
            return words.tr("Booked")
        case State.BOOKED, (Claim.DEFERRED | Claim.PENDING):
            return words.tr("Booked provisionally: we will check the referral and call if need be")
        case State.BOOKED, _:
            return words.tr("The visit stands, but the referral needs attention")
        case State.CANCELLED, _:
            return words.tr("Not booked")
        case State.CLAIMING, _:
            return words.tr("Sending to ESOZ…")
        case state, claim:
            return labels.state(words, state, claim).capitalize()


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


def _where(visit: Visit, clinic: Clinic) -> tuple[str, ...]:
    return (clinic.name, visit.room.name) if visit.room else (clinic.name,)
