"""Whoever listens hears of every change of the schedule, and of nothing missed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from queue import Queue
from threading import Event, Thread

import pytest
from sqlalchemy import Connection, text

from frontdesk.store import calendar
from frontdesk.store.announcing import announce
from frontdesk.store.engine import Store
from frontdesk.store.sealing import NumberKey
from tests.postgres import Server
from tests.store.conftest import Place

SOON = 10
"""Seconds in which something is heard even on a busy machine."""


@pytest.fixture
def another(place: Place, key: NumberKey) -> Iterator[Store]:
    """Another terminal's."""
    opened = place.open(key)
    yield opened
    opened.close()


@contextmanager
def listening(store: Store) -> Iterator[Callable[[], None]]:
    """Somebody listens already; what is yielded waits until he hears something."""
    heard: Queue[None] = Queue()
    closing = Event()

    def listen() -> None:
        for change in store.changes(closing):
            heard.put(change)

    thread = Thread(target=listen)
    thread.start()
    try:
        heard.get(timeout=SOON)
        yield lambda: heard.get(timeout=SOON)
    finally:
        closing.set()
        thread.join(SOON)
    assert not thread.is_alive()


def touch(db: Connection) -> None:
    calendar.touch(db, [("d1", date(2026, 11, 25))])
    announce(db)


def test_what_another_terminal_changes_is_heard(clinic: Store, another: Store) -> None:
    with listening(clinic) as hear:
        another.write(touch)
        hear()
        another.write(touch)
        hear()


def test_what_this_terminal_changes_is_heard_too(clinic: Store) -> None:
    with listening(clinic) as hear:
        clinic.write(touch)
        hear()


def test_the_store_is_used_while_somebody_listens(clinic: Store) -> None:
    with listening(clinic) as hear:
        clinic.write(touch)
        hear()
        before = clinic.read(calendar.last_change)
        clinic.write(touch)
        hear()
        assert clinic.read(calendar.last_change) == before + 1


@pytest.mark.parametrize("place", ["postgresql"], indirect=True)
def test_what_happens_while_nobody_could_hear_is_looked_at_afterwards(
    postgres: Server, clinic: Store
) -> None:
    with listening(clinic) as hear:
        postgres.stop()
        hear()
        postgres.start()
        hear()
        clinic.write(touch)
        hear()


@pytest.mark.parametrize("place", ["postgresql"], indirect=True)
def test_a_listener_whose_connection_is_killed_listens_again(clinic: Store, another: Store) -> None:
    with listening(clinic) as hear:
        another.write(_kill_all_others)
        hear()
        hear()
        another.write(touch)
        hear()


def _kill_all_others(db: Connection) -> None:
    db.execute(
        text(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    )
