"""`python -m prove powerloss`: bookings survive power cuts in the modes that the program uses.

The controls are SQLite's own default, the usual advice for WAL, and no syncs at all. They must
lose bookings: a campaign in which nothing can be lost proves nothing.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.table import Table

from prove.crashes import Outcome, Tally, tallied
from prove.recording import CONTROLS, PRODUCTION, Mode, recorded

PATIENTS = 60
CRASHES = 10_000
CONTROL_CRASHES = 1_000
FAULTS = (Outcome.LOST, Outcome.HALF, Outcome.CORRUPT)


def main(argv: Sequence[str]) -> int:
    """1 if a mode of the program loses anything, or a control nothing."""
    parser = argparse.ArgumentParser(prog="prove powerloss", description=__doc__)
    parser.add_argument("--crashes", type=int, default=CRASHES, help="in each mode of the program")
    parser.add_argument("--patients", type=int, default=PATIENTS, help="registered in one run")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args(argv)
    console, began = Console(), time.monotonic()
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("power cuts")
    for column in ("changes", "crashes", "promised", *FAULTS, ""):
        table.add_column(column, justify="right", no_wrap=True)
    all_ok = True
    for mode in (*PRODUCTION, *CONTROLS):
        with console.status(f"{mode.name} …"):
            recording = recorded(mode, arguments.patients)
            count = arguments.crashes if mode in PRODUCTION else CONTROL_CRASHES
            tally = tallied(recording, count, arguments.seed)
        ok = any(tally.outcomes[it] for it in FAULTS) == (mode in CONTROLS)
        all_ok = all_ok and ok
        table.add_row(*_cells(mode, len(recording.log), tally), "ok" if ok else "WRONG")
    console.print(table)
    console.print(f"seed {arguments.seed}, {time.monotonic() - began:.0f} s")
    return 0 if all_ok else 1


def _cells(mode: Mode, changes: int, tally: Tally) -> tuple[str, ...]:
    """`promised` counts transactions acknowledged before each power cut."""
    name = f"{mode.name} (control)" if mode in CONTROLS else mode.name
    counted = (changes, tally.outcomes.total(), tally.promised)
    faults = (tally.outcomes[it] for it in FAULTS)
    return (name, *(f"{it:,}" for it in (*counted, *faults)))
