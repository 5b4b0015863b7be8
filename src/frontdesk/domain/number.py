"""A referral number: how it is read from what was typed, pasted or scanned.

Four groups of four out of 22 symbols, without a check digit. The letters are those that look the
same in Latin and Cyrillic, so a number may come in either script; and a scanner or a clerk under
the Ukrainian layout gives the letters of the same keys instead.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from frontdesk.domain.patient import Phone

LETTERS = "ABCEHIKMOPTX"
ALPHABET = frozenset("0123456789" + LETTERS)
LENGTH = 16
GROUP = 4
"""Symbols in a group."""


class RepairKind(StrEnum):
    """Why a letter was read as another one."""

    LOOK_ALIKE = "look_alike"
    """A Cyrillic letter of the same shape."""
    LAYOUT = "layout"
    """The right key under the Ukrainian layout."""


class Problem(StrEnum):
    """Why a text is not a referral number."""

    EMPTY = "empty"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    FOREIGN_SYMBOL = "foreign_symbol"
    PHONE = "phone"
    PRESCRIPTION = "prescription"
    CONFIRMATION_CODE = "confirmation_code"
    DECLARATION = "declaration"


@dataclass(frozen=True, slots=True)
class Number:
    """A referral number as ЕСОЗ stores it: `XXXX-XXXX-XXXX-XXXX`, upper-case Latin.

    Raises ValueError for any other text. Printed masked: whoever has a number sees the referral.
    """

    text: str

    def __post_init__(self) -> None:
        groups = self.groups
        if len(groups) != GROUP or any(len(it) != GROUP or set(it) - ALPHABET for it in groups):
            raise ValueError("not a referral number in its canonical form")

    def __repr__(self) -> str:
        return f"Number({self.masked})"

    @property
    def groups(self) -> tuple[str, ...]:
        return tuple(self.text.split("-"))

    @property
    def tail(self) -> str:
        """The last group, the one that may be stored and shown in lists."""
        return self.groups[-1]

    @property
    def masked(self) -> str:
        return f"{self.groups[0]}-····-····-{self.tail}"

    @classmethod
    def read(cls, typed: str) -> Reading:
        """The number or numbers that `typed` can mean, or what is wrong with it and where."""
        chunks = _chunks(typed)
        symbols = "".join(chunks)
        if not symbols:
            return Misread(Problem.EMPTY)
        if problem := _other_code(symbols):
            return Misread(problem)
        return _misprint(chunks) or Readable(_candidates(symbols))


@dataclass(frozen=True, slots=True)
class Repair:
    """A replacement that must be said; cleaned spaces, hyphens and lower case are not told."""

    kind: RepairKind
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.before}→{self.after}"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One number that the text can mean, and what was replaced for it, each letter once."""

    number: Number
    repairs: tuple[Repair, ...] = ()


@dataclass(frozen=True, slots=True)
class Readable:
    """One number, or two where Р (P or H) or Е (E or T) leaves a doubt; in the order to try."""

    candidates: tuple[Candidate, ...]

    @property
    def numbers(self) -> tuple[Number, ...]:
        return tuple(candidate.number for candidate in self.candidates)

    @property
    def repairs(self) -> tuple[Repair, ...]:
        """Of all candidates together; once a number is found, its own candidate has its own."""
        return tuple(dict.fromkeys(it for candidate in self.candidates for it in candidate.repairs))


@dataclass(frozen=True, slots=True)
class Misread:
    """What is wrong. Groups and positions are counted from 1."""

    problem: Problem
    group: int | None = None
    """The group that is short, or that holds the foreign symbol."""
    position: int | None = None
    symbol: str | None = None
    """The foreign symbol, letters in upper case; it may be any character."""
    count: int | None = None
    """Symbols typed, when too few or too many."""


Reading = Readable | Misread


def symbols_of(typed: str) -> str:
    """What of `typed` counts as symbols, in upper case: spaces, hyphens and № are gone."""
    return "".join(_chunks(typed))


def in_latin(code: str) -> str:
    """`code` with every Cyrillic letter that has the shape of a Latin one turned into that."""
    return "".join(_LOOKS.get(it, it) for it in code)


_MEANINGS: Mapping[RepairKind, Mapping[str, str]] = {
    RepairKind.LOOK_ALIKE: dict(zip("АВСЕНІКМОРТХ", LETTERS, strict=True)),
    RepairKind.LAYOUT: dict(zip("ФИСУРШЛЬЩЗЕЧ", LETTERS, strict=True)),
}
_LOOKS = _MEANINGS[RepairKind.LOOK_ALIKE]
_KEYS = _MEANINGS[RepairKind.LAYOUT]
_READABLE = ALPHABET | _LOOKS.keys() | _KEYS.keys()
_LOOKS_FIRST = (RepairKind.LOOK_ALIKE, RepairKind.LAYOUT)
_KEYS_FIRST = (RepairKind.LAYOUT, RepairKind.LOOK_ALIKE)

