"""A crash ends in one sentence: no value that was at hand is printed or logged."""

from __future__ import annotations

import asyncio

from textual.worker import WorkerFailed

from frontdesk import log, paths
from frontdesk.tui.locking import LockableApp
from frontdesk.tui.session import Session


class CrashingApp(LockableApp):
    """Errors of its workers, threads and callbacks end it as its own do."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.failed: str | None = None
        """What the person at the terminal is told after the end, if it was not wanted."""
        self._screens_loop: asyncio.AbstractEventLoop | None = None

    def on_mount(self) -> None:
        self._screens_loop = asyncio.get_running_loop()
        self._screens_loop.set_exception_handler(self._loop_broke)

    def leave(self) -> None:
        """As the quit key does, out of a signal or a thread: nobody is at this terminal any more.

        Raises:
            KeyboardInterrupt: nothing is shown yet.
        """
        if self._screens_loop is None:
            raise KeyboardInterrupt
        self._screens_loop.call_soon_threadsafe(self.exit, 0)

    def _fatal_error(self) -> None:
        """Ends without the values that Textual would print."""
        error: BaseException | None = self._exception
        if isinstance(error, WorkerFailed):
            error = error.error
        if error is None or self.failed is not None:
            return
        from frontdesk.words import crashes

        log.note_error(log.Event.CRASHED, error)
        self.failed = crashes.sentence(self.session.words, error, paths.log())
        self._close_messages_no_wait()

    def thread_broke(self, error: BaseException) -> None:
        """An error in a thread that nobody waits for is as any other."""
        if isinstance(error, Exception) and self.is_running and self._screens_loop is not None:
            self._screens_loop.call_soon_threadsafe(self._handle_exception, error)
        else:
            log.note_error(log.Event.WENT_WRONG, error)

    def _loop_broke(self, _loop: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
        """A broken callback is as any other error; a task whose end nobody awaits is put down."""
        error = context.get("exception")
        if isinstance(error, Exception) and "handle" in context and self.is_running:
            self._handle_exception(error)
        elif isinstance(error, BaseException):
            log.note_error(log.Event.WENT_WRONG, error)
