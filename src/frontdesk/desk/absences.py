"""A doctor does not work: the time is closed, and each visit in it needs another one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from frontdesk.desk.context import Context
from frontdesk.desk.visits import Visits
from frontdesk.domain.absence import LONGEST, WHOLE_DAY, Absence, Cause, read_day, read_minute
from frontdesk.domain.clinic import Resource
from frontdesk.domain.freetime import DayException, FreeTime
from frontdesk.domain.patient import sort_key
from frontdesk.domain.visit import Visit
from frontdesk.store import absence


class Part(StrEnum):
    FIRST = "first"
    LAST = "last"
    START = "start"
    END = "end"


@dataclass(frozen=True, slots=True)
class Typed:
    """An absence as a clerk types it; all but the first day may stay empty."""

    first: str
    last: str = ""
    start: str = ""
    end: str = ""


@dataclass(frozen=True, slots=True)
class WrongAbsence:
    """These fields cannot be; everything typed stays."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Entered:
    absence: Absence
    added: tuple[DayException, ...]
    """What was not closed before: taking the absence back opens this and no more."""


@dataclass(frozen=True, slots=True)
class Affected:
    """A visit in time that its doctor does not work."""

    visit: Visit
    instead: FreeTime | None
    """The nearest time by whoever gives the service; no two visits are offered the same."""


class Absences:
    def __init__(self, context: Context, visits: Visits) -> None:
        self._context = context
        self._visits = visits

    def doctors(self) -> tuple[Resource, ...]:
        """Who receives patients here, in the order of a Ukrainian list."""
        known = {it.doctor.id: it.doctor for it in self._context.clinic.offers}
        return tuple(sorted(known.values(), key=lambda it: (sort_key(it.name), it.id)))

    async def enter(self, doctor: Resource, typed: Typed, cause: Cause) -> Entered | WrongAbsence:
        """Closes the doctor's time; no visit is touched."""
        read = self._read(doctor, typed, cause)
        if isinstance(read, WrongAbsence):
            return read
        actor = self._context.actor
        added = await self._context.store.write(lambda db: absence.enter(db, read, actor))
        return Entered(read, added)

    async def take_back(self, entered: Entered) -> None:
        """The doctor works after all."""
        actor = self._context.actor
        await self._context.store.write(
            lambda db: absence.take_back(db, entered.absence, entered.added, actor)
        )

    async def affected(self, doctor: Resource) -> tuple[Visit, ...]:
        """Visits to come in time that the doctor does not work."""
        now = self._context.now()
        return await self._context.store.read(lambda db: absence.affected(db, now, doctor.id))

    async def proposals(self, doctor: Resource) -> tuple[Affected, ...]:
        """The same visits, and where each could go."""
        given: list[FreeTime] = []
        found = []
        for visit in await self.affected(doctor):
            table = await self._visits.times(visit.appointment)
            for time in given:
                table = table.taken(time)
            instead = table.instead(visit.appointment)
            if instead is not None:
                given.append(instead)
            found.append(Affected(visit, instead))
        return tuple(found)

    def _read(self, doctor: Resource, typed: Typed, cause: Cause) -> Absence | WrongAbsence:
        today = self._context.today()
        first = read_day(typed.first, today)
        last = read_day(typed.last, first or today) if typed.last.strip() else first or today
        start = read_minute(typed.start) if typed.start.strip() else 0
        end = read_minute(typed.end) if typed.end.strip() else WHOLE_DAY
        wrong = [
            part for part, read in zip(Part, (first, last, start, end), strict=True) if read is None
        ]
        if first is None or last is None or start is None or end is None:
            return WrongAbsence(tuple(wrong))
        if first < today:
            return WrongAbsence((Part.FIRST,))
        if not 0 <= (last - first).days < LONGEST:
            return WrongAbsence((Part.LAST,))
        if start >= end:
            return WrongAbsence((Part.END,))
        return Absence(doctor.id, first, last, cause, start, end)
