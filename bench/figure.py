"""One line of the table: what was measured, against what, and how far it may go."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Times:
    """At most so many times the reference."""

    limit: float


@dataclass(frozen=True, slots=True)
class Over:
    """At most so much over the reference, in the figure's unit."""

    limit: float


@dataclass(frozen=True, slots=True)
class AtMost:
    """At most so much, in the figure's unit, whatever the reference."""

    limit: float


@dataclass(frozen=True, slots=True)
class AtLeast:
    """At least so many times the reference."""

    limit: float


Target = Times | Over | AtMost | AtLeast


@dataclass(frozen=True, slots=True)
class Figure:
    """`measured` and `reference` were taken side by side, in one run on one machine."""

    name: str
    unit: str
    measured: float
    reference: float | None
    target: Target

    @property
    def reached(self) -> float:
        """What is compared with the target's limit."""
        match self.target:
            case Times() | AtLeast():
                return self.measured / self.reference if self.reference else float("inf")
            case Over():
                return self.measured - (self.reference or 0.0)
            case AtMost():
                return self.measured

    @property
    def ok(self) -> bool:
        if isinstance(self.target, AtLeast):
            return self.reached >= self.target.limit
        return self.reached <= self.target.limit

    def cells(self) -> tuple[str, str, str, str, str, str]:
        """Name, measured, reference, reached, target, and how it stands."""
        reference = "" if self.reference is None else self._shown(self.reference)
        return (
            self.name,
            self._shown(self.measured),
            reference,
            *self._compared(),
            "ok" if self.ok else self._missed,
        )

    def _compared(self) -> tuple[str, str]:
        """What was reached, and the limit."""
        limit = self.target.limit
        match self.target:
            case Times():
                return f"{self.reached:.2f} ×", f"≤ {limit:g} ×"
            case Over():
                return f"{self.reached:+.0f} {self.unit}", f"≤ +{limit:g} {self.unit}"
            case AtLeast():
                return f"{self.reached:.2f} ×", f"≥ {limit:g} ×"
            case AtMost():
                return "", f"≤ {limit:g} {self.unit}"

    @property
    def _missed(self) -> str:
        return "under" if isinstance(self.target, AtLeast) else "over"

    def _shown(self, value: float) -> str:
        return f"{value:.0f} {self.unit}" if value >= 1000 else f"{value:.1f} {self.unit}"


def milliseconds(seconds: Sequence[float]) -> float:
    """The median, in milliseconds."""
    return statistics.median(seconds) * 1e3


def mebibytes(sizes: Sequence[int]) -> float:
    """The median, in MiB."""
    return statistics.median(sizes) / 2**20


def percentile(values: Sequence[float], percent: int) -> float:
    """The value below which `percent` of 100 lie, between the neighbours."""
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]
