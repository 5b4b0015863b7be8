"""What all screens of one terminal share while the program runs."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from frontdesk.tui.keymap import Keymap
from frontdesk.tui.lock import Lock
from frontdesk.tui.preferences import LANGUAGE, LOCK_AFTER, SLIP_PRINTER

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from frontdesk.config_file import Value
    from frontdesk.desk import Desk
    from frontdesk.domain.appointment import Appointment
    from frontdesk.domain.direct_access import DirectAccess
    from frontdesk.domain.matter import Matter
    from frontdesk.domain.verdict import Verdict
    from frontdesk.domain.visit import Visit
    from frontdesk.greeting import Greeting
    from frontdesk.keys import SecretError
    from frontdesk.pin import PinFile
    from frontdesk.slips.outcome import NotPrinted, Printed
    from frontdesk.store.failure import StoreError
    from frontdesk.tui.opening import Opened
    from frontdesk.tui.tour import Tour
    from frontdesk.words import Words

RECENT = 20
"""Lookups that a terminal remembers."""


@dataclass(frozen=True, slots=True)
class Recent:
    """A line of the last lookups: masked, and nothing of the patient."""

    at: datetime
    """UTC."""
    number: str
    """Masked."""
    verdict: Verdict
    visit: Visit | None = None
    """What was booked under it here."""


class Session:
    """The words, the desk once it is open, and what happened at this terminal."""

    def __init__(self, words: Words, *, demo: bool, pin: PinFile | None = None) -> None:
        self.words = words
        self.demo = demo
        self.lock = Lock(pin)
        self.greets = False
        """Whether the tour is offered on intake."""
        self.tour: Tour | None = None
        """How far it is, while there is one."""
        self._greeting: Greeting | None = None
        self.keymap = Keymap()
        self.preferences: dict[str, Value] = {LANGUAGE.key: words.lang, LOCK_AFTER: 0}
        """What the clerk chose, by its key in `[desk]`."""
        self.opened: Opened | None = None
        self.trouble: StoreError | None = None
        """What is wrong with the database at the moment."""
        self.not_backed_up: StoreError | SecretError | None = None
        """Why there is no backup of today, if that went wrong."""
        self.recents: deque[Recent] = deque(maxlen=RECENT)
        self.followed: dict[str, str] = {}
        """Masked numbers by the id of the appointment that was booked under them."""
        self.visits: dict[str, Visit] = {}
        """Those appointments as they are now."""
        self._courses: dict[str, tuple[str, ...]] = {}
        """The further visits of a course by the first one: ids of those appointments."""
        self.printed: dict[str, Printed | NotPrinted | None] = {}
        """What became of the slips of those that were to be printed; None while it is done."""
        self.lost: list[Visit] = []
        """Bookings that came to nothing after their patient had left the desk."""
        self.left_over: dict[str, Appointment] = {}
        """By id, what a program before this one left unfinished, as it is now."""
        self.worklist: tuple[Matter, ...] | None = None
        """What needs a person, by urgency; None until it was read."""
        self.verified: dict[str, Visit] = {}
        """By id, the provisional bookings of which ЕСОЗ has spoken at last."""
        self._open = asyncio.Event()
        self._visits_changed = asyncio.Event()

    def open(self, opened: Opened) -> None:
        self.opened = opened
        self.preferences[LOCK_AFTER] = opened.lock_after
        self.preferences[SLIP_PRINTER] = opened.slip_printer
        self._open.set()

    def greet(self, greeting: Greeting) -> None:
        """Offers the tour, unless that was answered once."""
        self._greeting = greeting
        self.greets = greeting.is_due

    def answer_greeting(self) -> None:
        """The tour is not offered again."""
        self.greets = False
        if self._greeting is not None:
            self._greeting.answered()

    @property
    def desk(self) -> Desk:
        """The open desk.

        Raises:
            RuntimeError: a screen that needs it was shown before it was open.
        """
        if self.opened is None:
            raise RuntimeError("the desk is not open yet")
        return self.opened.desk

    async def when_open(self) -> Desk:
        await self._open.wait()
        return self.desk

    @property
    def direct_access(self) -> DirectAccess:
        """Whom one may see without a referral."""
        from frontdesk.direct_access import usual

        return (self.opened.direct_access if self.opened else None) or usual()

    @property
    def lock_after(self) -> float:
        """Minutes without a key after which the terminal is locked; 0: never by itself."""
        return float(self.preferences[LOCK_AFTER])

    @property
    def session_ends_soon(self) -> bool:
        """Whether nobody is signed in to ЕСОЗ, or only for a day more."""
        until = self.desk.session_until
        if until is None:
            return not self.desk.is_signed_in
        return until - self.desk.now() <= timedelta(days=1)

    @property
    def zone(self) -> ZoneInfo:
        """The site's time zone."""
        from zoneinfo import ZoneInfo

        return ZoneInfo(self.desk.clinic.time_zone)

    def local(self, moment: datetime) -> datetime:
        """An aware moment as the site's wall time."""
        return moment.astimezone(self.zone)

    def remember(self, recent: Recent) -> None:
        """Puts a lookup first; the same number stands there once."""
        kept = [it for it in self.recents if it.number != recent.number]
        self.recents = deque((recent, *kept), maxlen=RECENT)

    @property
    def not_printed(self) -> Mapping[str, NotPrinted]:
        """What went wrong with slips, by the appointment, until the clerk has seen it."""
        if not self.printed:
            return {}
        from frontdesk.slips.outcome import NotPrinted

        return {id_: it for id_, it in self.printed.items() if isinstance(it, NotPrinted)}

    def follow(self, appointments: Sequence[Appointment], number: str) -> None:
        """From now on what becomes of a visit, or of a course, is shown by its masked number."""
        first, *further = (it.id for it in appointments)
        self.followed.update(dict.fromkeys((first, *further), number))
        self._courses[first] = tuple(further)

    def further(self, appointment_id: str) -> tuple[Visit, ...]:
        """The visits of its course that follow this one and take place, as they are now."""
        visits = (self.visits[it] for it in self._courses.get(appointment_id, ()))
        return tuple(it for it in visits if it.is_to_come)

    def lost_bookings(self) -> Sequence[Sequence[Visit]]:
        """The visits in `lost`; those of one course together."""
        first_of = {id_: first for first, ids in self._courses.items() for id_ in ids}
        bookings: dict[str, list[Visit]] = {}
        for it in self.lost:
            id_ = it.appointment.id
            bookings.setdefault(first_of.get(id_, id_), []).append(it)
        return list(bookings.values())

    async def settled(self, appointment_id: str) -> None:
        """Waits until ЕСОЗ has answered for an appointment of this terminal."""
        from frontdesk.domain.appointment import State

        while self.visits[appointment_id].appointment.state is State.CLAIMING:
            await self._visits_changed.wait()

    def has_booked(self, number: str) -> bool:
        """Whether this terminal has booked a visit under the number."""
        from frontdesk.domain.number import Number

        return Number(number).masked in self.followed.values()

    async def became(self, appointment: Appointment) -> None:
        """Writes down what became of an appointment of this terminal."""
        from frontdesk.domain.appointment import Claim, State

        visit = await self.desk.visit(appointment.id)
        number = self.followed.get(appointment.id)
        if visit is None or number is None:
            return
        self.visits[appointment.id] = visit
        self._visits_changed.set()
        self._visits_changed = asyncio.Event()
        self.recents = deque(
            (replace(it, visit=visit) if _is_of(it, visit, number) else it for it in self.recents),
            maxlen=RECENT,
        )
        standing = (visit.appointment.state, visit.appointment.claim)
        if standing == (State.CANCELLED, Claim.LOST) and visit not in self.lost:
            self.lost.append(visit)

    async def read_worklist(self) -> None:
        """Reads what needs a person now, and what ЕСОЗ has said of what was not verified."""
        fresh = await self.desk.worklist.read()
        before, self.worklist = self.worklist or (), fresh
        for id_ in _not_verified(before) - _not_verified(fresh):
            visit = await self.desk.visit(id_)
            if visit is not None and _is_verified(visit):
                self.verified[id_] = visit


def _not_verified(matters: Iterable[Matter]) -> set[str]:
    from frontdesk.domain.matter import Kind

    return {it.id for it in matters if it.kind is Kind.NOT_VERIFIED}


def _is_verified(visit: Visit) -> bool:
    from frontdesk.domain.appointment import Claim

    return visit.appointment.claim in {Claim.OURS, Claim.LOST}


def _is_of(recent: Recent, visit: Visit, number: str) -> bool:
    """Whether the line is about the visit: of a course it is about the first."""
    shown = recent.visit.appointment.id if recent.visit else visit.appointment.id
    return recent.number == number and shown == visit.appointment.id
