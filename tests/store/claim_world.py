"""Two terminals, a clinic's real store, and an ЕСОЗ that loses, delays and refuses.

The step function and the store are the production's; only the network between them is a model, so
that every moment of it can be chosen. A worker moves by halves: it carries out an effect, or it
writes down what it observed, and may crash between the two.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import count
from typing import TYPE_CHECKING

from sqlalchemy import Connection, func, select, update

from frontdesk.domain.appointment import Appointment, Claim, State
from frontdesk.domain.ground import Ground
from frontdesk.domain.protocol import (
    Accepted,
    Effect,
    JobEnded,
    Kind,
    Observation,
    Operation,
    PickedUp,
    Poll,
    Progress,
    Qualified,
    Qualify,
    Read,
    Refused,
    Release,
    Rest,
    Seen,
    SignedOut,
    Silence,
    Standing,
    Step,
    Use,
    step,
)
from frontdesk.domain.referral import Processing, Referral
from frontdesk.store import (
    appointments,
    attendance,
    invariants,
    operations,
    referrals,
    tables,
    withdrawal,
)
from frontdesk.store.engine import Store
from frontdesk.store.journal import Actor

if TYPE_CHECKING:
    from tests.store.conftest import SettableClock

_FORGOTTEN = {
    "progress": Progress.DONE,
    "due_at": None,
    "lease_owner": None,
    "lease_until": None,
}
US, OTHERS = "us", "others"
LEASE = 120.0
LONGEST_WAY = 60.0
"""Seconds after which a request that left has arrived or is lost."""
ALREADY = "Service request is already used"
KEPT = "Invalid program processing status"
WEDNESDAY = date(2026, 11, 25)
FIRST, LAST, MINUTES = 9 * 60, 12 * 60, 20


@dataclass
class Esoz:
    """Who uses each referral; what befalls the next request is told to it first."""

    users: dict[str, str | None]
    now: Callable[[], datetime]
    fate: str = ""
    """Of the next request to change something. `request`: lost on its way; `answer`: carried out
    unheard; `late`: carried out later."""
    silent: bool = False
    """Does not answer the next question."""
    releases: bool = True
    signed_in: bool = True
    refused: dict[str, str | None] = field(default_factory=dict)
    """By job, the words with which it failed."""
    under_way: list[tuple[datetime, Callable[[], str]]] = field(default_factory=list)
    _jobs: Iterator[int] = field(default_factory=count)

    def read(self, referral_id: str) -> Observation:
        if not self.signed_in:
            return SignedOut()
        standings = {None: Standing.FREE, US: Standing.OURS, OTHERS: Standing.TAKEN}
        return Silence() if self._is_silent() else Seen(standings[self.users[referral_id]])

    def use(self, referral_id: str) -> Observation:
        return self._change(lambda: self._used(referral_id))

    def release(self, referral_id: str) -> Observation:
        return self._change(lambda: self._released(referral_id))

    def job(self, job_id: str) -> Observation:
        if not self.signed_in:
            return SignedOut()
        if self._is_silent():
            return Silence()
        words = self.refused[job_id]
        return JobEnded() if words is None else Refused(words)

    def land(self, *, all_of_them: bool = False) -> None:
        """What is under way arrives; at the latest after `LONGEST_WAY`."""
        for sent_at, carry_out in list(self.under_way):
            if all_of_them or (self.now() - sent_at).total_seconds() >= LONGEST_WAY:
                self.under_way.remove((sent_at, carry_out))
                carry_out()

    def _change(self, carry_out: Callable[[], str]) -> Observation:
        if not self.signed_in:
            return SignedOut()
        match self._befalls():
            case "request":
                return Silence()
            case "late":
                self.under_way.append((self.now(), carry_out))
                return Silence()
            case "answer":
                carry_out()
                return Silence()
            case _:
                return Accepted(carry_out())

    def _used(self, referral_id: str) -> str:
        is_free = self.users[referral_id] is None
        if is_free:
            self.users[referral_id] = US
        return self._job(None if is_free else ALREADY)

    def _released(self, referral_id: str) -> str:
        lets = self.releases and self.users[referral_id] == US
        if lets:
            self.users[referral_id] = None
        return self._job(None if lets else KEPT)

    def _job(self, refused: str | None) -> str:
        id_ = f"j{next(self._jobs)}"
        self.refused[id_] = refused
        return id_

    def _is_silent(self) -> bool:
        silent, self.silent = self.silent, False
        return silent

    def _befalls(self) -> str:
        fate, self.fate = self.fate, ""
        return fate


@dataclass
class Terminal:
    """One worker, and where it stands."""

    actor: Actor
    owed: Effect | None = None
    """The effect that comes next."""
    observed: Observation | None = None
    """What it saw and has not written down."""
    operation: Operation | None = None
    seen: Observation | None = None
    """What the referral last read as."""

    def crash(self) -> None:
        self.owed = self.observed = self.operation = self.seen = None


def _one_of(visits: list[Appointment], which: int) -> list[Appointment]:
    return [visits[which % len(visits)]] if visits else []


class ClaimWorld:
    """Everything that can happen to the claims of a few referrals, one act at a time."""

    posts_read = True
    """Whether the referral is read before a job's end counts."""
    writes_first = True
    """Whether a request is written down as sent before it leaves."""
    watches = True
    """Whether a claim that may be under way is remembered when its visit is cancelled."""

    def __init__(self, store: Store, clock: SettableClock, known: Sequence[Referral]) -> None:
        self.store = store
        self.clock = clock
        self.referrals = {it.id: it for it in known}
        self.esoz = Esoz(dict.fromkeys(self.referrals), clock)
        self.terminals = [Terminal(Actor("registrar", f"window-{n}")) for n in range(2)]
        self._ids = count()

    # What people do.

    def book(self, which: int, at: int, session: int = 1) -> None:
        """A clerk sees the referral free or ours, and books a visit under it."""
        id_ = list(self.referrals)[which % len(self.referrals)]
        provisional = not self.esoz.signed_in
        if not provisional and self.esoz.users[id_] == OTHERS:
            return
        actor = self.terminals[at % 2].actor
        claim = Claim.DEFERRED if provisional else Claim.PENDING
        kind = Kind.VERIFY if provisional else Kind.CLAIM
        visit = self._draft(id_, at, session)
        with self.store.writing() as db:
            self._remember(db, id_)
            held = appointments.hold(db, visit, actor)
            if held is None:
                return
            appointments.confirm(db, held.id, "p1", claim, actor)
            claimed = Operation(f"o-{held.id}", kind, held.id, id_)
            operations.open_operation(db, withdrawal.inherit(db, claimed, actor))

    def book_second(self, which: int, at: int) -> None:
        """The second visit of a course, whether the first one stands or not."""
        self.book(which, at, session=2)

    def cancel(self, which: int, at: int) -> None:
        for visit in _one_of(self._visits(), which):
            with self.store.writing() as db:
                self._cancel(db, visit.id, self.terminals[at % 2].actor)

    def move(self, which: int, at: int) -> None:
        for visit in _one_of(self._visits(), which):
            start = FIRST + at * MINUTES
            to = replace(visit, start=start, end=start + MINUTES)
            with self.store.writing() as db:
                attendance.move(db, visit.id, to, self.terminals[at % 2].actor)

    def steal(self, which: int, _: int) -> None:
        """Another clinic takes the referral, if it is free."""
        id_ = list(self.referrals)[which % len(self.referrals)]
        self.esoz.users[id_] = self.esoz.users[id_] or OTHERS

    # What befalls them.

    def silence(self, *_: int) -> None:
        self.esoz.silent = True

    def lose_request(self, *_: int) -> None:
        self.esoz.fate = "request"

    def lose_answer(self, *_: int) -> None:
        self.esoz.fate = "answer"

    def delay(self, *_: int) -> None:
        self.esoz.fate = "late"

    def arrive(self, *_: int) -> None:
        self.esoz.land(all_of_them=True)

    def crash(self, which: int, _: int) -> None:
        self.terminals[which % 2].crash()

    def sign_out(self, *_: int) -> None:
        self.esoz.signed_in = False

    def sign_in(self, *_: int) -> None:
        self.esoz.signed_in = True

    def forbid_release(self, which: int, _: int) -> None:
        self.esoz.releases = which % 2 == 0

    def wait(self, which: int, _: int) -> None:
        self.clock.advance((1, 5, 61, LEASE, 301)[which])
        self.esoz.land()

    def work(self, which: int, at: int) -> None:
        """A terminal takes a few half steps."""
        for _ in range(at + 1):
            self._go_on(self.terminals[which % 2])

    def _go_on(self, it: Terminal) -> None:
        if it.owed is not None and it.operation is not None:
            self._carry_out(it, it.owed, it.operation)
        elif it.observed is not None and it.operation is not None:
            self._write(it, step(it.operation, it.observed))
        else:
            self._pick_up(it)

    # What must be true.

    def broken(self) -> list[str]:
        """The invariants that do not hold; a hold that ran out is swept by whoever comes next."""
        with self.store.reading() as db:
            checked = invariants.check(db, self.clock(), US)
        return [it.id for it in checked if it.violations and it.id != "I5"]

    def heal(self) -> None:
        """The faults end, and the terminals work until nothing is owed any more."""
        self.esoz.fate, self.esoz.silent, self.esoz.signed_in = "", False, True
        self.esoz.land(all_of_them=True)
        for it in self.terminals:
            it.crash()
        for _ in range(400):
            if not self._owed():
                return
            for it in self.terminals:
                self._go_on(it)
            if not any(it.operation for it in self.terminals):
                self.wait(4, 0)
        raise AssertionError("something stays owed for ever")

    def untrue(self) -> list[str]:
        """What the clinic believes and ЕСОЗ does not, once nothing is under way."""
        visits = self._visits(ended=True)
        wrong = []
        for id_, user in self.esoz.users.items():
            under = [it for it in visits if it.referral_id == id_]
            booked = [it for it in under if it.state is State.BOOKED and it.claim is Claim.OURS]
            known = [it for it in under if it.claim is Claim.MANUAL]
            if booked and user != US:
                wrong.append(f"{id_}: booked, and ЕСОЗ has it with {user}")
            if user == US and not booked and not known:
                wrong.append(f"{id_}: with us, and nobody knows")
        return wrong

    # How a worker goes on.

    def _pick_up(self, it: Terminal) -> None:
        with self.store.writing() as db:
            appointments.sweep_holds(db, it.actor)
            for id_ in referrals.with_idle_numbers(db):
                referrals.forget_idle_number(db, id_)
            leased = operations.due(db, it.actor.terminal, LEASE, limit=1)
        for operation in leased:
            self._write(it, step(operation, PickedUp()))

    def _write(self, it: Terminal, taken: Step) -> None:
        if not self.writes_first and isinstance(taken.effect, Use):
            self._send_unwritten(it, taken)
            return
        rest = taken.effect.seconds if isinstance(taken.effect, Rest) else None
        with self.store.writing() as db:
            kept = operations.keep(db, taken.operation, it.actor, lease=LEASE, rest=rest)
            if kept and taken.settlement is not None:
                if isinstance(it.seen, Seen):
                    self._remember(db, taken.operation.referral_id, it.seen)
                operations.settle(db, taken.operation, taken.settlement, it.actor)
        if kept and rest is None:
            it.operation, it.owed, it.observed = taken.operation, taken.effect, None
        else:
            it.crash()

    def _send_unwritten(self, it: Terminal, taken: Step) -> None:
        it.operation, it.owed = taken.operation, None
        it.observed = self.esoz.use(taken.operation.referral_id)

    def _carry_out(self, it: Terminal, effect: Effect, operation: Operation) -> None:
        it.owed, it.observed = None, self._observed(effect, operation)
        if isinstance(effect, Read):
            it.seen = it.observed

    def _observed(self, effect: Effect, operation: Operation) -> Observation:
        match effect:
            case Read() if not self.posts_read and operation.progress is Progress.SENT:
                return Seen(Standing.OURS)
            case Read():
                return self.esoz.read(operation.referral_id)
            case Qualify():
                return Qualified()
            case Use():
                return self.esoz.use(operation.referral_id)
            case Release():
                return self.esoz.release(operation.referral_id)
            case Poll(job_id, _):
                return self.esoz.job(job_id)
            case Rest():
                raise AssertionError("a resting operation is let go")

    # What is written down where.

    def _cancel(self, db: Connection, id_: str, actor: Actor) -> None:
        if not self.watches:
            operations_of = (tables.operation.c.appointment_id == id_, tables.is_open)
            db.execute(update(tables.operation).where(*operations_of).values(_FORGOTTEN))
        withdrawal.cancel(db, id_, "a call", actor, f"release-{id_}-{next(self._ids)}")

    def _draft(self, referral_id: str, at: int, session: int) -> Appointment:
        start = FIRST + at * MINUTES
        return Appointment(
            id=f"a{next(self._ids)}",
            state=State.HELD,
            claim=Claim.NONE,
            ground=Ground.E_REFERRAL,
            service_id="s1",
            doctor_id="d1",
            resource_ids=("d1", "r1"),
            day=WEDNESDAY,
            start=start,
            end=start + MINUTES,
            time_zone="Europe/Kyiv",
            referral_id=referral_id,
            session=session,
        )

    def _remember(self, db: Connection, id_: str, seen: Seen | None = None) -> None:
        """What was read; or, when a visit is booked, what stands there now."""
        user = self.esoz.users[id_]
        if seen is not None:
            user = {Standing.OURS: US, Standing.TAKEN: OTHERS}.get(seen.standing)
        processing = Processing.IN_PROGRESS if user else Processing.NEW
        said = replace(self.referrals[id_], used_by=user, processing=processing)
        referrals.remember(db, said, self.clock(), self.store.key)

    def _visits(self, *, ended: bool = False) -> list[Appointment]:
        with self.store.reading() as db:
            ids = db.scalars(select(tables.appointment.c.id).order_by(tables.appointment.c.id))
            found = [appointments.appointment(db, id_) for id_ in ids.all()]
        return [it for it in found if ended or it.state is not State.CANCELLED]

    def _owed(self) -> int:
        with self.store.reading() as db:
            open_ones = select(func.count()).select_from(tables.operation).where(tables.is_open)
            return db.scalar(open_ones) or 0
