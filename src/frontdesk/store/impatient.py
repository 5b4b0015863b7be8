"""A connection to PostgreSQL that does not wait for ever. Only imported where psycopg is installed.

A server whose disk hangs keeps its connections alive and answers nothing: neither its own limits
nor those of the network end that.
"""

from __future__ import annotations

from time import monotonic

from psycopg import Connection, OperationalError
from psycopg.abc import RV, PQGen
from psycopg.rows import TupleRow

PATIENCE = 5.0
"""Seconds; the server itself ends a statement after three."""


class ImpatientConnection(Connection[TupleRow]):
    """Is closed when the server says nothing for too long; then it is as if it had been lost."""

    takes_time: bool = False
    """In this transaction it waits as long as it takes."""

    def wait(self, gen: PQGen[RV], interval: float = 0.1, timeout: float | None = None) -> RV:
        return super().wait(self._within_patience(gen), interval, timeout)

    def commit(self) -> None:
        super().commit()
        self.takes_time = False

    def rollback(self) -> None:
        super().rollback()
        self.takes_time = False

    def _within_patience(self, gen: PQGen[RV]) -> PQGen[RV]:
        deadline = monotonic() + PATIENCE
        try:
            wanted = next(gen)
            while True:
                ready = yield wanted
                if not ready and not self.takes_time and monotonic() > deadline:
                    self.pgconn.finish()
                    raise OperationalError("the server does not answer")
                wanted = gen.send(ready)
        except StopIteration as end:
            result: RV = end.value
            return result
