"""Лист очікування: who waits for which time, and who is phoned first when one is freed.

In the order of fairness come

1. whoever waits by an urgent referral, or has waited for `LONGEST` days already,
2. whose referral ends within `CLOSE` days,
3. everybody else;

among equals who has waited longer. So nobody starves: after `LONGEST` days only those go before who
waited as long, and no newcomer can. A call that came to nothing costs nobody the place: only
the time that was talked about is not proposed to the same patient again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from frontdesk.domain.clinic import Clinic, Offer
from frontdesk.domain.freetime import FreeTime
from frontdesk.domain.ground import Ground
from frontdesk.domain.referral import Priority
from frontdesk.domain.timetable import Timetable

LONGEST = 30
"""Days after which nobody who came later goes before, however urgent."""
CLOSE = 14
"""Days before the referral's last day in which its patient goes before others."""
FAIREST = 3
"""People proposed for one time."""

_URGENT = frozenset({Priority.URGENT, Priority.ASAP, Priority.STAT})
_NOON = 12 * 60


class Standing(StrEnum):
    """All but the first are final."""

    WAITING = "waiting"
    BOOKED = "booked"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    """Taken off after the last day on which a visit would have served."""


class PartOfDay(StrEnum):
    """When on a day the patient can come."""

    ANY = "any"
    MORNING = "morning"
    """The visit begins before noon."""
    AFTERNOON = "afternoon"

    def holds(self, minute: int) -> bool:
        return self is PartOfDay.ANY or (self is PartOfDay.MORNING) == (minute < _NOON)


class Reply(StrEnum):
    """What a call for a freed time came to, if not to a booking."""

    REFUSED = "refused"
    NO_ANSWER = "no_answer"


class Leaving(StrEnum):
    """Why somebody is taken off the list without a visit."""

    SEEN_ELSEWHERE = "seen_elsewhere"
    NOT_NEEDED = "not_needed"
    NOT_REACHED = "not_reached"
    MISTAKE = "mistake"


@dataclass(frozen=True, slots=True)
class Call:
    """The patient was phoned about a time."""

    at: datetime
    """UTC."""
    doctor_id: str
    day: date
    start: int
    """Minutes of the local day."""
    reply: Reply

    def was_about(self, time: FreeTime) -> bool:
        return (self.doctor_id, self.day, self.start) == (
            time.offer.doctor.id,
            time.day,
            time.start,
        )


@dataclass(frozen=True, slots=True)
class Waiting:
    """One patient waits for one visit."""

    id: str
    patient_id: str
    service_id: str
    """Id of a service or, with `names_group`, of a group of services."""
    ground: Ground
    first_day: date
    since: datetime
    """UTC."""
    last_day: date | None = None
    """The last day on which the patient can come; None: there is none."""
    names_group: bool = False
    doctor_id: str | None = None
    """None: whoever gives the service."""
    part: PartOfDay = PartOfDay.ANY
    referral_id: str | None = None
    referral_last_day: date | None = None
    priority: Priority | None = None
    calls: tuple[Call, ...] = ()
    """By time."""
    state: Standing = Standing.WAITING
    appointment_id: str | None = None
    """What is held or booked for the patient, the last of them."""

    @property
    def is_urgent(self) -> bool:
        return self.priority in _URGENT

    @property
    def until(self) -> date | None:
        """The last day on which a visit would serve; None: any."""
        return min((it for it in (self.last_day, self.referral_last_day) if it), default=None)

    def is_overdue(self, today: date) -> bool:
        """Whether no visit can serve any more: the patient must be told."""
        return self.until is not None and self.until < today

    def is_close(self, today: date) -> bool:
        """Whether the referral's last day is near, or past."""
        last = self.referral_last_day
        return last is not None and (last - today).days <= CLOSE

    def days(self, today: date) -> int:
        """For how many days the patient has waited."""
        return max(0, (today - self.since.date()).days)

    def offers(self, clinic: Clinic) -> frozenset[Offer]:
        """Who here would do."""
        given = clinic.offers_of(self.service_id, names_group=self.names_group)
        return frozenset(it for it in given if self.doctor_id in {None, it.doctor.id})

    def suits(self, time: FreeTime) -> bool:
        """Whether the patient can come then, and has not been phoned about this very time."""
        in_window = self.first_day <= time.day and (self.until is None or time.day <= self.until)
        asked = any(it.was_about(time) for it in self.calls)
        return in_window and self.part.holds(time.start) and not asked


@dataclass(frozen=True, slots=True)
class Proposal:
    """A free time, and who should be phoned about it, the fairest first."""

    time: FreeTime
    people: tuple[Waiting, ...]


def place(it: Waiting, today: date) -> tuple[int, datetime, str]:
    """Where somebody stands: the least goes first."""
    goes_first = it.is_urgent or it.days(today) >= LONGEST
    rank = 0 if goes_first else 1 if it.is_close(today) else 2
    return rank, it.since, it.id


def in_order(waiting: Iterable[Waiting], today: date) -> tuple[Waiting, ...]:
    """Everybody by the rule of fairness."""
    return tuple(sorted(waiting, key=lambda it: place(it, today)))


def fairest(
    time: FreeTime, waiting: Iterable[Waiting], clinic: Clinic, today: date
) -> tuple[Waiting, ...]:
    """At most `FAIREST` people whom the time suits."""
    suited = (it for it in waiting if time.offer in it.offers(clinic) and it.suits(time))
    return in_order(suited, today)[:FAIREST]


def proposals(
    table: Timetable, waiting: Sequence[Waiting], clinic: Clinic, today: date, limit: int
) -> tuple[Proposal, ...]:
    """The first times of `table` for which somebody waits, by day and minute.

    Of the times of one doctor's day that would be proposed to the same people only the first is
    there: each of them needs but one.
    """
    ordered = in_order(waiting, today)
    wanted = {it.id: it.offers(clinic) for it in ordered}
    found: list[Proposal] = []
    for day in table.days:
        if len(found) >= limit:
            break
        of_day = [
            proposal
            for offer in table.offers
            for proposal in _of_doctor(
                table, offer, day, [it for it in ordered if offer in wanted[it.id]]
            )
        ]
        found += sorted(of_day, key=lambda it: (it.time.start, it.time.offer.doctor.id))
    return tuple(found[:limit])


def _of_doctor(
    table: Timetable, offer: Offer, day: date, ordered: Sequence[Waiting]
) -> Iterable[Proposal]:
    seen: set[tuple[str, ...]] = set()
    for time in table.times(offer, day) if ordered else ():
        people = tuple(it for it in ordered if it.suits(time))[:FAIREST]
        ids = tuple(it.id for it in people)
        if people and ids not in seen:
            seen.add(ids)
            yield Proposal(time, people)
