from __future__ import annotations

import asyncio

from frontdesk.esoz.breaker import (
    LIMIT,
    LONGEST_REST,
    SHORTEST_REST,
    Admitted,
    Barred,
    Breaker,
)
from tests.esoz.clock import Clock


async def admitted(breaker: Breaker) -> Admitted:
    answer = await breaker.admit()
    assert isinstance(answer, Admitted)
    return answer


async def fail(breaker: Breaker, times: int = 1) -> None:
    for _ in range(times):
        call = await admitted(breaker)
        breaker.failed(call)
        breaker.ended(call)


async def test_calls_rest_after_the_limit_of_failures_in_a_row() -> None:
    breaker = Breaker(Clock())
    await fail(breaker, LIMIT - 1)
    assert isinstance(await breaker.admit(), Admitted)
    await fail(breaker)
    assert await breaker.admit() == Barred(SHORTEST_REST)


async def test_one_answer_in_between_begins_the_count_anew() -> None:
    breaker = Breaker(Clock())
    await fail(breaker, LIMIT - 1)
    breaker.succeeded()
    await fail(breaker, LIMIT - 1)
    assert isinstance(await breaker.admit(), Admitted)


async def test_each_failed_probe_doubles_the_rest_up_to_a_limit() -> None:
    clock = Clock()
    breaker = Breaker(clock)
    await fail(breaker, LIMIT)
    rests = []
    for _ in range(5):
        barred = await breaker.admit()
        assert isinstance(barred, Barred)
        rests.append(barred.seconds)
        clock.seconds += barred.seconds
        await fail(breaker)
    assert rests == [SHORTEST_REST, 10.0, 20.0, LONGEST_REST, LONGEST_REST]


async def test_after_the_rest_one_probe_goes_out_and_the_others_wait_for_its_end() -> None:
    clock = Clock()
    breaker = Breaker(clock)
    await fail(breaker, LIMIT)
    clock.seconds += SHORTEST_REST
    probe = await admitted(breaker)
    others = [asyncio.create_task(breaker.admit()) for _ in range(3)]
    await asyncio.sleep(0)
    assert not any(it.done() for it in others)
    breaker.succeeded()
    breaker.ended(probe)
    assert await asyncio.gather(*others) == [Admitted()] * 3


async def test_who_waited_for_a_probe_that_failed_is_told_at_once() -> None:
    clock = Clock()
    breaker = Breaker(clock)
    await fail(breaker, LIMIT)
    clock.seconds += SHORTEST_REST
    probe = await admitted(breaker)
    other = asyncio.create_task(breaker.admit())
    await asyncio.sleep(0)
    breaker.failed(probe)
    breaker.ended(probe)
    assert await other == Barred(2 * SHORTEST_REST)


async def test_a_probe_given_up_leaves_its_place_to_the_next() -> None:
    clock = Clock()
    breaker = Breaker(clock)
    await fail(breaker, LIMIT)
    clock.seconds += SHORTEST_REST
    probe = await admitted(breaker)
    other = asyncio.create_task(breaker.admit())
    await asyncio.sleep(0)
    breaker.ended(probe)
    follower = await other
    assert isinstance(follower, Admitted)
    assert follower.probe is not None


async def test_a_call_that_left_before_the_rest_does_not_lengthen_it() -> None:
    clock = Clock()
    breaker = Breaker(clock)
    late = await admitted(breaker)
    await fail(breaker, LIMIT)
    clock.seconds += 2
    breaker.failed(late)
    assert await breaker.admit() == Barred(SHORTEST_REST - 2)
