"""Time and chance, so that a test can hold both still."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from random import SystemRandom


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Surroundings:
    seconds: Callable[[], float] = time.monotonic
    """Only differences of it mean something."""
    now: Callable[[], datetime] = _utc_now
    """This computer's clock, aware; it may be wrong."""
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep
    """Waits so many seconds."""
    chance: Callable[[], float] = SystemRandom().random
    """From 0 to 1, evenly."""
