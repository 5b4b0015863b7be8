"""The free times of some offers over some days: what the clerk chooses from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from frontdesk.domain.appointment import Appointment
from frontdesk.domain.clinic import Offer
from frontdesk.domain.freetime import CELL, FreeTime, Mask, packed_starts, span, starts


@dataclass(frozen=True, slots=True)
class Timetable:
    """Free masks by resource and day; a visit needs all resources of its offer at once."""

    offers: tuple[Offer, ...]
    days: tuple[date, ...]
    free: Mapping[str, Mapping[date, Mask]] = field(repr=False)
    last_day: date | None = None
    """The referral's last day: later times cannot be taken as free of charge."""
    usual: Mapping[str, Mapping[date, Mask]] | None = field(default=None, repr=False)
    """For overbooking: what is free without it, and so is not offered here."""

    def vacated(self, visit: Appointment) -> Timetable:
        """The same as if `visit` were not there: where it could be moved to.

        Beside an overbooked visit there is another one, so that nothing becomes free.
        """
        if visit.overbooked_because is not None:
            return self
        own = span(visit.start, visit.end)
        freed = {
            id_: {**self.free[id_], visit.day: self.free[id_][visit.day] | own}
            for id_ in visit.resource_ids
            if visit.day in self.free.get(id_, {})
        }
        return replace(self, free={**self.free, **freed})

    def covered(self, day: date) -> bool:
        """Whether the referral still holds on `day`."""
        return self.last_day is None or day <= self.last_day

    def times(self, offer: Offer, day: date) -> tuple[FreeTime, ...]:
        return tuple(FreeTime(offer, day, start) for start in self._packed(offer, day))

    def count(self, offer: Offer, day: date) -> int:
        return sum(1 for _ in self._packed(offer, day))

    def nearest(self, offer: Offer) -> FreeTime | None:
        """The first time of this offer that the referral covers."""
        for day in self.days:
            if not self.covered(day):
                return None
            start = next(self._packed(offer, day), None)
            if start is not None:
                return FreeTime(offer, day, start)
        return None

    def earliest(self, limit: int = 1) -> tuple[FreeTime, ...]:
        """The first times over all offers, by day and minute; it looks no further than it must."""
        found: list[FreeTime] = []
        for day in self.days:
            if len(found) >= limit or not self.covered(day):
                break
            of_day = (time for offer in self.offers for time in self.times(offer, day))
            found.extend(sorted(of_day, key=lambda time: (time.start, time.offer.doctor.id)))
        return tuple(found[:limit])

    def like(
        self, time: FreeTime, limit: int, *, without: FreeTime | None = None
    ) -> tuple[FreeTime, ...]:
        """Times that would serve as well, when another terminal was quicker.

        The nearest of the same day first, at one minute the same doctor's; then later days.
        """
        same_day = [it for offer in self.offers for it in self.times(offer, time.day)]
        same_day.sort(
            key=lambda it: (abs(it.start - time.start), it.offer.doctor.id != time.offer.doctor.id)
        )
        later = (it for it in self.earliest(limit) if it.day != time.day)
        return tuple(it for it in (*same_day, *later) if it != without)[:limit]

    def instead(self, visit: Appointment) -> FreeTime | None:
        """Where a visit goes that cannot be where it is: the nearest time of its day, else later.

        At one minute the same doctor comes first.
        """
        offers = self.offers if self.covered(visit.day) else ()
        of_day = (time for offer in offers for time in self.times(offer, visit.day))
        nearest = min(of_day, default=None, key=lambda it: _away(it, visit))
        return nearest or self._first_after(visit, self.offers)

    def later(self, visit: Appointment) -> FreeTime | None:
        """A time for a patient who cannot come: the same doctor's next, else anybody's."""
        same = tuple(it for it in self.offers if it.doctor.id == visit.doctor_id)
        return self._first_after(visit, same) or self._first_after(visit, self.offers)

    def _first_after(self, visit: Appointment, offers: tuple[Offer, ...]) -> FreeTime | None:
        """The first time of `offers` after the visit's own that the referral covers."""
        for day in self.days:
            if day < visit.day or not self.covered(day):
                continue
            of_day = (time for offer in offers for time in self.times(offer, day))
            found = (it for it in of_day if day > visit.day or it.start >= visit.end)
            first = min(found, default=None, key=lambda it: (it.start, it.offer.doctor.id))
            if first is not None:
                return first
        return None

    def taken(self, time: FreeTime) -> Timetable:
        """The same once somebody has `time`."""
        cells = span(time.start, time.end)
        left = {
            it.id: {**self.free[it.id], time.day: self.free[it.id][time.day] & ~cells}
            for it in time.offer.resources
            if time.day in self.free.get(it.id, {})
        }
        return replace(self, free={**self.free, **left})

    def admits(self, time: FreeTime) -> bool:
        """Whether the visit fits, at any five-minute start."""
        mask = starts(_common(self.free, time.offer, time.day), time.offer.minutes // CELL)
        possible = mask & ~self._usual_starts(time.offer, time.day)
        return time.start % CELL == 0 and bool(possible >> time.start // CELL & 1)

    def _packed(self, offer: Offer, day: date) -> Iterator[int]:
        free, cells = _common(self.free, offer, day), offer.minutes // CELL
        return packed_starts(free, cells, self._usual_starts(offer, day))

    def _usual_starts(self, offer: Offer, day: date) -> Mask:
        if self.usual is None:
            return 0
        return starts(_common(self.usual, offer, day), offer.minutes // CELL)


def _away(time: FreeTime, visit: Appointment) -> tuple[int, bool, str]:
    doctor = time.offer.doctor.id
    return abs(time.start - visit.start), doctor != visit.doctor_id, doctor


def _common(free: Mapping[str, Mapping[date, Mask]], offer: Offer, day: date) -> Mask:
    """The cells in which everything that the offer needs is free."""
    mask = -1
    for resource in offer.resources:
        mask &= free.get(resource.id, {}).get(day, 0)
    return mask
