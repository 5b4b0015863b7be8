from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from frontdesk.domain.appointment import Appointment, State
from frontdesk.domain.freetime import span
from frontdesk.store import agenda, appointments, calendar, journal
from frontdesk.store.engine import Store
from frontdesk.store.furnish import Furnishing, furnish
from frontdesk.store.journal import Actor

Draft = Callable[..., Appointment]


def test_visits_of_every_length_get_exactly_their_cells(
    clinic: Store, furnishing: Furnishing, draft: Draft, actor: Actor
) -> None:
    visits = tuple(
        draft(f"a{minutes}", state=State.BOOKED, start=60 * number, minutes=minutes)
        for number, minutes in enumerate((5, 20, 45), start=8)
    )
    with clinic.writing() as db:
        furnish(db, replace(furnishing, visits=visits), actor)
        day = visits[0].day
        taken = sum(span(it.start, it.end) for it in visits)
        assert calendar.occupied(db, furnishing.resources, day, day) == {
            ("d1", day): taken,
            ("r1", day): taken,
        }
        assert [it.appointment for it in agenda.visits_of_day(db, day)] == list(visits)
        assert journal.verify(db) == journal.Chain(3, None)


def test_furnishing_may_go_on_later(clinic: Store, draft: Draft, actor: Actor) -> None:
    with clinic.writing() as db:
        furnish(db, Furnishing(visits=(draft("a1", start=540),)), actor)
        furnish(db, Furnishing(visits=(draft("a2", start=600),)), actor)
        assert appointments.appointment(db, "a2") == draft("a2", start=600)
        assert db.scalar(text("SELECT count(*) FROM occupancy")) == 16


def test_two_visits_at_one_time_are_refused(clinic: Store, draft: Draft, actor: Actor) -> None:
    visits = (draft("a1", start=540), draft("a2", start=555))
    with pytest.raises(IntegrityError), clinic.writing() as db:
        furnish(db, Furnishing(visits=visits), actor)
    with clinic.reading() as db:
        assert db.scalar(text("SELECT count(*) FROM appointment")) == 0


def test_a_cancelled_visit_leaves_its_time_free(clinic: Store, draft: Draft, actor: Actor) -> None:
    visits = (draft("a1", state=State.CANCELLED), draft("a2"))
    with clinic.writing() as db:
        furnish(db, Furnishing(visits=visits), actor)
        holders = db.scalars(text("SELECT DISTINCT appointment_id FROM occupancy")).all()
    assert holders == ["a2"]
