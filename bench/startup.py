"""From the command to the number field, and what the program holds in memory then."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bench.clinic import served
from bench.figure import Figure, Times, mebibytes, milliseconds
from bench.program import CLINIC, NUMBER_FIELD, READY, bare, frontdesk, terminal
from bench.rounds import Pace, interleaved


@dataclass(frozen=True, slots=True)
class Start:
    painted: float
    """Seconds from the command to the first usable screen."""
    memory: int
    """Bytes in RAM at that moment."""
    memory_open: int
    """Bytes in RAM when the desk behind the screen is open and still."""


def figures(pace: Pace) -> Iterator[Figure]:
    yield from _commands(pace)
    with served() as clinic:
        desk = ["--config", str(clinic.configuration)]
        demo, ours, hello = interleaved(
            pace.rounds,
            _start(frontdesk("demo"), NUMBER_FIELD, CLINIC),
            _start(frontdesk(*desk), NUMBER_FIELD, CLINIC),
            _start(bare("hello"), READY, READY),
        )
    floor = milliseconds([it.painted for it in hello])
    yield Figure(
        "demo, first usable paint",
        "ms",
        milliseconds([it.painted for it in demo]),
        floor,
        Times(1.25),
    )
    yield Figure(
        "configured, first usable paint",
        "ms",
        milliseconds([it.painted for it in ours]),
        floor,
        Times(1.25),
    )
    held = mebibytes([it.memory for it in hello])
    sizes = {
        "demo, memory at first paint": [it.memory for it in demo],
        "configured, memory once open": [it.memory_open for it in ours],
        "demo, memory with its simulator": [it.memory_open for it in demo],
    }
    for name, taken in sizes.items():
        yield Figure(name, "MiB", mebibytes(taken), held, Times(1.6))


def _start(argv: list[str], usable: str, is_open: str) -> Callable[[], Start]:
    def start() -> Start:
        with terminal(argv) as program:
            painted = program.first_shown(usable) - program.started
            memory = program.memory()
            program.wait_for(is_open)
            return Start(painted, memory, program.memory())

    return start


def _commands(pace: Pace) -> Iterator[Figure]:
    helped, version, nothing = interleaved(
        pace.rounds,
        _run(frontdesk("--help")),
        _run(frontdesk("--version")),
        _run([sys.executable, "-c", "pass"]),
    )
    floor = milliseconds(nothing)
    yield Figure("frontdesk --help", "ms", milliseconds(helped), floor, Times(2.5))
    yield Figure("frontdesk --version", "ms", milliseconds(version), floor, Times(2.5))


def _run(argv: list[str]) -> Callable[[], float]:
    def run() -> float:
        began = time.perf_counter()
        subprocess.run(argv, check=True, stdout=subprocess.DEVNULL)
        return time.perf_counter() - began

    return run
