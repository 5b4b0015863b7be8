"""Calls to ЕСОЗ made with patience: repeated where that is safe, never beyond their time.

The libraries for retries know exceptions; here an outcome is a value, the wait must fit into what
is left of the deadline, and the breaker and the quota have a say in each repetition. The loop
around all that is shorter than its translation would be.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from frontdesk import log
from frontdesk.esoz.breaker import Barred, Breaker
from frontdesk.esoz.door import Method
from frontdesk.esoz.failure import Failure, FailureKind
from frontdesk.esoz.quota import Quota
from frontdesk.esoz.reply import Reply
from frontdesk.esoz.status import Backend, Status
from frontdesk.esoz.surroundings import Surroundings

FIRST_PAUSE = 0.3
LONGEST_PAUSE = 2.0
"""Seconds before a repetition: the most, which doubles each time up to the longest."""
LEAST = 0.1
"""Seconds: with less there is no point in calling."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How much is made of one call."""

    retries: int = 2
    whole: float = 15.0
    """Seconds from the call to its end, with all waits and repetitions."""
    per_minute: int = 50
    """Calls of this program together."""


@dataclass(frozen=True, slots=True)
class Call:
    method: Method
    path: str
    """Begins with a slash."""
    query: Mapping[str, str | int] | None = None
    body: Mapping[str, object] | None = None
    urgent: bool = False
    """A clerk waits for it: it goes before background work."""
    asks_only: bool = False
    """Changes nothing though it is no GET."""

    @property
    def is_repeatable(self) -> bool:
        """Whether doing it twice does no more than doing it once."""
        return self.asks_only or self.method == "GET"


class Way(Protocol):
    """How a call gets to ЕСОЗ: the door, or the signed way through it."""

    async def send(
        self,
        method: Method,
        path: str,
        *,
        query: Mapping[str, str | int] | None = None,
        body: Mapping[str, object] | None = None,
        within: float | None = None,
    ) -> Reply | Failure: ...

    async def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class _Sent:
    answer: Reply | Failure
    seconds: float


@dataclass(frozen=True, slots=True)
class _HeldBack:
    """We did not call at all."""

    failure: Failure


class Calls:
    """All calls of one client: they share the breaker, the quota and the status."""

    def __init__(
        self,
        way: Way,
        patience: Patience | None = None,
        surroundings: Surroundings | None = None,
    ) -> None:
        self._way = way
        self._patience = patience or Patience()
        self._around = surroundings or Surroundings()
        self._breaker = Breaker(self._around.seconds)
        self._quota = Quota(self._patience.per_minute, self._around.seconds)
        self._status = Status(self._around.now)

    @property
    def backend(self) -> Backend:
        """How ЕСОЗ is."""
        return self._status.backend

    async def close(self) -> None:
        """Closes the connections; a later call opens new ones."""
        await self._way.close()

    async def make(self, call: Call) -> Reply | Failure:
        """One call, and its repetitions if it is repeatable. Cancelling it closes the request.

        While the breaker is open, the answer is silence at once, with the seconds to wait.
        """
        seconds = self._around.seconds
        until = seconds() + self._patience.whole
        outcome = await self._once(call, until)
        if isinstance(outcome, _HeldBack):
            return outcome.failure
        for repetition in range(self._patience.retries if call.is_repeatable else 0):
            wait = self._wait_before(repetition, outcome.answer)
            if wait is None or seconds() + wait + LEAST > until:
                break
            await self._around.pause(wait)
            again = await self._once(call, until)
            if isinstance(again, _HeldBack):
                break
            outcome = again
        self._status.heard(outcome.answer, outcome.seconds)
        _note(call, outcome.answer)
        return outcome.answer

    def _wait_before(self, repetition: int, answer: Reply | Failure) -> float | None:
        """Seconds, anything up to a growing limit so that terminals do not call in step.

        None: another call would bring the same answer.
        """
        if not _may_pass(answer):
            return None
        longest = min(FIRST_PAUSE * (1 << repetition), LONGEST_PAUSE)
        return (answer.retry_after or 0.0) + self._around.chance() * longest

    async def _once(self, call: Call, until: float) -> _Sent | _HeldBack:
        admitted = await self._breaker.admit()
        if isinstance(admitted, Barred):
            return _HeldBack(Failure(FailureKind.SILENT, retry_after=admitted.seconds))
        try:
            held_back = await self._queue(until - LEAST, urgent=call.urgent)
            if held_back is not None:
                return held_back
            sent = await self._send(call, until)
            if _is_outage(sent.answer):
                self._breaker.failed(admitted)
            else:
                self._breaker.succeeded()
            return sent
        finally:
            self._breaker.ended(admitted)

    async def _queue(self, until: float, *, urgent: bool) -> _HeldBack | None:
        """Waits for a place in the quota, if there will be one in time."""
        if self._around.seconds() > until:
            return _HeldBack(Failure(FailureKind.SILENT))
        while wait := self._quota.take(urgent=urgent):
            if self._around.seconds() + wait > until:
                return _HeldBack(Failure(FailureKind.BUSY, retry_after=wait))
            await self._around.pause(wait)
        return None

    async def _send(self, call: Call, until: float) -> _Sent:
        began = self._around.seconds()
        answer = await self._way.send(
            call.method, call.path, query=call.query, body=call.body, within=until - began
        )
        if isinstance(answer, Failure) and answer.kind is FailureKind.BUSY:
            self._quota.hold(answer.retry_after or 0.0)
        return _Sent(answer, self._around.seconds() - began)


def _note(call: Call, answer: Reply | Failure) -> None:
    """Puts down for ЕСОЗ's support which call failed, and not what was asked or said."""
    asked, request = log.Safe(call.method), log.request_id(answer.request_id)
    match answer:
        case Failure(kind):
            log.note(log.Event.ESOZ_FAILED, asked=asked, kind=kind, request=request)
        case Reply(status) if status >= 400:
            log.note(log.Event.ESOZ_FAILED, asked=asked, status=status, request=request)
        case _:
            pass


def _is_outage(answer: Reply | Failure) -> bool:
    """ЕСОЗ itself was not reached; an error in its own words concerns this one call."""
    return isinstance(answer, Failure) and answer.kind in {FailureKind.SILENT, FailureKind.BROKEN}


def _may_pass(answer: Reply | Failure) -> bool:
    """Whether the next call may end better."""
    if isinstance(answer, Reply):
        return answer.status >= 500 and "data" not in answer.document
    return answer.kind in {FailureKind.SILENT, FailureKind.BROKEN, FailureKind.BUSY}
