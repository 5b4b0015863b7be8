"""Measures and prints: `python -m bench`, `python -m bench --quick`, `python -m bench keys`.

Every figure stands beside its reference, taken in the same run on the same machine in alternate
rounds. A figure over its target is printed as such; it is never a failure, as machines differ.
"""

from __future__ import annotations

import argparse
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from importlib import import_module

from rich import box
from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

from bench.figure import Figure
from bench.rounds import QUICK, THOROUGH, Pace

SUBJECTS = ("startup", "keys", "screens", "day", "verdict", "earliest", "bookings")
ON_REQUEST = ("lookups", "growth", "shift")
"""Takes minutes, the first a quarter of an hour, the last half an hour."""
COULD_NOT = (OSError, subprocess.SubprocessError, sqlite3.Error)
"""What a machine may do to a measurement, a program that does not come up included."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument(
        "subjects", nargs="*", metavar="subject", help=", ".join((*SUBJECTS, *ON_REQUEST))
    )
    parser.add_argument("--quick", action="store_true", help="fewer rounds: a rough idea")
    arguments = parser.parse_args()
    unknown = sorted(set(arguments.subjects) - {*SUBJECTS, *ON_REQUEST})
    if unknown:
        parser.error(f"no such subject: {', '.join(unknown)}")
    pace = QUICK if arguments.quick else THOROUGH
    console, began = Console(), time.monotonic()
    for subject in arguments.subjects or SUBJECTS:
        with console.status(f"{subject} …"):
            table = _measured(subject, pace)
        console.print(table)
    console.print(f"{time.monotonic() - began:.0f} s, medians of {pace.rounds} rounds")


def _measured(subject: str, pace: Pace) -> Group:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column(subject, min_width=32)
    for column in ("median", "reference", "against", "target", ""):
        table.add_column(column, justify="right", no_wrap=True, min_width=4)
    figures: Callable[[Pace], Iterator[Figure]] = import_module(f"bench.{subject}").figures
    try:
        for figure in figures(pace):
            table.add_row(*figure.cells(), style=None if figure.ok else "yellow")
    except COULD_NOT as error:
        return Group(table, Text(f"The rest could not be measured: {error}", style="yellow"))
    return Group(table)


if __name__ == "__main__":
    main()
