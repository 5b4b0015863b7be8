"""Lives of random acts in a claim world, and the rules without which they go wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

import pytest
from sqlalchemy import delete

from frontdesk.domain.clinic import Resource, ResourceKind, Service
from frontdesk.domain.patient import Name, Patient
from frontdesk.domain.referral import Processing, Referral, Status
from frontdesk.store import operations, tables
from frontdesk.store.engine import Store
from frontdesk.store.furnish import Furnishing
from tests.store.claim_world import ClaimWorld
from tests.store.conftest import SettableClock

ACTS_A_LIFE = 50
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
HURRIED = {**ACTS, "book": 16, "cancel": 14, "delay": 12, "forbid_release": 0, "steal": 0}
"""Visits come and go under one referral."""

CLINIC = Furnishing(
    resources=(
        Resource("d1", ResourceKind.DOCTOR, "Мельник Оксана Петрівна"),
        Resource("r1", ResourceKind.ROOM, "207"),
    ),
    services=(Service("s1", "K67002", "Консультація кардіолога"),),
    patients=(Patient("p1", Name("Іваненко", "Ольга", "Петрівна")),),
)
_EMPTIED = ("operation", "occupancy", "appointment_resource", "appointment", "journal")


def new_world(clinic: Store, clock: SettableClock, referrals: int) -> ClaimWorld:
    """A furnished clinic, empty again, and so many referrals."""
    with clinic.writing() as db:
        for name in _EMPTIED:
            db.execute(delete(tables.metadata.tables[name]))
    return ClaimWorld(clinic, clock, [_referral(n) for n in range(referrals)])


def _referral(n: int) -> Referral:
    return Referral(
        id=f"r{n}",
        number=f"6495-7332-1362-000{n}",
        status=Status.ACTIVE,
        processing=Processing.NEW,
        service_id="s1",
        programme_id="prog",
    )


def live(world: ClaimWorld, seed: int, acts: Mapping[str, int] = ACTS) -> list[str]:
    """One life; returns what was wrong in it, each with its act."""
    luck = Random(seed)
    names, weights = list(acts), list(acts.values())
    for at in range(ACTS_A_LIFE):
        name = luck.choices(names, weights)[0]
        getattr(world, name)(luck.randrange(5), luck.randrange(5))
        if broken := world.broken():
            return [f"seed {seed}, act {at} ({name}): {broken}"]
    world.heal()
    return [f"seed {seed}, in the end: {it}" for it in (*world.broken(), *world.untrue())]


def without_order(_: ClaimWorld, patch: pytest.MonkeyPatch) -> None:
    """Operations of one referral run side by side."""
    patch.setattr(operations, "_DUE", operations._DUE_IN_ANY_ORDER)
    patch.setattr(operations, "_LEASE_OF_VISIT", operations._LEASE_IN_ANY_ORDER)


def without_reading(world: ClaimWorld, _: pytest.MonkeyPatch) -> None:
    """A job's end counts without a look at the referral."""
    world.posts_read = False


def without_writing(world: ClaimWorld, _: pytest.MonkeyPatch) -> None:
    """A request leaves before it is written down as sent."""
    world.writes_first = False


def without_watch(world: ClaimWorld, _: pytest.MonkeyPatch) -> None:
    """What is under way is forgotten when the visit is cancelled."""
    world.watches = False


SwitchOff = Callable[[ClaimWorld, pytest.MonkeyPatch], None]
RULES: tuple[SwitchOff, ...] = (without_order, without_reading, without_writing, without_watch)
