"""ЕСОЗ's tree of services, made flat: each service with the groups that it stands in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated

from pydantic import BeforeValidator

from frontdesk.domain.clinic import Service
from frontdesk.domain.number import in_latin
from frontdesk.domain.reference import ServiceGroup
from frontdesk.domain.referral import Category
from frontdesk.esoz.wire import Id, Maybe, Wire, Words, lowered, read


@dataclass(frozen=True, slots=True)
class Flat:
    services: tuple[Service, ...]
    groups: tuple[ServiceGroup, ...]
    unreadable: int


def flatten(roots: list[object]) -> Flat:
    """What stands under the roots. A group that cannot be read loses its name, not its services."""
    walk = _Walk()
    for root in roots:
        # A service that belongs to no group; a group has no category.
        if isinstance(root, dict) and "category" in root:
            walk.pick(root, ())
        else:
            walk.climb(root, ())
    return Flat(tuple(walk.services.values()), tuple(walk.groups.values()), walk.unreadable)


class _Service(Wire):
    id: Id
    code: Words
    name: Words
    category: Maybe[Annotated[Category, BeforeValidator(lowered)]] = None
    is_active: Maybe[bool] = None
    request_allowed: Maybe[bool] = None


class _Group(Wire):
    id: Id
    name: Words
    code: Maybe[Words] = None


class _Walk:
    def __init__(self) -> None:
        self.services: dict[str, Service] = {}
        self.groups: dict[str, ServiceGroup] = {}
        self.unreadable = 0

    def climb(self, branch: object, above: tuple[str, ...]) -> None:
        """A group; `above` are the ids of those around it, the nearest first.

        The depth is bounded by that of a document.
        """
        group = read(_Group, branch)
        if group is None:
            self.unreadable += 1
        else:
            self.groups[group.id] = ServiceGroup(group.id, group.name, _normal(group.code))
            above = (group.id, *(it for it in above if it != group.id))
        if not isinstance(branch, dict):
            return
        for inner in self._listed(branch, "groups"):
            self.climb(inner, above)
        for leaf in self._listed(branch, "services"):
            self.pick(leaf, above)

    def pick(self, leaf: object, groups: tuple[str, ...]) -> None:
        """A service; one that stands in several places is in the groups of all of them."""
        found = read(_Service, leaf)
        if found is None:
            self.unreadable += 1
            return
        service = Service(
            id=found.id,
            code=_normal(found.code) or found.code,
            name=found.name,
            category=found.category,
            groups=groups,
            is_active=found.is_active is not False,
            request_allowed=found.request_allowed is not False,
        )
        before = self.services.get(service.id)
        if before is not None:
            service = replace(service, groups=tuple(dict.fromkeys((*before.groups, *groups))))
        self.services[service.id] = service

    def _listed(self, branch: dict[object, object], key: str) -> list[object]:
        match branch.get(key):
            case None:
                return []
            case list() as items:
                return items
            case _:
                self.unreadable += 1
                return []


def _normal(code: str | None) -> str | None:
    """Official lists print some codes with Cyrillic letters (FACTS 7)."""
    return in_latin(code) if code else None
