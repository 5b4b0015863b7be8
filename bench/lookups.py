"""Numbers typed in a row while ЕСОЗ takes two seconds over an answer and loses every fifth.

The clerk is not always patient: some searches are left by typing the next number over them, some
by Esc. What a verdict should have been, an ЕСОЗ without weather tells, of the same invented world.
"""

from __future__ import annotations

import asyncio
import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import partial
from itertools import islice

from bench.clinic import SEED, Served, served
from bench.figure import AtMost, Figure, percentile
from bench.program import CLINIC, ESCAPE, LEFT, RIGHT, UKRAINIAN, banner, frontdesk, terminal
from bench.rounds import Pace
from bench.terminal import Terminal
from frontdesk.demo import Demo, open_demo
from frontdesk.desk.answers import Finding
from frontdesk.domain.number import Number, Readable
from frontdesk.domain.verdict import Code
from frontdesk.words import verdicts

LATENCY = 2.0
WEATHER: Mapping[str, float] = {
    "latency_seconds": LATENCY,
    "lost_before": 0.1,
    "lost_after": 0.1,
}
SIZE = (100, 50)
"""Columns and lines on which every fact of a referral has its place, the number being the last."""
FRAME = 0.5
"""Seconds in which a frame that came in pieces is whole; what is wrong then, is wrong."""
OBEYED = 50.0
"""Milliseconds after which a key feels slow."""

_SEARCHING = UKRAINIAN.tr("Searching… (Esc: cancel)")
_NUMBER = UKRAINIAN.tr("Number")
_FIELD = re.compile(r"│ ([0-9·]{4}(?:-[0-9·]{4}){3}) │")
_PLAIN = re.compile(r"[0-9]{4}(?:-[0-9]{4}){3}")


class End(Enum):
    """What came of a look-up."""

    RIGHT = auto()
    UNVERIFIED = auto()
    WRONG = auto()
    """Another verdict, or one that is shown with another number."""
    NOT_AWAITED = auto()


class Way(Enum):
    """What the clerk does while ЕСОЗ is asked."""

    WAITS = auto()
    TYPES_ON = auto()
    GIVES_UP = auto()


@dataclass
class Clerk:
    """Looks numbers up, and notes what the screen did."""

    terminal: Terminal
    due: Mapping[str, Code]
    """The verdicts by number."""
    chance: random.Random
    ends: list[tuple[str, End]] = field(default_factory=list)
    idle: list[float] = field(default_factory=list)
    """Seconds from a key to the screen while nothing is asked."""
    busy: list[float] = field(default_factory=list)
    """The same while a call runs."""

    def look_up(self, number: str) -> None:
        """Types the number, whatever is on the screen, and leaves what came of it there.

        Raises:
            NeverShownError: a key was lost, a verdict came over the next number, or none came.
        """
        self._type(number)
        way = self.chance.choices(list(Way), (60, 25, 15))[0]
        if way is Way.WAITS:
            self._fidget()
            self.terminal.wait_until(lambda screen: banner(screen) is not None)
        else:
            self.terminal.settle(self.chance.uniform(0.1, 1.5 * LATENCY))
        end = self._end(number)
        if end is End.WRONG:
            self.terminal.settle(FRAME)
            end = self._end(number)
        self.ends.append((number, end))
        if way is Way.GIVES_UP:
            self._press(ESCAPE)

    def _type(self, number: str) -> None:
        symbols = number.replace("-", "")
        for count, symbol in enumerate(symbols, 1):
            self._press(symbol)
            if count < len(symbols) and not _holds(self.terminal.screen.words, symbols[:count]):
                self.terminal.wait_until(partial(_holds, symbols=symbols[:count]))

    def _fidget(self) -> None:
        """Moves the caret to and fro, as long as a search runs."""
        for key in (LEFT, RIGHT) * 3:
            self.terminal.settle(self.chance.uniform(0.05, 0.3))
            if _SEARCHING in self.terminal.screen.words:
                self._press(key)

    def _press(self, key: str) -> None:
        taken = self.busy if _SEARCHING in self.terminal.screen.words else self.idle
        taken.append(self.terminal.press(key).first)
        self.terminal.settle(0.0)

    def _end(self, number: str) -> End:
        screen = self.terminal.screen.words
        told = banner(screen)
        if told is None:
            return End.NOT_AWAITED
        word = told.split(" · ")[0].partition(" ")[2]
        if f"{_NUMBER} {number}" not in screen:
            return End.WRONG
        if word == _shouted(self.due[number]):
            return End.RIGHT
        return End.UNVERIFIED if word == _shouted(Code.UNVERIFIED) else End.WRONG


def figures(pace: Pace) -> Iterator[Figure]:
    due = verdicts_due(pace.lookups)
    with served(WEATHER) as clinic, at_desk(clinic) as program:
        program.wait_for(CLINIC)
        clerk = Clerk(program, due, random.Random(SEED))
        for number in due:
            clerk.look_up(number)
    for name, percent in (("p50", 50), ("p95", 95)):
        there, here = (
            percentile([s * 1e3 for s in it], percent) for it in (clerk.idle, clerk.busy)
        )
        yield Figure(f"key while asking, {name}", "ms", here, there, AtMost(OBEYED))
    longest, reference = max(clerk.busy) * 1e3, max(clerk.idle) * 1e3
    yield Figure("key while asking, max", "ms", longest, reference, AtMost(OBEYED))
    ends = Counter(end for _, end in clerk.ends)
    told = f"{ends[End.RIGHT]} right, {ends[End.UNVERIFIED]} unverified, wrong"
    yield Figure(f"{told} of {len(clerk.ends)}", "", ends[End.WRONG], None, AtMost(0))


def at_desk(clinic: Served) -> Terminal:
    return terminal(frontdesk("--config", str(clinic.configuration)), *SIZE)


def verdicts_due(count: int) -> Mapping[str, Code]:
    """`count` numbers in an order of chance, the samples among them, and what they should show."""
    return asyncio.run(_verdicts_due(count))


async def _verdicts_due(count: int) -> Mapping[str, Code]:
    demo = await open_demo(SEED)
    try:
        return {number: await _found(demo, number) for number in _numbers(demo, count)}
    finally:
        await demo.close()


def _numbers(demo: Demo, count: int) -> Sequence[str]:
    samples = [it.number for it in demo.world.samples if _PLAIN.fullmatch(it.number)]
    generated = islice(demo.backend.crowd.numbers(), count)
    numbers = [*samples[: count // 2], *generated][:count]
    random.Random(SEED).shuffle(numbers)
    return numbers


async def _found(demo: Demo, number: str) -> Code:
    reading = Number.read(number)
    assert isinstance(reading, Readable)
    finding = await demo.desk.find(reading)
    assert isinstance(finding, Finding)
    return finding.verdict.code


def _holds(screen: str, symbols: str) -> bool:
    """Whether the number field is there, with just these."""
    found = _FIELD.search(screen)
    return found is not None and found[1].replace("-", "").rstrip("·") == symbols


def _shouted(code: Code) -> str:
    return verdicts.word_of(UKRAINIAN, code).upper()
