"""What can happen to a call on its way: slowness, loss, and the limit of calls."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive

from frontdesk.simulator.switches import Switches

MINUTE = 60.0


class Weather:
    """The luck of each call, the same for the same seed and order of calls."""

    def __init__(self, switches: Switches, luck: Random) -> None:
        self._switches = switches
        self._luck = luck

    async def delay(self) -> None:
        """Lets the time pass that this call takes."""
        median, spread = self._switches.latency_seconds, self._switches.latency_spread
        if not median:
            return
        await asyncio.sleep(
            self._luck.lognormvariate(math.log(median), spread) if spread else median
        )

    def loses_call(self) -> bool:
        return self._luck.random() < self._switches.lost_before

    def loses_answer(self) -> bool:
        return self._luck.random() < self._switches.lost_after


async def silence(receive: Receive) -> None:
    """No answer: holds the line until the caller gives up."""
    while (await receive())["type"] != "http.disconnect":
        pass


@dataclass(slots=True)
class _Minute:
    began: float
    calls: int = 0


class Limits:
    """How many calls a session has made to an address in this minute."""

    def __init__(self, switches: Switches, ticks: Callable[[], float]) -> None:
        self._switches = switches
        self._ticks = ticks
        self._minutes: dict[tuple[str, str], _Minute] = {}

    def spend(self, token: str, route: str) -> Spent | None:
        """Counts a call; None if calls are not limited."""
        limit, now = self._switches.calls_per_minute, self._ticks()
        if limit is None:
            return None
        minute = self._minutes.get((token, route))
        if minute is None or now - minute.began >= MINUTE:
            minute = self._minutes[token, route] = _Minute(now)
        minute.calls += 1
        return Spent(limit, limit - minute.calls, math.ceil(minute.began + MINUTE - now))


@dataclass(frozen=True, slots=True)
class Spent:
    """What is left of a minute's calls; below nothing the call is refused."""

    limit: int
    left: int
    seconds: int
    """Until the next minute begins."""

    @property
    def headers(self) -> dict[str, str]:
        return {
            "X-RateLimit-Limit-minute": str(self.limit),
            "X-RateLimit-Remaining-minute": str(max(self.left, 0)),
        }

    def refused(self) -> Response | None:
        if self.left >= 0:
            return None
        headers = self.headers | {"Retry-After": str(self.seconds)}
        return PlainTextResponse("API rate limit exceeded", 429, headers)
