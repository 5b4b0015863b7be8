"""`python -m prove outage`: PostgreSQL goes away in the middle of work, and work goes on.

The real terminal program, 80 columns wide, works on a real server against a simulated ЕСОЗ behind
a real port, while somebody else books with commands. At each moment of a booking the server is
stopped, or frozen, for half a minute and comes back; once all its connections are killed every
second. The clerk must read one line about it that goes away by itself, what was typed must stay,
and what was acknowledged must be a visit with its referral taken into work once.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table

from bench.terminal import NeverShownError, Terminal
from prove.clerk import SLIP, Clerk
from prove.killing import PROGRAM, End, House, Trial, opened
from prove.moments import Moment, finish, reach, types
from prove.neighbour import Neighbour
from prove.stopping import Way, failing
from tests.postgres import Server, serving
from tests.program.place import open_desk

SECONDS = 30.0
SETTLED = 150.0
"""Seconds in which a claim that was cut off is settled: a lease is 120 seconds."""
JOB = 2.0
"""Seconds that ЕСОЗ takes over its jobs: long enough to be caught at it."""
WORKING = "patient after patient"


@dataclass(slots=True)
class Round:
    """What one failure of the server did to one clerk; moments by `time.monotonic`."""

    way: Way
    moment: str
    booked: list[str] = field(default_factory=list)
    """Numbers of the patients who had their slips."""
    failed_at: float = 0.0
    back_at: float = 0.0
    told_at: float | None = None
    """When the line was read; None: it was not."""
    gone_at: float = 0.0
    """Nothing is said any more."""
    settled_at: float = 0.0
    """All visits are booked and their referrals ours."""
    rows: int = 0
    """The most rows of the screen that spoke of it at one time."""
    kept: bool = True
    """Whether all that was typed stayed."""
    violations: int = 0
    """As `frontdesk check` counts them."""
    stuck: str = ""
    """The screen on which it did not go on."""

    @property
    def held(self) -> bool:
        if self.stuck:
            return False
        told_once = self.rows == 1 or (self.rows == 0 and self.way is Way.KILLED)
        is_settled = self.settled_at - self.back_at < SETTLED
        return told_once and self.kept and not self.violations and is_settled


@dataclass(frozen=True, slots=True)
class Site:
    """A clinic, and the server on which its database is."""

    house: House
    server: Server
    database: str

    @property
    def place(self) -> str:
        """What the line in the header calls the database."""
        store = self.house.store()
        store.close()
        return str(store.place)


def main(argv: Sequence[str]) -> int:
    """1 if a clerk read another number of lines than one, or anything was lost or is half done."""
    parser = argparse.ArgumentParser(prog="prove outage", description=__doc__)
    parser.add_argument("--seconds", type=float, default=SECONDS, help="length of each failure")
    parser.add_argument("--way", type=Way, choices=Way, action="append", help="default: all")
    parser.add_argument("--moment", type=Moment, choices=Moment, action="append", help="likewise")
    arguments = parser.parse_args(argv)
    console, began = Console(), time.monotonic()
    with (
        tempfile.TemporaryDirectory(prefix="frontdesk-outage-") as folder,
        serving(durable=True) as server,
        server.fresh("migrated") as database,
        opened(Path(folder), server.url(database)) as house,
    ):
        house.backend.switches.job_seconds = JOB
        site = Site(house, server, database)
        rounds = []
        with console.status("…") as status, Neighbour(house) as neighbour:
            for way, moment in plan(arguments.way or list(Way), arguments.moment or list(Moment)):
                status.update(f"{way}: {moment or WORKING} …")
                rounds.append(survived(site, way, moment, arguments.seconds))
        with console.status("settling …"):
            house.settle()
        booked = [*neighbour.booked, *(it for round_ in rounds for it in round_.booked)]
        ends = house.ends([Trial(it, killed=False) for it in booked])
        others = [it for it in neighbour.tried if it not in booked]
        half = house.ends([Trial(it, killed=False) for it in others]).count(End.HALF)
        violations = house.violations()
    console.print(_table(rounds))
    for it in rounds:
        console.print(it.stuck, end="", markup=False)
    lost = len(ends) - ends.count(End.BOOKED)
    told = f"{len(ends)} acknowledged ({len(neighbour.booked)} by another), {lost} lost, "
    told += f"{half} half done; frontdesk check: {violations} violations"
    console.print(f"{told}; {time.monotonic() - began:.0f} s")
    held = all(it.held for it in rounds)
    return 0 if held and not (lost or half or violations) else 1


def plan(ways: Sequence[Way], moments: Sequence[Moment]) -> Iterator[tuple[Way, Moment | None]]:
    """Each failure at each moment; connections are killed while there is much to do."""
    for way, moment in product(ways, moments):
        if way is not Way.KILLED and (way is not Way.FROZEN or sys.platform == "linux"):
            yield way, moment
    if Way.KILLED in ways:
        yield Way.KILLED, None


def survived(site: Site, way: Way, moment: Moment | None, seconds: float) -> Round:
    """One failure, from a start of the program until its bookings are settled."""
    house, it = site.house, Round(way, moment or WORKING)
    with Terminal([*PROGRAM, *house.desk], env=house.env) as terminal:
        clerk = Clerk(terminal, site.place)
        try:
            if moment is None:
                _work(site, it, clerk, seconds)
            else:
                _book(site, it, clerk, moment, seconds)
        except NeverShownError as error:
            it.stuck = str(error)
        trials = [Trial(number, killed=False) for number in it.booked]
        while any(end is not End.BOOKED for end in house.ends(trials)):
            clerk.look()
            if time.monotonic() > it.back_at + SETTLED:
                break
        it.settled_at = time.monotonic()
        it.told_at, it.rows = clerk.told_at, clerk.rows
        it.violations = house.violations()
    return it


def _book(site: Site, it: Round, clerk: Clerk, moment: Moment, seconds: float) -> None:
    """One patient's booking, with the failure at that moment of it."""
    number, following = site.house.next_number(), site.house.next_number()
    typed, shown = types(moment, number, following)
    reach(moment, site.house, clerk, number)
    it.failed_at = time.monotonic()
    with failing(site.server, site.database, it.way):
        clerk.terminal.send(typed)
        clerk.watch(it.failed_at + seconds)
    _is_back(it, clerk)
    it.kept = shown in clerk.look()
    finish(moment, clerk, number)
    it.booked.append(number)


