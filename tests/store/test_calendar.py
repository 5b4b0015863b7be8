from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from frontdesk.domain.appointment import Appointment
from frontdesk.domain.freetime import Change, DayException, Template, span
from frontdesk.store import appointments, calendar
from frontdesk.store.engine import Store
from frontdesk.store.furnish import Furnishing
from frontdesk.store.journal import Actor

DAY = date(2026, 11, 25)


def test_hours_are_read_back_for_the_resources_asked(clinic: Store, furnishing: Furnishing) -> None:
    with clinic.reading() as db:
        assert calendar.templates(db, ["d1", "d2"]) == furnishing.templates
        assert calendar.templates(db, ["d2"]) == furnishing.templates[1:]
        assert calendar.templates(db, []) == ()


def test_new_hours_replace_all_of_a_resources_hours(clinic: Store, furnishing: Furnishing) -> None:
    new = Template("d1", 4, 600, 700, date(2026, 12, 1))
    with clinic.writing() as db:
        calendar.save_templates(db, [new])
    with clinic.reading() as db:
        assert calendar.templates(db, ["d1", "d2"]) == (new, furnishing.templates[1])


def test_exceptions_are_found_by_resource_and_day(clinic: Store) -> None:
    leave = DayException("d1", DAY, 0, 1440, Change.CLOSED)
    extra = DayException("d1", date(2026, 11, 28), 600, 720, Change.EXTRA)
    longer = DayException("d1", date(2026, 11, 28), 600, 780, Change.EXTRA)
    with clinic.writing() as db:
        calendar.save_exceptions(db, [leave, extra])
        calendar.save_exceptions(db, [longer])
    with clinic.reading() as db:
        assert calendar.exceptions(db, ["d1"], DAY, date(2026, 11, 28)) == (leave, longer)
        assert calendar.exceptions(db, ["d1"], DAY, DAY) == (leave,)
        assert calendar.exceptions(db, ["d2"], DAY, DAY) == ()


def test_a_visit_occupies_its_cells_in_each_of_its_resources(
    clinic: Store, furnishing: Furnishing, draft: Callable[..., Appointment], actor: Actor
) -> None:
    with clinic.writing() as db:
        appointments.hold(db, draft("a1", start=540, minutes=20), actor)
        appointments.hold(db, draft("a2", start=600, minutes=15, resource_ids=("d1",)), actor)
    with clinic.reading() as db:
        assert calendar.occupied(db, furnishing.resources, DAY, DAY) == {
            ("d1", DAY): span(540, 560) | span(600, 615),
            ("r1", DAY): span(540, 560),
        }
        assert calendar.occupied(db, furnishing.resources, date(2026, 11, 26), DAY) == {}


def test_a_hall_is_occupied_when_all_its_lanes_are(
    clinic: Store, furnishing: Furnishing, draft: Callable[..., Appointment], actor: Actor
) -> None:
    with clinic.writing() as db:
        for id_, start in (("a1", 540), ("a2", 550)):
            visit = draft(id_, start=start, minutes=20, resource_ids=("h1",))
            assert appointments.hold(db, visit, actor)
    with clinic.reading() as db:
        assert calendar.occupied(db, furnishing.resources, DAY, DAY) == {
            ("h1", DAY): span(550, 560)
        }


CELLS = st.sets(st.tuples(st.integers(0, 287), st.integers(0, 3)), max_size=40)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.differing_executors])
@given(cells=CELLS, lanes=st.integers(1, 4))
def test_the_mask_counts_lanes_as_a_plain_count_does(
    cells: set[tuple[int, int]], lanes: int
) -> None:
    counted = Counter(cell for cell, _ in cells)
    naive = sum(1 << cell for cell, visits in counted.items() if visits >= lanes)
    assert calendar.mask([str(cell) for cell, _ in cells], lanes) == naive


def test_every_change_of_a_day_is_told_once_and_in_order(
    clinic: Store, draft: Callable[..., Appointment], actor: Actor
) -> None:
    with clinic.reading() as db:
        seen, changed = calendar.changes_since(db, 0)
    assert changed == {("d1", calendar.EVERY_DAY), ("d2", calendar.EVERY_DAY)}
    with clinic.writing() as db:
        appointments.hold(db, draft(), actor)
    with clinic.reading() as db:
        following, changed = calendar.changes_since(db, seen)
        assert following > seen
        assert changed == {("d1", DAY), ("r1", DAY)}
        assert calendar.changes_since(db, following) == (following, frozenset())
    with clinic.writing() as db:
        appointments.let_go(db, "a1", actor)
    with clinic.reading() as db:
        assert calendar.changes_since(db, following)[1] == {("d1", DAY), ("r1", DAY)}


def test_an_exception_changes_its_day(clinic: Store) -> None:
    with clinic.writing() as db:
        seen, _ = calendar.changes_since(db, 0)
        calendar.save_exceptions(db, [DayException("d2", DAY, 0, 1440, Change.CLOSED)])
        assert calendar.changes_since(db, seen)[1] == {("d2", DAY)}
