"""What goes wrong everywhere."""

from __future__ import annotations

import threading

from frontdesk.store.failure import StoreError, Trouble
from tests.tui.conftest import Terminal

LONG = 3600.0
"""Seconds that nobody waits for."""
UNKNOWN = "Ґреґоровський"
"""Whom the register does not know."""


async def busy_database(terminal: Terminal) -> None:
    """From now on the database answers nobody until the terminal is left."""
    free = threading.Event()
    terminal.after.callback(free.set)
    terminal.demo.desk._context.store._executor.submit(free.wait)


async def failing_database(terminal: Terminal) -> None:
    """The header says that the database fails."""
    terminal.app.session.trouble = StoreError(Trouble.SILENT, "desk.clinic.example/frontdesk")
    terminal.app.renew()
    await terminal.pilot.pause()


def silent_esoz(terminal: Terminal) -> None:
    terminal.demo.backend.switches.silent = True


def slow_esoz(terminal: Terminal) -> None:
    terminal.demo.backend.switches.latency_seconds = LONG
