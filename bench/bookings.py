"""The local part of a booking: how many a second, and how long a clerk waits for it.

The rate stands beside bare inserts of the very rows that the bookings left, by as many programs in
as many transactions. The times are those of a clinic with sixteen busy terminals.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence

from bench.booker import prepare
from bench.figure import AtLeast, AtMost, Figure, percentile
from bench.places import NewPlace, engines
from bench.rounds import Pace

TERMINALS = 16
THINKING = 0.8
"""Seconds between two visits of a terminal: twenty bookings a second in all."""
PROMPT, IN_TIME = 50.0, 150.0
"""Milliseconds within which half of all, and nearly all, are answered."""


def figures(pace: Pace) -> Iterator[Figure]:
    visits = pace.visits // 4
    with engines() as found:
        for engine, new_place in found.items():
            yield _rate(engine, new_place, visits, pace.slow_rounds)
        for engine, new_place in found.items():
            yield from _times(engine, new_place, visits)


def _rate(engine: str, new_place: NewPlace, visits: int, rounds: int) -> Figure:
    """Of all rounds together."""
    booked = bare = 0.0
    for _ in range(rounds):
        with new_place() as full, new_place() as empty:
            prepare(full, TERMINALS)
            prepare(empty, TERMINALS)
            booked += _run([_booker(full, n, visits, 0) for n in range(TERMINALS)])[0]
            bare += _run([_inserter(full, empty, n) for n in range(TERMINALS)])[0]
    everyone = TERMINALS * visits * rounds
    name = f"{engine}, {TERMINALS} terminals book"
    return Figure(name, "/s", everyone / booked, everyone / bare, AtLeast(0.5))


def _times(engine: str, new_place: NewPlace, visits: int) -> Iterator[Figure]:
    with new_place() as url:
        prepare(url, TERMINALS)
        _, told = _run([_booker(url, n, visits, THINKING) for n in range(TERMINALS)])
    taken = [visit for line in told for visit in json.loads(line)]
    for step, seconds in zip(("hold", "confirm"), zip(*taken, strict=True), strict=True):
        for percent, limit in ((50, PROMPT), (99, IN_TIME)):
            value = percentile([it * 1e3 for it in seconds], percent)
            name = f"{engine}, {TERMINALS} terminals, {step}, p{percent}"
            yield Figure(name, "ms", value, None, AtMost(limit))


def _booker(url: str, terminal: int, visits: int, pause: float) -> Sequence[str]:
    return "bench.booker", url, str(terminal), str(visits), str(pause)


def _inserter(source: str, into: str, terminal: int) -> Sequence[str]:
    return "bench.inserter", source, into, f"terminal-{terminal}"


def _run(modules: Sequence[Sequence[str]]) -> tuple[float, list[str]]:
    """Lets the programs begin at once; the seconds until the last has spoken, and what they said.

    Raises:
        CalledProcessError: one of them failed.
    """
    programs = [
        subprocess.Popen(
            [sys.executable, "-m", *it], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for it in modules
    ]
    for program in programs:
        assert program.stdout is not None
        program.stdout.readline()
    began = time.perf_counter()
    for program in programs:
        assert program.stdin is not None
        program.stdin.write("\n")
        program.stdin.flush()
    told = [program.stdout.readline() for program in programs if program.stdout is not None]
    seconds = time.perf_counter() - began
    for program in programs:
        program.communicate()
        if program.returncode:
            raise subprocess.CalledProcessError(program.returncode, program.args)
    return seconds, told
