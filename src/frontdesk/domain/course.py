"""A course: several visits under one referral, and when they could be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from frontdesk.domain.appointment import Appointment, State
from frontdesk.domain.freetime import FreeTime
from frontdesk.domain.referral import Referral
from frontdesk.domain.timetable import Timetable

WEEK = timedelta(days=7)
PATIENCE = WEEK
"""For so long after its day is due a visit may wait for the same doctor at the same hour."""


def suggest(
    table: Timetable, visits: int, gap: int = 1, first: FreeTime | None = None
) -> tuple[FreeTime, ...] | None:
    """So many times of one service, each at least `gap` days after the last; None: there aren't.

    Whole weeks are counted from the first, so that one late visit leaves the others on their day.

    The first is the earliest of all unless it is given; the others are at the same doctor and hour
    where that can be had within a week, else with the same doctor, else as near to the hour as
    possible. If so much waiting leaves no room before the referral's last day, each visit is on the
    first day possible.
    """
    first = first or next(iter(table.earliest()), None)
    if first is None:
        return None
    same = (it for it in table.offers if it.service_id == first.offer.service_id)
    one_service = replace(table, offers=tuple(same))
    for patience in (PATIENCE, timedelta(days=1)):
        course = _course(one_service, first, visits, timedelta(days=gap), patience)
        if len(course) == visits:
            return course
    return None


def collision(times: Iterable[FreeTime]) -> tuple[FreeTime, FreeTime] | None:
    """Two of the times at which the patient would have to be in two places."""
    for one, other in pairwise(in_order(times)):
        if one.day == other.day and other.start < one.end:
            return one, other
    return None


def in_order(times: Iterable[FreeTime]) -> tuple[FreeTime, ...]:
    return tuple(sorted(times, key=lambda it: (it.day, it.start)))


def free_sessions(referral: Referral, live: Iterable[Appointment]) -> tuple[int, ...]:
    """The numbers of the visits that can still be booked beside those that stand under it.

    A quantity that ЕСОЗ does not say means one. What remains by its count must also be enough for
    the visits that stand and have not taken place; of those that have, it knows or will know.
    """
    stand = tuple(live)
    taken = {it.session for it in stand}
    free = [it for it in range(1, (referral.quantity or 1) + 1) if it not in taken]
    if referral.remaining is None:
        return tuple(free)
    to_come = sum(it.state is not State.FULFILLED for it in stand)
    return tuple(free[: max(referral.remaining - to_come, 0)])


def _course(
    table: Timetable, first: FreeTime, visits: int, gap: timedelta, patience: timedelta
) -> tuple[FreeTime, ...]:
    """As many of the visits as there are times for."""
    course = [first]
    while len(course) < visits:
        following = _following(table, first, _due(first.day, course[-1].day, gap), patience)
        if following is None:
            break
        course.append(following)
    return tuple(course)


def _due(first: date, last: date, gap: timedelta) -> date:
    if gap % WEEK:
        return last + gap
    return first + ((last - first) // gap + 1) * gap


def _following(
    table: Timetable, first: FreeTime, due: date, patience: timedelta
) -> FreeTime | None:
    """The best time from `due` on, of the first days on which there is any."""
    days = [day for day in table.days if day >= due and table.covered(day)]
    possible = ((day, of_day) for day in days if (of_day := tuple(_of_day(table, first, day))))
    soonest = next(possible, None)
    if soonest is None:
        return None
    found = [*soonest[1]]
    for day, of_day in possible:
        if day >= max(due + patience, soonest[0] + timedelta(days=1)):
            break
        found.extend(of_day)
    return min(found, key=lambda it: _unlikeness(it, first))


def _of_day(table: Timetable, first: FreeTime, day: date) -> Iterator[FreeTime]:
    """What could be taken on the day, the hour of the first visit before all."""
    for offer in table.offers:
        same_hour = FreeTime(offer, day, first.start)
        if table.admits(same_hour):
            yield same_hour
        yield from table.times(offer, day)


def _unlikeness(it: FreeTime, first: FreeTime) -> tuple[bool, int, date, str]:
    """Another doctor is worse than another hour, and that is worse than another day."""
    doctor = it.offer.doctor.id
    return doctor != first.offer.doctor.id, abs(it.start - first.start), it.day, doctor
