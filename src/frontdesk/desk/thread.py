"""The one thread in which the database is spoken to, so that no key press waits for a disk.

Beside it there is another that only listens.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from sqlalchemy import Connection

from frontdesk.desk.listener import Listener
from frontdesk.store.engine import Store

T = TypeVar("T")


class StoreThread:
    """Runs whole transactions, one at a time, away from the event loop.

    A cancelled wait does not cancel the transaction: it commits or rolls back as a whole. What is
    passed in may run again from its beginning (`Store.write`): its effects are the database's only.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")
        self._listener = Listener(store)

    async def read(self, question: Callable[[Connection], T]) -> T:
        """What `question` answers in one read transaction."""
        return await self._run(lambda: self._store.read(question))

    async def write(self, change: Callable[[Connection], T]) -> T:
        """What `change` answers; all of it is durable when this returns, or none."""
        return await self._run(lambda: self._store.write(change))

    async def changed(self, seen: int) -> int:
        """Waits until the schedule may have changed, as `Listener.changed` does."""
        return await self._listener.changed(seen)

    async def close(self) -> None:
        await self._listener.close()
        await self._run(self._store.close)
        self._executor.shutdown()

    async def _run(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._executor, work)
