"""The guided tour: what the newcomer does next, and what leads to the next step.

It only watches which screen stands there: nobody is stopped from doing something else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum, auto

TWICE = 1.0
"""Seconds within which a second Esc means that one wants out of the tour."""


class Sight(Enum):
    """What stands on the screen, as far as the tour tells it apart."""

    INTAKE = auto()
    USABLE = auto()
    """A referral that can be booked at once."""
    REFUSED = auto()
    """One that cannot."""
    TIMES = auto()
    PATIENT = auto()
    """The held time, and whose it will be."""
    SLIP = auto()
    HELP = auto()
    ACTIONS = auto()
    OTHER = auto()


class Step(Enum):
    """In the order of the tour. The value: the screen on which the step is taken."""

    NUMBER = 1, Sight.INTAKE
    VERDICT = 2, Sight.USABLE
    TIME = 3, Sight.TIMES
    PATIENT = 4, Sight.PATIENT
    SLIP = 5, Sight.SLIP
    ANOTHER = 6, Sight.INTAKE
    REFUSAL = 7, Sight.REFUSED
    HELP = 8, Sight.INTAKE
    WHAT_NOW = 9, Sight.HELP
    ACTIONS = 10, Sight.INTAKE
    BY_NAME = 11, Sight.ACTIONS
    END = 12, Sight.INTAKE

    @property
    def number(self) -> int:
        return self.value[0]

    @property
    def sight(self) -> Sight:
        return self.value[1]


_BOOKING = {it.sight: it for it in (Step.NUMBER, Step.VERDICT, Step.TIME, Step.PATIENT, Step.SLIP)}
"""Until the first visit is booked one may go back and forth."""
_LEADS: Mapping[Step, Mapping[Sight, Step]] = {
    Step.NUMBER: _BOOKING,
    Step.VERDICT: _BOOKING,
    Step.TIME: _BOOKING,
    Step.PATIENT: _BOOKING,
    Step.SLIP: {Sight.INTAKE: Step.ANOTHER},
    Step.ANOTHER: {Sight.REFUSED: Step.REFUSAL},
    Step.REFUSAL: {Sight.INTAKE: Step.HELP},
    Step.HELP: {Sight.HELP: Step.WHAT_NOW},
    Step.WHAT_NOW: {Sight.INTAKE: Step.ACTIONS},
    Step.ACTIONS: {Sight.ACTIONS: Step.BY_NAME},
    Step.BY_NAME: {Sight.INTAKE: Step.END},
    Step.END: {},
}
_SAMPLES = {Step.NUMBER: "bookable", Step.ANOTHER: "expired"}


@dataclass(frozen=True, slots=True)
class Tour:
    """How far one is, and what stands before one's eyes."""

    step: Step = Step.NUMBER
    sight: Sight = Sight.INTAKE
    _escaped: float = float("-inf")
    """When Esc was pressed, if it was the last key."""

    @property
    def is_on_its_way(self) -> bool:
        """Whether the step can be taken here; else the newcomer looks around."""
        return self.sight is self.step.sight

    @property
    def sample(self) -> str | None:
        """The verdict of the number that is to be looked up now."""
        return _SAMPLES.get(self.step)

    def at(self, sight: Sight) -> Tour | None:
        """With `sight` on the screen; None: the tour is over."""
        if self.step is Step.END and sight is not Sight.INTAKE:
            return None
        return replace(self, step=_LEADS[self.step].get(sight, self.step), sight=sight)

    def pressed(self, key: str, time: float) -> Tour | None:
        """After a key at `time`, in seconds; None: one wants no more of it."""
        if key != "escape":
            return replace(self, _escaped=float("-inf"))
        if self.step is Step.END or time - self._escaped <= TWICE:
            return None
        return replace(self, _escaped=time)
