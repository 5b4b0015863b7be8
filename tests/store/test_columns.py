from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError, StatementError

from frontdesk.domain.appointment import Appointment
from frontdesk.store import tables
from frontdesk.store.appointment_rows import row_of
from frontdesk.store.columns import instant_text
from frontdesk.store.engine import Store
from frontdesk.store.journal import Actor

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
INSTANTS = st.datetimes(
    min_value=NOON.replace(year=1900, tzinfo=None),
    max_value=NOON.replace(year=2999, tzinfo=None),
    timezones=OFFSETS,
)


@given(INSTANTS)
def test_an_instant_comes_back_as_the_same_moment(moment: datetime) -> None:
    assert datetime.fromisoformat(instant_text(moment)) == moment


@given(INSTANTS, INSTANTS)
def test_instants_sort_as_texts_as_they_do_in_time(one: datetime, other: datetime) -> None:
    assert (instant_text(one) < instant_text(other)) == (one < other)


def test_an_instant_without_a_zone_is_refused(clinic: Store) -> None:
    query = select(tables.appointment.c.id).where(
        tables.appointment.c.starts_at > NOON.replace(tzinfo=None)
    )
    with clinic.reading() as db, pytest.raises(StatementError, match="time zone"):
        db.execute(query)


@pytest.mark.parametrize(
    "wrong",
    [
        {"start_min": 541},
        {"end_min": 561},
        {"start_min": -5},
        {"start_min": 560},
        {"end_min": 1445},
        {"session": 0},
        {"version": 0},
        {"hold_until": None},
        {"service_id": "unknown"},
        {"doctor_id": "unknown"},
    ],
    ids=str,
)
def test_the_database_itself_refuses_an_appointment_that_cannot_be(
    clinic: Store, draft: Callable[..., Appointment], actor: Actor, wrong: dict[str, object]
) -> None:
    row = {**row_of(draft(), actor, NOON), **wrong}
    with pytest.raises(IntegrityError), clinic.writing() as db:
        db.execute(insert(tables.appointment), row)


@pytest.mark.parametrize("column", ["state", "claim", "ground"])
def test_the_database_itself_refuses_a_word_it_does_not_know(
    clinic: Store, draft: Callable[..., Appointment], actor: Actor, column: str
) -> None:
    with clinic.writing() as db:
        db.execute(insert(tables.appointment), row_of(draft(), actor, NOON))
    with pytest.raises(IntegrityError), clinic.writing() as db:
        db.exec_driver_sql(f"UPDATE appointment SET {column} = 'maybe'")
