"""A final state never revives: what the database itself refuses, on both engines."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import IntegrityError

from frontdesk.domain.appointment import MOVES, Appointment, State
from frontdesk.store import schema
from frontdesk.store.engine import Store, migrate
from frontdesk.store.furnish import Furnishing, furnish
from frontdesk.store.journal import Actor
from frontdesk.store.sealing import NumberKey
from frontdesk.store.tables import metadata

if TYPE_CHECKING:
    from tests.postgres import Server

FINAL = [state for state, following in MOVES.items() if not following]

REVIVED = text("UPDATE appointment SET state = :state, hold_until = :until WHERE id = 'a1'")
HELD_UNTIL = "2026-11-23T13:00:00.000000Z"

GUARD = """
    SELECT pg_get_triggerdef(pg_trigger.oid), pg_get_functiondef(tgfoid) FROM pg_trigger
      JOIN pg_class ON pg_class.oid = tgrelid
     WHERE NOT tgisinternal AND relnamespace = current_schema()::regnamespace
"""

FURNISHED_BEFORE = (
    "INSERT INTO resource VALUES ('d1', 'doctor', 'Мельник', 'CARDIOLOGY', 'P67', 'e1', 1, 1)",
    "INSERT INTO service (id, code, name) VALUES ('s1', 'K67002', 'Консультація кардіолога')",
    *(
        "INSERT INTO appointment (id, state, claim, ground, service_id, doctor_id, day, start_min,"
        " end_min, time_zone, starts_at, session, version, created_at, created_by, created_on)"
        f" VALUES ('{state}', '{state}', 'none', 'paid', 's1', 'd1', '2026-11-25', 540, 560,"
        " 'Europe/Kyiv', '2026-11-25T07:00:00.000000Z', 1, 1,"
        " '2026-11-23T07:00:00.000000Z', 'r', 'w')"
        for state in ("booked", *FINAL)
    ),
)


def with_visit(clinic: Store, visit: Appointment, actor: Actor) -> None:
    with clinic.writing() as db:
        furnish(db, Furnishing(visits=(visit,)), actor)


def move(db: Connection, state: State) -> None:
    until = HELD_UNTIL if state is State.HELD else None
    db.execute(REVIVED, {"state": state, "until": until})


@pytest.mark.parametrize("final", FINAL)
def test_a_final_visit_stays_what_it_is(
    clinic: Store, draft: Callable[..., Appointment], actor: Actor, final: State
) -> None:
    with_visit(clinic, draft(state=final), actor)
    for other in set(State) - {final}:
        with pytest.raises(IntegrityError, match="final_state"), clinic.writing() as db:
            move(db, other)
    with clinic.reading() as db:
        assert db.scalar(text("SELECT state FROM appointment")) == final


@pytest.mark.parametrize("final", FINAL)
def test_what_else_a_final_visit_says_may_change(
    clinic: Store, draft: Callable[..., Appointment], actor: Actor, final: State
) -> None:
    with_visit(clinic, draft(state=final), actor)
    with clinic.writing() as db:
        db.execute(text("UPDATE appointment SET state = state, reason = 'phoned', version = 2"))


@pytest.mark.parametrize("state", [it for it in State if it not in FINAL])
def test_a_lawful_move_is_made(
    clinic: Store, draft: Callable[..., Appointment], actor: Actor, state: State
) -> None:
    with_visit(clinic, draft(state=state), actor)
    for following in MOVES[state]:
        with clinic.reading() as db:
            move(db, following)
            assert db.scalar(text("SELECT state FROM appointment")) == following


def migrated_from_the_third_version(url: str) -> None:
    engine = create_engine(url)
    config = Config()
    config.set_main_option("script_location", "frontdesk.store:migrations")
    with engine.begin() as db:
        config.attributes["connection"] = db
        command.upgrade(config, "0003")
        for statement in FURNISHED_BEFORE:
            db.execute(text(statement))
    engine.dispose()


def keeps_its_visits_and_guards_them(store: Store) -> None:
    with store.reading() as db:
        assert schema.revision(db, store.place) == schema.HEAD
        states = set(db.scalars(text("SELECT state FROM appointment WHERE state = id")))
        assert states == {"booked", *FINAL}
    for state in FINAL:
        with pytest.raises(IntegrityError), store.writing() as db:
            db.execute(
                text("UPDATE appointment SET state = 'booked' WHERE id = :id"), {"id": state}
            )
    with store.writing() as db:
        db.execute(text("UPDATE appointment SET state = 'arrived' WHERE id = 'booked'"))


def test_a_file_of_the_third_version_keeps_its_visits(tmp_path: Path, key: NumberKey) -> None:
    url = f"sqlite:///{tmp_path / 'clinic.db'}"
    migrated_from_the_third_version(url)
    with closing(Store.open(url, key=key, driver=sqlite3)) as store:
        keeps_its_visits_and_guards_them(store)


def test_a_server_of_the_third_version_keeps_its_visits(postgres: Server, key: NumberKey) -> None:
    with postgres.fresh() as name:
        url = postgres.url(name)
        migrated_from_the_third_version(url.replace("postgresql:", "postgresql+psycopg:"))
        migrate(url)
        with closing(Store.open(url, key=key)) as store:
            keeps_its_visits_and_guards_them(store)


def test_the_servers_guard_is_the_one_that_the_program_thinks_it_has(postgres: Server) -> None:
    """Of files `test_schema` says so."""
    with postgres.migrated() as migrated, postgres.fresh() as made:
        found = []
        for name in (migrated, made):
            engine = create_engine(postgres.url(name).replace("postgresql:", "postgresql+psycopg:"))
            with engine.begin() as db:
                if name == made:
                    metadata.create_all(db)
                found.append(db.execute(text(GUARD)).all())
            engine.dispose()
    assert len(found[0]) == 1
    assert found[0] == found[1]
