from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Connection, select, text
from sqlalchemy.exc import IntegrityError

from frontdesk.domain.appointment import Appointment, Claim, State, may_become
from frontdesk.domain.protocol import Kind, Operation, Progress
from frontdesk.domain.referral import Referral
from frontdesk.store import (
    appointments,
    attendance,
    journal,
    moves,
    operations,
    referrals,
    tables,
    withdrawal,
)
from frontdesk.store.appointments import Lapsed, PatientBusy
from frontdesk.store.engine import Store
from frontdesk.store.furnish import Furnishing, furnish
from frontdesk.store.journal import Actor
from frontdesk.store.sealing import NumberKey

Draft = Callable[..., Appointment]
DAY = date(2026, 11, 25)
"""A Wednesday."""


def cells(store: Store) -> set[tuple[str, int, int]]:
    table = tables.occupancy
    with store.reading() as db:
        return {
            (resource_id, cell, lane)
            for resource_id, cell, lane in db.execute(
                select(table.c.resource_id, table.c.cell, table.c.lane)
            )
        }


def stored(store: Store, id_: str = "a1") -> Appointment:
    with store.reading() as db:
        return appointments.appointment(db, id_)


def held(store: Store, visit: Appointment, actor: Actor) -> Appointment | None:
    with store.writing() as db:
        return appointments.hold(db, visit, actor)


def test_a_held_time_is_durable_with_all_its_cells(
    clinic: Store, draft: Draft, actor: Actor
) -> None:
    answer = held(clinic, draft(start=540, minutes=15), actor)
    assert answer is not None
    assert answer.hold_until == datetime(2026, 11, 23, 12, 1, 30, tzinfo=UTC)
    assert stored(clinic) == answer
    assert cells(clinic) == {(it, cell, 0) for it in ("d1", "r1") for cell in (108, 109, 110)}


@pytest.mark.parametrize("start", [525, 540, 555])
def test_a_time_that_overlaps_a_visit_is_refused_whole(
    clinic: Store, draft: Draft, actor: Actor, start: int
) -> None:
    held(clinic, draft("a1", start=540, minutes=20), actor)
    before = cells(clinic)
    rival = draft("a2", start=start, minutes=20, resource_ids=("d2", "r1"))
    assert held(clinic, rival, actor) is None
    assert cells(clinic) == before
    with clinic.reading() as db, pytest.raises(KeyError):
        appointments.appointment(db, "a2")


def test_the_times_just_before_and_after_are_free(
    clinic: Store, draft: Draft, actor: Actor
) -> None:
    held(clinic, draft("a1", start=540, minutes=20), actor)
    assert held(clinic, draft("a2", start=520, minutes=20), actor)
    assert held(clinic, draft("a3", start=560, minutes=20), actor)


def test_the_database_itself_refuses_the_second_booking(
    clinic: Store, draft: Draft, actor: Actor
) -> None:
    held(clinic, draft("a1"), actor)
    held(clinic, draft("a2", start=700), actor)
    with pytest.raises(IntegrityError), clinic.writing() as db:
        db.execute(
            text(
                "INSERT INTO occupancy (resource_id, day, cell, lane, appointment_id)"
                " VALUES ('d1', '2026-11-25', 108, 0, 'a2')"
            )
        )


def test_a_hall_takes_as_many_visits_as_it_has_lanes_at_every_moment(
    clinic: Store, draft: Draft, actor: Actor
) -> None:
    hall = ("h1",)
    assert held(clinic, draft("a1", start=540, minutes=20, resource_ids=hall), actor)
    assert held(clinic, draft("a2", start=560, minutes=20, resource_ids=hall), actor)
    assert held(clinic, draft("a3", start=550, minutes=20, resource_ids=hall), actor)
    assert held(clinic, draft("a4", start=545, minutes=20, resource_ids=hall), actor) is None
    with clinic.writing() as db:
        appointments.let_go(db, "a1", actor)
    # One visit at each moment is left, but now they stand in different lanes.
    assert held(clinic, draft("a5", start=540, minutes=20, resource_ids=hall), actor)


