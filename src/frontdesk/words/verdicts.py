"""A verdict said: sign, word, headline, the sentence for the patient, what can be done next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal
from zoneinfo import ZoneInfo

from frontdesk.domain.clinic import Clinic
from frontdesk.domain.referral import Referral
from frontdesk.domain.verdict import UNANSWERED, Booking, Code, NextStep, Verdict
from frontdesk.words import backend, dates
from frontdesk.words.catalogue import N_, Words

Tone = Literal["good", "warn", "bad", "unsure"]

_WORDS = {
    Code.NOT_FOUND: N_("Not found"),
    Code.ENTERED_IN_ERROR: N_("Entered in error"),
    Code.RECALLED: N_("Recalled"),
    Code.EXPIRED: N_("Validity has passed"),
    Code.COMPLETED: N_("Redeemed"),
    Code.BOOKED_HERE: N_("Already booked here"),
    Code.IN_WORK_HERE: N_("In work here, time not chosen"),
    Code.IN_WORK_ELSEWHERE: N_("In work at another clinic"),
    Code.NOTHING_LEFT: N_("Nothing left"),
    Code.NO_PROGRAMME: N_("Not under the programme"),
    Code.OTHER_FUNDING: N_("Other funding, not free"),
    Code.NOT_QUALIFIED: N_("ESOZ does not allow it"),
    Code.NOT_OUR_SERVICE: N_("We do not give this service"),
    Code.FOR_ANOTHER_CLINIC: N_("Written for another clinic"),
    Code.BOOKABLE: N_("Can be booked"),
    Code.UNVERIFIED: N_("Not verified"),
}

_SAY = {
    Code.NOT_FOUND: N_(
        "There is no such number in the system. Let us check it again, four digits at a time."
    ),
    Code.ENTERED_IN_ERROR: N_(
        "The doctor cancelled this record as a mistake. Please ask the doctor for the right one."
    ),
    Code.RECALLED: N_(
        "The doctor recalled this referral; you should have had a message. A new one is needed."
    ),
    Code.EXPIRED: N_(
        "The referral was valid for a year and has ended. Your doctor will write a new one."
    ),
    Code.COMPLETED: N_("The service under this referral has already been given."),
    Code.BOOKED_HERE: N_("You are already booked with us."),
    Code.IN_WORK_HERE: N_("We already hold your referral. Let us choose a time."),
    Code.IN_WORK_ELSEWHERE: N_(
        "Another clinic has taken your referral. If you want to be seen here, that place is lost."
    ),
    Code.NOTHING_LEFT: N_("All visits under this referral have been used. A new one is needed."),
    Code.NO_PROGRAMME: N_(
        "The referral names no state programme, so it is not free: only as a paid visit."
    ),
    Code.OTHER_FUNDING: N_(
        "The referral names another source of payment, so it is not free: only as a paid visit."
    ),
    Code.NOT_QUALIFIED: N_("ESOZ does not let us see you free of charge: {reason}."),
    Code.NOT_OUR_SERVICE: N_(
        "The referral is valid, but we do not give this service. It is free elsewhere: "
        "the NHSU map or 16-77 will tell where. Your number stays valid."
    ),
    Code.FOR_ANOTHER_CLINIC: N_(
        "Your doctor named another clinic: {clinic}. Do you want to be seen here?"
    ),
    Code.BOOKABLE: N_("The referral is valid, the service is free of charge for you."),
    Code.UNVERIFIED: N_(
        "The system is not answering now. I will book you provisionally and check the number "
        "later; if something is wrong, we will call you."
    ),
}

_SAY_NAMED = {
    Code.ENTERED_IN_ERROR: N_(
        "The doctor cancelled this record as a mistake. Please ask for the right one: {sender}."
    ),
    Code.RECALLED: N_(
        "The doctor ({sender}) recalled this referral; you should have had a message. "
        "A new one is needed."
    ),
    Code.EXPIRED: N_(
        "The referral was valid for a year and has ended. A new one is written by the doctor who "
        "sent you ({sender}), or by your family doctor."
    ),
    Code.IN_WORK_ELSEWHERE: N_(
        "{user} has taken your referral. If you want to be seen here, that place is lost."
    ),
}
"""The same where the clinic that matters is known by name."""

_STEPS = {
    NextStep.CHOOSE_TIME: N_("Choose a time"),
    NextStep.CHOOSE_TIME_HERE: N_("The patient wants to be seen here: choose a time"),
    NextStep.CHOOSE_TIME_PROVISIONALLY: N_("Book provisionally"),
    NextStep.SHOW_APPOINTMENT: N_("Show the appointment"),
    NextStep.CORRECT_NUMBER: N_(
        "Correct the number: compare the last group, digits often change places. "
        "Is it the message “Your referral”?"
    ),
    NextStep.TRY_AGAIN: N_("Try again"),
    NextStep.OTHER_SERVICE: N_("See the other services under this number"),
    NextStep.NEW_REFERRAL: N_("A new referral from the doctor is needed"),
    NextStep.WHERE_ELSE: N_("Do not take it into work: NHSU map or 16-77"),
    NextStep.PAID_VISIT: N_("Only as a paid visit"),
}

_TONES: dict[Booking, Tone] = {
    Booking.YES: "good",
    Booking.AFTER_CONSENT: "warn",
    Booking.PROVISIONAL: "unsure",
    Booking.PAID_ONLY: "warn",
    Booking.NO: "bad",
}
_SIGNS: dict[Tone, str] = {"good": "✔", "warn": "!", "bad": "✖", "unsure": "?"}


def tone(verdict: Verdict) -> Tone:
    return "unsure" if verdict.code is Code.UNVERIFIED else _TONES[verdict.booking]


def sign(verdict: Verdict) -> str:
    """Says the tone without colour."""
    return _SIGNS[tone(verdict)]


def word(words: Words, verdict: Verdict) -> str:
    return word_of(words, verdict.code)


def word_of(words: Words, code: Code) -> str:
    return words.tr(_WORDS[code])


def headline(words: Words, referral: Referral | None, verdict: Verdict, clinic: Clinic) -> str:
    """The banner: the word, and the one or two facts that decide."""
    facts = _FACTS.get(verdict.code)
    told = facts(_Judged(words, referral, verdict, clinic)) if facts and referral else ()
    return " · ".join((word(words, verdict).upper(), *told))


def say(words: Words, referral: Referral | None, verdict: Verdict) -> str:
    """The sentence for the patient."""
    if verdict == UNANSWERED:
        return words.tr("The system is not answering now. I will try again in a minute.")
    named = _said_by_name(words, referral, verdict.code) if referral else None
    if named is not None:
        return named
    clinic = (referral.performer_name if referral else None) or words.tr("its name is not given")
    return words.tr(_SAY[verdict.code], reason=reason(words, verdict), clinic=clinic)


def _said_by_name(words: Words, referral: Referral, code: Code) -> str | None:
    """The sentence with the clinic that has the referral, or whose doctor wrote it."""
    sender, user = referral.requester_name, referral.used_by_name
    known = user if code is Code.IN_WORK_ELSEWHERE else sender
    if known is None or code not in _SAY_NAMED:
        return None
    return words.tr(_SAY_NAMED[code], sender=sender, user=user)


def reason(words: Words, verdict: Verdict) -> str | None:
    """ЕСОЗ's reason behind the verdict, if it gave one."""
    return backend.message(words, verdict.reason) if verdict.reason else None


