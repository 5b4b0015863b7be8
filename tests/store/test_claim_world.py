"""Whatever is lost, delayed, stolen, cancelled or crashes, the invariants hold and ЕСОЗ agrees.

A few lives on each engine; `python3 run.py prove claims` lives thousands of acts more.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import pytest

from frontdesk.store.engine import Store
from frontdesk.store.furnish import furnish
from frontdesk.store.journal import Actor
from tests.store import claim_lives
from tests.store.claim_lives import (
    CLINIC,
    HURRIED,
    SwitchOff,
    live,
    without_order,
    without_reading,
    without_watch,
    without_writing,
)
from tests.store.claim_world import ClaimWorld

if TYPE_CHECKING:
    from tests.store.conftest import SettableClock

LIVES = 2

NewWorld = Callable[[int], ClaimWorld]


COURSES = {**HURRIED, "book_second": 12}
"""Two visits may stand under one referral at once."""


@pytest.fixture
def new_world(store: Store, clock: SettableClock, actor: Actor) -> NewWorld:
    with store.writing() as db:
        furnish(db, CLINIC, actor)
    return partial(claim_lives.new_world, store, clock)


def test_whatever_befalls_them_claims_end_as_esoz_has_it(new_world: NewWorld) -> None:
    assert [it for seed in range(LIVES) for it in live(new_world(2), seed)] == []


def test_visits_that_come_and_go_under_one_referral_end_as_esoz_has_it(
    new_world: NewWorld,
) -> None:
    assert [it for seed in range(LIVES) for it in live(new_world(1), seed, HURRIED)] == []


def test_while_one_visit_of_a_course_stands_its_referral_is_not_let_go(
    new_world: NewWorld,
) -> None:
    assert [it for seed in range(LIVES) for it in live(new_world(1), seed, COURSES)] == []


@pytest.mark.parametrize(
    ("switched_off", "seed"),
    [(without_order, 1), (without_reading, 18), (without_writing, 4), (without_watch, 7)],
)
def test_without_any_of_the_four_rules_something_goes_wrong(
    new_world: NewWorld,
    monkeypatch: pytest.MonkeyPatch,
    switched_off: SwitchOff,
    seed: int,
) -> None:
    """In the first life that shows it."""
    world = new_world(1)
    switched_off(world, monkeypatch)
    assert live(world, seed, HURRIED)
