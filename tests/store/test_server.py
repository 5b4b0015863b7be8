"""What is PostgreSQL's alone: its schema, its locks, its connections."""

from __future__ import annotations

import socket
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier, Event

import psycopg
import pytest
from sqlalchemy import Connection, create_engine, event, insert, inspect, make_url, select, text
from sqlalchemy.exc import IntegrityError

from frontdesk.domain.appointment import Appointment
from frontdesk.domain.referral import Referral
from frontdesk.store import (
    appointments,
    calendar,
    clinic_tables,
    clock,
    invariants,
    journal,
    locks,
    referrals,
    schema,
)
from frontdesk.store.engine import Store, migrate
from frontdesk.store.failure import StoreError, Trouble
from frontdesk.store.furnish import Furnishing, furnish
from frontdesk.store.journal import Actor
from frontdesk.store.postgres import PostgresSchema
from frontdesk.store.sealing import NumberKey
from frontdesk.store.tables import metadata
from tests.postgres import ROLE, Server
from tests.store.conftest import Place

KILL = text(
    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
    " WHERE pid <> pg_backend_pid() AND datname = current_database()"
)
WAITS_LONG = (
    "SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE datname = current_database()"
    " AND wait_event_type = 'Lock' AND clock_timestamp() > query_start + interval '400 ms')"
)
GROUP = {"id": "g1", "name": "a group"}


@pytest.fixture
def fresh(postgres: Server) -> Iterator[str]:
    """The URL of a database without our tables."""
    with postgres.fresh() as name:
        yield postgres.url(name)


@pytest.fixture
def store(server_place: Place, key: NumberKey) -> Iterator[Store]:
    opened = server_place.open(key)
    yield opened
    opened.close()


@pytest.fixture
def another(server_place: Place, key: NumberKey) -> Iterator[Store]:
    """A second terminal."""
    opened = server_place.open(key)
    yield opened
    opened.close()


def trouble(attempt: Callable[[], object]) -> Trouble:
    with pytest.raises(StoreError) as failure:
        attempt()
    return failure.value.code


def kill_all_others(db: Connection) -> None:
    db.execute(KILL)


def group_ids(store: Store) -> list[str]:
    return store.read(lambda db: list(db.scalars(select(clinic_tables.service_group.c.id))))


def add_group(db: Connection) -> str:
    db.execute(insert(clinic_tables.service_group), GROUP)
    return "added"


# Opening and migrating


def test_a_server_is_migrated_only_when_an_administrator_says_so(
    fresh: str, key: NumberKey
) -> None:
    assert trouble(lambda: Store.open(fresh, key=key)) is Trouble.NOT_MIGRATED
    migrate(fresh)
    migrate(fresh)
    store = Store.open(fresh, key=key)
    assert store.read(lambda db: schema.revision(db, store.place)) == schema.HEAD
    store.close()


def test_several_administrators_may_migrate_at_once(fresh: str) -> None:
    with ThreadPoolExecutor(3) as several:
        places = list(several.map(lambda _: migrate(fresh), range(3)))
    assert len(set(places)) == 1


def test_tables_of_a_newer_program_are_refused_untouched(
    server_place: Place, store: Store, key: NumberKey
) -> None:
    with store.writing() as db:
        db.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert trouble(lambda: server_place.open(key)) is Trouble.NEWER_SCHEMA
    assert trouble(lambda: migrate(server_place.url)) is Trouble.NEWER_SCHEMA
    with store.writing() as db:
        assert db.scalar(text("SELECT version_num FROM alembic_version")) == "9999"


def test_a_schema_with_tables_of_another_program_is_refused(fresh: str) -> None:
    with psycopg.connect(_libpq(fresh)) as db:
        db.execute("CREATE TABLE theirs (x integer)")
    assert trouble(lambda: migrate(fresh)) is Trouble.UNREADABLE


def test_each_clinic_has_a_schema_of_its_own_in_one_database(
    postgres: Server, key: NumberKey
) -> None:
    with postgres.fresh() as name:
        postgres.run("CREATE SCHEMA other_clinic AUTHORIZATION {}", ROLE, database=name)
        ours = postgres.url(name)
        theirs = f"{ours}&options=-csearch_path%3Dother_clinic"
        for url in (ours, theirs):
            migrate(url)
        one, other = Store.open(ours, key=key), Store.open(theirs, key=key)
        one.write(add_group)
        assert (group_ids(one), group_ids(other)) == (["g1"], [])
        with one.writing() as db, other.writing() as elsewhere:
            # Neither waits for the other's locks.
            locks.lock_numbering(db)
            locks.lock_numbering(elsewhere)
        with one.reading() as db:
            assert inspect(db).get_table_names("public") == []
        one.close()
        other.close()


