"""From a key to a whole new screen, there and back; and how long a lone Esc stays undecided."""

from __future__ import annotations

import random
import statistics
from collections.abc import Callable, Iterator, Mapping
from itertools import chain

from bench.clinic import Served, served
from bench.figure import AtMost, Figure, Over
from bench.keys import PAUSES
from bench.program import CLINIC, READY, bare, frontdesk, terminal
from bench.rounds import Pace, interleaved
from bench.terminal import Terminal

F1, F6, F9 = "\x1bOP", "\x1b[17~", "\x1b[20~"
ESCAPE, KITTY_ESCAPE = "\x1b", "\x1b[27u"
SETTLED = 130.0
"""Milliseconds; a bare Textual screen needed 127 where the target was set."""
UNDECIDED, AT_ONCE = 110.0, 16.0
"""Milliseconds: until a lone Esc is known to be one, and a frame more than any other key."""
WARM_UP = 4

Taken = Mapping[str, list[float]]
"""Seconds by what was done."""


def figures(pace: Pace) -> Iterator[Figure]:
    with served() as clinic:
        ours, bare_app = interleaved(pace.blocks, _at_desk(clinic, pace), _at_bare_screens(pace))
    there = _all(bare_app, "switch")
    for what in ("help", "settings", "patients"):
        here = _all(ours, what)
        yield Figure(f"{what}, key to settled p50", "ms", here, there, AtMost(SETTLED))
    digit = _all(ours, "digit")
    yield Figure("lone Esc, key to screen p50", "ms", _all(ours, "esc"), digit, AtMost(UNDECIDED))
    yield Figure("Esc by the kitty protocol, p50", "ms", _all(ours, "kitty"), digit, Over(AT_ONCE))


def _all(runs: list[Taken], what: str) -> float:
    """The median of all runs, in milliseconds."""
    return statistics.median(chain(*(it[what] for it in runs))) * 1e3


def _at_bare_screens(pace: Pace) -> Callable[[], Taken]:
    def switch() -> Taken:
        with terminal(bare("bare_screens")) as program:
            program.wait_for(READY)
            return {"switch": _switched(program, (F1, F1), pace)}

    return switch


def _at_desk(clinic: Served, pace: Pace) -> Callable[[], Taken]:
    def switch() -> Taken:
        with terminal(frontdesk("--config", str(clinic.configuration))) as program:
            program.wait_for(CLINIC)
            return {
                "help": _switched(program, (F1, F1), pace),
                "settings": _switched(program, (F9, KITTY_ESCAPE), pace),
                "patients": _switched(program, (F6, KITTY_ESCAPE), pace),
                **_cleared(program, pace),
            }

    return switch


def _switched(program: Terminal, keys: tuple[str, str], pace: Pace) -> list[float]:
    """Seconds until the screen was settled, there and back in turn."""
    chance = random.Random(1)
    taken = []
    for key in keys * (WARM_UP // 2 + pace.presses // 4):
        program.settle(chance.uniform(*PAUSES))
        taken.append(program.press(key, still=2 * PAUSES[0]).settled)
    return taken[WARM_UP:]


def _cleared(program: Terminal, pace: Pace) -> Taken:
    """A digit is typed into the number field, and Esc clears it: seconds to the first byte."""
    chance = random.Random(1)
    taken: dict[str, list[float]] = {"digit": [], "esc": [], "kitty": []}
    for _ in range(pace.presses // 4):
        for what, key in (("esc", ESCAPE), ("kitty", KITTY_ESCAPE)):
            for name, pressed in (("digit", "1"), (what, key)):
                program.settle(chance.uniform(*PAUSES))
                taken[name].append(program.press(pressed).first)
    return taken
