"""The invented clinic in other words: everything that comes from outside says what a test wants."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from functools import cache

from frontdesk.simulator.world import World
from tests.desk.conftest import small_world

from .layout import END, TAIL

FROM_OUTSIDE = frozenset(
    {
        "name",
        "surname",
        "patronymic",
        "last_name",
        "first_name",
        "second_name",
        "note",
        "instruction",
        "group_names",
    }
)
"""Names of the clinic and of its people, rooms and services; of patients; doctors' remarks."""


def reworded(world: World, word: Callable[[str], str]) -> World:
    """The same world with `word` for each text from outside in it."""
    told = _reworded(world, word)
    assert isinstance(told, World)
    return told


def _reworded(value: object, word: Callable[[str], str]) -> object:
    match value:
        case tuple():
            return tuple(_reworded(it, word) for it in value)
        case Mapping():
            return {key: _reworded(it, word) for key, it in value.items()}
        case _ if is_dataclass(value) and not isinstance(value, type):
            told = {it.name: getattr(value, it.name) for it in fields(value)}
            changed = {
                name: _said(it, word) if name in FROM_OUTSIDE else _reworded(it, word)
                for name, it in told.items()
            }
            return replace(value, **changed)
        case _:
            return value


def _said(value: object, word: Callable[[str], str]) -> object:
    match value:
        case str():
            return word(value)
        case Mapping():
            return {key: word(it) for key, it in value.items()}
        case _:
            return value


@cache
def longest_world() -> World:
    """Names and remarks longer than any line."""
    return reworded(small_world(), _longer)


def _longer(text: str) -> str:
    """Its first word grows; abbreviations stay what they are."""
    first, *rest = text.split(" ")
    return text if first.endswith(".") else " ".join((f"{first}{TAIL}{END}", *rest))


@cache
def idle_world() -> World:
    """Nobody works any more, and nobody is booked but one patient, for tomorrow."""
    whole = small_world()
    visits = tuple(it for it in whole.visits if it.day > whole.today)[:1]
    return replace(whole, templates=(), exceptions=(), visits=visits)
