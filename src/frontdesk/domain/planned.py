"""A line of the agenda: as little of a visit as is shown there, for a day has thousands."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from frontdesk.domain.appointment import MOVABLE, Claim, State, may_become
from frontdesk.domain.clinic import Resource
from frontdesk.domain.ground import Ground
from frontdesk.domain.lookup import BornOn, NameBegins, PhoneEnds, Query, phone_end_key
from frontdesk.domain.patient import Name, sort_key


class Grouping(StrEnum):
    """In what order a day is read."""

    DOCTOR = "doctor"
    ROOM = "room"
    TIME = "time"

    @property
    def following(self) -> Grouping:
        every = list(Grouping)
        return every[(every.index(self) + 1) % len(every)]


class Planned(NamedTuple):
    """A tuple, because it is made seven thousand times for one screen."""

    id: str
    """The appointment's."""
    doctor: Resource
    room: Resource | None
    is_late: bool
    start: int
    """Minutes of the local day."""
    state: State
    claim: Claim
    ground: Ground
    service_name: str
    patient_id: str | None
    """None while the time is only held."""
    surname: str | None
    first_name: str | None
    patronymic: str | None
    search_key: str | None
    phone_key: str | None
    birth_date: date | None
    day: date

    @property
    def patient(self) -> str:
        """Surname and initials; empty while the time is only held."""
        if self.surname is None:
            return ""
        return Name(self.surname, self.first_name, self.patronymic).short

    @property
    def may_move(self) -> bool:
        return self.state in MOVABLE

    def may_become(self, state: State) -> bool:
        return may_become(self.state, state)

    def fits(self, query: Query) -> bool:
        """Whether it is the visit of somebody who is looked for."""
        match query:
            case NameBegins(words):
                name = self.search_key or ""
                surname, *others = words
                return name.startswith(surname) and all(f" {it}" in name for it in others)
            case PhoneEnds(digits):
                return (self.phone_key or "").startswith(phone_end_key(digits))
            case BornOn(day):
                return self.birth_date == day


def in_order(visits: Iterable[Planned], grouping: Grouping) -> list[Planned]:
    """By doctor or room in the order of a Ukrainian list, and by time; or by time alone."""
    found = list(visits)
    doctors = {it.doctor.id: it.doctor.name for it in found}
    rooms = {it.room.id: it.room.name for it in found if it.room}
    names = doctors | rooms
    places = sorted(names, key=lambda it: (sort_key(names[it]), it))
    rank = {id_: nth for nth, id_ in enumerate(places)}

    def room(it: Planned) -> int:
        return rank[it.room.id] if it.room else -1

    match grouping:
        case Grouping.DOCTOR:
            return sorted(found, key=lambda it: (rank[it.doctor.id], it.start, it.id))
        case Grouping.ROOM:
            return sorted(found, key=lambda it: (room(it), it.start, rank[it.doctor.id], it.id))
        case Grouping.TIME:
            return sorted(found, key=lambda it: (it.start, rank[it.doctor.id], it.id))
