"""What runs on the driver's own cursor answers and fails as what runs through SQLAlchemy."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Connection, bindparam, func, insert, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from frontdesk.store import tables
from frontdesk.store.engine import Store
from frontdesk.store.failure import StoreError, Trouble
from frontdesk.store.prepared import (
    attempt,
    change,
    change_each,
    fetch,
    fetch_mappings,
    fetch_value,
)
from frontdesk.store.sealing import NumberKey
from tests.store.conftest import Place

PATIENT = tables.patient
ENTER = insert(PATIENT)
RENAME = update(PATIENT).where(PATIENT.c.id == bindparam("its_id"))
BORN = select(PATIENT.c.birth_date).where(PATIENT.c.id == bindparam("its_id"))
SURNAMES = select(PATIENT.c.surname).order_by(PATIENT.c.id)
# Its separator is written into the statement's text, its limit is a value of the statement.
LISTED = select(func.aggregate_strings(PATIENT.c.surname, ", ").label("all")).limit(1)
PEOPLE = [
    {"id": f"p{n}", "surname": surname, "sort_key": surname, "birth_date": date(1980, 2, 29)}
    for n, surname in enumerate(("Гук", "Ґава"))
]


def entered(db: Connection) -> None:
    change_each(db, ENTER, PEOPLE)


def test_values_of_the_domain_go_in_and_come_out(store: Store) -> None:
    with store.writing() as db:
        entered(db)
        assert fetch_value(db, BORN, {"its_id": "p0"}) == date(1980, 2, 29)
        assert fetch_value(db, BORN, {"its_id": "nobody"}) is None
        assert fetch(db, LISTED) == [("Гук, Ґава",)]
        whole = select(PATIENT).where(PATIENT.c.id == bindparam("its_id"))
        (row,) = fetch_mappings(db, whole, {"its_id": "p1"})
    assert (row[PATIENT.c.surname], row[PATIENT.c.birth_date]) == ("Ґава", date(1980, 2, 29))


def test_it_tells_how_many_rows_have_changed(store: Store) -> None:
    with store.writing() as db:
        assert change_each(db, ENTER, PEOPLE) == len(PEOPLE)
        assert change_each(db, ENTER, []) == 0
        assert change(db, RENAME, {"its_id": "p0", "surname": "Гай"}) == 1
        assert change(db, RENAME, {"its_id": "nobody", "surname": "Гай"}) == 0


def test_one_statement_serves_different_sets_of_values(store: Store) -> None:
    with store.writing() as db:
        entered(db)
        change(db, RENAME, {"its_id": "p0", "surname": "Гай"})
        change(db, RENAME, {"its_id": "p0", "birth_date": date(2000, 1, 1)})
        assert fetch_value(db, BORN, {"its_id": "p0"}) == date(2000, 1, 1)
        assert fetch(db, SURNAMES) == [("Гай",), ("Ґава",)]


def test_what_was_asked_first_begins_the_transaction_that_is_undone(store: Store) -> None:
    with store.reading() as db:
        entered(db)
    assert store.read(lambda db: fetch(db, SURNAMES)) == []


def test_a_row_in_the_way_is_an_error_without_anybodys_name(store: Store) -> None:
    store.write(entered)
    with pytest.raises(IntegrityError) as error:
        store.write(entered)
    assert "Гук" not in f"{error.value!r} {error.value}"


def test_an_attempt_that_fails_leaves_what_was_done_before_it(store: Store) -> None:
    with store.writing() as db:
        entered(db)
        with pytest.raises(IntegrityError), attempt(db):
            renamed_and_entered_again(db)
        assert fetch(db, SURNAMES) == [("Гук",), ("Ґава",)]


def renamed_and_entered_again(db: Connection) -> None:
    change(db, RENAME, {"its_id": "p0", "surname": "Гай"})
    entered(db)


def test_an_attempt_within_another_is_undone_alone(store: Store) -> None:
    with store.writing() as db:
        entered(db)
        with attempt(db):
            change(db, RENAME, {"its_id": "p0", "surname": "Гай"})
            with attempt(db) as inner:
                change(db, RENAME, {"its_id": "p1", "surname": "Гай"})
                inner.undo()
    assert store.read(lambda db: fetch(db, SURNAMES)) == [("Гай",), ("Ґава",)]


def test_a_lost_connection_is_given_up_and_the_next_one_works(
    server_place: Place, key: NumberKey
) -> None:
    store = server_place.open(key)
    leave = text("SELECT pg_terminate_backend(pg_backend_pid())")
    with pytest.raises(StoreError) as failure, store.writing() as db, attempt(db):
        change(db, leave)
    assert failure.value.code is Trouble.SILENT
    store.write(entered)
    store.close()


def test_an_error_of_the_statement_itself_is_not_taken_for_a_trouble(store: Store) -> None:
    with pytest.raises(DBAPIError), store.reading() as db:
        change(db, text("SELECT nothing FROM nowhere"))
