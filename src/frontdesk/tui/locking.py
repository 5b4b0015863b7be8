"""A program that can be locked: what is pressed then goes to the lock, and nowhere else."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual import events, work
from textual.app import App
from textual.message import Message
from textual.timer import Timer

from frontdesk import log
from frontdesk.tui.screens.base import DeskScreen
from frontdesk.tui.session import Session
from frontdesk.tui.widgets.cover import Cover

if TYPE_CHECKING:
    from frontdesk.pin import Answer

LOOK = 60.0
"""Seconds after which the idle time is looked at again at the latest: the setting may change."""


class LockableApp(App[int]):
    """Screens, their workers and what they hold go on under the lock."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._touched = Message().time  # on the clock that key events carry
        self._ticking: Timer | None = None

    def on_mount(self) -> None:
        self._count_down()

    def renew(self) -> None:
        """Shows the facts as they are now, unless the program is being left."""
        if self.is_running and isinstance(self.screen, DeskScreen):
            self.screen.renew()

    def watch_idleness(self) -> None:
        """Locks when nobody has touched anything for `lock_after` minutes."""
        limit = self.session.lock_after * 60
        left = self._touched + limit - Message().time
        if limit and left <= 0 and not self.session.lock.is_on:
            self.lock()
        self.set_timer(min(LOOK, left) if left > 0 else LOOK, self.watch_idleness)

    def lock(self) -> None:
        """Hides every screen that there is, and keeps what is pressed from them."""
        self.session.lock.close()
        log.note(log.Event.LOCKED)
        self._follow_the_lock()
        self._count_down()

    def action_lock(self) -> None:
        self.lock()

    def is_kept_out(self, event: events.Event) -> bool:
        """Whether the event is the lock's: nothing else may see it."""
        if not isinstance(event, events.InputEvent | events.Paste) or event.is_forwarded:
            return False
        self._touched = event.time
        lock = self.session.lock
        if not lock.is_on:
            return False
        if isinstance(event, events.Key):
            self._press(event)
        return True

    def _press(self, event: events.Key) -> None:
        lock = self.session.lock
        if event.key != "enter":
            lock.press(event.key, event.character)
        elif (pin := lock.enter()) is not None:
            lock.is_checking = True
            self._try(pin)
        self._show()

    @work(exclusive=True, group="lock")
    async def _try(self, pin: str) -> None:
        lock = self.session.lock
        answer = await asyncio.to_thread(lock.attempt, pin)
        lock.answered(answer)
        self._note(answer)
        self._show()
        self._count_down()

    def _note(self, answer: Answer) -> None:
        from frontdesk.pin import TooSoon, Unusable, Wrong

        match answer:
            case Wrong(attempts):
                log.note(log.Event.PIN_REFUSED, wrong=attempts)
            case TooSoon():
                log.note(log.Event.PIN_REFUSED, early=True)
            case Unusable():
                log.note(log.Event.PIN_REFUSED, unusable=True)
            case _:
                pass

    def _show(self) -> None:
        """What the lock has come to."""
        if not self.session.lock.is_on:
            log.note(log.Event.UNLOCKED)
            self._follow_the_lock()
        else:
            self._renew_cover()

    def _follow_the_lock(self) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, DeskScreen):
                screen.cover()

    def _renew_cover(self) -> None:
        for cover in self.screen.query(Cover):
            cover.renew()

    def _count_down(self) -> None:
        """Shows once a second how long no PIN is looked at."""
        if self._ticking is not None:
            self._ticking.stop()
        lock = self.session.lock
        if lock.is_on:
            self._renew_cover()
        if lock.is_on and lock.wait:
            self._ticking = self.set_timer(1, self._count_down)
