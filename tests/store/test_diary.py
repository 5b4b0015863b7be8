"""The lines of the agenda: a day, and whoever is looked for in the days to come."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from frontdesk.domain.appointment import Appointment, State
from frontdesk.domain.lookup import TooLittle, read_query
from frontdesk.domain.planned import Grouping, in_order
from frontdesk.store import attendance, diary
from frontdesk.store.engine import Store
from frontdesk.store.furnish import Furnishing, furnish
from frontdesk.store.journal import Actor, latest

Draft = Callable[..., Appointment]
DAY, NEXT = date(2026, 11, 25), date(2026, 11, 26)


@pytest.fixture
def visited(clinic: Store, draft: Draft, actor: Actor) -> Store:
    booked = {"state": State.BOOKED}
    visits = (
        draft("a1", start=700, patient_id="p1", **booked),
        draft("a2", start=600, patient_id="p2", **booked),
        draft("a3", state=State.ARRIVED, start=800, resource_ids=("d2",), patient_id="p2"),
        draft("a4", state=State.CANCELLED, start=500, resource_ids=("d2",)),
        draft("a5", start=650, resource_ids=("d2",)),
        draft("a6", day=NEXT, resource_ids=("d2",), patient_id="p1", **booked),
    )
    with clinic.writing() as db:
        furnish(db, Furnishing(visits=visits), actor)
    return clinic


def test_a_day_is_read_as_a_clerk_wants_it(visited: Store) -> None:
    with visited.reading() as db:
        found = diary.planned(db, DAY)
    ids = {it: [line.id for line in in_order(found, it)] for it in Grouping}
    assert ids[Grouping.DOCTOR] == ["a5", "a3", "a2", "a1"], "Їжак stands before Мельник"
    assert ids[Grouping.ROOM] == ["a5", "a3", "a2", "a1"], "first those without a room"
    assert ids[Grouping.TIME] == ["a2", "a5", "a1", "a3"]


def test_a_line_says_who_comes_to_whom_and_where(visited: Store) -> None:
    with visited.reading() as db:
        lines = {it.id: it for it in diary.planned(db, DAY)}
    visit, held = lines["a1"], lines["a5"]
    assert (visit.patient, visit.doctor.id, visit.service_name) == (
        "Іваненко О. П.",
        "d1",
        "Консультація кардіолога",
    )
    assert visit.room is not None
    assert visit.room.name == "207"
    assert (held.patient, held.patient_id, held.room) == ("", None, None)


@pytest.mark.parametrize(
    ("typed", "ids"),
    [
        ("Іван", ["a1", "a6"]),
        ("иваненко о", ["a1", "a6"]),
        ("4567", ["a1", "a6"]),
        ("04.03.1979", ["a1", "a6"]),
        ("ґудзь", ["a2", "a3"]),
        ("Петренко", []),
    ],
)
def test_whoever_is_looked_for_is_found_alike_on_a_day_and_in_all_days(
    visited: Store, typed: str, ids: list[str]
) -> None:
    query = read_query(typed)
    assert not isinstance(query, TooLittle)
    with visited.reading() as db:
        everywhere = diary.planned_of(db, query, DAY, 10)
        days = (*diary.planned(db, DAY), *diary.planned(db, NEXT))
        first = diary.planned_of(db, query, DAY, 1)
    assert [it.id for it in everywhere] == sorted(ids, key=lambda it: [it == "a6", it == "a3"])
    assert {it for it in days if it.fits(query)} == set(everywhere)
    assert [it.id for it in first] == [it.id for it in everywhere[:1]]


def test_a_late_patient_is_marked_until_it_is_taken_back_or_the_visit_is_moved(
    visited: Store, draft: Draft, actor: Actor
) -> None:
    with visited.writing() as db:
        late = attendance.be_late(db, "a1", actor)
        assert late is not None
        assert late.is_late
        assert {it.id for it in diary.planned(db, DAY) if it.is_late} == {"a1"}
        assert latest(db, 1)[0].action == "be_late"
        moved = attendance.move(db, "a1", draft("a1", start=720), actor)
        assert moved is not None
        assert not moved.is_late
        assert attendance.be_late(db, "a3", actor) is None, "who has come is late no more"
