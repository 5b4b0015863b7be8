"""A visit on the agenda, and what is said before and after it is moved or cancelled."""

from __future__ import annotations

from datetime import date

from frontdesk.domain.absence import Cause
from frontdesk.domain.appointment import Appointment, Claim, State
from frontdesk.domain.cancellation import Reason
from frontdesk.domain.freetime import FreeTime
from frontdesk.domain.ground import Ground
from frontdesk.domain.planned import Grouping
from frontdesk.domain.visit import Visit
from frontdesk.words import dates
from frontdesk.words.catalogue import N_, Words

_GROUPINGS = {
    Grouping.DOCTOR: N_("by doctor"),
    Grouping.ROOM: N_("by room"),
    Grouping.TIME: N_("by time"),
}
_GROUNDS = {
    Ground.E_REFERRAL: N_("e-ref."),
    Ground.PAPER_REFERRAL: N_("paper"),
    Ground.DIRECT_ACCESS: N_("no ref."),
    Ground.CHRONIC: N_("observed"),
    Ground.TREATING_DOCTOR: N_("course"),
    Ground.URGENT: N_("urgent!"),
    Ground.PAID: N_("paid"),
}
_STATES = {
    State.HELD: N_("held"),
    State.CLAIMING: N_("being sent"),
    State.BOOKED: N_("booked"),
    State.ARRIVED: N_("has come"),
    State.FULFILLED: N_("seen"),
    State.NO_SHOW: N_("did not come"),
    State.CANCELLED: N_("cancelled"),
}
_REASONS = {
    Reason.PATIENT: N_("the patient asked"),
    Reason.DOCTOR: N_("the doctor is absent"),
    Reason.MISTAKE: N_("booked by mistake"),
    Reason.OTHER: N_("another reason"),
}
_CAUSES = {
    Cause.ILLNESS: N_("illness"),
    Cause.LEAVE: N_("leave"),
    Cause.TRIP: N_("trip or training"),
    Cause.OTHER: N_("another cause"),
}


def grouping(words: Words, value: Grouping) -> str:
    return words.tr(_GROUPINGS[value])


def ground(words: Words, value: Ground) -> str:
    """So short that it stands in a column."""
    return words.tr(_GROUNDS[value])


def state(words: Words, value: State, claim: Claim, *, is_late: bool) -> str:
    """The same of the state; whether the referral is ours comes before that the patient is late."""
    if value is not State.BOOKED:
        return words.tr(_STATES[value])
    if claim in {Claim.DEFERRED, Claim.PENDING}:
        return words.tr("not verified")
    if claim in {Claim.LOST, Claim.MANUAL}:
        return words.tr("attention")
    return words.tr("late") if is_late else words.tr(_STATES[value])


def reason(words: Words, value: Reason) -> str:
    return words.tr(_REASONS[value])


def cause(words: Words, value: Cause) -> str:
    return words.tr(_CAUSES[value])


def when(words: Words, day: date, start: int) -> str:
    """«чт 19.03.2026, 09:40»."""
    return f"{dates.weekday(words, day)} {dates.numeric(day)}, {dates.clock(start)}"


def whose(visit: Visit) -> str:
    return visit.patient.name.short if visit.patient else "—"


def ask_to_move(words: Words, visit: Visit, to: FreeTime) -> str:
    """The new time, and which one is given up for it."""
    appointment = visit.appointment
    return words.tr(
        "Move {patient} to {to}, {doctor}? The time of {old} becomes free. Enter: yes. Esc: no.",
        patient=whose(visit),
        to=when(words, to.day, to.start),
        doctor=to.offer.doctor.name,
        old=when(words, appointment.day, appointment.start),
    )


def after_last_day(words: Words, last: date) -> str:
    return words.tr(
        "! The referral is valid until {day}: by the new time it no longer holds.",
        day=dates.numeric(last),
    )


def moved(words: Words, it: Appointment) -> str:
    """«Перенесено: чт 19.03.2026, 09:40. Старий час звільнено».

    Of a referral that is ours also that it stays so.
    """
    said = words.tr("Moved: {when}. The old time is free.", when=when(words, it.day, it.start))
    if it.claim is not Claim.OURS:
        return said
    return f"{said} " + words.tr("The referral stays in work with us.")


def becomes_of_referral(words: Words, it: Appointment) -> str:
    """What cancelling does to the referral; nothing if there is none."""
    if it.referral_id is None:
        return ""
    if it.claim is Claim.OURS:
        return words.tr("it is let go in ESOZ, if no other visit stands under it")
    return words.tr("it is not taken into work for this visit")


def cancelled(words: Words, visit: Visit, it: Appointment) -> str:
    said = words.tr(
        "Cancelled: {patient}, {when}. The time is free.",
        patient=whose(visit),
        when=when(words, it.day, it.start),
    )
    match it.claim:
        case Claim.RELEASING:
            return f"{said} " + words.tr("The referral is being let go in ESOZ.")
        case Claim.MANUAL:
            return f"{said} " + words.tr("The referral is left to the registrar.")
        case _:
            return said


def over(words: Words) -> str:
    return words.tr("This visit has changed meanwhile: that can no longer be done with it.")