def _work(site: Site, it: Round, clerk: Clerk, seconds: float) -> None:
    """One patient after another while it fails."""
    open_desk(clerk.terminal)
    it.failed_at = time.monotonic()
    with failing(site.server, site.database, it.way):
        while time.monotonic() < it.failed_at + seconds:
            number = site.house.next_number()
            clerk.look_up(number)
            clerk.go_on(SLIP)
            it.booked.append(number)
    _is_back(it, clerk)


def _is_back(it: Round, clerk: Clerk) -> None:
    it.back_at = time.monotonic()
    clerk.until_untold()
    it.gone_at = time.monotonic()


def _table(rounds: Sequence[Round]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    for column in ("PostgreSQL", "clerk"):
        table.add_column(column, no_wrap=True)
    for column in ("booked", "lines", "told", "gone", "settled", "kept", "broken", ""):
        table.add_column(column, justify="right", no_wrap=True)
    for it in rounds:
        told = "—" if it.told_at is None else f"{it.told_at - it.failed_at:.1f}"
        gone, settled = it.gone_at - it.back_at, it.settled_at - it.back_at
        times = (told, f"{gone:.1f}", f"{settled:.1f}")
        cells = (len(it.booked), it.rows, *times, "yes" if it.kept else "no", it.violations)
        verdict = "ok" if it.held else "WRONG"
        table.add_row(it.way, it.moment, *map(str, cells), verdict)
    return table
