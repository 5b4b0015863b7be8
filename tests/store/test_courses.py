"""Several visits under one referral, and visits beside others, in the database."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select, update

from frontdesk.domain.appointment import Appointment, Claim, State
from frontdesk.domain.protocol import Kind, Operation, Progress
from frontdesk.domain.referral import Referral
from frontdesk.store import (
    appointments,
    attendance,
    calendar,
    clinic_tables,
    operations,
    referrals,
    tables,
    withdrawal,
)
from frontdesk.store.appointments import NotFree
from frontdesk.store.engine import Store
from frontdesk.store.furnish import Furnishing
from frontdesk.store.journal import Actor
from frontdesk.store.sealing import NumberKey

Draft = Callable[..., Appointment]
WEDNESDAY = date(2026, 11, 25)


@pytest.fixture
def course(
    clinic: Store, draft: Draft, actor: Actor, referral: Referral, key: NumberKey
) -> tuple[Appointment, ...]:
    """Two confirmed visits under one referral, each with its claim."""
    drafts = [draft(f"a{at}", start=480 + 20 * at, referral_id="ref1", session=at) for at in (1, 2)]
    with clinic.writing() as db:
        referrals.remember(db, referral, datetime(2026, 11, 23, 11, 0, tzinfo=UTC), key)
        assert isinstance(appointments.hold_all(db, drafts, actor), tuple)
        for it in drafts:
            appointments.confirm(db, it.id, "p1", Claim.PENDING, actor)
            operations.open_operation(db, Operation(f"o-{it.id}", Kind.CLAIM, it.id, "ref1"))
    return tuple(drafts)


def owed(store: Store) -> list[tuple[str, Kind, Progress]]:
    table = tables.operation
    with store.reading() as db:
        query = select(table.c.appointment_id, table.c.kind, table.c.progress)
        found = db.execute(query.where(tables.is_open).order_by(table.c.appointment_id))
        return [(id_, kind, progress) for id_, kind, progress in found]


def win(store: Store, id_: str, actor: Actor) -> None:
    with store.writing() as db:
        closed = {"progress": Progress.DONE, "due_at": None}
        its_own = tables.operation.c.appointment_id == id_
        db.execute(update(tables.operation).where(its_own).values(closed))
        appointments.win(db, id_, actor)


def cancel(store: Store, id_: str, actor: Actor) -> Appointment | None:
    with store.writing() as db:
        return withdrawal.cancel(db, id_, "a call", actor, f"release-{id_}")


def test_of_a_course_all_times_are_held_or_none(clinic: Store, draft: Draft, actor: Actor) -> None:
    with clinic.writing() as db:
        assert appointments.hold(db, draft("rival", start=600), actor)
        wanted = [draft("a1", start=540), draft("a2", start=610), draft("a3", start=700)]
        assert appointments.hold_all(db, wanted, actor) == NotFree(1)
    with clinic.reading() as db:
        assert list(db.scalars(select(tables.appointment.c.id))) == ["rival"]


def test_two_visits_of_a_course_cannot_take_one_doctor_at_once(
    clinic: Store, draft: Draft, actor: Actor
) -> None:
    with clinic.writing() as db:
        wanted = [draft("a1", start=540), draft("a2", start=550)]
        assert appointments.hold_all(db, wanted, actor) == NotFree(1)


def test_the_referral_stays_ours_while_another_visit_stands_under_it(
    clinic: Store, course: tuple[Appointment, ...], actor: Actor
) -> None:
    for it in course:
        win(clinic, it.id, actor)
    first = cancel(clinic, "a1", actor)
    assert first is not None
    assert (first.claim, owed(clinic)) == (Claim.NONE, [])
    last = cancel(clinic, "a2", actor)
    assert last is not None
    assert last.claim is Claim.RELEASING
    assert owed(clinic) == [("a2", Kind.RELEASE, Progress.NEW)]


def test_a_claim_under_way_is_passed_on_to_the_visit_that_stands(
    clinic: Store, course: tuple[Appointment, ...], actor: Actor
) -> None:
    """Watched, it would be released as soon as it is ours."""
    assert len(course) == 2
    with clinic.writing() as db:
        (claim,) = operations.due(db, actor.terminal, 120)
        sent = replace(claim, progress=Progress.SENT)
        assert operations.keep(db, sent, actor, lease=120, rest=None)
    cancel(clinic, "a1", actor)
    assert owed(clinic) == [("a2", Kind.CLAIM, Progress.SENT)]
    with clinic.writing() as db:
        assert not operations.keep(db, sent, actor, lease=120, rest=None)
    cancel(clinic, "a2", actor)
    assert owed(clinic) == [("a2", Kind.WATCH, Progress.SENT)]


def test_a_time_that_is_only_held_does_not_keep_the_referral(
    clinic: Store, course: tuple[Appointment, ...], draft: Draft, actor: Actor
) -> None:
    for it in course:
        win(clinic, it.id, actor)
    cancel(clinic, "a1", actor)
    with clinic.writing() as db:
        assert appointments.hold(db, draft("a3", start=700, referral_id="ref1"), actor)
    cancel(clinic, "a2", actor)
    assert owed(clinic) == [("a2", Kind.RELEASE, Progress.NEW)]


@pytest.fixture
def two_lanes(clinic: Store) -> Store:
    """Doctor and room may take one visit more than they regularly do."""
    with clinic.writing() as db:
        wider = clinic_tables.resource.c.id.in_(["d1", "r1"])
        db.execute(update(clinic_tables.resource).where(wider).values(max_lanes=2))
    return clinic


def held(store: Store, visit: Appointment, actor: Actor) -> Appointment | None:
    with store.writing() as db:
        return appointments.hold(db, visit, actor)


def test_a_time_is_overbooked_only_with_a_reason_and_only_up_to_its_lanes(
    two_lanes: Store, draft: Draft, actor: Actor
) -> None:
    because = "the doctor asked for it"
    assert held(two_lanes, draft("a1"), actor)
    assert held(two_lanes, draft("a2"), actor) is None
    assert held(two_lanes, replace(draft("a3"), overbooked_because=because), actor)
    assert held(two_lanes, replace(draft("a4"), overbooked_because=because), actor) is None
    with two_lanes.reading() as db:
        assert appointments.appointment(db, "a3").overbooked_because == because
        told = db.execute(select(tables.journal.c.subject, tables.journal.c.after)).all()
    assert {id_: json.loads(after)["overbooked"] for id_, after in told if id_[0] == "a"} == {
        "a1": 0,
        "a3": 1,
    }
    assert because not in str(told)


def test_without_a_lane_for_it_nothing_is_overbooked(
    clinic: Store, draft: Draft, actor: Actor
) -> None:
    assert held(clinic, draft("a1"), actor)
    assert held(clinic, replace(draft("a2"), overbooked_because="urgent"), actor) is None


def test_an_overbooked_visit_is_moved_only_to_a_regular_lane(
    two_lanes: Store, draft: Draft, actor: Actor
) -> None:
    held(two_lanes, draft("a1", start=540), actor)
    held(two_lanes, draft("a2", start=600), actor)
    beside = replace(draft("a3", start=540), overbooked_because="urgent")
    held(two_lanes, beside, actor)
    with two_lanes.writing() as db:
        appointments.confirm(db, "a3", "p1", Claim.NONE, actor)
        assert attendance.move(db, "a3", draft(start=600), actor) is None
        moved = attendance.move(db, "a3", draft(start=700), actor)
        assert moved is not None
        assert appointments.appointment(db, "a3") == moved
    assert (moved.state, moved.overbooked_because) == (State.BOOKED, None)


def test_the_lanes_for_overbooking_are_free_beside_regular_visits(
    two_lanes: Store, draft: Draft, actor: Actor, furnishing: Furnishing
) -> None:
    doctor = replace(furnishing.resources[0], max_lanes=2)
    held(two_lanes, draft("a1"), actor)
    with two_lanes.reading() as db:
        assert calendar.occupied(db, [doctor], WEDNESDAY, WEDNESDAY)
        wider = calendar.occupied(db, [doctor], WEDNESDAY, WEDNESDAY, overbooking=True)
    assert not any(wider.values())
