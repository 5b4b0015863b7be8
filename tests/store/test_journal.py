from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from frontdesk.domain.appointment import Appointment, Claim
from frontdesk.store import appointments, journal
from frontdesk.store.engine import Store
from frontdesk.store.journal import Action, Actor, Chain, Entry

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture
def told(store: Store, actor: Actor) -> Store:
    """A journal of five rows, written in two transactions."""
    for numbers in (range(3), range(3, 5)):
        with store.writing() as db:
            journal.append(
                db, [Entry(NOON, actor, Action.HOLD, f"a{n}", {}, {"start": n}) for n in numbers]
            )
    return store


def verified(store: Store) -> Chain:
    with store.reading() as db:
        return journal.verify(db)


def test_an_unbroken_journal_is_verified_to_its_last_row(told: Store) -> None:
    assert verified(told) == Chain(5, None)


def test_an_empty_journal_is_whole(store: Store) -> None:
    assert verified(store) == Chain(0, None)


def test_writing_nothing_writes_nothing(told: Store) -> None:
    with told.writing() as db:
        journal.append(db, [])
    assert verified(told) == Chain(5, None)


COLUMNS = [
    "at",
    "actor",
    "terminal",
    "action",
    "subject",
    '"before"',
    '"after"',
    "previous",
    "hash",
]


@pytest.mark.parametrize("column", COLUMNS)
def test_a_changed_row_breaks_the_chain_there(told: Store, column: str) -> None:
    with told.writing() as db:
        db.execute(text(f"UPDATE journal SET {column} = 'forged' WHERE seq = 3"))
    assert verified(told).broken_at == 3


def test_a_removed_row_breaks_the_chain_at_the_next(told: Store) -> None:
    with told.writing() as db:
        db.execute(text("DELETE FROM journal WHERE seq = 2"))
    assert verified(told) == Chain(2, 3)


def test_a_row_that_was_hashed_anew_breaks_the_chain_at_the_next(told: Store, actor: Actor) -> None:
    with told.writing() as db:
        db.execute(text("DELETE FROM journal WHERE seq >= 2"))
        journal.append(db, [Entry(NOON, actor, Action.CANCEL, "forged", {}, {})])
        forged = db.scalar(text("SELECT hash FROM journal WHERE seq = 2"))
        db.execute(
            text(
                "INSERT INTO journal SELECT 3, at, actor, terminal, action, subject,"
                " before, after, 'not ' || :hash, 'another' FROM journal WHERE seq = 2"
            ),
            {"hash": forged},
        )
    assert verified(told) == Chain(3, 3)


def test_a_change_tells_what_it_was_and_is_and_nobodys_name(
    clinic: Store, draft: Callable[..., Appointment], actor: Actor
) -> None:
    with clinic.writing() as db:
        appointments.hold(db, draft(), actor)
        appointments.confirm(db, "a1", "p1", Claim.NONE, actor)
        rows = db.execute(text("SELECT * FROM journal ORDER BY seq")).mappings().all()
    assert [(it["action"], it["subject"], it["actor"]) for it in rows] == [
        ("hold", "a1", "registrar"),
        ("confirm", "a1", "registrar"),
    ]
    assert json.loads(rows[1]["before"]) == {"state": "held", "patient_id": None, "version": 1}
    assert json.loads(rows[1]["after"]) == {"state": "booked", "patient_id": "p1", "version": 2}
    assert "Іваненко" not in str(rows)
    assert "+380" not in str(rows)