def next_step(words: Words, step: NextStep) -> str:
    return words.tr(_STEPS[step])


@dataclass(frozen=True, slots=True)
class _Judged:
    words: Words
    referral: Referral
    verdict: Verdict
    clinic: Clinic


Facts = tuple[str, ...]


def _free_until(judged: _Judged) -> Facts:
    return (judged.words.tr("free of charge under PMG"), *_still_valid(judged))


def _still_valid(judged: _Judged) -> Facts:
    day = judged.referral.last_day
    return (judged.words.tr("valid until {day}", day=dates.numeric(day)),) if day else ()


def _day(judged: _Judged) -> str:
    """Of `Verdict.since`, at the clinic; empty if it is not known."""
    since = judged.verdict.since
    return dates.numeric(since.astimezone(ZoneInfo(judged.clinic.time_zone))) if since else ""


def _since(judged: _Judged) -> Facts:
    day = _day(judged)
    return (day,) if day else ()


def _redeemed(judged: _Judged) -> Facts:
    """When, and where: a patient who denies it must be told."""
    user = judged.referral.used_by
    if user is None:
        return _since(judged)
    tr, is_ours = judged.words.tr, user == judged.clinic.legal_entity_id
    return (*_since(judged), tr("at our clinic") if is_ours else tr("at another clinic"))


def _expired_on(judged: _Judged) -> Facts:
    day = judged.referral.last_day
    return (dates.numeric(day),) if day else ()


def _user(judged: _Judged) -> Facts:
    name, day = judged.referral.used_by_name, _day(judged)
    since = judged.words.tr("since {day}", day=day) if day else ""
    return tuple(it for it in (name, since) if it)


def _performer(judged: _Judged) -> Facts:
    name = judged.referral.performer_name
    return (name,) if name else ()


def _reason(judged: _Judged) -> Facts:
    told = reason(judged.words, judged.verdict)
    return (told,) if told else ()


_FACTS: dict[Code, Callable[[_Judged], Facts]] = {
    Code.ENTERED_IN_ERROR: _since,
    Code.RECALLED: _since,
    Code.EXPIRED: _expired_on,
    Code.COMPLETED: _redeemed,
    Code.IN_WORK_HERE: _free_until,
    Code.IN_WORK_ELSEWHERE: _user,
    Code.NOT_QUALIFIED: _reason,
    Code.NOT_OUR_SERVICE: _still_valid,
    Code.FOR_ANOTHER_CLINIC: _performer,
    Code.BOOKABLE: _free_until,
    Code.UNVERIFIED: _still_valid,
}
