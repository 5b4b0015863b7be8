"""What became of the wish to send the patient the message once more."""

from __future__ import annotations

from frontdesk.desk.answers import AskedJustNow, NotResent, ResendAnswer, Resent
from frontdesk.domain.protocol import Refused
from frontdesk.esoz.failure import Failure
from frontdesk.words import backend, failures
from frontdesk.words.catalogue import N_, Words

_UNKNOWN = N_("Whether the message was sent is not known.")
_NOT_SENT = N_("The message was not sent.")


def sentence(words: Words, answer: ResendAnswer) -> str:
    tr = words.tr
    match answer:
        case Resent():
            return tr("ESOZ is sending the patient the message once more.")
        case AskedJustNow(seconds):
            return tr("The message was asked for just now: wait {seconds} s.", seconds=seconds)
        case NotResent(why):
            return _not_sent(words, why)


def _not_sent(words: Words, why: Refused | Failure) -> str:
    match why:
        case Refused(message):
            reason = backend.message(words, message)
            return words.tr("The message was not sent: {reason}.", reason=reason)
        case Failure():
            outcome = words.tr(_UNKNOWN if why.is_silence else _NOT_SENT)
            return f"{outcome} {failures.sentence(words, why)}"
