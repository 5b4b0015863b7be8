"""What can go wrong between us and ЕСОЗ, as the desk must hear it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class FailureKind(StrEnum):
    SILENT = "silent"
    """No connection, a reset, a certificate that does not hold, or no whole answer in time."""
    BROKEN = "broken"
    """Something answered in ЕСОЗ's place or ЕСОЗ failed itself: 5xx, a redirect, a web page."""
    BUSY = "busy"
    """Too many calls (429)."""
    UNREADABLE = "unreadable"
    """An answer that says nothing we understand: not JSON, another shape, too big."""
    UNAUTHORISED = "unauthorised"
    """The session is over or was never good (401)."""
    FORBIDDEN = "forbidden"
    """This user may not (403)."""
    NOT_FOUND = "not_found"
    """ЕСОЗ knows no such thing (404)."""
    REFUSED = "refused"
    """A "no" with its words (400, 409, 415, 422)."""


_SILENCE = frozenset(
    {FailureKind.SILENT, FailureKind.BROKEN, FailureKind.BUSY, FailureKind.UNREADABLE}
)


@dataclass(frozen=True, slots=True)
class Failure:
    """A call that gave no usable answer."""

    kind: FailureKind
    message: str | None = None
    """ЕСОЗ's own words, cleaned; always there when refused."""
    request_id: str | None = None
    """What ЕСОЗ's support asks for."""
    retry_after: float | None = None
    """Seconds ЕСОЗ asked us to wait."""
    type: str | None = field(default=None, compare=False)
    """ЕСОЗ's own code of the error; the message says the same to a person."""

    @property
    def is_silence(self) -> bool:
        """The outcome is unknown: what was asked may have been done, so read back."""
        return self.kind in _SILENCE


def kind_of(status: int) -> FailureKind | None:
    """What an HTTP status means by itself; None for success.

    A redirect counts as broken: it is never followed, ЕСОЗ sends none but for a finished job, and
    that one is read by its body.
    """
    if 200 <= status < 300:
        return None
    if status in _KINDS:
        return _KINDS[status]
    return FailureKind.BROKEN if status < 400 or status >= 500 else FailureKind.UNREADABLE


_KINDS = {
    400: FailureKind.REFUSED,
    401: FailureKind.UNAUTHORISED,
    403: FailureKind.FORBIDDEN,
    404: FailureKind.NOT_FOUND,
    409: FailureKind.REFUSED,
    415: FailureKind.REFUSED,
    422: FailureKind.REFUSED,
    429: FailureKind.BUSY,
}