def test_the_migrations_make_the_tables_that_the_program_thinks_it_has(
    postgres: Server, fresh: str, store: Store
) -> None:
    engine = create_engine(make_url(fresh).set(drivername="postgresql+psycopg"))
    metadata.create_all(engine)
    with engine.connect() as db:
        made = _definitions(db)
    engine.dispose()
    with store.reading() as db:
        assert _definitions(db) == made
    assert len(made) > len(metadata.tables)


def _definitions(db: Connection) -> set[tuple[str, ...]]:
    columns = text(
        "SELECT table_name, column_name, data_type, is_nullable, coalesce(collation_name, '')"
        " FROM information_schema.columns WHERE table_schema = current_schema()"
        " AND table_name <> 'alembic_version'"
    )
    constraints = text(
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE connamespace = current_schema()::regnamespace"
        " AND conrelid::regclass::text <> 'alembic_version'"
    )
    indexes = text(
        "SELECT indexname, indexdef FROM pg_indexes"
        " WHERE schemaname = current_schema() AND tablename <> 'alembic_version'"
    )
    return {tuple(row) for query in (columns, constraints, indexes) for row in db.execute(query)}


# Why it can't be opened


@pytest.mark.parametrize(
    ("role", "database", "expected"),
    [
        ("nobody_we_know", "migrated", Trouble.SHUT_OUT),
        (ROLE, "no_such_database", Trouble.SHUT_OUT),
    ],
)
def test_a_role_or_a_database_that_is_not_there_is_told(
    postgres: Server, key: NumberKey, role: str, database: str, expected: Trouble
) -> None:
    assert trouble(lambda: Store.open(postgres.url(database, role), key=key)) is expected


def test_a_role_without_a_schema_has_no_rights(postgres: Server) -> None:
    postgres.run("CREATE ROLE newcomer LOGIN")
    with postgres.fresh() as name:
        assert trouble(lambda: migrate(postgres.url(name, "newcomer"))) is Trouble.NO_RIGHTS
    postgres.run("DROP ROLE newcomer")


def test_a_server_that_is_not_there_is_silent(key: NumberKey) -> None:
    url = "postgresql://clinic@/clinic?host=/nowhere"
    assert trouble(lambda: Store.open(url, key=key)) is Trouble.SILENT


@pytest.mark.parametrize("read", [10, 10_000])
def test_a_server_that_goes_away_in_the_middle_of_a_greeting_is_silent(
    key: NumberKey, read: int
) -> None:
    """Nothing is wrong with its certificate."""

    def greet_and_leave() -> None:
        terminal, _ = listener.accept()
        with terminal:
            terminal.recv(8)  # whether the connection may be encrypted
            terminal.sendall(b"S")
            terminal.recv(read)  # what stays unread resets the connection, else it just ends

    with socket.create_server(("127.0.0.1", 0)) as listener, ThreadPoolExecutor(1) as elsewhere:
        elsewhere.submit(greet_and_leave)
        url = f"postgresql://u@127.0.0.1:{listener.getsockname()[1]}/c?sslmode=require"
        assert trouble(lambda: Store.open(url, key=key)) is Trouble.SILENT


def test_a_server_that_is_too_old_is_refused(
    store: Store, monkeypatch: pytest.MonkeyPatch, server_place: Place, key: NumberKey
) -> None:
    monkeypatch.setattr("frontdesk.store.postgres.OLDEST", (99,))
    assert trouble(lambda: server_place.open(key)) is Trouble.SERVER_TOO_OLD


def test_without_psycopg_the_extra_is_named(
    monkeypatch: pytest.MonkeyPatch, server_place: Place, key: NumberKey
) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    assert trouble(lambda: server_place.open(key)) is Trouble.NO_DRIVER


@pytest.mark.parametrize(
    ("url", "sslmode"),
    [
        ("postgresql://u@db.clinic/c", "require"),
        ("postgresql://u@db.clinic/c?sslmode=verify-full", "verify-full"),
        ("postgresql://u@localhost/c", None),
        ("postgresql://u@/c?host=/run/postgresql", None),
    ],
)
def test_a_connection_over_the_network_is_encrypted_unless_the_url_says_otherwise(
    url: str, sslmode: str | None
) -> None:
    engine = PostgresSchema(make_url(url)).engines().writing
    assert engine.url.query.get("sslmode") == sslmode


