"""The many referrals of a whole region, each made the moment somebody asks for its number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from math import gcd
from random import Random

from frontdesk.simulator.chance import chance
from frontdesk.simulator.numbers import dashed, may_be_mistaken
from frontdesk.simulator.people import patients
from frontdesk.simulator.programmes import OTHER_FUNDING
from frontdesk.simulator.referrals import ServiceRequest
from frontdesk.simulator.spec import Line, Shown, User
from frontdesk.simulator.staff import STAFF
from frontdesk.simulator.writer import Writer

SIZE = 12_000
NUMBERS = 10**16
OURS = tuple(duty.code for post in STAFF if not post.sees_only_women for duty in post.duties)
ELSEWHERE = ("A67002", "R67002", "S67002", "L67003")
"""Services that the furnished clinic does not give."""


class Crowd:
    """Numbers are the places 0, 1, 2 … shuffled without remainder, so any of them leads back."""

    def __init__(self, seed: int, today: date, size: int = SIZE) -> None:
        self._seed, self._today, self._size = seed, today, size
        luck = Random(f"{seed} crowd")  # noqa: S311 - invented data, nothing secret
        self._shift = luck.randrange(NUMBERS)
        coprime = (
            it for it in iter(lambda: luck.randrange(NUMBERS), None) if gcd(it, NUMBERS) == 1
        )
        self._step = next(coprime)
        self._back = pow(self._step, -1, NUMBERS)

    def numbers(self) -> Iterator[str]:
        """Every number that leads to a referral."""
        for place in range(self._size):
            symbols = f"{(place * self._step + self._shift) % NUMBERS:016}"
            if not may_be_mistaken(symbols):
                yield dashed(symbols)

    def of(self, number: str) -> list[ServiceRequest]:
        """The referrals under this number; none if it is nobody's."""
        symbols = number.replace("-", "")
        if len(symbols) != 16 or dashed(symbols) != number:
            return []
        if not (symbols.isascii() and symbols.isdecimal()) or may_be_mistaken(symbols):
            return []
        place = (int(symbols) - self._shift) * self._back % NUMBERS
        if place >= self._size:
            return []
        luck = chance(self._seed, self._today, f"crowd {place}")
        patient = next(patients(luck, self._today))
        lines = tuple(_line(luck) for _ in range(luck.choices((1, 2, 3), (85, 11, 4))[0]))
        return Writer(self._today, luck).write(number, lines, patient)


def _line(luck: Random) -> Line:
    """A referral in one of the states in which registrars meet them, most of them usable."""
    code = luck.choice(OURS) if luck.random() < 0.9 else luck.choice(ELSEWHERE)
    issued = luck.randrange(4, 300)
    shown = Shown.ALL if luck.random() < 0.9 else Shown.NO_NAMES
    plain = Line(code, issued=issued, shown=shown)
    taken = replace(plain, processing="in_progress", user=User.ANOTHER)
    unlike = (
        (70, plain),
        (8, replace(taken, status="completed", processing="completed", remaining=0)),
        (6, replace(plain, status="recalled", reason="default")),
        (6, taken),
        (4, replace(plain, issued=issued + 365, status="recalled", reason="autoexpired")),
        (3, replace(plain, programme=OTHER_FUNDING)),
        (2, replace(plain, programme=None)),
        (1, replace(plain, names_another_clinic=True)),
    )
    weights, lines = zip(*unlike, strict=True)
    chosen: Line = luck.choices(lines, weights)[0]
    return chosen
