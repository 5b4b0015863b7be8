"""The feed of changes: what happened to referrals while nobody asked for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated

from pydantic import BeforeValidator

from frontdesk.domain.referral import Processing, Status
from frontdesk.esoz import wire
from frontdesk.esoz.calls import Call, Calls
from frontdesk.esoz.failure import Failure
from frontdesk.esoz.outcome import every_page

LONGEST = timedelta(hours=3)
"""ЕСОЗ tells no longer stretch at once."""
PAGE_SIZE = 100


@dataclass(frozen=True, slots=True)
class Change:
    """What a referral became; None: that side of it stayed."""

    referral_id: str
    at: datetime
    """UTC."""
    status: Status | None = None
    processing: Processing | None = None


class Events:
    """Needs a right that not every registrar has: the answer is then forbidden."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    async def changes(self, since: datetime, until: datetime) -> tuple[Change, ...] | Failure:
        """Changes of referrals between two moments, the oldest first; unreadable ones left out.

        A hint where to look, no proof: the referral itself is read before anything is done.
        Raises ValueError for a stretch that is empty or longer than `LONGEST`.
        """
        if not timedelta() < until - since <= LONGEST:
            raise ValueError("a stretch of at most three hours")
        query: dict[str, str | int] = {
            "entity_type": "ServiceRequest",
            "date": _written(since),
            "date_to": _written(until),
            "page_size": PAGE_SIZE,
        }
        found = await every_page(self._calls, Call("GET", "/api/events", query))
        if isinstance(found, Failure):
            return found
        events = wire.readable(_Event, list(found.items))
        changes = (_change(it) for it in events if it.entity_type == "servicerequest")
        return tuple(sorted(changes, key=lambda change: change.at))


class _NewStatus(wire.Wire):
    new_value: wire.Maybe[Annotated[Status, BeforeValidator(wire.lowered)]] = None


class _NewProcessing(wire.Wire):
    new_value: wire.Maybe[Annotated[Processing, BeforeValidator(wire.lowered)]] = None


class _Properties(wire.Wire):
    status: wire.Maybe[_NewStatus] = None
    program_processing_status: wire.Maybe[_NewProcessing] = None


class _Event(wire.Wire):
    entity_type: wire.Code
    entity_id: wire.Id
    event_time: wire.Moment
    properties: wire.Maybe[_Properties] = None


def _change(event: _Event) -> Change:
    properties = event.properties or _Properties()
    status, processing = properties.status, properties.program_processing_status
    return Change(
        event.entity_id,
        event.event_time,
        status.new_value if status else None,
        processing.new_value if processing else None,
    )


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
