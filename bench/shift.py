"""Eight hours at one terminal in fast motion, and what the program holds in memory then."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from bench.clinic import SEED, served
from bench.figure import Figure, Times, mebibytes, milliseconds
from bench.program import CLINIC, ENTER, ESCAPE, NUMBER_FIELD, UKRAINIAN, frontdesk, terminal
from bench.rounds import Pace
from bench.terminal import NeverShownError, Terminal
from frontdesk.simulator.crowd import OURS, Crowd
from frontdesk.simulator.groups import service_id
from frontdesk.workplace import utc_now

BOOKED = 0.3
"""Of all lookups: 600 of 2,000."""
WARM_UP = 20
"""The first so-many-th of the shift: what is read once and kept is no growth."""
SEEN = 0.2
"""Seconds for which a screen is looked at before the next key."""
ANSWERED = 2.0
"""Seconds after which a key that changes nothing was not taken."""
MOST = 20
"""Presses of one key that lead through all screens."""

_NUMBER = UKRAINIAN.tr("Number")
_BOOKED = UKRAINIAN.tr("next patient")


@dataclass(frozen=True, slots=True)
class Patient:
    number: str
    may_be_booked: bool


@dataclass
class Clerk:
    """Looks up one patient after the other, and books every third."""

    terminal: Terminal
    booked: int = 0
    seconds: list[float] = field(default_factory=list)
    """Of each lookup."""

    def work(self, patients: Sequence[Patient]) -> None:
        """Serves them all.

        Raises:
            NeverShownError: a screen did not come.
        """
        for patient in patients:
            self._look_up(patient.number)
            if patient.may_be_booked and self.booked < BOOKED * len(self.seconds):
                self._press(ENTER, _BOOKED)
                self.booked += 1
            self._press(ESCAPE, NUMBER_FIELD)

    def _look_up(self, number: str) -> None:
        began = time.perf_counter()
        self.terminal.send(number)
        self.seconds.append(self.terminal.first_shown(f"{_NUMBER} {number}") - began)

    def _press(self, key: str, until: str) -> None:
        """The same key from screen to screen; one pressed too early is not taken for a wish."""
        for _ in range(MOST):
            self.terminal.settle(SEEN)
            before = self.terminal.screen.words
            if until in before:
                return
            self.terminal.send(key)
            self._wait_for_other_than(before)
        raise NeverShownError(self.terminal.screen)

    def _wait_for_other_than(self, screen: str) -> None:
        """A key pressed once more at a slow program would act on the screen that comes."""
        deadline = time.perf_counter() + ANSWERED
        while self.terminal.screen.words == screen and time.perf_counter() < deadline:
            self.terminal.settle(SEEN)


def figures(pace: Pace) -> Iterator[Figure]:
    patients = list(islice(_patients(), pace.shift))
    first, rest = patients[: pace.shift // WARM_UP], patients[pace.shift // WARM_UP :]
    with served() as clinic, _desk(str(clinic.configuration)) as program:
        program.wait_for(CLINIC)
        clerk = Clerk(program)
        clerk.work(first)
        fresh = program.memory()
        clerk.work(rest)
        worn = program.memory()
    told = f"memory after {len(patients)} lookups, {clerk.booked} bookings"
    yield Figure(told, "MiB", mebibytes([worn]), mebibytes([fresh]), Times(1.1))
    early, late = clerk.seconds[: len(first)], clerk.seconds[-len(first) :]
    yield Figure(
        "a lookup at the end of the shift",
        "ms",
        milliseconds(late),
        milliseconds(early),
        Times(1.3),
    )


def _desk(configuration: str) -> Terminal:
    """With room for every fact of a referral, the number being the last."""
    return terminal(frontdesk("--config", configuration), 100, 50)


def _patients() -> Iterator[Patient]:
    crowd, ours = Crowd(SEED, utc_now().date()), {service_id(it) for it in OURS}
    for number in crowd.numbers():
        first, *others = crowd.of(number)
        is_new = (first.status, first.processing) == ("active", "new")
        is_named = first.identity is not None and first.identity.last_name is not None
        yield Patient(number, not others and is_new and is_named and first.code in ours)
