from __future__ import annotations

import asyncio
import statistics
from typing import TYPE_CHECKING

import httpx
import pytest
from starlette.types import Message

from frontdesk.simulator.app import build_app
from frontdesk.simulator.chance import chance
from frontdesk.simulator.credentials import API_KEY, PSK, TOKEN
from frontdesk.simulator.switches import Switches
from frontdesk.simulator.weather import Weather
from tests.simulator.conftest import TODAY

if TYPE_CHECKING:
    from tests.simulator.conftest import Esoz

URL = "/api/service_requests"


async def search(esoz: Esoz) -> httpx.Response:
    return await esoz.client.get(URL, params={"requisition": "x"})


async def test_a_lost_call_changes_nothing(esoz: Esoz) -> None:
    esoz.switches.lost_before = 1
    it = esoz.referral("bookable")
    answer = await esoz.use(it)
    assert answer.status_code == 502
    assert answer.headers["content-type"].startswith("text/html")
    assert esoz.backend.jobs == {}


async def test_a_lost_answer_leaves_the_call_carried_out(esoz: Esoz) -> None:
    esoz.switches.lost_after = 1
    it = esoz.referral("bookable")
    assert (await esoz.use(it)).status_code == 502
    esoz.clock.pass_seconds(1)
    esoz.switches.lost_after = 0
    assert (await esoz.found(it))["program_processing_status"] == "in_progress"


@pytest.mark.parametrize("switch", ["lost_before", "lost_after"])
async def test_a_loss_can_be_mere_silence(esoz: Esoz, switch: str) -> None:
    esoz.switches.loss = "silence"
    setattr(esoz.switches, switch, 1)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await esoz.use(esoz.referral("bookable"))
    assert len(esoz.backend.jobs) == (switch == "lost_after")


def test_one_call_in_five_is_lost_and_always_the_same_ones() -> None:
    def lost() -> list[bool]:
        weather = Weather(Switches(lost_before=0.2), chance(1, TODAY, "weather"))
        return [weather.loses_call() for _ in range(1000)]

    assert lost() == lost()
    assert 150 < sum(lost()) < 250


async def test_answers_take_as_long_as_the_distribution_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr(asyncio, "sleep", sleep)
    weather = Weather(Switches(latency_seconds=2, latency_spread=0.5), chance(1, TODAY, "weather"))
    for _ in range(1000):
        await weather.delay()
    assert 1.8 < statistics.median(slept) < 2.2
    assert statistics.quantiles(slept, n=20)[-1] == pytest.approx(2 * 2.28, rel=0.15)


async def test_too_many_calls_a_minute_are_refused_in_plain_text(esoz: Esoz) -> None:
    esoz.switches.calls_per_minute = 2
    left = [(await search(esoz)).headers["x-ratelimit-remaining-minute"] for _ in range(2)]
    assert left == ["1", "0"]
    esoz.clock.pass_seconds(20)
    answer = await search(esoz)
    assert (answer.status_code, answer.text) == (429, "API rate limit exceeded")
    assert answer.headers["content-type"].startswith("text/plain")
    assert answer.headers["x-ratelimit-limit-minute"] == "2"
    assert answer.headers["retry-after"] == "40"
    esoz.clock.pass_seconds(40)
    assert (await search(esoz)).status_code == 200


async def test_the_limit_counts_each_kind_of_address_by_itself(esoz: Esoz) -> None:
    esoz.switches.calls_per_minute = 1
    jobs = [(await esoz.client.get(f"/api/jobs/{it}")).status_code for it in ("1", "2")]
    assert jobs == [404, 429]
    assert (await search(esoz)).status_code == 200


async def test_an_unlimited_backend_says_nothing_of_limits(esoz: Esoz) -> None:
    assert "x-ratelimit-limit-minute" not in (await search(esoz)).headers


async def test_a_caller_who_hangs_up_while_it_takes_long_is_no_error(esoz: Esoz) -> None:
    headers = {
        "Authorization": f"Bearer {TOKEN}",
        "API-key": API_KEY,
        "X-Custom-PSK": PSK,
        "Content-Type": "application/json",
    }
    scope = {
        "type": "http",
        "method": "POST",
        "path": f"/api/service_requests/{esoz.referral('bookable').id}/actions/qualify",
        "query_string": b"",
        "headers": [(key.lower().encode(), value.encode()) for key, value in headers.items()],
    }
    answered: list[Message] = []

    async def hangs_up() -> Message:
        return {"type": "http.disconnect"}

    async def answer(message: Message) -> None:
        answered.append(message)

    await build_app(esoz.backend)(scope, hangs_up, answer)
    assert answered == []
