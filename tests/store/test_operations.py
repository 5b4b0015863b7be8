from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy.exc import IntegrityError

from frontdesk.domain.appointment import Appointment, Claim, State
from frontdesk.domain.protocol import (
    HandedOver,
    Kind,
    LetGo,
    Lost,
    Operation,
    Progress,
    Settlement,
    Won,
)
from frontdesk.domain.referral import Referral
from frontdesk.store import appointments, operations, referrals, withdrawal
from frontdesk.store.engine import Store
from frontdesk.store.journal import Actor
from frontdesk.store.sealing import NumberKey

Draft = Callable[..., Appointment]
Clock = Callable[[], datetime]
OTHER = Actor("colleague", "window-2")
HERE, THERE = "window-1", "window-2"

if TYPE_CHECKING:
    from tests.store.conftest import SettableClock

LEASE = 60.0


@pytest.fixture
def owed(
    clinic: Store, draft: Draft, referral: Referral, key: NumberKey, actor: Actor
) -> Operation:
    """A visit that waits for its referral: `a1`, with a claim that is owed."""
    operation = Operation("o1", Kind.CLAIM, "a1", referral.id)
    with clinic.writing() as db:
        referrals.remember(db, referral, datetime(2026, 11, 23, 11, 0, tzinfo=UTC), key)
        appointments.hold(db, draft(referral_id=referral.id), actor)
        appointments.confirm(db, "a1", "p1", Claim.PENDING, actor)
        operations.open_operation(db, operation)
    return operation


def advance(clock: Clock, seconds: float) -> None:
    vars(clock)["moment"] += timedelta(seconds=seconds)


def due(store: Store, owner: str = HERE) -> tuple[Operation, ...]:
    with store.writing() as db:
        return operations.due(db, owner, LEASE)


def kept(store: Store, operation: Operation, actor: Actor, rest: float | None = None) -> bool:
    with store.writing() as db:
        return operations.keep(db, operation, actor, lease=LEASE, rest=rest)


def test_an_operation_comes_back_as_it_was_opened(clinic: Store, owed: Operation) -> None:
    with clinic.reading() as db:
        assert operations.operation(db, "o1") == owed
        with pytest.raises(KeyError):
            operations.operation(db, "o9")


def test_a_visit_has_one_open_operation_of_a_kind(clinic: Store, owed: Operation) -> None:
    with pytest.raises(IntegrityError), clinic.writing() as db:
        operations.open_operation(db, replace(owed, id="o2"))


def test_what_one_terminal_has_leased_no_other_gets(clinic: Store, owed: Operation) -> None:
    assert due(clinic, HERE) == (owed,)
    assert due(clinic, THERE) == ()
    with clinic.writing() as db:
        assert operations.lease(db, "a1", THERE, LEASE) is None


def test_a_lease_that_ran_out_is_taken_over_and_its_holder_may_do_nothing_more(
    clinic: Store, owed: Operation, actor: Actor, clock: Clock
) -> None:
    due(clinic, HERE)
    advance(clock, LEASE - 1)
    assert due(clinic, THERE) == ()
    advance(clock, 1)
    assert due(clinic, THERE) == (owed,)
    assert not kept(clinic, replace(owed, progress=Progress.SENT), actor)
    with clinic.reading() as db:
        assert operations.operation(db, "o1") == owed


def test_keeping_saves_the_progress_and_renews_the_lease(
    clinic: Store, owed: Operation, actor: Actor, clock: Clock
) -> None:
    due(clinic, HERE)
    advance(clock, 50)
    job = replace(owed, progress=Progress.JOB, job_id="j1", tries=3, refusal="no")
    assert kept(clinic, job, actor)
    with clinic.reading() as db:
        assert operations.operation(db, "o1") == job
    advance(clock, 50)
    assert due(clinic, THERE) == ()


def test_a_resting_operation_is_anybodys_when_it_is_due_again(
    clinic: Store, owed: Operation, actor: Actor, clock: Clock
) -> None:
    due(clinic, HERE)
    assert kept(clinic, owed, actor, rest=30)
    advance(clock, 29)
    assert due(clinic, THERE) == ()
    advance(clock, 1)
    assert due(clinic, THERE) == (owed,)


def test_a_visits_operation_can_be_leased_before_it_is_due(
    clinic: Store, owed: Operation, actor: Actor
) -> None:
    due(clinic, HERE)
    kept(clinic, owed, actor, rest=300)
    with clinic.writing() as db:
        assert operations.lease(db, "a1", HERE, LEASE) == owed
        assert operations.lease(db, "a2", HERE, LEASE) is None


def test_what_was_put_off_until_the_visit_is_leased_only_when_it_is_due(
    clinic: Store, *, draft: Draft, referral: Referral, key: NumberKey, actor: Actor, clock: Clock
) -> None:
    put_off = Operation("o0", Kind.VERIFY, "a0", "ref0")
    with clinic.writing() as db:
        referrals.remember(db, replace(referral, id="ref0"), clock(), key)
        appointments.hold(db, draft("a0", start=700, referral_id="ref0"), actor)
        appointments.confirm(db, "a0", "p1", Claim.DEFERRED, actor)
        operations.open_operation(db, put_off, clock() + timedelta(days=3))
        assert operations.lease(db, "a0", HERE, LEASE) is None
        operations.hasten(db)
        assert operations.lease(db, "a0", HERE, LEASE) is None
        operations.make_due(db, "a0")
        assert operations.lease(db, "a0", HERE, LEASE) == put_off


