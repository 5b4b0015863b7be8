"""How ended what a program before this one had left unfinished, in one sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from frontdesk.domain.appointment import Appointment, Claim, State
from frontdesk.words import refusals
from frontdesk.words.catalogue import Words


def recovered(words: Words, became: Iterable[Appointment]) -> str:
    """What each has become, counted; the booked ones first."""
    booked, kept, waiting = 0, 0, 0
    cancelled: Counter[str] = Counter()
    for it in became:
        match it.state, it.claim:
            case State.CANCELLED, Claim.LOST:
                cancelled[refusals.told(words, it.reason or "")] += 1
            case State.CANCELLED, Claim.NONE:
                cancelled[words.tr("the referral is free again")] += 1
            case _, Claim.MANUAL | Claim.LOST:
                kept += 1
            case _, Claim.OURS:
                booked += 1
            case _:
                waiting += 1
    ends = (
        words.trn("{n} booking", "{n} bookings", booked) if booked else "",
        *(words.tr("{n} cancelled: {reason}", n=n, reason=it) for it, n in cancelled.items()),
        words.tr("{n} for a person to finish", n=kept) if kept else "",
        words.tr("{n} still waiting for ESOZ", n=waiting) if waiting else "",
    )
    return words.tr("Left unfinished, now: {ends}.", ends="; ".join(filter(None, ends)))
