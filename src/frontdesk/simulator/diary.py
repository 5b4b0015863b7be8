"""Sixty days of visits already booked: full soon, thinner later, never two in one place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import cycle
from random import Random

from frontdesk.domain.appointment import Claim, State
from frontdesk.domain.clinic import Offer
from frontdesk.domain.freetime import (
    CELL,
    DayException,
    FreeTime,
    Mask,
    Template,
    earliest,
    hours,
    span,
)
from frontdesk.domain.ground import Ground
from frontdesk.simulator.chance import fresh_id
from frontdesk.simulator.clinic import House
from frontdesk.simulator.people import Patient
from frontdesk.simulator.staff import STAFF, Post

DAYS = 60
FULL_FOR = 7
"""Days during which the diary is as full as it gets."""
FULL, THIN = 0.86, 0.34
"""Shares of the times booked, soon and on the last day, of those not kept free."""
KEPT_FREE = 4
"""Every fourth time stays free, so that every doctor at work has something to offer."""
USUAL_DUTY = 0.7
"""Share of the first duty among a doctor's visits."""


@dataclass(frozen=True, slots=True)
class BookedVisit:
    """A visit to furnish the clinic's register with."""

    id: str
    offer: Offer
    day: date
    start: int
    """Minutes of the local day."""
    patient: Patient
    ground: Ground
    referral_id: str | None
    state: State = State.BOOKED
    claim: Claim = Claim.NONE


@dataclass(frozen=True, slots=True)
class _Doctor:
    post: Post
    offers: tuple[Offer, ...]
    templates: tuple[Template, ...]
    exceptions: tuple[DayException, ...]

    def next_offer(self, luck: Random) -> Offer:
        if len(self.offers) == 1 or luck.random() < USUAL_DUTY:
            return self.offers[0]
        return self.offers[luck.randrange(1, len(self.offers))]


def diary(
    house: House, people: tuple[Patient, ...], today: date, luck: Random
) -> tuple[BookedVisit, ...]:
    """The visits, in order of day and doctor. Nobody comes twice on one day."""
    women = cycle([person for person in people[: len(people) // 4] if person.is_woman])
    others = cycle(people[len(people) // 4 :])
    visits: list[BookedVisit] = []
    doctors = _doctors(house)
    for ahead in range(DAYS):
        day = today + timedelta(days=ahead)
        busy: defaultdict[str, Mask] = defaultdict(int)
        for doctor in doctors:
            queue = women if doctor.post.sees_only_women else others
            visits.extend(
                _visit(doctor.post, time, next(queue), luck)
                for time in _times(doctor, day, _load(ahead), busy, luck)
            )
    return tuple(visits)


def _doctors(house: House) -> list[_Doctor]:
    """The staff in the order of `STAFF`, each with what concerns them."""
    found = []
    for post in STAFF:
        offers = tuple(offer for offer in house.clinic.offers if offer.doctor.name == post.name)
        who = offers[0].doctor.id
        templates = tuple(it for it in house.templates if it.resource_id == who)
        exceptions = tuple(it for it in house.exceptions if it.resource_id == who)
        found.append(_Doctor(post, offers, templates, exceptions))
    return found


def _load(ahead: int) -> float:
    """The share of times to book on the day `ahead` days from today."""
    if ahead <= FULL_FOR:
        return FULL
    return FULL - (FULL - THIN) * (ahead - FULL_FOR) / (DAYS - FULL_FOR)


def _times(
    doctor: _Doctor, day: date, load: float, busy: defaultdict[str, Mask], luck: Random
) -> Iterator[FreeTime]:
    """The times to book on this day, end to end; `busy` learns what rooms and devices do."""
    free = hours(day, doctor.templates, doctor.exceptions)
    turn = luck.randrange(KEPT_FREE)
    while True:
        offer = doctor.next_offer(luck)
        usable = free
        for resource in offer.resources:
            usable &= ~busy[resource.id]
        start = earliest(usable, offer.minutes // CELL)
        if start is None:
            return
        cells = span(start, start + offer.minutes)
        free &= ~cells
        turn += 1
        if turn % KEPT_FREE and luck.random() < load:
            for resource in offer.resources:
                busy[resource.id] |= cells
            yield FreeTime(offer, day, start)


def _visit(post: Post, time: FreeTime, patient: Patient, luck: Random) -> BookedVisit:
    grounds, weights = zip(*post.grounds, strict=True)
    ground: Ground = luck.choices(grounds, weights)[0]
    by_referral = ground is Ground.E_REFERRAL
    return BookedVisit(
        id=fresh_id(luck),
        offer=time.offer,
        day=time.day,
        start=time.start,
        patient=patient,
        ground=ground,
        referral_id=fresh_id(luck) if by_referral else None,
        claim=Claim.OURS if by_referral else Claim.NONE,
    )
