from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from frontdesk.domain.referral import Processing, Status
from frontdesk.esoz.client import EsozClient
from frontdesk.esoz.events import LONGEST, Change
from frontdesk.esoz.failure import Failure, FailureKind

if TYPE_CHECKING:
    from tests.esoz.conftest import Backend, Examples

REFERRAL = "6c2e8f14-7a9b-4d05-b1e3-5f8a0c6d2e97"
NOON = datetime(2026, 10, 20, 9, tzinfo=UTC)
EARLIER = NOON - LONGEST


async def test_a_referral_taken_into_work_is_noticed(
    backend: Backend, client: EsozClient, examples: Examples
) -> None:
    backend.always(examples.http("GET_events.200"))
    at = datetime(2026, 10, 20, 6, 15, 3, tzinfo=UTC)
    expected = (Change(REFERRAL, at, processing=Processing.IN_PROGRESS),)
    assert await client.events.changes(EARLIER, NOON) == expected
    (seen,) = backend.requests
    assert (seen.method, seen.path) == ("GET", "/api/events")
    assert seen.query["entity_type"] == "ServiceRequest"
    assert seen.query["date"] == "2026-10-20T06:00:00Z"
    assert seen.query["date_to"] == "2026-10-20T09:00:00Z"


def event(**changes: object) -> dict[str, object]:
    recalled = {"status": {"new_value": "recalled"}}
    return {
        "entity_type": "ServiceRequest",
        "entity_id": REFERRAL,
        "event_time": "2026-10-20T07:00:00Z",
        "properties": recalled,
    } | changes


async def test_changes_come_in_the_order_in_which_they_happened(
    backend: Backend, client: EsozClient, examples: Examples
) -> None:
    earlier = event(event_time="2026-10-20T06:30:00Z", properties=None)
    backend.always(examples.page(event(), earlier, event(entity_type="Declaration"), event(id=1)))
    answer = await client.events.changes(EARLIER, NOON)
    assert isinstance(answer, tuple)
    assert [it.status for it in answer] == [None, Status.RECALLED, Status.RECALLED]


@pytest.mark.parametrize(
    "broken",
    [
        {"entity_id": None},
        {"event_time": "yesterday"},
        {"entity_type": None},
    ],
)
async def test_an_event_that_cannot_be_read_is_left_out(
    backend: Backend, client: EsozClient, examples: Examples, broken: dict[str, object]
) -> None:
    backend.always(examples.page(event(**broken), event()))
    answer = await client.events.changes(EARLIER, NOON)
    assert isinstance(answer, tuple)
    assert len(answer) == 1


@pytest.mark.parametrize("properties", [{"status": {"new_value": "lost"}}, {"status": 5}, [], 5])
async def test_an_unknown_change_is_still_a_reason_to_look(
    backend: Backend, client: EsozClient, examples: Examples, properties: object
) -> None:
    backend.always(examples.page(event(properties=properties)))
    at = datetime(2026, 10, 20, 7, tzinfo=UTC)
    assert await client.events.changes(EARLIER, NOON) == (Change(REFERRAL, at),)


async def test_a_registrar_without_the_right_is_told_so(
    backend: Backend, client: EsozClient, examples: Examples
) -> None:
    backend.always(examples.http("error.403.scope"))
    answer = await client.events.changes(EARLIER, NOON)
    assert isinstance(answer, Failure)
    assert answer.kind is FailureKind.FORBIDDEN


@pytest.mark.parametrize("length", [timedelta(), -timedelta(hours=1), LONGEST * 2])
async def test_a_stretch_that_esoz_would_refuse_is_not_asked_for(
    client: EsozClient, length: timedelta
) -> None:
    with pytest.raises(ValueError, match="three hours"):
        await client.events.changes(NOON, NOON + length)
