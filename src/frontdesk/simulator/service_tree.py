"""The catalogue of services as ЕСОЗ prints it: groups in groups, at most four levels."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from frontdesk.data import catalogue
from frontdesk.simulator.chance import fixed_id
from frontdesk.simulator.envelopes import Json
from frontdesk.simulator.groups import GROUPS, Group, service_id
from frontdesk.simulator.written import WRITTEN

IN_A_BRANCH = 10
"""Invented services under one root: even the largest page of roots stays below two megabytes."""
CATEGORIES = ("laboratory_procedure", "diagnostic_procedure", "procedure", "surgical_procedure")


@dataclass(frozen=True, slots=True)
class Leaf:
    """A service."""

    id: str
    code: str
    name: str
    category: str
    is_active: bool = True
    request_allowed: bool = True


@dataclass(frozen=True, slots=True)
class Branch:
    """A group of services with the groups and services right under it."""

    id: str
    code: str
    name: str
    branches: tuple[Branch, ...] = ()
    leaves: tuple[Leaf, ...] = ()


@cache
def roots(invented: int) -> tuple[Branch, ...]:
    """The official list, and so many invented services beside it."""
    starts = range(0, invented, IN_A_BRANCH)
    return (*_official(), *(_invented(it, min(it + IN_A_BRANCH, invented)) for it in starts))


def pruned(branch: Branch, keeps: Callable[[Leaf], bool]) -> Branch | None:
    """The branch with those services only; None if nothing is left of it."""
    inner = tuple(kept for it in branch.branches if (kept := pruned(it, keeps)) is not None)
    leaves = tuple(leaf for leaf in branch.leaves if keeps(leaf))
    if not inner and not leaves:
        return None
    return Branch(branch.id, branch.code, branch.name, inner, leaves)


def printed(branch: Branch, parent: str | None = None) -> Json:
    shown: dict[str, Json] = {
        "id": branch.id,
        "name": branch.name,
        "code": branch.code,
        "is_active": True,
        "parent_group_id": parent,
        "request_allowed": True,
    }
    if branch.branches:
        shown["groups"] = [printed(it, branch.id) for it in branch.branches]
    if branch.leaves:
        shown["services"] = [_leaf(it) for it in branch.leaves]
    return shown


def _leaf(it: Leaf) -> Json:
    return {
        "id": it.id,
        "name": it.name,
        "code": it.code,
        "is_active": it.is_active,
        "parent_id": None,
        "category": it.category,
        "is_composition": False,
        "request_allowed": it.request_allowed,
        **WRITTEN,
    }


def _official() -> Iterator[Branch]:
    """A wide group holds the narrow ones of its category, and what none of them holds."""
    for wide in (group for group in GROUPS if group.prefixes == ("",)):
        narrow = [it for it in GROUPS if it.category == wide.category and it is not wide]
        branches = tuple(_branch(it, _leaves(it, ())) for it in narrow)
        yield _branch(wide, _leaves(wide, narrow), branches)


def _leaves(group: Group, nearer: list[Group] | tuple[()]) -> tuple[Leaf, ...]:
    return tuple(
        Leaf(service_id(row.code), row.code, row.name, row.category)
        for row in catalogue.services().services
        if group.holds(row) and not any(it.holds(row) for it in nearer)
    )


def _branch(group: Group, leaves: tuple[Leaf, ...], branches: tuple[Branch, ...] = ()) -> Branch:
    code = group.prefixes[0] or group.category[:3].upper()
    return Branch(group.id, code, group.name, branches, leaves)


def _invented(first: int, end: int) -> Branch:
    """A root with services on the fourth level; some are out of use, some not to be ordered."""
    leaves = tuple(
        Leaf(
            id=service_id(code := f"Q{place:05}"),
            code=code,
            name=f"Додаткова послуга {place}",
            category=CATEGORIES[place // IN_A_BRANCH % len(CATEGORIES)],
            is_active=place % 50 != 49,
            request_allowed=place % 20 != 19,
        )
        for place in range(first, end)
    )
    branches: tuple[Branch, ...] = ()
    for level in ("Підгрупа", "Група", "Розділ"):
        name = f"{level} додаткових послуг {first // IN_A_BRANCH}"
        own = () if branches else leaves
        branches = (
            Branch(fixed_id("group", name), f"Q{first:05}-{level[0]}", name, branches, own),
        )
    return branches[0]
