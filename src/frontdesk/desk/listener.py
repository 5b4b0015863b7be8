"""Hears what any terminal changes in the schedule, and wakes who waits for that."""

from __future__ import annotations

import asyncio
from threading import Event, Thread

from frontdesk.store.engine import Store


class Listener:
    """Listens from the first question on, in a thread of its own: no transaction waits for it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._closing = Event()
        self._thread: Thread | None = None
        self._heard = 0
        self._waiting: set[asyncio.Future[None]] = set()

    async def changed(self, seen: int) -> int:
        """Waits until there is a later change than `seen`; returns the number of the last one.

        With 0 it returns as soon as it listens: nothing after that is missed.
        """
        loop = asyncio.get_running_loop()
        if self._thread is None:
            self._thread = Thread(target=self._listen, args=(loop,), name="listener", daemon=True)
            self._thread.start()
        while self._heard <= seen:
            waiting = loop.create_future()
            self._waiting.add(waiting)
            try:
                await waiting
            finally:
                self._waiting.discard(waiting)
        return self._heard

    async def close(self) -> None:
        self._closing.set()
        if self._thread is not None:
            await asyncio.to_thread(self._thread.join)

    def _listen(self, loop: asyncio.AbstractEventLoop) -> None:
        for _ in self._store.changes(self._closing):
            loop.call_soon_threadsafe(self._hear)

    def _hear(self) -> None:
        self._heard += 1
        for waiting in self._waiting:
            if not waiting.done():
                waiting.set_result(None)
