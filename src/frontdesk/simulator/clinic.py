"""The invented clinic: who works there, when, where, and what they give."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from frontdesk.data import catalogue
from frontdesk.domain.clinic import Clinic, Offer, Programme, Resource, ResourceKind, Service
from frontdesk.domain.freetime import Change, DayException, Template
from frontdesk.domain.referral import Category
from frontdesk.simulator.chance import fixed_id
from frontdesk.simulator.groups import GROUPS, service_id
from frontdesk.simulator.programmes import FREE_OF_CHARGE, OTHER_FUNDING
from frontdesk.simulator.staff import DEVICES, STAFF, Post

NAME = "КНП «Міська поліклініка №5»"
LEGAL_ENTITY = fixed_id("legal entity", NAME)
DIVISION = fixed_id("division", NAME)
TIME_ZONE = "Europe/Kyiv"

ROOM_OPENS, ROOM_CLOSES = 7 * 60, 21 * 60
WHOLE_DAY = (0, 24 * 60)
HOURS_KNOWN_FOR = timedelta(days=180)

LEAVE_OF = "bondar"
LEAVE_FROM, LEAVE_DAYS = 4, 7
"""Days from today."""
EXTRA_BY = "melnyk"
EXTRA_HOURS = (14 * 60, 17 * 60)
CLEANING_DAY = 20
"""A working day about so many days from today on which nobody is seen."""


@dataclass(frozen=True, slots=True)
class House:
    """The clinic, all that can be busy in it, and its hours."""

    clinic: Clinic
    resources: tuple[Resource, ...]
    templates: tuple[Template, ...]
    exceptions: tuple[DayException, ...]


def house(today: date) -> House:
    doctors = {post.key: _doctor(post) for post in STAFF}
    rooms = {post.room: _place(ResourceKind.ROOM, f"каб. {post.room}") for post in STAFF}
    devices = {key: _place(ResourceKind.DEVICE, name) for key, name in DEVICES.items()}
    offers = tuple(
        Offer(service_id(duty.code), doctors[post.key], duty.minutes, rooms[post.room], device)
        for post in STAFF
        for duty in post.duties
        for device in (devices[duty.device] if duty.device else None,)
    )
    places = (*rooms.values(), *devices.values())
    valid_from = today - HOURS_KNOWN_FOR
    return House(
        _clinic(offers),
        (*doctors.values(), *places),
        (
            *(
                Template(doctors[post.key].id, weekday, start, end, valid_from)
                for post in STAFF
                for weekday, (start, end) in post.week
            ),
            *(
                Template(place.id, weekday, ROOM_OPENS, ROOM_CLOSES, valid_from)
                for place in places
                for weekday in range(7)
            ),
        ),
        tuple(_exceptions(doctors, today)),
    )


def _clinic(offers: tuple[Offer, ...]) -> Clinic:
    return Clinic(
        legal_entity_id=LEGAL_ENTITY,
        name=NAME,
        time_zone=TIME_ZONE,
        division_id=DIVISION,
        programmes={
            FREE_OF_CHARGE.id: Programme(FREE_OF_CHARGE.id, FREE_OF_CHARGE.name, free=True),
            OTHER_FUNDING.id: Programme(OTHER_FUNDING.id, OTHER_FUNDING.name, free=False),
        },
        services=_services(),
        group_names={group.id: group.name for group in GROUPS},
        offers=offers,
    )


def _services() -> dict[str, Service]:
    return {
        service_id(row.code): Service(
            service_id(row.code),
            row.code,
            row.name,
            Category(row.category),
            tuple(group.id for group in GROUPS if group.holds(row)),
        )
        for row in catalogue.services().services
    }


def _doctor(post: Post) -> Resource:
    return Resource(
        fixed_id("doctor", post.key),
        ResourceKind.DOCTOR,
        post.name,
        speciality=post.speciality,
        position=post.position,
        employee_id=fixed_id("employee", post.key),
    )


def _place(kind: ResourceKind, name: str) -> Resource:
    return Resource(fixed_id(kind, name), kind, name)


def _exceptions(doctors: dict[str, Resource], today: date) -> Iterator[DayException]:
    for ahead in range(LEAVE_FROM, LEAVE_FROM + LEAVE_DAYS):
        away = today + timedelta(days=ahead)
        yield DayException(doctors[LEAVE_OF].id, away, *WHOLE_DAY, Change.CLOSED)
    saturday = _next(today + timedelta(days=1), {5})
    yield DayException(doctors[EXTRA_BY].id, saturday, *EXTRA_HOURS, Change.EXTRA)
    cleaning = _next(today + timedelta(days=CLEANING_DAY), {0, 1, 2, 3, 4})
    for doctor in doctors.values():
        yield DayException(doctor.id, cleaning, *WHOLE_DAY, Change.CLOSED)


def _next(day: date, weekdays: set[int]) -> date:
    """`day` itself or the first after it that falls on one of `weekdays`."""
    while day.weekday() not in weekdays:
        day += timedelta(days=1)
    return day
