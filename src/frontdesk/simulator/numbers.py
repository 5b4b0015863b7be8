"""Invented referral numbers: digits mostly, as in life; some with the letters the design allows."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

DIGITS = "0123456789"
ALPHABET = DIGITS + "ABCEHIKMOPTX"
"""Digits, and the capitals that look the same in Latin and in Cyrillic."""


def numbers(luck: Random) -> Iterator[str]:
    """Numbers of digits, each once."""
    return _distinct(luck, DIGITS)


def lettered_numbers(luck: Random) -> Iterator[str]:
    """Numbers with some letters, each once."""
    return (number for number in _distinct(luck, ALPHABET) if not number.replace("-", "").isdigit())


def _distinct(luck: Random, alphabet: str) -> Iterator[str]:
    seen: set[str] = set()
    while True:
        symbols = "".join(luck.choice(alphabet) for _ in range(16))
        if may_be_mistaken(symbols) or symbols in seen:
            continue
        seen.add(symbols)
        yield dashed(symbols)


def dashed(symbols: str) -> str:
    """Sixteen symbols in fours, as they are printed."""
    return "-".join(symbols[at : at + 4] for at in range(0, 16, 4))


def may_be_mistaken(symbols: str) -> bool:
    """Like a telephone number or, with leading zeros, like a prescription."""
    return symbols.startswith(("0", "380", "80"))
