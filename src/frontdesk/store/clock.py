"""The database's clock: holds and leases go by it, because a terminal's own may be wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Transaction, func, select

from frontdesk.store.prepared import fetch_value

Clock = Callable[[], datetime]
"""Gives aware UTC moments."""

CLOCK = "frontdesk_clock"
"""The execution option under which an engine carries a clock that replaces its own."""


def now(db: Connection) -> datetime:
    """UTC, to the millisecond, when the transaction first asked: all that it writes is of then."""
    clock: Clock | None = db.get_execution_options().get(CLOCK)
    if clock is not None:
        return clock()
    asked: _Asked | None = db.info.get(_ASKED)
    if asked is None or asked.transaction is not db.get_transaction():
        moment = datetime.fromisoformat(str(fetch_value(db, _NOW[db.dialect.name])))
        asked = db.info[_ASKED] = _Asked(db.get_transaction(), moment)
    return asked.moment


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the clock told a transaction, and which."""

    transaction: Transaction | None
    moment: datetime


_ASKED = "frontdesk_asked"
"""Under which a connection remembers what its clock told last."""

_NOW = {
    "sqlite": select(func.strftime("%Y-%m-%dT%H:%M:%fZ", "now")),
    # Not now(), which on PostgreSQL stands still until the transaction ends.
    "postgresql": select(
        func.to_char(func.timezone("UTC", func.clock_timestamp()), 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
    ),
}