def test_a_hall_with_room_left_does_not_help_a_visit_whose_doctor_is_busy(
    clinic: Store, draft: Draft, actor: Actor
) -> None:
    held(clinic, draft("a1", resource_ids=("d2",)), actor)
    before = cells(clinic)
    assert held(clinic, draft("a2", resource_ids=("d2", "h1")), actor) is None
    assert cells(clinic) == before


def test_a_visit_that_needs_an_unknown_resource_cannot_be_held(
    clinic: Store, draft: Draft, actor: Actor
) -> None:
    visit = replace(draft(), resource_ids=("d1", "nowhere"))
    with pytest.raises(IntegrityError):
        held(clinic, visit, actor)
    assert cells(clinic) == set()


def test_a_hold_that_has_run_out_stands_in_nobodys_way(
    clinic: Store, draft: Draft, actor: Actor, clock: Callable[[], datetime]
) -> None:
    held(clinic, draft("a1"), actor)
    advance(clock, 89)
    assert held(clinic, draft("a2"), actor) is None
    advance(clock, 1)
    assert held(clinic, draft("a2"), actor)
    lapsed = stored(clinic)
    assert (lapsed.state, lapsed.reason, lapsed.hold_until) == (
        State.CANCELLED,
        appointments.EXPIRED,
        None,
    )


def advance(clock: Callable[[], datetime], seconds: float) -> None:
    vars(clock)["moment"] += timedelta(seconds=seconds)


def test_sweeping_frees_only_what_was_not_confirmed_in_time(
    clinic: Store, draft: Draft, actor: Actor, clock: Callable[[], datetime]
) -> None:
    held(clinic, draft("a1", start=540), actor)
    held(clinic, draft("a2", start=600), actor)
    with clinic.writing() as db:
        appointments.confirm(db, "a2", "p1", Claim.NONE, actor)
    advance(clock, 100)
    held(clinic, draft("a3", start=660), actor)
    with clinic.writing() as db:
        appointments.sweep_holds(db, actor)
    assert [stored(clinic, it).state for it in ("a1", "a2", "a3")] == [
        State.CANCELLED,
        State.BOOKED,
        State.HELD,
    ]
    assert {cell for _, cell, _ in cells(clinic)} == {*range(120, 124), *range(132, 136)}


@pytest.mark.parametrize(
    ("claim", "state"),
    [
        (Claim.NONE, State.BOOKED),
        (Claim.DEFERRED, State.BOOKED),
        (Claim.PENDING, State.CLAIMING),
    ],
)
def test_confirming_writes_the_patient_down(
    clinic: Store, draft: Draft, actor: Actor, claim: Claim, state: State
) -> None:
    held(clinic, draft(), actor)
    with clinic.writing() as db:
        answer = appointments.confirm(db, "a1", "p1", claim, actor)
    assert answer == stored(clinic)
    assert answer == replace(
        draft(), state=state, claim=claim, patient_id="p1", hold_until=None, version=2
    )


def test_a_hold_let_go_cannot_be_confirmed(clinic: Store, draft: Draft, actor: Actor) -> None:
    held(clinic, draft(), actor)
    with clinic.writing() as db:
        appointments.let_go(db, "a1", actor)
        assert appointments.confirm(db, "a1", "p1", Claim.NONE, actor) == Lapsed()
    assert cells(clinic) == set()
    assert stored(clinic).reason == appointments.LET_GO


def test_letting_go_of_a_confirmed_visit_changes_nothing(
    clinic: Store, draft: Draft, actor: Actor
) -> None:
    held(clinic, draft(), actor)
    with clinic.writing() as db:
        confirmed = appointments.confirm(db, "a1", "p1", Claim.NONE, actor)
        appointments.let_go(db, "a1", actor)
    assert stored(clinic) == confirmed


def test_a_patient_is_not_at_two_doctors_at_the_same_time(
    clinic: Store, draft: Draft, actor: Actor
) -> None:
    held(clinic, draft("a1", resource_ids=("d1", "r1")), actor)
    held(clinic, draft("a2", resource_ids=("d2",)), actor)
    with clinic.writing() as db:
        appointments.confirm(db, "a1", "p1", Claim.NONE, actor)
        assert appointments.confirm(db, "a2", "p1", Claim.NONE, actor) == PatientBusy()
        appointments.confirm(db, "a2", "p2", Claim.NONE, actor)
    assert stored(clinic, "a2").patient_id == "p2"