def test_the_limits_are_ours_unless_the_url_says_otherwise(
    server_place: Place, key: NumberKey
) -> None:
    url = f"{server_place.url}&options=-clock_timeout%3D400ms"
    store = Store.open(url, key=key)
    names = ("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout")
    with store.writing() as db:
        limits = [db.scalar(text(f"SHOW {name}")) for name in names]
        assert db.scalar(text("SHOW transaction_isolation")) == "read committed"
    assert limits == ["400ms", "3s", "10s"]
    store.close()


def test_the_password_is_said_nowhere() -> None:
    schema_ = PostgresSchema(make_url("postgresql://u:very-secret@db.clinic/c?sslmode=disable"))
    assert schema_.place == "db.clinic/c"
    assert "very-secret" not in repr(schema_.engines().writing)


def test_a_message_tells_the_constraint_and_no_value_of_a_row(store: Store) -> None:
    store.write(add_group)
    with pytest.raises(IntegrityError) as failure:
        store.write(add_group)
    told = f"{failure.value} {failure.value.orig} {failure.value.__cause__}"
    assert "23505 service_group_pkey" in told
    assert "g1" not in told


# Reading and writing at once


def test_a_reader_sees_one_state_of_the_database(store: Store, another: Store) -> None:
    with store.reading() as db:
        assert db.scalars(select(clinic_tables.service_group.c.id)).all() == []
        another.write(add_group)
        assert db.scalars(select(clinic_tables.service_group.c.id)).all() == []
    assert group_ids(store) == ["g1"]


def test_a_transaction_that_waits_too_long_for_another_begins_anew(
    store: Store, another: Store
) -> None:
    tries = 0
    again = Event()

    def number(db: Connection) -> int:
        nonlocal tries
        tries += 1
        if tries == 2:
            again.set()
        locks.lock_numbering(db)
        return tries

    with ThreadPoolExecutor(1) as elsewhere:
        with another.writing() as db:
            locks.lock_numbering(db)
            waiting = elsewhere.submit(store.write, number)
            assert again.wait(10)
        assert waiting.result() >= 2


def test_two_who_wait_for_each_other_both_come_through(store: Store, another: Store) -> None:
    met = Barrier(2)

    def take(at: Store, first: str, second: str) -> int:
        tries = 0

        def change(db: Connection) -> int:
            nonlocal tries
            tries += 1
            locks.lock_resources(db, [first])
            if tries == 1:
                met.wait(10)
            locks.lock_resources(db, [second])
            return tries

        return at.write(change)

    with ThreadPoolExecutor(2) as both:
        one = both.submit(take, store, "d1", "d2")
        other = both.submit(take, another, "d2", "d1")
        assert one.result() + other.result() > 2


def test_a_lock_that_is_never_given_back_is_told_in_the_end(store: Store, another: Store) -> None:
    with another.writing() as db:
        locks.lock_numbering(db)
        assert trouble(lambda: store.write(locks.lock_numbering)) is Trouble.BUSY


def test_numbers_follow_the_commits_however_many_write(
    store: Store,
    *,
    furnishing: Furnishing,
    draft: Callable[..., Appointment],
    actor: Actor,
    server_place: Place,
    key: NumberKey,
) -> None:
    with store.writing() as db:
        furnish(db, furnishing, actor)
    seen, _ = store.read(lambda db: calendar.changes_since(db, 0))

    def book(number: int) -> bool:
        terminal = server_place.open(key)
        visit = draft(f"a{number}", start=480 + 20 * number, resource_ids=("d1",))
        held = terminal.write(lambda db: appointments.hold(db, visit, actor))
        terminal.close()
        return held is not None

    with ThreadPoolExecutor(4) as several:
        assert all(several.map(book, range(12)))
    with store.reading() as db:
        last, _ = calendar.changes_since(db, seen)
        assert last == seen + 12
        assert [it for it in invariants.check(db, store.now(db), "us") if it.violations] == []


def test_a_number_is_not_forgotten_while_a_terminal_is_booking_under_it(
    store: Store,
    another: Store,
    *,
    furnishing: Furnishing,
    draft: Callable[..., Appointment],
    actor: Actor,
    referral: Referral,
    key: NumberKey,
) -> None:
    with store.writing() as db:
        furnish(db, furnishing, actor)
        referrals.remember(db, referral, store.now(db), key)
    with store.writing() as db:
        referrals.remember(db, referral, store.now(db), key)
        another.write(lambda elsewhere: referrals.forget_idle_number(elsewhere, referral.id))
        appointments.hold(db, draft(referral_id=referral.id), actor)
    another.write(lambda db: referrals.forget_idle_number(db, referral.id))
    assert store.read(lambda db: referrals.number_of(db, referral.id, key)) is not None


