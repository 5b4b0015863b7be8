"""What has become of a referral under a visit that is booked already."""

from __future__ import annotations

from frontdesk.domain.verdict import Code
from frontdesk.words import refusals, verdicts
from frontdesk.words.catalogue import N_, Words

_BECAME = {
    Code.RECALLED: N_("the referral was recalled"),
    Code.ENTERED_IN_ERROR: N_("the referral was a mistake"),
    Code.EXPIRED: N_("the referral has expired"),
    Code.COMPLETED: N_("the referral is redeemed"),
    Code.IN_WORK_ELSEWHERE: N_("another clinic took it"),
    Code.NOT_FOUND: N_("no referral for this service"),
}


def why(words: Words, reason: str) -> str:
    """The same of whatever a claim was refused for: a verdict's code, or ЕСОЗ's words."""
    return became(words, Code(reason)) if reason in set(Code) else refusals.told(words, reason)


def became(words: Words, code: Code) -> str:
    return words.tr(_BECAME[code]) if code in _BECAME else verdicts.word_of(words, code)
