"""`python -m prove kill`: bookings survive kill -9 at every step of the protocol.

The real `frontdesk book --wait` works against a simulated ЕСОЗ behind a real port, which kills it
when a call arrives, or when it has done what was asked and before the answer leaves; others die at
a random moment. Then the terminal program is started, once for all, and left alone: it must settle
everything by itself, each referral taken once or not at all.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from random import Random

from rich import box
from rich.console import Console
from rich.table import Table

from prove.killing import End, House, Trial, opened
from prove.reaper import Point, When
from tests.postgres import serving

ENGINES = ("sqlite", "postgresql")
TIMES = 20
STEPS = ("look-up", "qualify", "W1 read", "W3 use", "W5 job", "W6 read")
"""What a booking asks ЕСОЗ for, in order; a read takes several calls at once."""
BEFORE_CONFIRMING = STEPS[:2]
ANY_TIME = "at any time"
ALIVE = "not at all"


def main(argv: Sequence[str]) -> int:
    """1 if anything is left half done or lost, or an invariant is broken."""
    parser = argparse.ArgumentParser(prog="prove kill", description=__doc__)
    parser.add_argument("--engine", choices=ENGINES, default="sqlite")
    parser.add_argument("--times", type=int, default=TIMES, help="kills at each point")
    parser.add_argument("--seed", type=int, default=1, help="of the random moments")
    arguments = parser.parse_args(argv)
    console, began = Console(), time.monotonic()
    with (
        tempfile.TemporaryDirectory(prefix="frontdesk-kill-") as folder,
        database(arguments.engine, Path(folder)) as url,
        opened(Path(folder), url) as it,
    ):
        with console.status("killing …"):
            trials = killed(it, arguments.times, Random(arguments.seed))
        with console.status("settling …"):
            it.settle()
        ends = {label: it.ends(tried) for label, tried in trials.items()}
        violations = it.violations()
    console.print(_table(trials, ends))
    console.print(f"frontdesk check: {violations} violations; {time.monotonic() - began:.0f} s")
    held = all(_held(label, trials[label], ends[label]) for label in trials)
    return 0 if held and not violations else 1


@contextmanager
def database(engine: str, folder: Path) -> Iterator[str]:
    """The URL of an empty one; a server of its own runs as long as the block."""
    if engine == "sqlite":
        yield f"sqlite:///{folder / 'clinic.db'}"
        return
    with serving(durable=True) as server, server.fresh("migrated") as name:
        yield server.url(name)


def _held(label: str, trials: Sequence[Trial], ends: Sequence[End]) -> bool:
    """Whether it ended as it must; what was confirmed before the kill must end in a visit."""
    if label == ANY_TIME:
        return End.HALF not in ends
    if label == ALIVE:
        return set(ends) == {End.BOOKED}
    unconfirmed = label.startswith(BEFORE_CONFIRMING)
    return all(it.killed for it in trials) and set(ends) == {
        End.NOTHING if unconfirmed else End.BOOKED
    }


def _table(trials: Mapping[str, Sequence[Trial]], ends: Mapping[str, Sequence[End]]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("kill -9")
    for column in ("programs", "killed", *End, ""):
        table.add_column(column, justify="right")
    for label, tried in trials.items():
        counted = Counter(ends[label])
        counts = (len(tried), sum(it.killed for it in tried), *(counted[it] for it in End))
        verdict = "ok" if _held(label, tried, ends[label]) else "WRONG"
        table.add_row(label, *(str(it) for it in counts), verdict)
    return table


def killed(house: House, times: int, chance: Random) -> dict[str, list[Trial]]:
    """So many programs for each label, the first of all left alive to learn what it calls."""
    house.book()
    began = time.monotonic()
    trials = {ALIVE: [house.book()]}
    lasts = time.monotonic() - began
    for label, point in points(house.reaper.calls):
        trials[label] = [house.book(point=point) for _ in range(times)]
    delays = [chance.uniform(0, lasts) for _ in range(times)]
    trials[ANY_TIME] = [house.book(delay=it) for it in delays]
    return trials


def points(calls: Sequence[str]) -> Iterator[tuple[str, Point]]:
    """Of each step: its first call arrives, its last one is answered."""
    first = 1
    for step, (_, group) in zip(STEPS, groupby(list(calls)), strict=True):
        last = first + len(list(group)) - 1
        for call, when in ((first, When.ARRIVES), (last, When.ANSWERED)):
            yield f"{step} {when}", Point(call, when)
        first = last + 1
