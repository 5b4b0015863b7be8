"""How a PostgreSQL server leaves the terminals alone."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from threading import Event, Thread

from tests.postgres import Server

PAUSE = 1.0
"""Seconds between two times that all connections are killed."""


class Way(StrEnum):
    AT_ONCE = "stopped at once"
    IN_ORDER = "stopped in order"
    FROZEN = "frozen"
    """It takes connections and questions, and answers none."""
    KILLED = "connections killed"
    """Every second, while the server itself goes on."""


@contextmanager
def failing(server: Server, database: str, way: Way) -> Iterator[None]:
    """So it is while the block runs; afterwards it answers again."""
    match way:
        case Way.AT_ONCE | Way.IN_ORDER:
            server.stop(signal.SIGQUIT if way is Way.AT_ONCE else signal.SIGINT)
            try:
                yield
            finally:
                server.start()
        case Way.FROZEN:
            with server.frozen():
                yield
        case Way.KILLED:
            with _killed_again_and_again(server, database):
                yield


@contextmanager
def _killed_again_and_again(server: Server, database: str) -> Iterator[None]:
    over = Event()

    def kill() -> None:
        while not over.wait(PAUSE):
            server.kill_connections(database)

    killer = Thread(target=kill)
    killer.start()
    try:
        yield
    finally:
        over.set()
        killer.join()
