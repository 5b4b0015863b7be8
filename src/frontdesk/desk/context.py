"""What every use case needs: the clinic, ЕСОЗ, the database, a clock, a source of identity."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from frontdesk.desk.answers import Backend, BackendState
from frontdesk.desk.thread import StoreThread
from frontdesk.domain.claim_policy import ClaimAt
from frontdesk.domain.clinic import Clinic
from frontdesk.domain.walltime import minute_of
from frontdesk.esoz.access import Access
from frontdesk.esoz.client import EsozClient
from frontdesk.store.journal import Actor
from frontdesk.store.sealing import NumberKey


@dataclass(slots=True)
class Context:
    """Shared by the use cases of one terminal."""

    clinic: Clinic
    esoz: EsozClient
    access: Access
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
    may_overbook: bool = False
    """Whether this terminal's registrar has the right to overbook."""

    @property
    def backend(self) -> Backend:
        """How ЕСОЗ is, as its last answers have shown.

        Without a session it is known before any call; what was said of an older one is past.
        """
        heard, session = self.esoz.backend, self.access.session
        if not session.is_open:
            return replace(heard, state=BackendState.SIGNED_OUT, since=session.changed_at)
        was_refused = heard.state is BackendState.SIGNED_OUT
        if was_refused and heard.since is not None and heard.since < session.changed_at:
            return replace(heard, state=BackendState.UNKNOWN, since=None)
        return heard

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.clinic.time_zone)

    def today(self) -> date:
        """The site's date."""
        return minute_of(self.now(), self.zone)[0]
