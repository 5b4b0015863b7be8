"""Patience: what is repeated, what never is, and that the whole ends in time."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

import pytest

from frontdesk.domain.number import Number
from frontdesk.esoz.breaker import LIMIT, SHORTEST_REST
from frontdesk.esoz.calls import FIRST_PAUSE, Call, Calls, Patience
from frontdesk.esoz.client import EsozClient
from frontdesk.esoz.door import Door
from frontdesk.esoz.failure import Failure, FailureKind
from frontdesk.esoz.reply import Reply
from frontdesk.esoz.status import BackendState
from tests.esoz.clock import Clock

if TYPE_CHECKING:
    from tests.esoz.conftest import Answer, Backend, Examples, Seen

QUESTION = Call("GET", "/api/jobs/1")
REFERRAL = "6c2e8f14-7a9b-4d05-b1e3-5f8a0c6d2e97"
SILENT = Failure(FailureKind.SILENT)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def calls(door: Door, clock: Clock) -> Calls:
    return Calls(door, Patience(), clock.surroundings())


def one_by_one(backend: Backend, *answers: Answer) -> None:
    following = iter(answers)

    def answer(_: Seen) -> Answer:
        return next(following)

    backend.answer = answer


async def test_a_question_without_an_answer_is_repeated_after_growing_pauses(
    backend: Backend, calls: Calls, clock: Clock, examples: Examples
) -> None:
    one_by_one(backend, b"", examples.raw(502, b"", "text/html"), examples.answer(200, {}))
    assert await calls.make(QUESTION) == Reply(200, {})
    assert clock.pauses == [FIRST_PAUSE, 2 * FIRST_PAUSE]


async def test_the_pause_is_chance_from_nothing_to_its_limit(
    backend: Backend, door: Door, clock: Clock, examples: Examples
) -> None:
    one_by_one(backend, b"", examples.answer(200, {}))
    await Calls(door, Patience(), clock.surroundings(chance=0.0)).make(QUESTION)
    assert clock.pauses == [0.0]


async def test_a_question_is_not_repeated_for_ever(backend: Backend, calls: Calls) -> None:
    backend.always(b"")
    assert await calls.make(QUESTION) == SILENT
    assert len(backend.requests) == 3


@pytest.mark.parametrize("status", [200, 303, 400, 401, 403, 404, 409, 422])
async def test_a_clear_answer_is_not_asked_for_again(
    backend: Backend, calls: Calls, examples: Examples, status: int
) -> None:
    backend.always(examples.answer(status, {}))
    assert await calls.make(QUESTION) == Reply(status, {})
    assert len(backend.requests) == 1


async def test_a_job_that_failed_with_500_is_an_answer(
    backend: Backend, calls: Calls, examples: Examples
) -> None:
    backend.always(examples.answer(500, {"data": {"status": "failed"}}))
    await calls.make(QUESTION)
    assert len(backend.requests) == 1


@pytest.mark.parametrize("status", [429, 500, 502])
async def test_taking_a_referral_into_work_is_never_repeated(
    backend: Backend, calls: Calls, examples: Examples, status: int
) -> None:
    backend.always(examples.answer(status, {"error": {"type": "internal_error"}}))
    answer = await EsozClient(calls, "clinic").use(REFERRAL, REFERRAL)
    assert isinstance(answer, Failure)
    assert answer.is_silence
    assert len(backend.requests) == 1


async def test_a_lost_answer_to_use_is_not_asked_for_again(backend: Backend, calls: Calls) -> None:
    backend.always(b"")
    assert await EsozClient(calls, "clinic").use(REFERRAL, REFERRAL) == SILENT
    assert len(backend.requests) == 1


async def test_the_wait_that_esoz_asks_for_is_kept(
    backend: Backend, calls: Calls, clock: Clock, examples: Examples
) -> None:
    busy = examples.raw(429, b"API rate limit exceeded", "text/plain", Retry_After="5")
    one_by_one(backend, busy, examples.answer(200, {}))
    assert await calls.make(QUESTION) == Reply(200, {})
    assert clock.pauses == [5 + FIRST_PAUSE]


async def test_a_wait_beyond_the_deadline_is_told_instead_of_kept(
    backend: Backend, calls: Calls, clock: Clock, examples: Examples
) -> None:
    backend.always(examples.raw(429, b"", "text/plain", Retry_After="30"))
    assert await calls.make(QUESTION) == Failure(FailureKind.BUSY, retry_after=30.0)
    assert (clock.pauses, len(backend.requests)) == ([], 1)
    again = await calls.make(QUESTION)
    assert again == Failure(FailureKind.BUSY, retry_after=30.0)
    assert len(backend.requests) == 1, "all calls hold back, not this one alone"


async def test_all_repetitions_together_end_in_time(backend: Backend, door: Door) -> None:
    async def say_nothing(_: asyncio.StreamWriter) -> None:
        await asyncio.sleep(2)

    backend.always(say_nothing)
    calls = Calls(door, Patience(retries=5, whole=0.5))
    began = time.monotonic()
    assert await calls.make(QUESTION) == SILENT
    assert time.monotonic() - began < 1.5


async def test_while_esoz_is_out_calls_end_at_once_with_the_time_to_wait(
    backend: Backend, calls: Calls, clock: Clock, examples: Examples
) -> None:
    backend.always(b"")
    for _ in range(LIMIT // 3):
        await calls.make(QUESTION)
    assert await calls.make(QUESTION) == Failure(FailureKind.SILENT, retry_after=SHORTEST_REST)
    assert len(backend.requests) == LIMIT
    before = calls.backend

    backend.always(examples.answer(200, {}))
    clock.seconds += SHORTEST_REST
    answers = await asyncio.gather(*(calls.make(QUESTION) for _ in range(4)))
    assert answers == [Reply(200, {})] * 4
    assert (before.state, calls.backend.state) == (BackendState.SILENT, BackendState.CONNECTED)


async def test_an_error_in_the_words_of_esoz_does_not_stop_the_other_calls(
    backend: Backend, calls: Calls, examples: Examples
) -> None:
    backend.always(examples.http("error.500"))
    for _ in range(LIMIT):
        await calls.make(QUESTION)
    assert len(backend.requests) == 3 * LIMIT


async def test_a_call_waits_for_its_place_in_the_minute(
    backend: Backend, door: Door, clock: Clock, examples: Examples
) -> None:
    backend.always(examples.answer(200, {}))
    calls = Calls(door, Patience(per_minute=30), clock.surroundings())
    for _ in range(11):
        assert await calls.make(Call("GET", "/", urgent=True)) == Reply(200, {})
    assert clock.pauses == pytest.approx([3.0])


async def test_a_call_that_would_wait_too_long_for_its_place_is_told_so(
    backend: Backend, door: Door, clock: Clock, examples: Examples
) -> None:
    backend.always(examples.answer(200, {}))
    calls = Calls(door, Patience(whole=2.0, per_minute=30), clock.surroundings())
    answers = [await calls.make(Call("GET", "/", urgent=True)) for _ in range(11)]
    assert answers[-1] == Failure(FailureKind.BUSY, retry_after=3.0)
    assert len(backend.requests) == 10


async def test_a_cancelled_call_closes_its_request_and_the_next_one_goes_out(
    backend: Backend, calls: Calls, examples: Examples
) -> None:
    reached = asyncio.Event()

    async def stay(writer: asyncio.StreamWriter) -> None:
        reached.set()
        while True:
            writer.write(b"HTTP/1.1 200 OK\r\n")
            await writer.drain()
            await asyncio.sleep(0.01)

    backend.always(stay)
    call = asyncio.create_task(calls.make(QUESTION))
    await reached.wait()
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    await asyncio.wait_for(backend.gone.wait(), 2)
    backend.always(examples.answer(200, {}))
    assert await calls.make(QUESTION) == Reply(200, {})


async def test_one_look_up_that_failed_does_not_turn_the_next_one_away(
    backend: Backend, door: Door, clock: Clock, examples: Examples
) -> None:
    client = EsozClient(Calls(door, Patience(), clock.surroundings()), "clinic")
    number = Number("4821-0937-5516-2048")
    backend.always(b"")
    assert await client.find(number) == SILENT
    backend.always(examples.http("GET_service_requests.search.200"))
    found = await client.find(number)
    assert isinstance(found, tuple)
    assert len(found) == 2
