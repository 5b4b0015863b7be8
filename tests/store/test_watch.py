"""Referrals under visits to come: which may not carry them, and what is written of a change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from frontdesk.domain.appointment import Appointment, Claim
from frontdesk.domain.referral import Processing, Referral, Status
from frontdesk.store import appointments, referrals, watch
from frontdesk.store.engine import Store
from frontdesk.store.journal import Actor
from frontdesk.store.referrals import Remembered
from frontdesk.store.sealing import NumberKey

Draft = Callable[..., Appointment]
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
OURS = "our-clinic"


@pytest.fixture
def visited(
    clinic: Store, referral: Referral, draft: Draft, key: NumberKey, actor: Actor
) -> Referral:
    """A referral under which a visit is booked for Wednesday."""
    with clinic.writing() as db:
        referrals.remember(db, referral, NOW, key)
        appointments.hold(db, draft(referral_id=referral.id), actor)
        appointments.confirm(db, "a1", "p1", Claim.NONE, actor)
    return referral


def in_doubt(store: Store, moment: datetime = NOW) -> list[tuple[str, str]]:
    with store.reading() as db:
        found = watch.in_doubt(db, moment, OURS)
    return [(it.visit.appointment.id, it.referral.number[-4:]) for it in found]


@pytest.mark.parametrize(
    "became",
    [
        {"status": Status.RECALLED},
        {"status": Status.ENTERED_IN_ERROR, "used_by": OURS},
        {"status": Status.COMPLETED},
        {"processing": Processing.COMPLETED, "used_by": OURS},
        {"used_by": "another"},
        {"expires_at": NOW - timedelta(days=1)},
    ],
    ids=str,
)
def test_a_visit_whose_referral_may_not_carry_it_is_in_doubt_until_it_begins(
    clinic: Store, visited: Referral, key: NumberKey, became: dict[str, object]
) -> None:
    changed = replace(visited, **became)  # type: ignore[arg-type]  # each is a field of its type
    with clinic.writing() as db:
        referrals.remember(db, changed, NOW, key)
    assert in_doubt(clinic) == [("a1", "2361")]
    assert in_doubt(clinic, NOW + timedelta(days=2)) == []


@pytest.mark.parametrize(
    "became",
    [
        {"used_by": None, "expires_at": None},
        {"used_by": OURS, "expires_at": NOW - timedelta(days=1)},
        {"processing": None},
    ],
    ids=str,
)
def test_a_good_referral_is_not_in_doubt(
    clinic: Store, visited: Referral, key: NumberKey, became: dict[str, object]
) -> None:
    changed = replace(visited, **became)  # type: ignore[arg-type]  # each is a field of its type
    with clinic.writing() as db:
        referrals.remember(db, changed, NOW, key)
    assert in_doubt(clinic) == []


def test_a_cancelled_visit_is_not_in_doubt(
    clinic: Store, visited: Referral, key: NumberKey, actor: Actor
) -> None:
    with clinic.writing() as db:
        referrals.remember(db, replace(visited, status=Status.RECALLED), NOW, key)
        appointments.cancel(db, "a1", "phoned", actor)
    assert in_doubt(clinic) == []


def test_a_file_answers_the_question_from_the_index_over_the_few_kept_numbers(
    file_store: Store,
) -> None:
    with file_store.reading() as db:
        asked = watch._doubtful(NOW, OURS).compile(
            dialect=db.dialect, compile_kwargs={"literal_binds": True}
        )
        plan = db.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked}").all()
    assert [row[3] for row in plan] == ["SCAN referral USING INDEX ix_referral_sealed"]


def test_only_referrals_with_a_visit_to_come_are_read_again(
    clinic: Store, visited: Referral, key: NumberKey
) -> None:
    with clinic.writing() as db:
        referrals.remember(db, replace(visited, id="ref2"), NOW, key)
    with clinic.reading() as db:
        ids = {"ref1", "ref2", "ref3"}
        assert watch.to_come(db, ids, NOW, key) == (Remembered(visited, NOW),)
        assert watch.to_come(db, ids, NOW + timedelta(days=2), key) == ()
        assert watch.to_come(db, ids, NOW, NumberKey(b"x" * 32)) == ()
