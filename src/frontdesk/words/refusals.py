"""Why a booking did not happen, in one sentence."""

from __future__ import annotations

from collections.abc import Iterable

from frontdesk.desk.answers import (
    AlreadyBooked,
    Field,
    MayNotOverbook,
    NotBookable,
    TimesCollide,
    TooManyVisits,
)
from frontdesk.domain.appointment import Appointment
from frontdesk.domain.cancellation import Reason
from frontdesk.domain.freetime import FreeTime
from frontdesk.domain.verdict import Code
from frontdesk.words import agenda, backend, dates, verdicts
from frontdesk.words.catalogue import N_, Words

_FIELDS = {
    Field.NAME: N_("Write the surname and the name."),
    Field.PHONE: N_("This cannot be a phone number: +380 and nine digits."),
    Field.BIRTH_DATE: N_("This cannot be a date of birth: DD.MM.YYYY."),
    Field.REPRESENTATIVE: N_("A child under 14 comes with a representative: write who."),
}


def just_taken(words: Words) -> str:
    return words.tr("This time has just been taken.")


def not_offered(words: Words) -> str:
    return words.tr("The doctor does not receive at this time.")


def may_not_overbook(words: Words, *, has_right: bool) -> str:
    if has_right:
        return words.tr("Write why the visit must stand beside another one.")
    return words.tr("Overbooking is not allowed at this workplace (desk.may_overbook).")


def already_booked(words: Words, appointment: Appointment | None) -> str:
    if appointment is None:
        return words.tr("The patient already has a visit at this very time.")
    when = f"{dates.short(words, appointment.day)} {dates.clock(appointment.start)}"
    return words.tr("Under this referral a visit is already booked: {when}.", when=when)


def too_many_visits(words: Words, left: int) -> str:
    return words.trn(
        "Under this referral only {n} more visit can be booked.",
        "Under this referral only {n} more visits can be booked.",
        left,
    )


def not_held(
    words: Words,
    refusal: NotBookable | AlreadyBooked | MayNotOverbook | TimesCollide | TooManyVisits,
) -> str:
    """Why no time was held, and none would be in its place."""
    match refusal:
        case NotBookable(verdict):
            return verdicts.word(words, verdict)
        case AlreadyBooked(appointment):
            return already_booked(words, appointment)
        case MayNotOverbook(has_right):
            return may_not_overbook(words, has_right=has_right)
        case TooManyVisits(left):
            return too_many_visits(words, left)
        case TimesCollide(one, other):
            return words.tr(
                "The patient cannot be at both: {one} and {other}.",
                one=_told(words, one),
                other=_told(words, other),
            )


def and_instead(words: Words, said: str, other: FreeTime | None) -> str:
    """What was said, and which time Enter takes instead, if there is one."""
    if other is None:
        return said
    when = f"{dates.short(words, other.day)} {dates.clock(other.start)}"
    doctor = other.offer.doctor.name
    return f"{said} " + words.tr("Enter takes {time}, {doctor}.", time=when, doctor=doctor)


def not_this_time(words: Words, time: FreeTime, other: FreeTime | None) -> str:
    """One time of a course cannot be had; `other` is marked in its place."""
    gone = _told(words, time)
    if other is None:
        return words.tr("{time} has just been taken. Mark another time.", time=gone)
    return words.tr(
        "{time} has just been taken; {other} is marked instead. Enter holds all.",
        time=gone,
        other=_told(words, other),
    )


def _told(words: Words, time: FreeTime) -> str:
    return f"{dates.short(words, time.day)} {dates.clock(time.start)}"


def wrong_details(words: Words, fields: Iterable[Field]) -> str:
    return " ".join(wrong_field(words, field) for field in fields)


def wrong_field(words: Words, field: Field) -> str:
    return words.tr(_FIELDS[field])


def lost(words: Words, reason: str) -> str:
    """Why ЕСОЗ did not give us the referral."""
    return words.tr("Not booked: {reason}. The time is free again.", reason=told(words, reason))


def left_to_a_person(words: Words, reason: str) -> str:
    """Why this program could not take the referral into work, though the visit stands."""
    return not_in_work(words, told(words, reason))


def not_in_work(words: Words, why: str) -> str:
    return words.tr("The referral is not in work with us: {reason}.", reason=why)


def told(words: Words, reason: str) -> str:
    """A verdict of ours, a registrar's reason, or ЕСОЗ's words."""
    if reason in set(Reason):
        return agenda.reason(words, Reason(reason))
    if reason in set(Code):
        return verdicts.word_of(words, Code(reason))
    return backend.message(words, reason)