@pytest.mark.parametrize(
    "examination",
    [journal.verify, lambda db: invariants.check(db, clock.now(db), "us")],
    ids=["journal verify", "check"],
)
def test_reading_everything_takes_the_time_that_it_takes(
    server_place: Place, key: NumberKey, another: Store, examination: Callable[[Connection], object]
) -> None:
    store = Store.open(f"{server_place.url}&options=-cstatement_timeout%3D100ms", key=key)
    with (
        ThreadPoolExecutor(1) as elsewhere,
        psycopg.connect(_libpq(server_place.url), autocommit=True) as observer,
    ):
        with another.writing() as db:
            db.execute(text("LOCK TABLE journal"))
            reading = elsewhere.submit(store.read, examination)
            while not (reading.done() or observer.execute(WAITS_LONG).fetchone() == (True,)):
                pass
        reading.result()
    store.close()


# Connections that are lost


def test_a_connection_that_was_cut_between_two_transactions_is_not_noticed(
    store: Store, another: Store
) -> None:
    group_ids(store)
    another.write(kill_all_others)
    assert group_ids(store) == []
    another.write(kill_all_others)
    assert store.write(add_group) == "added"
    assert group_ids(another) == ["g1"]


def test_a_transaction_that_was_cut_in_the_middle_is_done_again_from_its_beginning(
    store: Store, another: Store
) -> None:
    tries = 0

    def change(db: Connection) -> str:
        nonlocal tries
        tries += 1
        answer = add_group(db)
        if tries == 1:
            another.write(kill_all_others)
        return answer

    assert store.write(change) == "added"
    assert tries == 2
    assert group_ids(store) == ["g1"]


@contextmanager
def at_commit(store: Store, then: Callable[[psycopg.Connection], None]) -> Iterator[None]:
    """What happens to the connection in the moment in which the next transaction commits."""
    engine = store._engines.writing
    pending = [then]

    def commit(db: Connection) -> None:
        if pending:
            raw: object = db.connection.dbapi_connection
            assert isinstance(raw, psycopg.Connection)
            pending.pop()(raw)

    event.listen(engine, "commit", commit)
    yield
    event.remove(engine, "commit", commit)


def commit_and_lose_the_answer(raw: psycopg.Connection) -> None:
    raw.commit()
    raw.close()


def lose_the_request(raw: psycopg.Connection) -> None:
    raw.close()


def test_a_commit_whose_answer_is_lost_is_found_out_and_not_repeated(store: Store) -> None:
    tries: list[str] = []
    with at_commit(store, commit_and_lose_the_answer):
        store.write(lambda db: tries.append(add_group(db)))
    assert tries == ["added"]
    assert group_ids(store) == ["g1"]


def test_a_commit_that_never_arrived_is_done_again(store: Store) -> None:
    tries: list[str] = []
    with at_commit(store, lose_the_request):
        store.write(lambda db: tries.append(add_group(db)))
    assert tries == ["added", "added"]
    assert group_ids(store) == ["g1"]


def test_a_server_that_does_not_come_back_leaves_the_outcome_uncertain(
    server_place: Place, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lose_everything(raw: psycopg.Connection) -> None:
        raw.close()
        monkeypatch.setattr(PostgresSchema, "has_committed", lambda *_: None)

    monkeypatch.setattr("frontdesk.store.engine._UNTIL_KNOWN", (0.0, 0.0))
    with at_commit(store, lose_everything):
        assert trouble(lambda: store.write(add_group)) is Trouble.UNCERTAIN


def test_a_server_that_is_stopped_and_started_again_is_found_again_without_a_restart(
    postgres: Server, store: Store
) -> None:
    store.write(add_group)
    postgres.stop()
    assert trouble(lambda: group_ids(store)) is Trouble.SILENT
    assert trouble(lambda: store.write(add_group)) is Trouble.SILENT
    postgres.start()
    assert group_ids(store) == ["g1"]


@pytest.mark.skipif(sys.platform != "linux", reason="how to find the processes of a server")
def test_a_server_that_hangs_is_given_up_and_found_again(
    postgres: Server, server_place: Place, key: NumberKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("frontdesk.store.impatient.PATIENCE", 0.3)
    store = Store.open(f"{server_place.url}&connect_timeout=2", key=key)
    store.write(add_group)
    with postgres.frozen():
        assert trouble(lambda: group_ids(store)) is Trouble.SILENT
    assert group_ids(store) == ["g1"]
    store.close()


def _libpq(url: str) -> str:
    parsed = make_url(url)
    return f"dbname={parsed.database} user={parsed.username} host={parsed.query['host']}"
