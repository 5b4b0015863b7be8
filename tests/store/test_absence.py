"""A doctor's absence in the database: time is closed, and the visits in it are found."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from frontdesk.domain.absence import Absence, Cause
from frontdesk.domain.appointment import Appointment, State
from frontdesk.domain.freetime import Change, DayException
from frontdesk.store import absence, calendar, journal
from frontdesk.store.engine import Store
from frontdesk.store.furnish import Furnishing, furnish
from frontdesk.store.journal import Actor

Draft = Callable[..., Appointment]
WEDNESDAY, THURSDAY = date(2026, 11, 25), date(2026, 11, 26)
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
AWAY = Absence("d1", WEDNESDAY, THURSDAY, Cause.ILLNESS, 540, 600)


@pytest.fixture
def visited(clinic: Store, draft: Draft, actor: Actor) -> Store:
    booked = {"state": State.BOOKED, "patient_id": "p1"}
    visits = (
        draft("before", start=520, **booked),
        draft("into", start=530, minutes=15, resource_ids=("d1",), state=State.CANCELLED),
        draft("at", start=540, **booked),
        draft("after", start=600, **booked),
        draft("next day", start=580, day=THURSDAY, **booked),
        draft("another's", start=560, resource_ids=("d2",), **booked),
        draft("here", start=560, resource_ids=("d1",), state=State.ARRIVED, patient_id="p2"),
    )
    with clinic.writing() as db:
        furnish(db, Furnishing(visits=visits), actor)
    return clinic


def affected(store: Store, moment: datetime = NOW) -> list[str]:
    with store.reading() as db:
        found = absence.affected(db, moment)
        assert found == absence.affected(db, moment, "d1")
        assert absence.affected(db, moment, "d2") == ()
    return [it.appointment.id for it in found]


def test_the_visits_that_stand_in_closed_time_are_affected(visited: Store, actor: Actor) -> None:
    assert affected(visited) == []
    with visited.writing() as db:
        seen = calendar.last_change(db)
        assert len(absence.enter(db, AWAY, actor)) == 2
        _, changed = calendar.changes_since(db, seen)
        (told,) = journal.latest(db, 1)
    assert affected(visited) == ["at", "next day"]
    assert affected(visited, datetime(2026, 11, 26, 0, 0, tzinfo=UTC)) == ["next day"]
    assert changed == {("d1", WEDNESDAY), ("d1", THURSDAY)}
    assert (told.action, told.subject, told.after["cause"]) == ("absence", "d1", "illness")


def test_extra_hours_win_over_an_absence(visited: Store, actor: Actor) -> None:
    with visited.writing() as db:
        absence.enter(db, AWAY, actor)
        extra = DayException("d1", WEDNESDAY, 540, 560, Change.EXTRA)
        calendar.save_exceptions(db, [extra])
    assert affected(visited) == ["next day"]


def test_an_absence_is_taken_back_and_what_was_closed_before_stays(
    visited: Store, actor: Actor
) -> None:
    holiday = DayException("d1", THURSDAY, 540, 720, Change.CLOSED)
    with visited.writing() as db:
        calendar.save_exceptions(db, [holiday])
        added = absence.enter(db, AWAY, actor)
        assert [it.day for it in added] == [WEDNESDAY], "the longer holiday is not shortened"
        absence.take_back(db, AWAY, added, actor)
        assert calendar.exceptions(db, ["d1"], WEDNESDAY, THURSDAY) == (holiday,)
        assert journal.latest(db, 1)[0].action == "presence"
    assert affected(visited) == ["next day"]
