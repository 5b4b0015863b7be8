"""A law moves the zone: the patient comes at the promised hour, the instant follows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from frontdesk.domain.appointment import Appointment, State
from frontdesk.store import instants, invariants
from frontdesk.store.engine import Store
from frontdesk.store.furnish import Furnishing, furnish
from frontdesk.store.journal import Actor
from frontdesk.store.tables import appointment as table

Draft = Callable[..., Appointment]
DAY = date(2027, 7, 7)
HOUR = timedelta(hours=1)


@pytest.fixture
def moved(clinic: Store, draft: Draft, actor: Actor) -> Store:
    """Visits of two days, of which the first was booked while Kyiv was an hour further on."""
    visits = [
        draft(f"a{n}", state=State.BOOKED, day=DAY + timedelta(days=n % 2), start=540 + 30 * n)
        for n in range(4)
    ]
    with clinic.writing() as db:
        furnish(db, Furnishing(visits=visits), actor)
        for id_, instant in db.execute(select(table.c.id, table.c.starts_at)).all():
            if id_ in {"a0", "a2"}:
                db.execute(update(table).where(table.c.id == id_).values(starts_at=instant + HOUR))
    return clinic


def wrong(store: Store) -> int:
    """Visits for which I11 does not hold."""
    with store.reading() as db:
        checked = {it.id: it for it in invariants.check(db, store.now(db), "us")}
    return checked["I11"].violations


def test_visits_to_come_follow_their_zone(moved: Store) -> None:
    assert wrong(moved) == 2
    with moved.writing() as db:
        days = instants.outdated_days(db, DAY)
        instants.renew(db, days)
    assert days == (DAY,)
    assert wrong(moved) == 0
    with moved.reading() as db:
        assert db.scalar(select(table.c.start_min).where(table.c.id == "a0")) == 540
        assert instants.outdated_days(db, DAY) == ()


def test_what_is_past_is_left_as_it_was(moved: Store) -> None:
    with moved.reading() as db:
        assert instants.outdated_days(db, DAY + timedelta(days=1)) == ()


def test_a_visit_whose_hour_no_longer_exists_is_left_for_a_person(
    clinic: Store, draft: Draft, actor: Actor
) -> None:
    with clinic.writing() as db:
        furnish(db, Furnishing(visits=[draft(state=State.BOOKED, day=DAY)]), actor)
        db.execute(update(table).values(day=date(2027, 3, 28), start_min=180, end_min=200))
        assert instants.outdated_days(db, date(2027, 1, 1)) == ()
    assert wrong(clinic) == 1
