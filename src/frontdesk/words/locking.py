"""The lock's answers, said to whoever stands before it."""

from __future__ import annotations

from datetime import timedelta

from frontdesk.domain.pin import LONGEST, SHORTEST, Unfit
from frontdesk.pin import Answer, Opens, TooSoon, Unusable, Wrong
from frontdesk.words.catalogue import Words


def refusal(words: Words, answer: Answer) -> str:
    """Why the lock stays closed; empty if it does not."""
    match answer:
        case Opens():
            return ""
        case Wrong() | TooSoon():
            return words.tr("That is not the PIN.")
        case Unusable():
            return words.tr("The file of the PIN is damaged or cannot be written.")


def pause(words: Words, wait: timedelta) -> str:
    """How long the lock looks at no PIN."""
    minutes, seconds = divmod(-(-wait // timedelta(seconds=1)), 60)
    return words.tr("The next try is possible in {time}.", time=f"{minutes}:{seconds:02}")


def shape(words: Words) -> str:
    return words.tr("A PIN has {least} to {most} digits.", least=SHORTEST, most=LONGEST)


def unfit(words: Words, why: Unfit) -> str:
    """Why something can't be a PIN."""
    match why:
        case Unfit.SHAPE:
            return shape(words)
        case Unfit.GUESSABLE:
            return words.tr("The same digit over and over, or digits in a row: choose another PIN.")
