from __future__ import annotations

from collections.abc import Callable
from datetime import date

from frontdesk.domain.appointment import Appointment, State
from frontdesk.domain.visit import Visit
from frontdesk.store import agenda
from frontdesk.store.engine import Store
from frontdesk.store.furnish import Furnishing, furnish
from frontdesk.store.journal import Actor

Draft = Callable[..., Appointment]
DAY = date(2026, 11, 25)


def test_a_visit_comes_with_the_names_a_person_reads(
    clinic: Store, furnishing: Furnishing, draft: Draft, actor: Actor
) -> None:
    booked = draft("a1", state=State.BOOKED, patient_id="p1")
    doctor, _, room, _ = furnishing.resources
    with clinic.writing() as db:
        furnish(db, Furnishing(visits=(booked,)), actor)
        assert agenda.visit(db, "a1") == Visit(
            booked, doctor, room, "K67002", "Консультація кардіолога", furnishing.patients[0]
        )
        assert agenda.visit(db, "a9") is None


def test_a_time_that_is_only_held_has_no_patient_and_perhaps_no_room(
    clinic: Store, draft: Draft, actor: Actor
) -> None:
    with clinic.writing() as db:
        furnish(db, Furnishing(visits=(draft(resource_ids=("d2",)),)), actor)
        held = agenda.visit(db, "a1")
    assert held is not None
    assert (held.patient, held.room) == (None, None)


def test_a_day_is_read_by_doctor_in_ukrainian_order_and_by_time(
    clinic: Store, draft: Draft, actor: Actor
) -> None:
    # Їжак stands before Мельник, though not in the order of code points.
    visits = (
        draft("a1", state=State.BOOKED, start=700, resource_ids=("d1",)),
        draft("a2", state=State.BOOKED, start=600, resource_ids=("d1",)),
        draft("a3", state=State.ARRIVED, start=800, resource_ids=("d2",)),
        draft("a4", state=State.CANCELLED, start=500, resource_ids=("d2",)),
        draft("a5", state=State.BOOKED, day=date(2026, 11, 26), resource_ids=("d2",)),
    )
    with clinic.writing() as db:
        furnish(db, Furnishing(visits=visits), actor)
        ids = [it.appointment.id for it in agenda.visits_of_day(db, DAY)]
        cancelled = agenda.visit(db, "a4")
    assert ids == ["a3", "a2", "a1"]
    assert cancelled is not None
