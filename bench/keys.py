"""From a key to the screen, and how much is written for it: the program is used over ssh, too."""

from __future__ import annotations

import random
import statistics
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, cycle, islice

from bench.clinic import Served, served
from bench.figure import Figure, Times, percentile
from bench.program import (
    BACKSPACE,
    BOOKABLE,
    CLINIC,
    DOWN,
    ENTER,
    LEFT,
    READY,
    RIGHT,
    TIMES,
    UP,
    bare,
    frontdesk,
    terminal,
)
from bench.rounds import Pace, interleaved
from bench.terminal import Response, Terminal

TYPING = ("1", "2", "3", BACKSPACE, BACKSPACE, BACKSPACE)
WARM_UP = 12
PAUSES = (0.07, 0.15)
"""Seconds between keys, by chance: a program that paints on a clock is met at all its phases."""


def figures(pace: Pace) -> Iterator[Figure]:
    with served() as clinic:

        def at_the_field(desk: Terminal) -> None:
            desk.wait_for(CLINIC)

        def at_the_times(desk: Terminal) -> None:
            desk.wait_for(CLINIC)
            desk.send(clinic.number)
            desk.wait_for(BOOKABLE)
            desk.send(ENTER)
            desk.wait_for(TIMES)

        typing = interleaved(
            pace.blocks,
            _pressing(_desk(clinic), at_the_field, TYPING, pace),
            _pressing(bare("bare_input"), _ready, TYPING, pace),
        )
        moving = interleaved(
            pace.blocks,
            _pressing(_desk(clinic), at_the_times, (RIGHT, LEFT), pace),
            _pressing(bare("bare_table"), _ready, (DOWN, UP), pace),
        )
    yield from _compared("number field", *typing, size=1.2)
    yield from _compared("times", *moving, size=0.5)


def _compared(
    what: str, ours: list[list[Response]], bare_app: list[list[Response]], *, size: float
) -> Iterator[Figure]:
    here, there = list(chain(*ours)), list(chain(*bare_app))
    for percent in (50, 95):
        measured, reference = (
            percentile([it.first * 1e3 for it in taken], percent) for taken in (here, there)
        )
        yield Figure(f"{what}, key to screen p{percent}", "ms", measured, reference, Times(1.3))
    measured, reference = (statistics.median([it.size for it in taken]) for taken in (here, there))
    yield Figure(f"{what}, bytes per key", "B", measured, reference, Times(size))


def _desk(clinic: Served) -> list[str]:
    return frontdesk("--config", str(clinic.configuration))


def _ready(program: Terminal) -> None:
    program.wait_for(READY)


def _pressing(
    argv: list[str], prepare: Callable[[Terminal], None], keys: Sequence[str], pace: Pace
) -> Callable[[], list[Response]]:
    """Presses `keys` round and round in a fresh run of the program."""

    def press() -> list[Response]:
        chance = random.Random(1)
        with terminal(argv) as program:
            prepare(program)
            taken = []
            for key in islice(cycle(keys), WARM_UP + pace.presses):
                program.settle(chance.uniform(*PAUSES))
                taken.append(program.press(key))
        return taken[WARM_UP:]

    return press
