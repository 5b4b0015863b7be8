"""How often, and in what order: A B A B, so that a slow minute of the machine hits both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Pace:
    """Medians are over so many."""

    rounds: int
    slow_rounds: int
    """Of what takes seconds each."""
    presses: int
    """Of keys, in each of `blocks` runs of a program."""
    blocks: int
    lookups: int
    """Over a slow ЕСОЗ, where each takes seconds."""
    visits: int
    """That each of several programs books."""
    shift: int
    """Patients at one terminal."""


THOROUGH = Pace(rounds=11, slow_rounds=7, presses=48, blocks=3, lookups=200, visits=120, shift=2000)
QUICK = Pace(rounds=3, slow_rounds=1, presses=24, blocks=1, lookups=20, visits=60, shift=100)


def interleaved(rounds: int, *takes: Callable[[], T]) -> tuple[list[T], ...]:
    """What each of `takes` gave in each round; a first round warms caches and is not counted."""
    for take in takes:
        take()
    taken: tuple[list[T], ...] = tuple([] for _ in takes)
    for _ in range(rounds):
        for results, take in zip(taken, takes, strict=True):
            results.append(take())
    return taken
