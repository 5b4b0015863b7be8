"""What goes on behind the screens: recovery, sync, backup, and a database that fails."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from textual import on, work
from textual.worker import WorkerFailed

from frontdesk import log
from frontdesk.tui.crashing import CrashingApp
from frontdesk.tui.messages import SignedIn
from frontdesk.tui.screens.base import DeskScreen
from frontdesk.tui.session import Session

if TYPE_CHECKING:
    from frontdesk.store.failure import StoreError

RECOVERY = 15
"""Seconds between two looks at what was left unfinished."""
AFTERMATH = 150
"""Seconds after opening in which all that a crash left is finished: a lease lasts up to 120."""
WATCH = 300
"""Seconds between two questions of what has changed in ЕСОЗ."""

FIRST_SYNC = 300
SYNC = 3600
"""Seconds after opening, and between two looks, whether the registers of ЕСОЗ are due."""
PACE = 5.0
"""Seconds between two pages of a register: a clerk's look-up finds its calls left."""
RETRY = 1
"""Seconds between two attempts at a database that fails."""

WORKLIST = 60
"""Seconds after which the worklist is read again though nobody has changed anything."""
BREATH = 0.5
"""Seconds between two readings of it, however much is changed meanwhile."""

BACKUP = 600
"""Seconds between two looks whether the day has its backup; the first is no sooner either."""


class WorkingApp(CrashingApp):
    """Its desk works on, whatever stands on the screen; and while the database fails it waits."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._after_a_crash = True

    def begin_chores(self) -> None:
        """Once the desk is open."""
        self.recover()
        self.set_interval(RECOVERY, self.recover)
        self.set_timer(AFTERMATH, self._at_peace)
        if not self.session.demo:
            self.set_timer(FIRST_SYNC, self.sync)
            self.set_interval(SYNC, self.sync)
        self._await_minute()
        self.follow_worklist()
        self.set_interval(WATCH, self.look_for_changes)
        self.set_interval(BACKUP, self.back_up)

    def _await_minute(self) -> None:
        """The one clock for all screens: a screen's own would keep it alive after it is closed.

        What asyncio has cancelled stays in its queue until it is due, with all that it belongs to.
        """
        self.set_timer(60 - self.session.desk.now().second, self._minute_passed)

    def _minute_passed(self) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, DeskScreen):
                screen.minute_passed()
        self._await_minute()

    def _at_peace(self) -> None:
        self._after_a_crash = False

    @work(exclusive=True, group="recovery")
    async def recover(self) -> None:
        """Finishes what a crash or a silent ЕСОЗ left behind."""
        session = self.session
        for appointment in await session.desk.recover():
            await session.became(appointment)
            if self._after_a_crash and appointment.id not in session.followed:
                session.left_over[appointment.id] = appointment
        self.renew()

    @work(exclusive=True, group="sync")
    async def sync(self) -> None:
        """Brings the copies of ЕСОЗ's registers up to date once a day, while work goes on."""
        desk = self.session.desk
        if await desk.sync_is_due():
            await desk.sync(pace=PACE)

    @work(exclusive=True, group="changes")
    async def look_for_changes(self) -> None:
        """Notices what ЕСОЗ has changed under visits to come."""
        await self.session.desk.look_for_changes()

    @work(exclusive=True, group="worklist")
    async def follow_worklist(self) -> None:
        """Reads what needs a person whenever any terminal has changed something, and now and then.

        Some of it comes with time alone: what is owed grows late, a visit to come has begun.
        """
        from frontdesk.store.failure import StoreError

        session, seen = self.session, 0
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(WORKLIST):
                    seen = await session.desk.changed(seen)
            try:
                await session.read_worklist()
            except StoreError as error:
                self._is_in_trouble(error)
            self.renew()
            await asyncio.sleep(BREATH)

    @on(SignedIn)
    @work(exclusive=True, group="recovery")
    async def resume(self) -> None:
        """Goes on with what waited for the session."""
        for appointment in await self.session.desk.resume():
            await self.session.became(appointment)
        self.renew()

    @work(exclusive=True, group="trouble")
    async def get_over_it(self) -> None:
        """While the database fails, tries it again and again: work goes on by itself."""
        from frontdesk.store.failure import StoreError

        while self.session.trouble is not None:
            await asyncio.sleep(RETRY)
            try:
                await self.session.desk.sweep()
                self.session.trouble = None
            except StoreError as error:
                self.session.trouble = error
            self.renew()
        self.recover()

    @work(group="backup")
    async def back_up(self) -> None:
        """Makes the day's backup where no terminal has; nothing of the desk waits for it."""
        opened = self.session.opened
        if opened is not None and opened.back_up is not None:
            self.session.not_backed_up = await opened.back_up()
            self.renew()

    def _is_in_trouble(self, error: StoreError) -> None:
        """Says in the header what is wrong with the database, until it is over."""
        was_well = self.session.trouble is None
        self.session.trouble = error
        if was_well:
            log.note(log.Event.DATABASE_FAILED, trouble=error.code)
        self.renew()
        if was_well and self.session.opened is not None:
            self.get_over_it()

    def _handle_exception(self, error: Exception) -> None:
        """A database that fails is said in the header, and the program goes on."""
        from frontdesk.store.failure import StoreError

        cause = error.error if isinstance(error, WorkerFailed) else error
        if isinstance(cause, StoreError):
            self._is_in_trouble(cause)
        else:
            super()._handle_exception(error)
