"""What nobody catches, in whatever thread, is told without the data that Python would print."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable
from types import TracebackType

from frontdesk import log, paths
from frontdesk.words.catalogue import Words

Broken = Callable[[BaseException], None]
"""Told of an error in a thread that nobody waits for."""


def stand(words: Words, *, keeps_nothing: bool = False) -> None:
    """Guards this whole process from now on. `keeps_nothing`: but for a crash it leaves no log."""

    def uncaught(
        _kind: type[BaseException], error: BaseException, _trace: TracebackType | None
    ) -> None:
        if isinstance(error, KeyboardInterrupt):
            return
        log.note_error(log.Event.CRASHED, error)
        tell(words, error)

    log.keep(paths.log(), logging.CRITICAL if keeps_nothing else logging.INFO)
    _leave_no_core()
    sys.excepthook = uncaught
    sys.unraisablehook = lambda it: _noted(it.exc_value)
    threading.excepthook = lambda it: _noted(it.exc_value)


def watch_threads(broken: Broken) -> None:
    """An error in any thread ends the program in the way of `broken`."""

    def uncaught(failed: threading.ExceptHookArgs) -> None:
        if failed.exc_value is not None:
            broken(failed.exc_value)

    threading.excepthook = uncaught


def tell(words: Words, error: BaseException) -> None:
    """The sentence for the person at the terminal."""
    from frontdesk.words import crashes

    sys.stderr.write(f"{crashes.sentence(words, error, paths.log())}\n")


def _noted(error: BaseException | None) -> None:
    if error is not None:
        log.note_error(log.Event.WENT_WRONG, error)


def _leave_no_core() -> None:
    """A dump of the memory would hold everything."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
