from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from frontdesk.domain.appointment import Appointment, Claim
from frontdesk.domain.number import Number
from frontdesk.domain.protocol import Kind, Operation, Progress
from frontdesk.domain.referral import Referral, StateChange
from frontdesk.store import appointments, operations, referrals, withdrawal
from frontdesk.store.engine import Store
from frontdesk.store.journal import Actor
from frontdesk.store.referrals import Remembered
from frontdesk.store.sealing import NumberKey
from frontdesk.store.tables import metadata

Draft = Callable[..., Appointment]
CHECKED = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
NUMBER = Number("6495-7332-1362-2361")


@pytest.fixture
def known(clinic: Store, referral: Referral, key: NumberKey) -> Referral:
    with clinic.writing() as db:
        referrals.remember(db, referral, CHECKED, key)
    return referral


def number(store: Store, key: NumberKey) -> Number | None:
    with store.reading() as db:
        return referrals.number_of(db, "ref1", key)


def forget_idle_numbers(store: Store) -> None:
    """As a terminal does now and then."""
    for id_ in store.read(referrals.with_idle_numbers):
        store.write(partial(referrals.forget_idle_number, referral_id=id_))


def booked(store: Store, visit: Appointment, actor: Actor, claim: Claim = Claim.NONE) -> None:
    with store.writing() as db:
        appointments.hold(db, visit, actor)
        appointments.confirm(db, visit.id, "p1", claim, actor)


def test_what_esoz_said_is_read_back_with_its_number(
    clinic: Store, known: Referral, key: NumberKey
) -> None:
    second = replace(
        known,
        id="ref2",
        names_group=True,
        history=(StateChange(CHECKED, "active"), StateChange(CHECKED, "something_new")),
    )
    with clinic.writing() as db:
        referrals.remember(db, second, CHECKED, key)
    with clinic.reading() as db:
        assert referrals.by_id(db, "ref1", key) == Remembered(known, CHECKED)
        assert referrals.by_id(db, "ref2", key) == Remembered(second, CHECKED)
        assert referrals.by_id(db, "ref3", key) is None


def test_the_last_word_of_esoz_counts(clinic: Store, known: Referral, key: NumberKey) -> None:
    taken = replace(known, used_by="another", remaining=0)
    later = CHECKED + timedelta(hours=1)
    with clinic.writing() as db:
        referrals.remember(db, taken, later, key)
    with clinic.reading() as db:
        assert referrals.by_id(db, "ref1", key) == Remembered(taken, later)


def test_the_number_stands_nowhere_in_the_database_but_its_last_group(
    clinic: Store, known: Referral, draft: Draft, actor: Actor
) -> None:
    booked(clinic, draft(referral_id=known.id), actor)
    with clinic.reading() as db:
        written = "\n".join(str(db.execute(it.select()).all()) for it in metadata.sorted_tables)
    clinic.close()
    if isinstance(clinic.place, Path):
        written += "".join(it.read_text("latin-1") for it in clinic.place.parent.iterdir())
    assert "2361" in written
    for revealing in ("6495-7332-1362-2361", "6495733213622361", "6495-7332", "1362-2361"):
        assert revealing not in written


def test_the_number_is_kept_for_a_visit_to_come_and_forgotten_when_it_has_begun(
    clinic: Store, *, known: Referral, draft: Draft, actor: Actor, key: NumberKey, clock: object
) -> None:
    booked(clinic, draft(referral_id=known.id), actor)
    forget_idle_numbers(clinic)
    assert number(clinic, key) == NUMBER
    assert number(clinic, NumberKey(b"x" * 32)) is None
    vars(clock)["moment"] = datetime(2026, 11, 25, 7, 0, tzinfo=UTC)
    forget_idle_numbers(clinic)
    assert number(clinic, key) is None


def test_the_number_is_forgotten_with_the_cancelled_visit(
    clinic: Store, known: Referral, draft: Draft, actor: Actor, key: NumberKey
) -> None:
    booked(clinic, draft(referral_id=known.id), actor)
    with clinic.writing() as db:
        withdrawal.cancel(db, "a1", "patient_asked", actor, "o9")
    assert number(clinic, key) is None


def test_the_number_is_kept_while_an_operation_is_open(
    clinic: Store, known: Referral, draft: Draft, actor: Actor, key: NumberKey
) -> None:
    booked(clinic, draft(referral_id=known.id), actor, Claim.PENDING)
    with clinic.writing() as db:
        operations.open_operation(db, Operation("o1", Kind.CLAIM, "a1", known.id))
        operation = operations.lease(db, "a1", actor.terminal, 60)
        assert operation is not None
        sent = replace(operation, progress=Progress.SENT)
        operations.keep(db, sent, actor, lease=60, rest=None)
        withdrawal.cancel(db, "a1", "patient_asked", actor, "o9")
    forget_idle_numbers(clinic)
    assert number(clinic, key) == NUMBER


def test_the_number_of_a_referral_without_a_visit_is_forgotten(
    clinic: Store, known: Referral, actor: Actor, key: NumberKey
) -> None:
    forget_idle_numbers(clinic)
    assert number(clinic, key) is None
    with clinic.reading() as db:
        assert known.expires_at is not None
        assert referrals.last_day(db, "ref1") == known.expires_at.date(), "the rest is known still"


def test_a_number_that_is_none_is_refused(
    clinic: Store, referral: Referral, key: NumberKey
) -> None:
    with pytest.raises(ValueError, match="canonical"), clinic.writing() as db:
        referrals.remember(db, replace(referral, number="64957332"), CHECKED, key)
