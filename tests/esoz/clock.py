"""Time that only moves when somebody waits."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from frontdesk.esoz.surroundings import Surroundings

MORNING = datetime(2026, 11, 23, 9, tzinfo=UTC)


@dataclass
class Clock:
    seconds: float = 0.0
    pauses: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.seconds

    def now(self) -> datetime:
        return MORNING + timedelta(seconds=self.seconds)

    async def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.seconds += seconds

    def surroundings(self, chance: float = 1.0) -> Surroundings:
        return Surroundings(self, self.now, self.pause, lambda: chance)
