"""A limit of calls per minute, with the clerk's look-ups before background work."""

from __future__ import annotations

from collections.abc import Callable

MINUTE = 60.0


class Quota:
    """A bucket of tokens: never more than `per_minute` calls in any sixty seconds.

    A third of them may go out at once, the others come back evenly. What is not urgent leaves a
    quarter of the bucket for what is. Raises ValueError if there is nothing to share out.
    """

    def __init__(self, per_minute: int, seconds: Callable[[], float]) -> None:
        if per_minute < 2:
            raise ValueError("at least two calls per minute")
        self._most = max(per_minute // 3, 1)
        self._reserve = self._most // 4
        self._per_second = (per_minute - self._most) / MINUTE
        self._seconds = seconds
        self._left = float(self._most)
        self._counted_at = seconds()
        self._held_until = self._counted_at

    def take(self, *, urgent: bool) -> float:
        """0 and a call is counted, or the seconds after which to ask again."""
        now = self._seconds()
        if now < self._held_until:
            return self._held_until - now
        returned = (now - self._counted_at) * self._per_second
        self._left, self._counted_at = min(self._left + returned, self._most), now
        needed = 1 if urgent else 1 + self._reserve
        if self._left < needed - _ROUNDING:
            return (needed - self._left) / self._per_second
        self._left -= 1
        return 0.0

    def hold(self, seconds: float) -> None:
        """No calls for so long: ЕСОЗ has counted too and asked for it."""
        self._held_until = max(self._held_until, self._seconds() + min(seconds, MINUTE))


_ROUNDING = 1e-6
"""Of a call: sums of seconds are not exact."""