# An explicit alphabet: str.upper() would also turn ı into I and ß into two symbols, in silence.
_LOWER = "abcdefghijklmnopqrstuvwxyzабвгґдеєёжзиіїйклмнопрстуфхцчшщъыьэюя"
_UPPER = str.maketrans(_LOWER, _LOWER.upper())

_INVISIBLE = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
"""The soft hyphen, zero-width and direction marks: they come with pasted text."""
_GAPS = re.compile(
    r"[\s\x00-\x1f\x7f-\x9f#№\-"
    "\u02d7\u058a\u05be\u2010-\u2015\u2043\u2212\u2e3a\u2e3b\ufe58\ufe63\uff0d]+"
)
"""White space, control characters of scanners, number signs, every hyphen, dash and minus."""


def _chunks(typed: str) -> list[str]:
    """The symbols of `typed` in upper case, as the typist grouped them."""
    return _GAPS.sub(" ", _INVISIBLE.sub("", typed)).translate(_UPPER).split()


def _by_four(symbols: str) -> list[str]:
    return [symbols[at : at + GROUP] for at in range(0, len(symbols), GROUP)]


def _other_code(symbols: str) -> Problem | None:
    """Which other code the patient read out; a text that fits a referral number is never one."""
    if Phone.read(symbols):
        return Problem.PHONE
    code = in_latin(symbols)
    if not (code.isascii() and code.isalnum()):
        return None
    digits = sum(it.isdigit() for it in code)
    foreign = sum(it not in ALPHABET for it in code)
    match len(code):
        case 4 if digits == 4:
            return Problem.CONFIRMATION_CODE
        # Twelve with a letter: referrals have digits in practice, so this is no part of one;
        # twelve digits are three groups of a referral.
        case 12 if 0 < digits < 12:
            return Problem.DECLARATION
        # Two letters of another alphabet, or one among mostly letters, are no slip of a finger.
        case 16 if foreign > 1 or (foreign and digits < LENGTH // 2):
            return Problem.PRESCRIPTION
        case _:
            return None


def _misprint(chunks: list[str]) -> Misread | None:
    """A foreign symbol or a wrong length, with its place; None if the text can be read."""
    symbols = "".join(chunks)
    stands = len(chunks) <= GROUP and all(len(it) <= GROUP for it in chunks)
    groups = chunks if stands else _by_four(symbols)
    for group, chunk in enumerate(groups[:GROUP], start=1):
        for position, symbol in enumerate(chunk, start=1):
            if symbol not in _READABLE:
                return Misread(Problem.FOREIGN_SYMBOL, group, position, symbol)
    count = len(symbols)
    if count > LENGTH:
        return Misread(Problem.TOO_LONG, count=count)
    if count < LENGTH:
        lengths = [len(it) for it in groups] + [0]
        short = next(group for group, it in enumerate(lengths, start=1) if it < GROUP)
        return Misread(Problem.TOO_SHORT, group=short, count=count)
    return None


def _candidates(symbols: str) -> tuple[Candidate, ...]:
    """The readings of sixteen readable symbols, the likelier first.

    A token is read in one way throughout: С, Р and Е are decided by the letters beside them.
    """
    letters = set(symbols)
    if letters & (_KEYS.keys() - _LOOKS.keys()):
        # Surely the wrong layout; even so somebody may have meant P and E by their looks.
        orders = [_KEYS_FIRST, _LOOKS_FIRST]
    elif letters & (_LOOKS.keys() - _KEYS.keys()):
        orders = [_LOOKS_FIRST]
    else:
        orders = [_LOOKS_FIRST, _KEYS_FIRST]
    found: dict[Number, Candidate] = {}
    for order in orders:
        candidate = _candidate(symbols, order)
        found.setdefault(candidate.number, candidate)
    return tuple(found.values())


def _candidate(symbols: str, order: tuple[RepairKind, ...]) -> Candidate:
    """`symbols` read by the first of the meanings in `order` that each letter has."""
    repairs: dict[str, Repair] = {}
    for symbol in symbols:
        for kind in order:
            if after := _MEANINGS[kind].get(symbol):
                repairs.setdefault(symbol, Repair(kind, symbol, after))
    read = "".join(repairs[it].after if it in repairs else it for it in symbols)
    return Candidate(Number("-".join(_by_four(read))), tuple(repairs.values()))
