"""ЕСОЗ takes two seconds over an answer and loses every fifth call: the desk stays the desk."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest

from bench.clinic import SEED, served
from bench.lookups import LATENCY, WEATHER, Clerk, End, at_desk, verdicts_due
from bench.program import CLINIC

TERMINALS = 4
LOOKUPS = 4
"""At each terminal; `bench lookups` types two hundred."""


@pytest.fixture(scope="module")
def clerks() -> Iterator[Sequence[Clerk]]:
    """Several terminals of one clinic, each after its last number."""
    due = verdicts_due(TERMINALS * LOOKUPS)
    numbers = list(due)
    with ExitStack() as stack:
        clinic = stack.enter_context(served(WEATHER))
        clerks = []
        for turn in range(TERMINALS):
            program = stack.enter_context(at_desk(clinic))
            program.wait_for(CLINIC)
            clerks.append(Clerk(program, due, random.Random(f"{SEED} {turn}")))

        def work(turn: int) -> None:
            for number in numbers[turn::TERMINALS]:
                clerks[turn].look_up(number)

        with ThreadPoolExecutor(TERMINALS) as pool:
            list(pool.map(work, range(TERMINALS)))
        yield clerks


def test_every_verdict_is_right_or_unverified_and_stands_beside_its_own_number(
    clerks: Sequence[Clerk],
) -> None:
    ends = [end for clerk in clerks for end in clerk.ends]
    due = clerks[0].due
    assert [(number, due[number]) for number, end in ends if end is End.WRONG] == []
    counted = Counter(end for _, end in ends)
    assert len(ends) == TERMINALS * LOOKUPS
    assert counted[End.RIGHT] > counted[End.UNVERIFIED]
    assert counted[End.NOT_AWAITED] > 0


def test_no_key_waits_for_the_network(clerks: Sequence[Clerk]) -> None:
    pressed = [seconds for clerk in clerks for seconds in clerk.busy]
    assert len(pressed) > TERMINALS * LOOKUPS
    assert max(pressed) < LATENCY / 2
