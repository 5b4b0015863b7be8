from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection, text

from frontdesk.domain.appointment import Appointment, Claim, State
from frontdesk.domain.protocol import Kind, Operation
from frontdesk.domain.referral import Referral
from frontdesk.store import appointments, invariants, operations, referrals
from frontdesk.store.engine import Store
from frontdesk.store.furnish import Furnishing, furnish
from frontdesk.store.journal import Actor
from frontdesk.store.sealing import NumberKey

US = "our-legal-entity"
IDS = ("I1", "I2", "I3", "I4", "I5", "I6", "I7", "I9", "I10", "I11", "I12")


@pytest.fixture
def busy(
    clinic: Store,
    draft: Callable[..., Appointment],
    referral: Referral,
    key: NumberKey,
    actor: Actor,
) -> Store:
    """A database with a visit that is ours, one that waits, one held, one cancelled."""
    visits = (
        draft("a1", state=State.BOOKED, claim=Claim.OURS, start=540, referral_id="ref1"),
        draft("a4", state=State.CANCELLED, start=600),
    )
    with clinic.writing() as db:
        for said in (replace(referral, used_by=US), replace(referral, id="ref2")):
            referrals.remember(db, said, datetime(2026, 11, 23, 11, 0, tzinfo=UTC), key)
        furnish(db, Furnishing(visits=visits), actor)
        appointments.hold(db, draft("a2", start=660, referral_id="ref2"), actor)
        appointments.confirm(db, "a2", "p1", Claim.PENDING, actor)
        operations.open_operation(db, Operation("o1", Kind.CLAIM, "a2", "ref2"))
        appointments.hold(db, draft("a3", start=720), actor)
    return clinic


def checked(store: Store) -> dict[str, invariants.Invariant]:
    with store.reading() as db:
        return {it.id: it for it in invariants.check(db, store.now(db), US)}


def test_a_sound_database_breaks_nothing_and_every_rule_has_rows_to_look_at(busy: Store) -> None:
    found = checked(busy)
    assert tuple(found) == IDS
    assert [it for it in found.values() if it.violations] == []
    assert [it for it in found.values() if not it.checked] == []


BREAKAGES = [
    ("I1", "UPDATE referral SET used_by = 'another' WHERE id = 'ref1'"),
    ("I1", "UPDATE referral SET used_by = NULL WHERE id = 'ref1'"),
    ("I2", "UPDATE appointment SET state = 'cancelled' WHERE id = 'a1'"),
    ("I3", "UPDATE appointment SET session = 3 WHERE id = 'a1'"),
    ("I4", "INSERT INTO occupancy SELECT resource_id, day, cell, 1, 'a3' FROM occupancy"),
    ("I5", "UPDATE appointment SET hold_until = '2026-11-23T11:00:00.000000Z' WHERE id = 'a3'"),
    ("I6", "UPDATE operation SET progress = 'done', due_at = NULL"),
    ("I7", "DELETE FROM occupancy WHERE appointment_id = 'a1' AND cell = 108"),
    ("I7", "DELETE FROM occupancy WHERE appointment_id = 'a1' AND resource_id = 'r1'"),
    ("I7", "UPDATE occupancy SET day = '2026-11-26' WHERE appointment_id = 'a1'"),
    ("I7", "UPDATE occupancy SET appointment_id = 'a4' WHERE appointment_id = 'a1'"),
    ("I7", "INSERT INTO occupancy VALUES ('d2', '2026-11-25', 1, 0, 'a1')"),
    ("I9", """UPDATE journal SET before = '{"state":"cancelled"}' WHERE action = 'confirm'"""),
    ("I10", "UPDATE operation SET due_at = NULL"),
    ("I11", "UPDATE appointment SET starts_at = '2026-11-25T07:01:00.000000Z' WHERE id = 'a1'"),
    ("I11", "UPDATE appointment SET time_zone = 'Asia/Tokyo' WHERE id = 'a1'"),
    ("I12", "UPDATE journal SET hash = 'forged' WHERE seq = 2"),
    ("I12", "UPDATE appointment SET version = 7 WHERE id = 'a1'"),
    ("I12", "DELETE FROM journal WHERE seq = 5"),
]


def _lift_checks(db: Connection) -> None:
    """What the constraints would refuse must be found all the same."""
    if db.dialect.name == "sqlite":
        db.exec_driver_sql("PRAGMA ignore_check_constraints = ON")
    else:
        db.execute(text("ALTER TABLE operation DROP CONSTRAINT open_means_due"))


@pytest.mark.parametrize(("id_", "breakage"), BREAKAGES)
def test_a_broken_rule_is_counted(busy: Store, id_: str, breakage: str) -> None:
    with busy.writing() as db:
        _lift_checks(db)
        db.execute(text(breakage))
    assert checked(busy)[id_].violations > 0


def test_two_visits_of_one_session_are_counted_even_if_the_index_is_gone(
    busy: Store, draft: Callable[..., Appointment], actor: Actor
) -> None:
    with busy.writing() as db:
        db.execute(text("DROP INDEX uq_appointment_referral_session"))
        second = draft("a5", state=State.BOOKED, start=800, referral_id="ref1")
        furnish(db, Furnishing(visits=(second,)), actor)
    assert checked(busy)["I3"].violations == 1
