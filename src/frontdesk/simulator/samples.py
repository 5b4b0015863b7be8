"""The sample numbers: the referrals behind them, and what each promises to show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from frontdesk.domain.appointment import Claim
from frontdesk.simulator.chance import chance
from frontdesk.simulator.diary import BookedVisit
from frontdesk.simulator.groups import service_id
from frontdesk.simulator.minor_samples import MINORS
from frontdesk.simulator.numbers import lettered_numbers, numbers
from frontdesk.simulator.people import Patient, minor
from frontdesk.simulator.referrals import ServiceRequest
from frontdesk.simulator.refused_samples import REFUSED
from frontdesk.simulator.spec import Spec
from frontdesk.simulator.usable_samples import USABLE
from frontdesk.simulator.writer import Writer

FOR_WOMEN = frozenset({"X67002", "55076-00", "59300-00"})


@dataclass(frozen=True, slots=True)
class Sample:
    """A number to try, the code of its verdict, and what it shows.

    Of several referrals under one number the verdict is that of the line to be offered.
    """

    number: str
    verdict: str
    shows_uk: str
    shows_en: str


@dataclass(frozen=True, slots=True)
class Samples:
    """The list, and what ЕСОЗ must hold for it to come true."""

    listed: tuple[Sample, ...]
    referrals: tuple[ServiceRequest, ...]
    minors: tuple[Patient, ...]
    """Whom ЕСОЗ knows besides, for the samples of minors."""
    failing_numbers: frozenset[str]
    """Numbers whose search breaks down."""


def samples(
    seed: int, today: date, people: Iterable[Patient], visits: Iterable[BookedVisit]
) -> Samples:
    """All samples, each for another one of `people`, who have no visits yet, or for a minor."""
    writer = Writer(today, chance(seed, today, "referrals"))
    luck = chance(seed, today, "numbers")
    digits, letters = numbers(luck), lettered_numbers(luck)
    waiting = list(people)
    by_service = _by_service(visits, today)
    listed: list[Sample] = []
    referrals: list[ServiceRequest] = []
    minors: list[Patient] = []
    failing: set[str] = set()
    for spec in (*USABLE, *REFUSED, *MINORS):
        number = next(letters if spec.lettered else digits)
        listed.append(Sample(number, spec.verdict, spec.uk, spec.en))
        if spec.search_fails:
            failing.add(number)
        if spec.booked:
            visit, referral_id = by_service[service_id(spec.booked)]
            referrals.append(writer.write_booked(number, visit, referral_id))
        elif spec.age is not None:
            minors.append(minor(spec.age, chance(seed, today, f"minor {spec.age}"), today))
            referrals += writer.write(number, spec.lines, minors[-1])
        elif spec.lines:
            referrals += writer.write(number, spec.lines, _take(waiting, spec))
    return Samples(tuple(listed), tuple(referrals), tuple(minors), frozenset(failing))


def _by_service(visits: Iterable[BookedVisit], today: date) -> dict[str, tuple[BookedVisit, str]]:
    """The first visit after today that holds a referral, for each service."""
    found: dict[str, tuple[BookedVisit, str]] = {}
    for visit in visits:
        if visit.referral_id and visit.claim is Claim.OURS and visit.day > today:
            found.setdefault(visit.offer.service_id, (visit, visit.referral_id))
    return found


def _take(waiting: list[Patient], spec: Spec) -> Patient:
    """The next in the row whom the service can be meant for."""
    only_women = any(line.code in FOR_WOMEN for line in spec.lines)
    person = next(person for person in waiting if person.is_woman or not only_women)
    waiting.remove(person)
    return person
