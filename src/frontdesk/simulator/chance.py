"""Invented values that come out the same for the same seed and date."""

from __future__ import annotations

from datetime import date
from random import Random
from uuid import UUID, uuid5

_NAMESPACE = UUID("5d0c1e6a-92b7-4c1f-8f0e-7a1b6c2d9e34")


def chance(seed: int, today: date, subject: str) -> Random:
    """A stream of its own for each subject, so that a change in one leaves the others alone."""
    return Random(f"{seed} {today} {subject}")  # noqa: S311 - invented data, nothing secret


def fixed_id(*words: str) -> str:
    """The same UUID for the same words in every world: clinics, services, programmes, staff."""
    return str(uuid5(_NAMESPACE, " ".join(words)))


def fresh_id(luck: Random) -> str:
    """The next UUID of the stream."""
    return str(UUID(int=luck.getrandbits(128), version=4))
