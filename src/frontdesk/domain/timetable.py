"""The free times of some offers over some days: what the clerk chooses from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from frontdesk.domain.appointment import Appointment
from frontdesk.domain.clinic import Offer
from frontdesk.domain.freetime import CELL, FreeTime, Mask, earliest, packed_starts, span, starts


@dataclass(frozen=True, slots=True)
class Timetable:
    """Free masks by resource and day; a visit needs all resources of its offer at once."""

    offers: tuple[Offer, ...]
    days: tuple[date, ...]
    free: Mapping[str, Mapping[date, Mask]] = field(repr=False)
    last_day: date | None = None
    """The referral's last day: later times cannot be taken as free of charge."""

    def vacated(self, visit: Appointment) -> Timetable:
        """The same as if `visit` were not there: where it could be moved to."""
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
        cells = offer.minutes // CELL
        return tuple(
            FreeTime(offer, day, start) for start in packed_starts(self._mask(offer, day), cells)
        )

    def count(self, offer: Offer, day: date) -> int:
        cells = offer.minutes // CELL
        return sum(1 for _ in packed_starts(self._mask(offer, day), cells))

    def nearest(self, offer: Offer) -> FreeTime | None:
        """The first time of this offer that the referral covers."""
        for day in self.days:
            if not self.covered(day):
                return None
            start = earliest(self._mask(offer, day), offer.minutes // CELL)
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

    def admits(self, time: FreeTime) -> bool:
        """Whether the visit fits, at any five-minute start."""
        mask = starts(self._mask(time.offer, time.day), time.offer.minutes // CELL)
        return time.start % CELL == 0 and bool(mask >> time.start // CELL & 1)

    def _mask(self, offer: Offer, day: date) -> Mask:
        mask = -1
        for resource in offer.resources:
            mask &= self.free.get(resource.id, {}).get(day, 0)
        return mask
