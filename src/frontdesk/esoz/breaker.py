"""The circuit breaker: while ЕСОЗ is out, nobody waits to hear it again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

LIMIT = 15
"""Failed calls in a row. One look-up, four calls of three tries, stays below it: the clerk who
presses "try again" after a hiccup is not turned away."""
SHORTEST_REST = 5.0
LONGEST_REST = 30.0
"""Seconds without calls after the limit; each failed probe doubles them."""


@dataclass(frozen=True, slots=True)
class Admitted:
    """The call may go out. Its end must be told to the breaker."""

    probe: asyncio.Event | None = None
    """Set when the end is known, if others wait for this call to learn whether ЕСОЗ is back."""


@dataclass(frozen=True, slots=True)
class Barred:
    seconds: float
    """Until the next call may go out."""


class Breaker:
    """Shared by all calls of one client. `seconds` is a clock that never goes back."""

    def __init__(self, seconds: Callable[[], float]) -> None:
        self._seconds = seconds
        self._failed_in_a_row = 0
        self._rest = SHORTEST_REST
        self._opens_at: float | None = None
        """When a probe may go out; None: everything may."""
        self._probe: asyncio.Event | None = None

    async def admit(self) -> Admitted | Barred:
        """Lets a call pass, or not. After the rest one call goes out and the others wait for it."""
        while self._opens_at is not None:
            rest = self._opens_at - self._seconds()
            if rest > 0:
                return Barred(rest)
            if self._probe is None:
                self._probe = asyncio.Event()
                return Admitted(self._probe)
            await self._probe.wait()
        return Admitted()

    def succeeded(self) -> None:
        """ЕСОЗ answered: calls go out again."""
        self._failed_in_a_row, self._rest, self._opens_at = 0, SHORTEST_REST, None

    def failed(self, admitted: Admitted) -> None:
        """ЕСОЗ did not answer, or something else answered in its place."""
        self._failed_in_a_row += 1
        is_probe = admitted.probe is not None and admitted.probe is self._probe
        if is_probe:
            self._rest = min(self._rest * 2, LONGEST_REST)
        elif self._opens_at is not None or self._failed_in_a_row < LIMIT:
            return  # not yet, or a call that left before the rest began
        self._opens_at = self._seconds() + self._rest

    def ended(self, admitted: Admitted) -> None:
        """The call is over, cancelled ones too: who waits for a probe may look again."""
        if admitted.probe is not None:
            admitted.probe.set()
            if admitted.probe is self._probe:
                self._probe = None
