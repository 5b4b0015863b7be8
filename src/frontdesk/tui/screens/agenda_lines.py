"""The lines of the agenda: columns that fit the width there is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from textual.content import Content

from frontdesk.domain.appointment import Claim, State
from frontdesk.domain.clinic import Resource
from frontdesk.domain.patient import Name
from frontdesk.domain.planned import Grouping, Planned
from frontdesk.tui.safe import cut, row, text
from frontdesk.tui.themes import Role
from frontdesk.words import Words, agenda, dates

WITH_SERVICE = 64
"""Cells from which the service and the ground have room."""
PLACE = 12
GROUND = 10
"""Cells of a room or a doctor, and of a ground."""
SERVICE_AT_LEAST = 8
"""Cells; in fewer a service says nothing, and its patient needs them."""

_STANDING: Mapping[State, tuple[Role, str]] = {
    State.HELD: ("unsure", "…"),
    State.CLAIMING: ("unsure", "…"),
    State.ARRIVED: ("good", "●"),
    State.FULFILLED: ("quiet", "■"),
    State.NO_SHOW: ("bad", "✖"),
    State.CANCELLED: ("bad", "✖"),
}


class Heading(NamedTuple):
    """Whose visits follow."""

    title: str


Row = Planned | Heading


def under_headings(visits: Sequence[Planned], grouping: Grouping) -> Sequence[Row]:
    """Each doctor's or room's visits below its name; by time they stand one below another."""
    if grouping is Grouping.TIME:
        return visits
    rows: list[Row] = []
    for place, theirs in groupby(visits, attrgetter(grouping.value)):
        rows += (Heading(place.name if place else "—"), *theirs)
    return rows


def visit_line(
    words: Words, it: Planned, width: int, grouping: Grouping, *, with_day: bool = False
) -> Content:
    """Time, patient, service, room or doctor, ground, how it stands."""
    clock = dates.clock(it.start)
    time = f"{dates.short(words, it.day)} {clock}" if with_day else clock
    place = (
        it.room.name
        if it.room and grouping is Grouping.DOCTOR and not with_day
        else short(it.doctor)
    )
    role, sign = standing(it)
    state = agenda.state(words, it.state, it.claim, is_late=it.is_late)
    first = cut(text(time, "strong"), len(time) + 2)
    last = row(cut(text(f" {sign} {state}", role), 17))
    left = width - first.cell_length - last.cell_length
    if width < WITH_SERVICE:
        return row(
            first, cut(text(it.patient), left - 12), text(" "), cut(text(place, "quiet"), 11), last
        )
    patient = max(16, left // 3)
    known = text(agenda.ground(words, it.ground), "quiet")
    beside = patient + 1 + 1 + PLACE + GROUND
    if left - beside < SERVICE_AT_LEAST:
        patient = left - PLACE - GROUND - 2
        return row(
            first,
            cut(text(it.patient), patient),
            text(" "),
            cut(text(place), PLACE),
            text(" "),
            cut(known, GROUND),
            last,
        )
    return row(
        first,
        cut(text(it.patient), patient),
        text(" "),
        cut(text(it.service_name, "quiet"), left - beside),
        text(" "),
        cut(text(place), PLACE - 1),
        text(" "),
        cut(known, GROUND),
        last,
    )


def standing(it: Planned) -> tuple[Role, str]:
    """The colour of how the visit stands, and the sign that says the same without it."""
    if it.state is not State.BOOKED:
        return _STANDING[it.state]
    match it.claim:
        case Claim.DEFERRED | Claim.PENDING:
            return "unsure", "?"
        case Claim.LOST | Claim.MANUAL:
            return "warn", "!"
        case _:
            return ("warn", "~") if it.is_late else ("plain", "✔")


def short(doctor: Resource) -> str:
    """Surname and initials."""
    name = Name.read(doctor.name)
    return name.short if name else doctor.name
