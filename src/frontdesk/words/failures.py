"""Why ЕСОЗ did not answer, as the clerk must hear it."""

from __future__ import annotations

from frontdesk.esoz.failure import Failure, FailureKind
from frontdesk.words import backend
from frontdesk.words.catalogue import N_, Words

_SENTENCES = {
    FailureKind.SILENT: N_("ESOZ does not respond."),
    FailureKind.BROKEN: N_("ESOZ answers with an error of its own."),
    FailureKind.BUSY: N_("ESOZ asks us to wait: too many requests."),
    FailureKind.UNREADABLE: N_("ESOZ answered something that cannot be read."),
    FailureKind.UNAUTHORISED: N_("ESOZ does not accept the session: sign in again."),
    FailureKind.FORBIDDEN: N_("ESOZ does not allow you to do this."),
    FailureKind.NOT_FOUND: N_("ESOZ does not know this record."),
    FailureKind.REFUSED: N_("ESOZ refused."),
}
_WRONG_KEY = N_("ESOZ does not accept the key of this program: tell whoever looks after it.")


def sentence(words: Words, failure: Failure) -> str:
    """What happened, ЕСОЗ's reason if it gave one, and the request id that support will ask for."""
    parts = [words.tr(_headline(failure))]
    if failure.message and failure.kind in {FailureKind.REFUSED, FailureKind.FORBIDDEN}:
        parts.append(words.tr("Reason: {reason}.", reason=backend.message(words, failure.message)))
    if failure.request_id:
        parts.append(words.tr("Request {id}.", id=failure.request_id))
    return " ".join(parts)


def _headline(failure: Failure) -> str:
    is_ours = failure.kind is FailureKind.UNAUTHORISED
    if is_ours and backend.blames_the_program(failure.message):
        return _WRONG_KEY
    return _SENTENCES[failure.kind]
