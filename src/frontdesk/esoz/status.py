"""How ЕСОЗ is, as its last answers have shown. The header line of every screen says it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from statistics import median

from frontdesk.esoz.failure import Failure, FailureKind
from frontdesk.esoz.reply import Reply

SLOW = 3.0
"""Seconds: from this median on ЕСОЗ is slow."""
REMEMBERED = 5
"""Answers of which the median is taken; one slow answer is none of our business."""
SKEW = 60.0
"""Seconds by which two clocks may differ before it is told."""


class BackendState(StrEnum):
    UNKNOWN = "unknown"
    """Not asked yet."""
    CONNECTED = "connected"
    SLOW = "slow"
    SILENT = "silent"
    """No answer, or none that says anything."""
    SIGNED_OUT = "signed_out"


@dataclass(frozen=True, slots=True)
class Backend:
    """How ЕСОЗ was when we last spoke to it."""

    state: BackendState
    since: datetime | None = None
    """UTC."""
    clock_ahead: float | None = None
    """Seconds by which this computer's clock is ahead of ЕСОЗ's (negative: behind), once it is
    more than a minute."""


class Status:
    """Listens to the calls of one client. `now` is this computer's clock."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._lasted: deque[float] = deque(maxlen=REMEMBERED)
        self._backend = Backend(BackendState.UNKNOWN)

    @property
    def backend(self) -> Backend:
        return self._backend

    def heard(self, answer: Reply | Failure, seconds: float) -> None:
        """The end of a call, and how long it took."""
        before, now = self._backend, self._now()
        state = self._state_after(answer, seconds)
        since = before.since if state is before.state else now
        ahead = before.clock_ahead
        if isinstance(answer, Reply) and answer.date is not None:
            difference = (now - answer.date).total_seconds()
            ahead = difference if abs(difference) > SKEW else None
        self._backend = Backend(state, since, ahead)

    def _state_after(self, answer: Reply | Failure, seconds: float) -> BackendState:
        if _is_silence(answer):
            self._lasted.clear()
            return BackendState.SILENT
        if _is_signed_out(answer):
            return BackendState.SIGNED_OUT
        self._lasted.append(seconds)
        return BackendState.SLOW if median(self._lasted) >= SLOW else BackendState.CONNECTED


def _is_silence(answer: Reply | Failure) -> bool:
    """An error of ЕСОЗ's own with its words in it is silence as well: nothing can be done."""
    if isinstance(answer, Reply):
        return answer.status >= 500 and "data" not in answer.document
    return answer.is_silence


def _is_signed_out(answer: Reply | Failure) -> bool:
    if isinstance(answer, Reply):
        return answer.status == 401
    return answer.kind is FailureKind.UNAUTHORISED
