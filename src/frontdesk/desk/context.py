"""What every use case needs: the clinic, ЕСОЗ, the database, a clock, a source of identity."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from frontdesk.desk.answers import Backend
from frontdesk.desk.thread import StoreThread
from frontdesk.domain.claim_policy import ClaimAt
from frontdesk.domain.clinic import Clinic
from frontdesk.domain.walltime import minute_of
from frontdesk.esoz.client import EsozClient
from frontdesk.store.journal import Actor
from frontdesk.store.sealing import NumberKey


@dataclass(slots=True)
class Context:
    """Shared by the use cases of one terminal."""

    clinic: Clinic
    esoz: EsozClient
    store: StoreThread
    number_key: NumberKey
    actor: Actor
    now: Callable[[], datetime]
    """Aware UTC."""
    new_id: Callable[[], str]
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep
    """Waits so many seconds."""
    claim_at: ClaimAt = ClaimAt.BOOKING
    """When the clinic takes referrals into work."""

    @property
    def backend(self) -> Backend:
        """How ЕСОЗ is, as its last answers have shown."""
        return self.esoz.backend

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.clinic.time_zone)

    def today(self) -> date:
        """The site's date."""
        return minute_of(self.now(), self.zone)[0]
