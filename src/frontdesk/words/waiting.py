"""The waiting list in words: who waits for what, why a time cannot be offered, what to say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from frontdesk.desk.answers import (
    AlreadyBooked,
    JustTaken,
    MayNotOverbook,
    NotBookable,
    NotOffered,
    Over,
)
from frontdesk.desk.waiting_answers import (
    Leaving,
    NobodyElse,
    NumberForgotten,
    OfferAnswer,
    Offered,
    PartOfDay,
    Reply,
    Waiter,
    WishField,
)
from frontdesk.domain.clinic import Clinic
from frontdesk.domain.freetime import FreeTime
from frontdesk.domain.patient import Name
from frontdesk.domain.waiting import Waiting
from frontdesk.words import dates, labels, refusals, verdicts
from frontdesk.words.catalogue import N_, Words

_PARTS = {
    PartOfDay.ANY: N_("at any hour"),
    PartOfDay.MORNING: N_("before noon"),
    PartOfDay.AFTERNOON: N_("after noon"),
}
_REASONS = {
    Leaving.SEEN_ELSEWHERE: N_("seen elsewhere"),
    Leaving.NOT_NEEDED: N_("not needed any more"),
    Leaving.NOT_REACHED: N_("cannot be reached"),
    Leaving.MISTAKE: N_("entered by mistake"),
}
_REPLIES = {Reply.REFUSED: N_("refused"), Reply.NO_ANSWER: N_("no answer")}
_FIELDS = {
    WishField.FIRST_DAY: N_("This cannot be a day: DD.MM.YYYY."),
    WishField.LAST_DAY: N_("Not a day, or past, or before the first one."),
}


def part(words: Words, value: PartOfDay) -> str:
    return words.tr(_PARTS[value])


def reason(words: Words, value: Leaving) -> str:
    return words.tr(_REASONS[value])


def wrong_field(words: Words, field: WishField) -> str:
    return words.tr(_FIELDS[field])


def service(words: Words, it: Waiting, clinic: Clinic) -> str:
    """What is waited for, from our own catalogue."""
    if it.names_group:
        return clinic.group_names.get(it.service_id) or labels.missing(words)
    known = clinic.services.get(it.service_id)
    return known.name if known else labels.missing(words)


def doctor(words: Words, it: Waiting, clinic: Clinic) -> str:
    """«Коваль О. П.», or that any would do."""
    names = (offer.doctor.name for offer in clinic.offers if offer.doctor.id == it.doctor_id)
    found = Name.read(next(names, ""))
    return found.short if found else words.tr("any doctor")


def window(words: Words, it: Waiting) -> str:
    """«23.11–05.12», the referral's last day counted in."""
    if it.until is None:
        return words.tr("from {day}", day=f"{it.first_day:%d.%m}")
    return f"{it.first_day:%d.%m}–{it.until:%d.%m}"


def waited(words: Words, it: Waiting, today: date) -> str:
    """«12 дн.»."""
    return words.trn("{n} d.", "{n} d.", it.days(today))


def remark(words: Words, it: Waiter, today: date) -> str:
    """Why this one is not like the others; nothing if there is nothing to say."""
    waiting = it.waiting
    if waiting.is_overdue(today):
        return words.tr("too late")
    if it.is_phoned:
        return words.tr("being phoned")
    if waiting.is_urgent:
        return words.tr("urgent")
    if waiting.is_close(today) and waiting.referral_last_day is not None:
        return words.tr("ref. until {day}", day=f"{waiting.referral_last_day:%d.%m}")
    return ""


def calls(words: Words, it: Waiting) -> Iterator[str]:
    """«вт 25.11 10:20 — не відповідає», the last one first."""
    for call in reversed(it.calls):
        when = f"{dates.short(words, call.day)} {dates.clock(call.start)}"
        yield f"{when} — {words.tr(_REPLIES[call.reply])}"


def time(words: Words, it: FreeTime, clinic: Clinic) -> str:
    """«вт 25.11 10:20  Коваль О. П.  Консультація кардіолога»."""
    name = Name.read(it.offer.doctor.name)
    known = clinic.services.get(it.offer.service_id)
    when = f"{dates.short(words, it.day)} {dates.clock(it.start)}"
    told = (when, name.short if name else "", known.name if known else "")
    return "  ".join(part for part in told if part)


def say(words: Words, it: FreeTime, clinic: Clinic) -> str:
    """What the clerk says when the patient answers."""
    known = clinic.services.get(it.offer.service_id)
    return words.tr(
        "Good day, this is {clinic}. A time has become free: {service}, {day} at {time}, {doctor}. "
        "Shall I book you?",
        clinic=clinic.name,
        service=known.name if known else labels.missing(words),
        day=dates.full(words, it.day),
        time=dates.clock(it.start),
        doctor=it.offer.doctor.name,
    )


def not_offered(words: Words, answer: OfferAnswer | NobodyElse) -> str:
    """Why nobody can be phoned now."""
    tr = words.tr
    match answer:
        case NobodyElse():
            return tr("Nobody else waits for this time: it is free.")
        case NumberForgotten():
            return tr("The referral's number is not kept: ask for it and book at intake.")
        case Over():
            return tr("Somebody at another terminal is dealing with this patient.")
        case Offered():
            return ""
        case _:
            return _not_held(words, answer)


def _not_held(
    words: Words, answer: JustTaken | NotOffered | NotBookable | AlreadyBooked | MayNotOverbook
) -> str:
    match answer:
        case JustTaken():
            return refusals.just_taken(words)
        case NotOffered():
            return refusals.not_offered(words)
        case NotBookable(verdict):
            word = verdicts.word(words, verdict)
            return words.tr("The referral cannot be used: {why}. Tell the patient.", why=word)
        case AlreadyBooked(appointment):
            return refusals.already_booked(words, appointment)
        case MayNotOverbook(has_right):
            return refusals.may_not_overbook(words, has_right=has_right)
