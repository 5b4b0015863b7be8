"""A failure of ЕСОЗ as the claim protocol sees it."""

from __future__ import annotations

from frontdesk.domain.protocol import Forbidden, Observation, SignedOut, Silence
from frontdesk.esoz.failure import Failure, FailureKind


def observed(failure: Failure) -> Observation:
    """Unknown, shut out, or not allowed."""
    match failure.kind:
        case FailureKind.UNAUTHORISED:
            return SignedOut()
        case FailureKind.FORBIDDEN:
            return Forbidden(failure.message or "forbidden")
        case _:
            return Silence(failure.retry_after)
