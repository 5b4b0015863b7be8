"""The waiting list on each engine: entered, phoned, booked, taken off."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from frontdesk.domain.appointment import Appointment, Claim
from frontdesk.domain.clinic import Offer, Resource, ResourceKind
from frontdesk.domain.freetime import FreeTime
from frontdesk.domain.ground import Ground
from frontdesk.domain.referral import Priority, Referral
from frontdesk.domain.waiting import Leaving, PartOfDay, Reply, Standing, Waiting
from frontdesk.store import appointments, journal, merging, referrals, waiting
from frontdesk.store.engine import Store
from frontdesk.store.journal import Actor
from frontdesk.store.sealing import NumberKey
from frontdesk.store.waiting_tables import waiting as waiting_table
from frontdesk.store.waiting_tables import waiting_call

Draft = Callable[..., Appointment]
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
TODAY = NOW.date()
DOCTOR = Resource("d1", ResourceKind.DOCTOR, "Коваль Олена")
AT_NINE = FreeTime(Offer("s1", DOCTOR, 20), date(2026, 11, 25), 540)


def entry(id_: str = "w1", **other: object) -> Waiting:
    it = Waiting(id_, "p1", "s1", Ground.DIRECT_ACCESS, TODAY, NOW)
    return replace(it, **other)  # type: ignore[arg-type]  # each is a field of its type


@pytest.fixture
def remembered(clinic: Store, referral: Referral, key: NumberKey) -> Referral:
    with clinic.writing() as db:
        referrals.remember(db, referral, NOW, key)
    return referral


def enter(store: Store, it: Waiting, actor: Actor) -> bool:
    with store.writing() as db:
        return waiting.enter(db, it, actor)


def listed(store: Store) -> tuple[waiting.Waiter, ...]:
    with store.reading() as db:
        return waiting.waiters(db)


def state(store: Store, id_: str = "w1") -> tuple[Standing, str | None]:
    with store.reading() as db:
        found = waiting.waiter(db, id_)
    assert found is not None
    return found.waiting.state, found.waiting.appointment_id


def told(store: Store, id_: str = "w1") -> list[str]:
    with store.reading() as db:
        return [it.action for it in journal.latest(db, 10, subject=id_)]


def test_what_was_entered_is_read_back_by_who_waits_longest(
    clinic: Store, remembered: Referral, actor: Actor
) -> None:
    whole = entry(
        "w2",
        since=NOW - timedelta(days=2),
        last_day=TODAY + timedelta(days=9),
        service_id="g1",
        names_group=True,
        doctor_id="d1",
        ground=Ground.E_REFERRAL,
        part=PartOfDay.MORNING,
        referral_id=remembered.id,
        referral_last_day=TODAY + timedelta(days=30),
        priority=Priority.URGENT,
    )
    assert enter(clinic, entry(), actor)
    assert enter(clinic, whole, actor)
    assert [it.waiting for it in listed(clinic)] == [whole, entry()]
    assert {it.patient.name.surname for it in listed(clinic)} == {"Іваненко"}


def test_nobody_waits_twice_for_the_same(clinic: Store, remembered: Referral, actor: Actor) -> None:
    under = {"referral_id": remembered.id, "ground": Ground.E_REFERRAL}
    assert enter(clinic, entry("w1"), actor)
    assert not enter(clinic, entry("w2"), actor)
    assert enter(clinic, entry("w3", **under), actor)
    assert not enter(clinic, entry("w4", **under), actor)
    assert not enter(clinic, entry("w5", patient_id="p2", **under), actor)
    with clinic.writing() as db:
        waiting.withdraw(db, "w1", TODAY, Leaving.MISTAKE, actor)
    assert enter(clinic, entry("w6"), actor)


def test_calls_that_came_to_nothing_are_counted_in_their_order(clinic: Store, actor: Actor) -> None:
    enter(clinic, entry(), actor)
    later = replace(AT_NINE, start=600)
    for time, reply in ((AT_NINE, Reply.NO_ANSWER), (later, Reply.REFUSED)):
        with clinic.writing() as db:
            waiting.decline(db, "w1", time, reply, actor)
    (found,) = listed(clinic)
    assert [(it.start, it.reply) for it in found.waiting.calls] == [
        (540, Reply.NO_ANSWER),
        (600, Reply.REFUSED),
    ]
    assert all(it.day == AT_NINE.day for it in found.waiting.calls)
    assert told(clinic) == ["wait", "decline", "decline"]
    with clinic.reading() as db:
        by = set(db.execute(select(waiting_call.c.actor, waiting_call.c.terminal)))
    assert by == {("registrar", "window-1")}


def test_a_time_is_offered_to_a_patient_by_one_terminal_alone(
    clinic: Store, draft: Draft, actor: Actor
) -> None:
    enter(clinic, entry(), actor)
    (seen,) = listed(clinic)
    with clinic.writing() as db:
        for id_, start in (("a1", 540), ("a2", 600)):
            appointments.hold(db, draft(id_, start=start), actor, timedelta(days=9999))
        assert waiting.offer(db, seen.waiting, "a1", actor)
        assert not waiting.offer(db, seen.waiting, "a2", actor)
    assert listed(clinic)[0].is_phoned
    with clinic.writing() as db:
        appointments.let_go(db, "a1", actor)
    assert not listed(clinic)[0].is_phoned


def test_whoever_takes_the_held_time_has_waited_long_enough(
    clinic: Store, draft: Draft, actor: Actor
) -> None:
    enter(clinic, entry(), actor)
    with clinic.writing() as db:
        appointments.hold(db, draft(), actor)
        waiting.offer(db, entry(), "a1", actor)
        visit = appointments.confirm(db, "a1", "p1", Claim.NONE, actor)
        assert isinstance(visit, Appointment)
        waiting.admit(db, visit, actor)
        waiting.admit(db, visit, actor)
    assert state(clinic) == (Standing.BOOKED, "a1")
    assert listed(clinic) == ()
    assert told(clinic) == ["wait", "offer", "leave"]


def test_a_visit_booked_otherwise_under_the_referral_ends_the_waiting(
    clinic: Store, remembered: Referral, draft: Draft, actor: Actor
) -> None:
    enter(clinic, entry(referral_id=remembered.id, ground=Ground.E_REFERRAL), actor)
    enter(clinic, entry("w2", patient_id="p2"), actor)
    with clinic.writing() as db:
        held = appointments.hold(db, draft(referral_id=remembered.id), actor)
        assert held is not None
        waiting.admit(db, held, actor)
    assert state(clinic) == (Standing.BOOKED, "a1")
    assert state(clinic, "w2") == (Standing.WAITING, None)


@pytest.mark.parametrize(
    ("last_day", "becomes"),
    [
        (None, Standing.WITHDRAWN),
        (TODAY, Standing.WITHDRAWN),
        (date(2026, 11, 22), Standing.EXPIRED),
    ],
)
def test_who_is_taken_off_after_the_last_day_has_waited_in_vain(
    clinic: Store, actor: Actor, last_day: date | None, becomes: Standing
) -> None:
    enter(clinic, entry(last_day=last_day, first_day=date(2026, 11, 1)), actor)
    with clinic.writing() as db:
        assert waiting.withdraw(db, "w1", TODAY, Leaving.NOT_REACHED, actor) is becomes
        assert waiting.withdraw(db, "w1", TODAY, Leaving.NOT_REACHED, actor) is None
        assert waiting.withdraw(db, "nobody", TODAY, Leaving.NOT_REACHED, actor) is None
        assert not waiting.offer(db, entry(), "a1", actor)
    assert state(clinic) == (becomes, None)


def test_the_number_is_kept_while_its_patient_waits(
    clinic: Store, remembered: Referral, key: NumberKey, actor: Actor
) -> None:
    def number() -> object:
        with clinic.writing() as db:
            referrals.forget_idle_number(db, remembered.id)
            found = referrals.by_id(db, remembered.id, key)
        return found and found.referral.number

    enter(clinic, entry(referral_id=remembered.id, ground=Ground.E_REFERRAL), actor)
    assert number() == remembered.number
    with clinic.writing() as db:
        waiting.withdraw(db, "w1", TODAY, Leaving.NOT_NEEDED, actor)
    assert number() is None


def test_a_merged_patient_waits_on_as_the_one_who_is_left(clinic: Store, actor: Actor) -> None:
    enter(clinic, entry(patient_id="p2"), actor)
    with clinic.writing() as db:
        merging.merge(db, "p2", "p1", actor)
    assert [it.patient.id for it in listed(clinic)] == ["p1"]


def test_the_database_itself_books_nobody_without_a_visit(clinic: Store, actor: Actor) -> None:
    enter(clinic, entry(), actor)
    with pytest.raises(IntegrityError), clinic.writing() as db:
        db.execute(update(waiting_table).values(state=Standing.BOOKED))
    about = {"waiting_id": "nobody", "at": NOW, "doctor_id": "d1", "day": TODAY, "start_min": 0}
    by = {"reply": Reply.REFUSED, "actor": "registrar", "terminal": "window-1"}
    with pytest.raises(IntegrityError), clinic.writing() as db:
        db.execute(insert(waiting_call), {**about, **by})
