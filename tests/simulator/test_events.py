from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import httpx
import pytest

if TYPE_CHECKING:
    from tests.simulator.conftest import Esoz


async def feed(esoz: Esoz, hours: float) -> httpx.Response:
    """The events of so many hours up to now, and the minute that follows."""
    until = esoz.clock.now + timedelta(minutes=1)
    query = {
        "entity_type": "ServiceRequest",
        "date": (until - timedelta(hours=hours)).isoformat(),
        "date_to": until.isoformat(),
    }
    return await esoz.client.get("/api/events", params=query)


async def test_a_registrar_may_not_read_the_feed(esoz: Esoz) -> None:
    assert (await feed(esoz, 1)).status_code == 403


async def test_the_feed_tells_what_was_recalled_and_what_was_taken(esoz: Esoz) -> None:
    esoz.switches.more_scopes = "event:read"
    recalled, taken = esoz.referral("bookable", 0), esoz.referral("bookable", 1)
    assert (await feed(esoz, 1)).json()["data"] == []
    esoz.backend.recall(recalled.id)
    await esoz.used(taken)
    told = (await feed(esoz, 1)).json()["data"]
    assert [(it["entity_id"], it["properties"]) for it in told] == [
        (recalled.id, {"status": {"new_value": "recalled"}}),
        (taken.id, {"program_processing_status": {"new_value": "in_progress"}}),
    ]
    assert (await esoz.found(recalled))["status"] == "recalled"


@pytest.mark.parametrize("hours", [3.1, 0, -1])
async def test_a_window_is_three_hours_at_most(esoz: Esoz, hours: float) -> None:
    esoz.switches.more_scopes = "event:read"
    answer = await feed(esoz, hours)
    assert answer.status_code == 422
    assert answer.json()["error"]["invalid"][0]["entry"] == "$.date_to"
