"""The clinic's copies of ЕСОЗ's registers are brought up to date."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy import Connection

from frontdesk.desk.context import Context
from frontdesk.domain.clinic import Clinic, Programme
from frontdesk.domain.reference import Register, RegisterPage
from frontdesk.esoz.failure import Failure, FailureKind
from frontdesk.store import catalogue, reference, register_runs
from frontdesk.store.clock import now
from frontdesk.store.register_runs import Run

LEASE = 60.0
"""Seconds; longer than a page takes, with all repetitions and the rest after it."""
WAITS = 3
LONGEST_WAIT = 20.0
"""How often, and for how many seconds, too many calls are waited out before a page is given up."""
DUE = timedelta(hours=24)
IN_OTHER_HANDS = 1.0
"""Seconds after which to look again whether the other terminal has done."""
RESTARTS = 2
"""How often in one sync a register may change its length while it is read."""


@dataclass(frozen=True, slots=True)
class Step:
    """A page has been read, and taken in."""

    register: Register
    page: int
    pages: int | None


@dataclass(frozen=True, slots=True)
class Counts:
    """What the reading of a register to its end came to."""

    added: int = 0
    changed: int = 0
    gone: int = 0
    """ЕСОЗ lists them no more. Not looked for if something was unreadable."""
    unreadable: int = 0


@dataclass(frozen=True, slots=True)
class Synced:
    """What came of each register; those after the end of a sync that was cut off are missing."""

    outcomes: Mapping[Register, Counts | Failure]
    unlisted: tuple[Programme, ...] = ()
    """Programmes of the settings that ЕСОЗ does not list."""

    @property
    def trouble(self) -> Failure | None:
        """The first failure that is more than a missing right."""
        failures = (it for it in self.outcomes.values() if isinstance(it, Failure))
        return next((it for it in failures if it.kind is not FailureKind.FORBIDDEN), None)


@dataclass(frozen=True, slots=True)
class SyncedElsewhere:
    """Another terminal is at it."""


SyncAnswer = Synced | SyncedElsewhere
Told = Callable[[Step], None]

_ENDS = frozenset({FailureKind.SILENT, FailureKind.BUSY, FailureKind.UNAUTHORISED})
"""After these the other registers could not be read either."""


class Sync:
    def __init__(self, context: Context) -> None:
        self._context = context
        self._has_turn = False
        """Perhaps: it has been asked for, and not given back."""

    async def is_due(self) -> bool:
        def question(db: Connection) -> bool:
            last = register_runs.last_whole(db)
            return last is None or now(db) - last >= DUE

        return await self._context.store.read(question)

    async def run(self, told: Told, *, pace: float, patience: float) -> SyncAnswer:
        """Reads all registers; what was cut off less than an hour ago is gone on with.

        `pace` are the seconds between two pages, `patience` those to wait for another terminal.
        """
        runs = await self._take_up(patience)
        if runs is None:
            return SyncedElsewhere()
        outcomes: dict[Register, Counts | Failure] = {}
        for run in runs:
            outcome = await self._read(run, told, pace)
            if outcome is None:
                return SyncedElsewhere()
            outcomes[run.register] = outcome
            if isinstance(outcome, Failure) and outcome.kind in _ENDS:
                break
        await self.let_go()
        await self._renew_clinic()
        return Synced(outcomes, await self._unlisted(outcomes))

    async def let_go(self) -> None:
        """Leaves what is unfinished to whoever comes next."""
        if self._has_turn:
            owner = self._context.actor.terminal
            await self._context.store.write(lambda db: register_runs.let_go(db, owner))
            self._has_turn = False

    async def _take_up(self, patience: float) -> tuple[Run, ...] | None:
        context, owner = self._context, self._context.actor.terminal
        until = context.now() + timedelta(seconds=patience)
        while True:
            self._has_turn = True
            runs = await context.store.write(lambda db: register_runs.take_up(db, owner, LEASE))
            if runs is not None or context.now() >= until:
                return runs
            await context.pause(IN_OTHER_HANDS)

    async def _read(self, run: Run, told: Told, pace: float) -> Counts | Failure | None:
        """Reads one register from where it is on; None if another terminal took it over."""
        restarts = 0
        while run.first is not None:
            page = await self._page(run.register, run.first)
            if isinstance(page, Failure):
                return await self._not_read(run, page)
            kept = await self._keep(run, page)
            if kept is None:
                return None
            if kept.number != run.number:
                restarts += 1
                if restarts > RESTARTS:
                    return Failure(FailureKind.UNREADABLE)
            else:
                told(Step(run.register, page.number, page.pages))
            run = kept
            await self._context.pause(pace)
        if run.refusal is not None:
            return Failure(FailureKind.FORBIDDEN, run.refusal)
        return Counts(run.added, run.changed, run.gone, run.unreadable)

    async def _page(self, register: Register, first: int) -> RegisterPage | Failure:
        """The page, waited for where there are too many calls: there is no hurry."""
        page = await self._context.esoz.reference.page(register, first)
        for _ in range(WAITS):
            if not (isinstance(page, Failure) and page.kind is FailureKind.BUSY):
                break
            await self._context.pause(min(page.retry_after or LONGEST_WAIT, LONGEST_WAIT))
            page = await self._context.esoz.reference.page(register, first)
        return page

    async def _keep(self, run: Run, page: RegisterPage) -> Run | None:
        owner = self._context.actor.terminal
        return await self._context.store.write(
            lambda db: register_runs.keep_page(db, run, page, owner, LEASE)
        )

    async def _not_read(self, run: Run, failure: Failure) -> Failure:
        """A missing right ends the reading; anything else is tried again next time."""
        if failure.kind is FailureKind.FORBIDDEN:
            await self._context.store.write(
                lambda db: register_runs.refuse(db, run, failure.message or "forbidden")
            )
        return failure

    async def _renew_clinic(self) -> None:
        """New names are shown at once."""
        context = self._context

        def renewed(db: Connection) -> Clinic:
            return replace(
                context.clinic,
                services=catalogue.services(db),
                group_names=catalogue.group_names(db),
                offers=catalogue.offers(db),
            )

        context.clinic = await context.store.read(renewed)

    async def _unlisted(
        self, outcomes: Mapping[Register, Counts | Failure]
    ) -> tuple[Programme, ...]:
        match outcomes.get(Register.PROGRAMMES):
            case Counts(unreadable=0):
                listed = await self._context.store.read(reference.listed_programmes)
                ours = self._context.clinic.programmes.values()
                return tuple(it for it in ours if it.id not in listed)
            case _:
                return ()
