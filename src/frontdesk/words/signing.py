"""Signing in and out, as it is told in the terminal and in the browser."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from frontdesk.esoz.failure import Failure, FailureKind
from frontdesk.esoz.listener import Pages
from frontdesk.esoz.oauth import is_refusal
from frontdesk.esoz.sign_in import NotEntered, Why
from frontdesk.words import dates, failures
from frontdesk.words.catalogue import N_, Words

_WHY = {
    Why.DENIED: N_("In the browser you did not allow it: nobody is signed in."),
    Why.OTHER_ATTEMPT: N_("This is the answer to another attempt: begin anew."),
    Why.NO_CODE: N_("There is no code in this: copy the whole address from the browser."),
    Why.FAILED: N_("ESOZ did not open a session."),
    Why.NO_SECRET: N_(
        "This computer does not have the clinic's secret: `frontdesk config secrets` stores it."
    ),
}


def pages(words: Words) -> Pages:
    """What the browser shows when its part is done."""
    return Pages(
        lang=words.lang,
        done=words.tr("ESOZ has answered. Go back to frontdesk; this page can be closed."),
        strange=words.tr("frontdesk does not wait for this answer. Begin to sign in anew."),
    )


def entered(words: Words, until: datetime | None, zone: ZoneInfo) -> str:
    """Until when the session lasts, in the site's wall time."""
    if until is None:
        return words.tr("You are signed in to ESOZ.")
    here = until.astimezone(zone)
    return words.tr(
        "You are signed in to ESOZ until {day} {time}.",
        day=dates.short(words, here.date()),
        time=f"{here:%H:%M}",
    )


def not_entered(words: Words, answer: NotEntered) -> str:
    """Why nobody is signed in, and what helps."""
    failure = answer.failure
    if failure is None:
        return words.tr(_WHY[answer.why])
    if is_refusal(failure) and failure.kind is FailureKind.UNAUTHORISED:
        return _not_accepted(words, failure)
    return f"{words.tr(_WHY[Why.FAILED])} {failures.sentence(words, failure)}"


def not_left(words: Words, failure: Failure) -> str:
    """The session is forgotten here, and lasts at ЕСОЗ."""
    told = words.tr("At ESOZ the session lasts until its end: it could not be told.")
    return f"{told} {failures.sentence(words, failure)}"


def _not_accepted(words: Words, failure: Failure) -> str:
    """The code or the clinic's secret: ЕСОЗ's documents do not say how it tells them apart."""
    said = words.tr(
        "ESOZ did not accept the code or the clinic's secret: begin anew, and if it does not "
        "help, check the secret."
    )
    if failure.request_id is None:
        return said
    return f"{said} {words.tr('Request {id}.', id=failure.request_id)}"