def test_an_unknown_patient_is_an_error_of_the_program(
    clinic: Store, draft: Draft, actor: Actor
) -> None:
    held(clinic, draft(), actor)
    with pytest.raises(IntegrityError), clinic.writing() as db:
        appointments.confirm(db, "a1", "nobody", Claim.NONE, actor)
    assert stored(clinic).state is State.HELD


@pytest.fixture
def known(clinic: Store, referral: Referral, key: NumberKey) -> Referral:
    with clinic.writing() as db:
        referrals.remember(db, referral, datetime(2026, 11, 23, 11, 0, tzinfo=UTC), key)
    return referral


def test_a_referral_has_one_visit_for_each_session(
    clinic: Store, draft: Draft, actor: Actor, known: Referral
) -> None:
    assert held(clinic, draft("a1", referral_id=known.id), actor)
    assert held(clinic, draft("a2", start=700, referral_id=known.id), actor) is None
    assert held(clinic, draft("a3", start=800, referral_id=known.id, session=2), actor)
    with clinic.reading() as db:
        assert appointments.find_live(db, known.id) == stored(clinic, "a1")
        live = appointments.live_under(db, known.id)
    assert live == (stored(clinic, "a1"), stored(clinic, "a3"))


@pytest.mark.parametrize("state", list(State))
def test_only_a_cancelled_or_missed_visit_makes_way_for_another_under_its_referral(
    clinic: Store, draft: Draft, actor: Actor, known: Referral, state: State
) -> None:
    visit = draft("a1", state=state, referral_id=known.id)
    with clinic.writing() as db:
        furnish(db, Furnishing(visits=(visit,)), actor)
    makes_way = state in {State.CANCELLED, State.NO_SHOW}
    with clinic.reading() as db:
        assert (appointments.find_live(db, known.id) is None) is makes_way
    another = draft("a2", start=900, referral_id=known.id)
    assert (held(clinic, another, actor) is not None) is makes_way


SPRING = date(2027, 3, 28)
AUTUMN = date(2027, 10, 31)


@pytest.mark.parametrize(("start", "minutes"), [(180, 20), (235, 5), (170, 20), (230, 20)])
def test_a_visit_at_an_hour_that_does_not_exist_is_never_stored(
    clinic: Store, draft: Draft, actor: Actor, start: int, minutes: int
) -> None:
    with pytest.raises(ValueError, match="does not exist"):
        held(clinic, draft(day=SPRING, start=start, minutes=minutes), actor)
    assert cells(clinic) == set()


@pytest.mark.parametrize(
    ("day", "start", "instant"),
    [
        (SPRING, 160, "2027-03-28T00:40:00.000000Z"),
        (SPRING, 240, "2027-03-28T01:00:00.000000Z"),
        (AUTUMN, 190, "2027-10-31T00:10:00.000000Z"),
        (AUTUMN, 240, "2027-10-31T02:00:00.000000Z"),
        (date(2028, 2, 29), 540, "2028-02-29T07:00:00.000000Z"),
        (date(2026, 12, 31), 1415, "2026-12-31T21:35:00.000000Z"),
    ],
)
def test_the_utc_instant_follows_from_the_wall_time(
    clinic: Store, *, draft: Draft, actor: Actor, day: date, start: int, instant: str
) -> None:
    held(clinic, draft(day=day, start=start), actor)
    with clinic.reading() as db:
        assert db.scalar(text("SELECT starts_at FROM appointment")) == instant
    assert (stored(clinic).day, stored(clinic).start) == (day, start)


MOVES: dict[str, Callable[[Connection, str, Actor], object]] = {
    "confirm": lambda db, id_, by: appointments.confirm(db, id_, "p1", Claim.PENDING, by),
    "let_go": appointments.let_go,
    "cancel": lambda db, id_, by: withdrawal.cancel(db, id_, "patient_asked", by, "o9"),
    "move": lambda db, id_, by: attendance.move(db, id_, appointments.appointment(db, id_), by),
    "arrive": attendance.arrive,
    "miss": attendance.miss,
    "fulfil": attendance.fulfil,
    "win": appointments.win,
    "lose": lambda db, id_, by: appointments.lose(db, id_, "in_work_elsewhere", by),
    "hand_over": lambda db, id_, by: appointments.hand_over(db, id_, "forbidden", by),
}


