from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from frontdesk.domain.appointment import Appointment, State
from frontdesk.domain.lookup import NameBegins
from frontdesk.domain.patient import Name, Patient, Phone
from frontdesk.store import agenda, invariants, journal, patients
from frontdesk.store.clock import now
from frontdesk.store.engine import Store
from frontdesk.store.furnish import Furnishing, furnish
from frontdesk.store.journal import Actor
from frontdesk.store.merging import NotTwoEntries, VisitsCollide, merge

Draft = Callable[..., Appointment]
PHONE = Phone("+380501112233")


@pytest.fixture
def twice(clinic: Store, draft: Draft, actor: Actor) -> Store:
    """The patient p1, and the same one as p3 with a phone of her own and two visits."""
    visits = (
        draft("a1", state=State.BOOKED, patient_id="p1"),
        draft("a2", state=State.BOOKED, patient_id="p3", start=700),
        draft("a3", state=State.CANCELLED, patient_id="p3"),
    )
    again = Patient("p3", Name("Іваненко", "Ольга"), phone=PHONE)
    with clinic.writing() as db:
        furnish(db, Furnishing(patients=(again,), visits=visits), actor)
    return clinic


def visits_of(store: Store, patient_id: str) -> list[str]:
    with store.reading() as db:
        return [it.appointment.id for it in agenda.visits_of(db, patient_id)]


def test_the_visits_pass_to_the_other_entry_and_the_first_is_found_no_more(
    twice: Store, actor: Actor
) -> None:
    with twice.writing() as db:
        merged = merge(db, "p3", "p1", actor)
        assert isinstance(merged, Patient)
        assert patients.matching(db, NameBegins(("иваненко",)), 9) == (merged,)
        assert patients.by_id(db, "p3") == patients.by_id(db, "p1") == merged
        broken = [it for it in invariants.check(db, now(db), "us") if it.violations]
    assert sorted(visits_of(twice, "p1")) == ["a1", "a2", "a3"]
    assert visits_of(twice, "p3") == []
    assert broken == []


def test_what_only_the_merged_entry_told_is_kept(
    twice: Store, furnishing: Furnishing, actor: Actor
) -> None:
    known = furnishing.patients[0]
    with twice.writing() as db:
        patients.remember(db, replace(known, phone=None))
        assert merge(db, "p3", "p1", actor) == replace(known, phone=PHONE)


def test_the_journal_has_the_entry_and_each_of_its_visits(twice: Store, actor: Actor) -> None:
    with twice.writing() as db:
        merge(db, "p3", "p1", actor)
        told = [it for it in journal.latest(db, 9) if it.action == "merge"]
        assert journal.verify(db).broken_at is None
    assert {it.subject for it in told} == {"p3", "a2", "a3"}
    assert {it.after["patient_id"] for it in told} == {"p1"}


def test_a_booking_for_an_entry_merged_meanwhile_is_the_others(twice: Store, actor: Actor) -> None:
    with twice.writing() as db:
        before = patients.by_id(db, "p3")
        assert before is not None
        merge(db, "p3", "p1", actor)
        assert patients.remember(db, before).id == "p1"


def test_two_visits_at_one_time_cannot_be_one_persons(
    twice: Store, draft: Draft, actor: Actor
) -> None:
    elsewhere = draft("a4", state=State.BOOKED, patient_id="p3", resource_ids=("d2",))
    with twice.writing() as db:
        furnish(db, Furnishing(visits=(elsewhere,)), actor)
        assert merge(db, "p3", "p1", actor) == VisitsCollide()
        assert patients.by_id(db, "p3") != patients.by_id(db, "p1")
    assert sorted(visits_of(twice, "p3")) == ["a2", "a3", "a4"]


def test_an_entry_is_merged_once_and_only_into_another(twice: Store, actor: Actor) -> None:
    with twice.writing() as db:
        assert merge(db, "p1", "p1", actor) == NotTwoEntries()
        assert merge(db, "p9", "p1", actor) == NotTwoEntries()
        merge(db, "p3", "p1", actor)
        assert merge(db, "p3", "p2", actor) == NotTwoEntries()


def test_who_was_merged_twice_is_still_found_by_the_oldest_entry(
    twice: Store, actor: Actor
) -> None:
    with twice.writing() as db:
        merge(db, "p3", "p1", actor)
        last = merge(db, "p1", "p2", actor)
        assert patients.by_id(db, "p3") == patients.by_id(db, "p1") == last
