"""The feed of what changed in referrals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from starlette.requests import Request
from starlette.responses import Response

from frontdesk.simulator.backend import Backend
from frontdesk.simulator.chance import fixed_id
from frontdesk.simulator.envelopes import Json, Violation, invalid, refusal
from frontdesk.simulator.paging import paged
from frontdesk.simulator.questions import Query, asked, moment, one_of, read_moment
from frontdesk.simulator.referrals import Change, ServiceRequest
from frontdesk.simulator.render import USER

EVENTS = Query(
    {"entity_type": one_of("ServiceRequest"), "date": moment, "date_to": moment},
    frozenset({"entity_type", "date", "date_to"}),
    largest_page=300,
)
LONGEST_WINDOW = timedelta(hours=3)
KEPT_FOR = timedelta(days=30)
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Event:
    referral: str
    field: str
    change: Change


async def events(request: Request, backend: Backend) -> Response:
    """GET /api/events: changes from `date` up to, not including, `date_to`, the oldest first."""
    values = asked(request).values
    since = read_moment(values["date"]) or _NEVER
    until = read_moment(values["date_to"]) or _NEVER
    if not timedelta(0) < until - since <= LONGEST_WINDOW:
        wrong = Violation("$.date_to", "invalid", "The period must not be longer than 3 hours")
        return refusal(request, invalid([wrong]))
    kept = max(since, backend.now() - KEPT_FOR)
    found = [
        event
        for referral in backend.referrals.values()
        for event in _events(referral)
        if kept <= event.change.at < until
    ]
    found.sort(key=lambda it: it.change.at)
    return paged(request, backend.switches, found, _shown)


def _events(it: ServiceRequest) -> Iterator[_Event]:
    for change in it.statuses:
        yield _Event(it.id, "status", change)
    for change in it.processings:
        yield _Event(it.id, "program_processing_status", change)


def _shown(it: _Event) -> Json:
    at = it.change.at.isoformat()
    return {
        "id": fixed_id("event", it.referral, it.field, at),
        "event_type": "StatusChangeEvent",
        "entity_type": "ServiceRequest",
        "entity_id": it.referral,
        "properties": {it.field: {"new_value": it.change.value}},
        "event_time": it.change.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "changed_by": USER,
    }
