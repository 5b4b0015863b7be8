"""The lists that come with the program: services, positions, specialities, rights of roles.

ЕСОЗ's ids of services and programmes are published nowhere, so the lists hold codes only.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import TypedDict


@dataclass(frozen=True, slots=True)
class CodedService:
    """A service as the National Health Service of Ukraine lists it."""

    code: str
    name: str
    category: str
    """In ЕСОЗ's spelling: counselling, imaging, laboratory_procedure …"""


@dataclass(frozen=True, slots=True)
class ServiceList:
    source: str
    date: date
    services: tuple[CodedService, ...]


@dataclass(frozen=True, slots=True)
class PositionList:
    source: str
    date: date
    names: dict[str, str]
    """By code of ЕСОЗ's POSITION: P67 is a cardiologist."""
    of_service: dict[str, tuple[str, ...]]
    """Which positions may deliver the service with this code."""


@dataclass(frozen=True, slots=True)
class SpecialityList:
    source: str
    date: date
    names: dict[str, str]
    """By code of ЕСОЗ's SPECIALITY_TYPE."""


@dataclass(frozen=True, slots=True)
class SpokenNames:
    source: str
    date: date
    of_speciality: dict[str, tuple[str, ...]]
    """What people call it (окуліст, ЛОР), by code of ЕСОЗ's SPECIALITY_TYPE."""


@dataclass(frozen=True, slots=True)
class RoleList:
    source: str
    date: date
    scopes: dict[str, frozenset[str]]
    """What a user may do in ЕСОЗ (`service_request:read` …), by role."""


class _Named(TypedDict):
    code: str
    name: str


class _Service(_Named):
    category: str


class _Header(TypedDict):
    source: str
    date: str


class _Services(_Header):
    services: list[_Service]


class _Positions(_Header):
    positions: list[_Named]
    positions_of_service: dict[str, list[str]]


class _Specialities(_Header):
    specialities: list[_Named]


class _Spoken(_Header):
    specialities: dict[str, list[str]]


class _Roles(_Header):
    roles: dict[str, list[str]]


@cache
def services() -> ServiceList:
    document: _Services = json.loads(_text("services.json"))
    return ServiceList(
        document["source"],
        date.fromisoformat(document["date"]),
        tuple(
            CodedService(row["code"], row["name"], row["category"]) for row in document["services"]
        ),
    )


@cache
def positions() -> PositionList:
    document: _Positions = json.loads(_text("positions.json"))
    return PositionList(
        document["source"],
        date.fromisoformat(document["date"]),
        {row["code"]: row["name"] for row in document["positions"]},
        {code: tuple(allowed) for code, allowed in document["positions_of_service"].items()},
    )


@cache
def specialities() -> SpecialityList:
    document: _Specialities = json.loads(_text("specialities.json"))
    return SpecialityList(
        document["source"],
        date.fromisoformat(document["date"]),
        {row["code"]: row["name"] for row in document["specialities"]},
    )


@cache
def spoken_names() -> SpokenNames:
    document: _Spoken = json.loads(_text("spoken_names.json"))
    return SpokenNames(
        document["source"],
        date.fromisoformat(document["date"]),
        {code: tuple(names) for code, names in document["specialities"].items()},
    )


@cache
def roles() -> RoleList:
    document: _Roles = json.loads(_text("role_scopes.json"))
    return RoleList(
        document["source"],
        date.fromisoformat(document["date"]),
        {role: frozenset(scopes) for role, scopes in document["roles"].items()},
    )


def _text(name: str) -> str:
    return resources.files("frontdesk.data").joinpath(name).read_text(encoding="utf-8")
