"""The clinic's employees as ЕСОЗ holds them: the furnished staff, and invented colleagues."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from frontdesk.data import catalogue
from frontdesk.simulator.chance import chance, fixed_id
from frontdesk.simulator.people import patients
from frontdesk.simulator.staff import STAFF

ANY_DAY = date(2026, 1, 1)
"""Colleagues stay the same from day to day."""
REGISTRY = "P15"
"""Position of who works at the registry."""


@dataclass(frozen=True, slots=True)
class Employee:
    id: str
    type: str
    surname: str
    name: str
    patronymic: str | None
    position: str | None
    speciality: str | None
    status: str = "APPROVED"


@cache
def employees(seed: int, invented: int) -> tuple[Employee, ...]:
    """The staff, the registrar, and so many colleagues, some of whom have left."""
    posts = (_of_staff(post.key) for post in STAFF)
    registrar = Employee(
        fixed_id("employee", "registrar"),
        "RECEPTIONIST",
        "Литвин",
        "Оксана",
        "Іванівна",
        REGISTRY,
        None,
    )
    return (*posts, registrar, *(_invented(seed, place) for place in range(invented)))


def _of_staff(key: str) -> Employee:
    post = next(post for post in STAFF if post.key == key)
    surname, name, patronymic = post.name.split()
    kind = "SPECIALIST" if post.speciality else "ASSISTANT"
    employee_id = fixed_id("employee", key)
    return Employee(employee_id, kind, surname, name, patronymic, post.position, post.speciality)


def _invented(seed: int, place: int) -> Employee:
    luck = chance(seed, ANY_DAY, f"employee {place}")
    person = next(patients(luck, ANY_DAY))
    is_doctor = luck.random() < 0.6
    return Employee(
        id=fixed_id("employee", str(seed), str(place)),
        type="SPECIALIST" if is_doctor else "ASSISTANT",
        surname=person.surname,
        name=person.name,
        patronymic=person.patronymic,
        position=luck.choice(sorted(catalogue.positions().names)) if is_doctor else None,
        speciality=luck.choice(sorted(catalogue.specialities().names)) if is_doctor else None,
        status="DISMISSED" if luck.random() < 0.1 else "APPROVED",
    )
