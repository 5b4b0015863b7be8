"""The slip (пам'ятка): what the patient takes away. No diagnosis, no full number, no tax number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from frontdesk.domain.appointment import Claim, State
from frontdesk.domain.clinic import Clinic
from frontdesk.domain.ground import Ground
from frontdesk.domain.visit import Visit
from frontdesk.slips.slip import Slip
from frontdesk.words import dates, grounds, labels
from frontdesk.words.catalogue import Words


def heading(words: Words, visit: Visit, *, silent: bool = False) -> str:
    """What may be told: «Записано» only when the referral is really ours (BOOKING I8).

    While ЕСОЗ is `silent` the patient need not wait: the time stays theirs.
    """
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
            return _provisional(words) if silent else words.tr("Sending to ESOZ…")
        case state, claim:
            return labels.state(words, state, claim).capitalize()


def slip(
    words: Words, visit: Visit, clinic: Clinic, issued: datetime, further: Sequence[Visit] = ()
) -> Slip:
    """What goes home on paper; `issued` is the site's wall time, `further` the rest of a course."""
    appointment, patient = visit.appointment, visit.patient
    is_sure = appointment.claim in {Claim.OURS, Claim.NONE}
    return Slip(
        status=_booked(words, appointment.ground) if is_sure else _provisional(words),
        patient=patient.name.short if patient else "",
        service=visit.service_name,
        doctor=visit.doctor.name,
        position=labels.position(words, visit.doctor.position, visit.doctor.speciality),
        clinic=clinic.name,
        room=visit.room.name if visit.room else "",
        date=dates.full(words, appointment.day),
        time=dates.clock(appointment.start),
        further="; ".join(_briefly(words, it, visit) for it in further),
        bring=_bring(words, visit),
        issued=f"{dates.numeric(issued.date())} {issued:%H:%M}",
    )


def lines(
    words: Words, visit: Visit, clinic: Clinic, further: Sequence[Visit] = ()
) -> tuple[tuple[str, str], ...]:
    """Label and value of each line: who, what, with whom, where, when, and the rest of a course."""
    appointment = visit.appointment
    when = f"{dates.full(words, appointment.day)}, {dates.clock(appointment.start)}"
    position = labels.position(words, visit.doctor.position, visit.doctor.speciality)
    told = [
        (words.tr("When"), when),
        *_rest(words, visit, further),
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
    if appointment.representative is not None:
        told.append((words.tr("Comes with"), appointment.representative))
    told.append((words.tr("Bring"), _bring(words, visit)))
    return tuple(told)


def _bring(words: Words, visit: Visit) -> str:
    if visit.appointment.representative is not None:
        return words.tr("the birth certificate, and the representative's document")
    if visit.appointment.ground is Ground.PAPER_REFERRAL:
        return words.tr("an identity document and the original of the referral")
    return words.tr("an identity document")


def _booked(words: Words, ground: Ground) -> str:
    if ground is Ground.PAPER_REFERRAL:
        return words.tr("Booked under a paper referral. The original is for the doctor.")
    return words.tr("Booked")


def _provisional(words: Words) -> str:
    return words.tr("Booked provisionally: we will check the referral and call if need be")


def _rest(words: Words, visit: Visit, further: Sequence[Visit]) -> Iterator[tuple[str, str]]:
    label = words.tr("Further visits")
    for it in further:
        yield label, _briefly(words, it, visit)
        label = ""


def _briefly(words: Words, it: Visit, first: Visit) -> str:
    """When; and with whom and where, if that is not as the first time."""
    appointment = it.appointment
    told = [f"{dates.short(words, appointment.day)} {dates.clock(appointment.start)}"]
    if it.doctor != first.doctor:
        told.append(it.doctor.name)
    if it.room is not None and it.room != first.room:
        told.append(it.room.name)
    return ", ".join(told)


def _where(visit: Visit, clinic: Clinic) -> tuple[str, ...]:
    return (clinic.name, visit.room.name) if visit.room else (clinic.name,)
