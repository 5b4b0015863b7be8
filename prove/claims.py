"""`python -m prove claims`: whatever befalls a claim, the clinic and ЕСОЗ agree in the end.

Two terminals work with the production's step function and store while requests and answers are
lost or late, terminals crash, sessions end and others take the referral. The invariants are held
against the database after each act. Then each of four rules is switched off, and a life must be
found that goes wrong: otherwise nothing was proved.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from frontdesk.store.engine import Store
from frontdesk.store.furnish import furnish
from frontdesk.store.journal import Actor
from frontdesk.store.sealing import NumberKey
from tests.postgres import serving
from tests.store.claim_lives import (
    ACTS,
    ACTS_A_LIFE,
    CLINIC,
    HURRIED,
    RULES,
    SwitchOff,
    live,
    new_world,
)
from tests.store.claim_world import ClaimWorld
from tests.store.conftest import SettableClock

ACTS_IN_ALL = 10_000
FIRST_SEED = 1_000
"""The suite lives the first few."""
PATIENCE = 100
"""Lives within which one goes wrong without a rule."""
MEMORY = Path("/dev/shm")
"""Where there is one, the file lies there: what a disk forgets, `prove powerloss` is about."""

NewWorld = Callable[[int], ClaimWorld]


@dataclass(frozen=True, slots=True)
class Lived:
    lives: int
    wrong: Sequence[str]


def main(argv: Sequence[str]) -> int:
    """1 if a life went wrong, or none did without one of the rules."""
    parser = argparse.ArgumentParser(prog="prove claims", description=__doc__)
    parser.add_argument("--acts", type=int, default=ACTS_IN_ALL, help="on each engine")
    parser.add_argument("--seed", type=int, default=FIRST_SEED, help="of the first life")
    arguments = parser.parse_args(argv)
    held = [_proved(engine, world, arguments.acts, arguments.seed) for engine, world in _engines()]
    return 0 if all(held) else 1


def _proved(engine: str, world: NewWorld, acts: int, seed: int) -> bool:
    began = time.monotonic()
    lived = _lived(world, range(seed, seed - (-acts // ACTS_A_LIFE)))
    told = f"{lived.lives} lives, {lived.lives * ACTS_A_LIFE} acts, {len(lived.wrong)} violations"
    print(f"{engine}: {told}; {time.monotonic() - began:.0f} s", flush=True)
    print(*lived.wrong, sep="\n", end="\n" if lived.wrong else "")
    found = [_goes_wrong(world, rule, seed) for rule in RULES]
    return not lived.wrong and all(found)


def _lived(world: NewWorld, seeds: Sequence[int]) -> Lived:
    """Half of the lives under two referrals, half of them hurried under one."""
    wrong: list[str] = []
    for seed in seeds:
        referrals, acts = ((2, ACTS), (1, HURRIED))[seed % 2]
        wrong += live(world(referrals), seed, acts)
    return Lived(len(seeds), wrong)


def _goes_wrong(world: NewWorld, rule: SwitchOff, seed: int) -> bool:
    for lives in range(1, PATIENCE + 1):
        with pytest.MonkeyPatch.context() as patch:
            lived = world(1)
            rule(lived, patch)
            wrong = live(lived, seed + lives - 1, HURRIED)
        if wrong:
            print(f"  {rule.__name__}: violated in life {lives}", flush=True)
            return True
    print(f"  {rule.__name__}: NOT VIOLATED in {PATIENCE} lives", flush=True)
    return False


def _engines() -> Iterator[tuple[str, NewWorld]]:
    memory = MEMORY if MEMORY.is_dir() else None
    with (
        tempfile.TemporaryDirectory(prefix="frontdesk-claims-", dir=memory) as folder,
        _furnished(f"sqlite:///{Path(folder) / 'clinic.db'}") as world,
    ):
        yield "SQLite", world
    with (
        serving() as server,
        server.fresh("migrated") as name,
        _furnished(server.url(name)) as world,
    ):
        yield "PostgreSQL", world


@contextmanager
def _furnished(url: str) -> Iterator[NewWorld]:
    clock = SettableClock(datetime(2026, 11, 23, 12, 0, tzinfo=UTC))
    store = Store.open(url, key=NumberKey(bytes(32)), clock=clock)
    try:
        with store.writing() as db:
            furnish(db, CLINIC, Actor("prove", "prove"))
        yield partial(new_world, store, clock)
    finally:
        store.close()