def test_operations_of_one_referral_run_one_after_another(
    clinic: Store, draft: Draft, owed: Operation, actor: Actor, clock: Clock
) -> None:
    following = Operation("a-first-by-name", Kind.VERIFY, "a2", owed.referral_id)
    advance(clock, 1)
    with clinic.writing() as db:
        appointments.hold(db, draft("a2", start=700, referral_id="ref1", session=2), actor)
        appointments.confirm(db, "a2", "p1", Claim.DEFERRED, actor)
        operations.open_operation(db, following)
        assert operations.lease(db, "a2", HERE, LEASE) is None
    assert due(clinic) == (owed,)
    assert due(clinic) == ()
    kept(clinic, replace(owed, progress=Progress.DONE), actor)
    assert due(clinic) == (following,)


def test_the_longest_due_come_first_and_no_more_than_asked(
    clinic: Store,
    *,
    draft: Draft,
    owed: Operation,
    actor: Actor,
    referral: Referral,
    key: NumberKey,
    clock: Clock,
) -> None:
    advance(clock, 1)
    with clinic.writing() as db:
        referrals.remember(db, replace(referral, id="ref0"), clock(), key)
        appointments.hold(db, draft("a0", start=700, referral_id="ref0"), actor)
        appointments.confirm(db, "a0", "p1", Claim.PENDING, actor)
        operations.open_operation(db, Operation("o0", Kind.CLAIM, "a0", "ref0"))
        assert [it.id for it in operations.due(db, HERE, LEASE, limit=1)] == ["o1"]
        assert [it.id for it in operations.due(db, HERE, LEASE)] == ["o0"]


def settled(
    store: Store, operation: Operation, settlement: Settlement, actor: Actor
) -> Appointment:
    manual = isinstance(settlement, HandedOver)
    ended = replace(operation, progress=Progress.MANUAL if manual else Progress.DONE)
    with store.writing() as db:
        operations.lease(db, "a1", actor.terminal, LEASE)
        assert operations.keep(db, ended, actor, lease=LEASE, rest=0.0)
        operations.settle(db, ended, settlement, actor)
    assert due(store) == ()
    with store.reading() as db:
        return appointments.appointment(db, "a1")


@pytest.mark.parametrize(
    ("settlement", "state", "claim", "reason"),
    [
        (Won(), State.BOOKED, Claim.OURS, None),
        (Lost("completed"), State.CANCELLED, Claim.LOST, "completed"),
        (HandedOver("no scope"), State.BOOKED, Claim.MANUAL, "no scope"),
    ],
)
def test_how_a_claim_ends_for_a_visit_that_waits_for_it(
    clinic: Store,
    *,
    owed: Operation,
    actor: Actor,
    settlement: Settlement,
    state: State,
    claim: Claim,
    reason: str | None,
) -> None:
    after = settled(clinic, owed, settlement, actor)
    assert (after.state, after.claim, after.reason) == (state, claim, reason)


@pytest.mark.parametrize(
    ("settlement", "claim"),
    [(Won(), Claim.OURS), (Lost("completed"), Claim.LOST), (HandedOver("x"), Claim.MANUAL)],
)
def test_a_visit_booked_provisionally_stays_however_its_verification_ends(
    clinic: Store,
    *,
    draft: Draft,
    actor: Actor,
    referral: Referral,
    key: NumberKey,
    clock: Clock,
    settlement: Settlement,
    claim: Claim,
) -> None:
    operation = Operation("o1", Kind.VERIFY, "a1", referral.id)
    with clinic.writing() as db:
        referrals.remember(db, referral, clock(), key)
        appointments.hold(db, draft(referral_id=referral.id), actor)
        appointments.confirm(db, "a1", "p1", Claim.DEFERRED, actor)
        operations.open_operation(db, operation)
    after = settled(clinic, operation, settlement, actor)
    assert (after.state, after.claim) == (State.BOOKED, claim)


@pytest.mark.parametrize(
    ("settlement", "claim"),
    [(LetGo(), Claim.NONE), (HandedOver("x"), Claim.MANUAL)],
)
def test_a_watch_over_a_cancelled_visit_ends_without_reviving_it(
    clinic: Store, owed: Operation, actor: Actor, settlement: Settlement, claim: Claim
) -> None:
    sent = replace(owed, progress=Progress.SENT)
    due(clinic)
    kept(clinic, sent, actor, rest=0.0)
    with clinic.writing() as db:
        withdrawal.cancel(db, "a1", "patient_asked", actor, "o9")
    (watch,) = due(clinic)
    after = settled(clinic, watch, settlement, actor)
    assert (after.state, after.claim, after.reason) == (State.CANCELLED, claim, "patient_asked")


def test_operations_of_one_referral_keep_their_order_though_the_clock_goes_back(
    clinic: Store, owed: Operation, clock: SettableClock
) -> None:
    later = replace(owed, id="a later one", kind=Kind.RELEASE)
    clock.advance(-60)
    with clinic.writing() as db:
        operations.open_operation(db, later)
    clock.advance(120)
    assert due(clinic) == (owed,)


def test_a_worker_learns_that_the_visit_was_cancelled_before_it_sends(
    clinic: Store, owed: Operation, actor: Actor
) -> None:
    due(clinic)
    with clinic.writing() as db:
        withdrawal.cancel(db, "a1", "patient_asked", OTHER, "o9")
    assert not kept(clinic, replace(owed, progress=Progress.SENT), actor)