@pytest.mark.parametrize("state", list(State))
def test_no_move_leaves_the_lattice(
    clinic: Store, draft: Draft, actor: Actor, state: State
) -> None:
    visits = [
        draft(name, state=state, claim=Claim.PENDING, start=60 * number)
        for number, name in enumerate(MOVES, start=8)
    ]
    with clinic.writing() as db:
        furnish(db, Furnishing(visits=visits), actor)
        for name, move in MOVES.items():
            move(db, name, actor)
        rows = db.execute(text("SELECT subject, count(*) FROM journal GROUP BY subject"))
        journalled: dict[str, int] = dict(rows.all())
    with_cells = {cell // 12 * 60 for _, cell, _ in cells(clinic)}
    for before in visits:
        after = stored(clinic, before.id)
        assert after.state is state or may_become(state, after.state), before.id
        assert (after.start in with_cells) is (after.state is not State.CANCELLED), before.id
        assert after.version == journalled[before.id] == 1 + (after != before), before.id


@pytest.mark.parametrize("state", list(State))
def test_a_move_that_the_lattice_forbids_is_not_written(
    clinic: Store, draft: Draft, actor: Actor, state: State
) -> None:
    others = [it for it in State if it is not state]
    visits = [
        draft(other, state=state, start=60 * number) for number, other in enumerate(others, start=8)
    ]
    with clinic.writing() as db:
        furnish(db, Furnishing(visits=visits), actor)
        for before, following in zip(visits, others, strict=True):
            hold_until = datetime(2026, 11, 23, 13, tzinfo=UTC) if following == "held" else None
            after = replace(before, state=following, hold_until=hold_until)
            forbidden = pytest.raises(ValueError, match="lattice")
            with nullcontext() if may_become(state, following) else forbidden:
                moves.changed(db, before, after, journal.Action.CANCEL, actor)
    for before, following in zip(visits, others, strict=True):
        expected = following if may_become(state, following) else state
        assert stored(clinic, before.id).state is expected


def test_a_move_of_a_visit_that_somebody_else_moved_first_is_not_written(
    clinic: Store, draft: Draft, actor: Actor
) -> None:
    before = held(clinic, draft(), actor)
    assert before is not None
    with clinic.writing() as db:
        appointments.confirm(db, "a1", "p1", Claim.NONE, actor)
        stale = replace(before, state=State.CANCELLED, hold_until=None)
        assert moves.changed(db, before, stale, journal.Action.CANCEL, actor) is None
    assert stored(clinic).state is State.BOOKED


def claiming(
    store: Store, visit: Appointment, actor: Actor, *, claim: Claim = Claim.PENDING
) -> Operation:
    """A visit that waits for its referral, and its operation."""
    kind = Kind.CLAIM if claim is Claim.PENDING else Kind.VERIFY
    operation = Operation("o1", kind, visit.id, visit.referral_id or "")
    with store.writing() as db:
        appointments.hold(db, visit, actor)
        appointments.confirm(db, visit.id, "p1", claim, actor)
        operations.open_operation(db, operation)
    return operation


def test_cancelling_withdraws_a_claim_that_was_never_sent(
    clinic: Store, draft: Draft, actor: Actor, known: Referral
) -> None:
    claiming(clinic, draft(referral_id=known.id), actor)
    with clinic.writing() as db:
        cancelled = withdrawal.cancel(db, "a1", "patient_asked", actor, "o9")
        assert operations.operation(db, "o1").progress is Progress.DONE
    assert cancelled is not None
    assert (cancelled.state, cancelled.claim, cancelled.reason) == (
        State.CANCELLED,
        Claim.NONE,
        "patient_asked",
    )
    assert cells(clinic) == set()


def test_cancelling_keeps_watch_over_a_claim_that_may_have_left(
    clinic: Store, draft: Draft, actor: Actor, known: Referral
) -> None:
    claiming(clinic, draft(referral_id=known.id), actor)
    with clinic.writing() as db:
        operation = operations.lease(db, "a1", actor.terminal, 60)
        assert operation is not None
        sent = replace(operation, progress=Progress.SENT)
        operations.keep(db, sent, actor, lease=60, rest=None)
        cancelled = withdrawal.cancel(db, "a1", "patient_asked", actor, "o9")
        assert operations.operation(db, "o1") == replace(sent, kind=Kind.WATCH)
        assert not operations.keep(db, sent, actor, lease=60, rest=None)
    assert cancelled is not None
    assert cancelled.claim is Claim.RELEASING


def test_cancelling_what_is_ours_owes_its_release(
    clinic: Store, draft: Draft, actor: Actor, known: Referral
) -> None:
    booked = draft(state=State.BOOKED, claim=Claim.OURS, referral_id=known.id)
    with clinic.writing() as db:
        furnish(db, Furnishing(visits=(booked,)), actor)
        cancelled = withdrawal.cancel(db, "a1", "patient_asked", actor, "o9")
        assert operations.operation(db, "o9").kind is Kind.RELEASE
        assert referrals.number_of(db, known.id, clinic.key) is not None
    assert cancelled is not None
    assert cancelled.claim is Claim.RELEASING


@pytest.mark.parametrize("progress", [Progress.NEW, Progress.SENT])
def test_a_new_visit_keeps_the_referral_unless_its_release_was_sent(
    clinic: Store, draft: Draft, actor: Actor, known: Referral, progress: Progress
) -> None:
    booked = draft(state=State.BOOKED, claim=Claim.OURS, referral_id=known.id)
    with clinic.writing() as db:
        furnish(db, Furnishing(visits=(booked,)), actor)
        withdrawal.cancel(db, "a1", "patient_asked", actor, "o9")
        (release,) = operations.due(db, actor.terminal, 60)
        operations.keep(db, replace(release, progress=progress), actor, lease=60, rest=None)
        claim = withdrawal.inherit(db, Operation("o2", Kind.CLAIM, "a2", known.id), actor)
        spared = operations.operation(db, "o9").progress is Progress.DONE
    assert spared is (progress is Progress.NEW)
    assert claim.progress is (Progress.SENT if spared else Progress.NEW)
    assert stored(clinic).claim is (Claim.NONE if spared else Claim.RELEASING)


def test_a_visit_moves_with_its_claim_and_leaves_its_old_time_free(
    clinic: Store, draft: Draft, actor: Actor, known: Referral
) -> None:
    booked = draft(state=State.BOOKED, claim=Claim.OURS, referral_id=known.id)
    later = replace(booked, start=booked.start + 10, end=booked.end + 10)
    with clinic.writing() as db:
        furnish(db, Furnishing(visits=(booked,)), actor)
        moved = attendance.move(db, "a1", later, actor)
    assert moved is not None
    assert (moved.state, moved.claim, moved.start) == (State.BOOKED, Claim.OURS, later.start)
    assert stored(clinic) == moved
    assert min(cell for _, cell, _ in cells(clinic)) == later.start // 5


def test_a_visit_that_finds_its_new_time_taken_keeps_the_old_one(
    clinic: Store, draft: Draft, actor: Actor
) -> None:
    mine, theirs = draft("a1", state=State.BOOKED), draft("a2", state=State.BOOKED, start=720)
    with clinic.writing() as db:
        furnish(db, Furnishing(visits=(mine, theirs)), actor)
    before = cells(clinic)
    with clinic.writing() as db:
        onto = replace(mine, start=theirs.start, end=theirs.end)
        assert attendance.move(db, "a1", onto, actor) is None
    assert cells(clinic) == before
    assert stored(clinic).start == mine.start


@pytest.mark.parametrize("state", [State.FULFILLED, State.NO_SHOW, State.CANCELLED])
def test_what_has_ended_is_not_cancelled(
    clinic: Store, draft: Draft, actor: Actor, state: State
) -> None:
    with clinic.writing() as db:
        furnish(db, Furnishing(visits=(draft(state=state),)), actor)
        assert withdrawal.cancel(db, "a1", "patient_asked", actor, "o9") is None
