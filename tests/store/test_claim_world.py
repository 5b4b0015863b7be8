"""Whatever is lost, delayed, stolen, cancelled or crashes, the invariants hold and ЕСОЗ agrees."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import delete, true

from frontdesk.domain.referral import Referral
from frontdesk.store import operations, tables
from frontdesk.store.engine import Store
from tests.store.claim_world import ClaimWorld

if TYPE_CHECKING:
    from tests.store.conftest import SettableClock

STEPS = 50
"""Acts of one life."""
LIVES = 20
ACTS = {
    "work": 30,
    "book": 10,
    "cancel": 5,
    "move": 2,
    "steal": 1,
    "silence": 3,
    "lose_request": 4,
    "lose_answer": 5,
    "delay": 5,
    "arrive": 3,
    "crash": 4,
    "sign_out": 1,
    "sign_in": 4,
    "forbid_release": 2,
    "wait": 12,
}
"""How often each act comes, relative to the others."""

NewWorld = Callable[[int], ClaimWorld]


HURRIED = {**ACTS, "book": 16, "cancel": 14, "delay": 12, "forbid_release": 0, "steal": 0}
"""Visits come and go under one referral."""
COURSES = {**HURRIED, "book_second": 12}
"""Two of them may stand under it at once."""


def live(world: ClaimWorld, seed: int, acts: Mapping[str, int] = ACTS) -> list[str]:
    """One life; returns what was wrong in it, each with its act."""
    luck = Random(seed)
    names, weights = list(acts), list(acts.values())
    for at in range(STEPS):
        name = luck.choices(names, weights)[0]
        getattr(world, name)(luck.randrange(5), luck.randrange(5))
        if broken := world.broken():
            return [f"seed {seed}, act {at} ({name}): {broken}"]
    world.heal()
    return [f"seed {seed}, in the end: {it}" for it in (*world.broken(), *world.untrue())]


@pytest.fixture
def new_world(clinic: Store, clock: SettableClock, referral: Referral) -> NewWorld:
    """The same clinic, empty again, and so many referrals."""
    emptied = ("operation", "occupancy", "appointment_resource", "appointment", "journal")

    def made(referrals: int) -> ClaimWorld:
        with clinic.writing() as db:
            for name in emptied:
                db.execute(delete(tables.metadata.tables[name]))
        known = [
            replace(referral, id=f"r{n}", number=f"6495-7332-1362-000{n}") for n in range(referrals)
        ]
        return ClaimWorld(clinic, clock, known)

    return made


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


def without_order(_: ClaimWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    """Operations of one referral run side by side."""
    monkeypatch.setattr(operations, "_is_next", true)


def without_reading(world: ClaimWorld, _: pytest.MonkeyPatch) -> None:
    """A job's end counts without a look at the referral."""
    world.posts_read = False


def without_writing(world: ClaimWorld, _: pytest.MonkeyPatch) -> None:
    """A request leaves before it is written down as sent."""
    world.writes_first = False


def without_watch(world: ClaimWorld, _: pytest.MonkeyPatch) -> None:
    """What is under way is forgotten when the visit is cancelled."""
    world.watches = False


@pytest.mark.parametrize(
    "switched_off", [without_order, without_reading, without_writing, without_watch]
)
def test_without_any_of_the_four_rules_something_goes_wrong(
    new_world: NewWorld,
    monkeypatch: pytest.MonkeyPatch,
    switched_off: Callable[[ClaimWorld, pytest.MonkeyPatch], None],
) -> None:
    def goes_wrong(seed: int) -> bool:
        world = new_world(1)
        switched_off(world, monkeypatch)
        return bool(live(world, seed, HURRIED))

    assert any(goes_wrong(seed) for seed in range(LIVES))
