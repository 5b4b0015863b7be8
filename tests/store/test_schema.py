from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, text

import frontdesk
from frontdesk.domain.lookup import NameBegins, PhoneEnds
from frontdesk.domain.patient import Name, Patient, Phone
from frontdesk.store import catalogue, patients, reference_tables, schema
from frontdesk.store.engine import Store
from frontdesk.store.sealing import NumberKey

metadata = reference_tables.programme.metadata
SOURCES = Path(frontdesk.__file__).parents[1]

OPEN = """
import sys
from frontdesk.store.engine import Store
from frontdesk.store.sealing import NumberKey
Store.open(sys.argv[1], key=NumberKey(b"k" * 32)).close()
print("alembic" in sys.modules)
"""


def definitions(path: Path) -> dict[str, list[str]]:
    """The statements that made the schema; constraints in one order, for they have none."""
    db = sqlite3.connect(path)
    found = db.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    db.close()
    return {name: sorted(parts(sql)) for name, sql in found if name != "alembic_version"}


def parts(sql: str) -> list[str]:
    """What the outermost commas and brackets part: SQLite adds a column to any line."""
    found, depth = [""], 0
    for char in re.sub(r"\s+", " ", sql):
        before, depth = depth, depth + (char == "(") - (char == ")")
        if {before, depth} == {0, 1} or (char == "," and depth == 1):
            found.append("")
        else:
            found[-1] += char
    return [re.sub(r" ?([()]) ?", r"\1", it).strip() for it in found]


COPY = """
from frontdesk.store import backup, copying
print(*copying._PLAIN)
"""


def opening(url: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": str(SOURCES)}
    return subprocess.Popen(
        [sys.executable, "-c", OPEN, url], env=environment, stdout=subprocess.PIPE, text=True
    )


def test_the_migrations_make_the_tables_that_the_program_thinks_it_has(
    tmp_path: Path, key: NumberKey
) -> None:
    Store.open(f"sqlite:///{tmp_path / 'migrated.db'}", key=key, driver=sqlite3).close()
    engine = create_engine(f"sqlite:///{tmp_path / 'made.db'}")
    metadata.create_all(engine)
    engine.dispose()
    made = definitions(tmp_path / "made.db")
    assert len(made) > len(metadata.tables)
    assert definitions(tmp_path / "migrated.db") == made


def test_every_table_of_a_file_is_strict_and_holds_whole_numbers_and_texts(
    file_store: Store,
) -> None:
    with file_store.reading() as db:
        strict = db.execute(text("SELECT name, strict FROM pragma_table_list WHERE type='table'"))
        tables = {name: strict for name, strict in strict if name in metadata.tables}
        types = {
            kind
            for name in tables
            for kind in db.scalars(text(f"SELECT type FROM pragma_table_info('{name}')"))
        }
    assert tables.keys() == metadata.tables.keys()
    assert set(tables.values()) == {1}
    assert types == {"INTEGER", "TEXT"}


def test_a_copy_takes_every_table_along_whatever_else_is_imported() -> None:
    """A program of its own: here the tests have imported everything."""
    environment = {**os.environ, "PYTHONPATH": str(SOURCES)}
    said = subprocess.run(
        [sys.executable, "-c", COPY], env=environment, capture_output=True, text=True, check=True
    )
    assert set(said.stdout.split()) == metadata.tables.keys()


def test_the_program_knows_exactly_the_revisions_that_there_are() -> None:
    config = Config()
    config.set_main_option("script_location", "frontdesk.store:migrations")
    revisions = ScriptDirectory.from_config(config).walk_revisions()
    assert tuple(reversed([it.revision for it in revisions])) == schema.REVISIONS


def test_an_older_database_is_copied_and_then_migrated(tmp_path: Path, key: NumberKey) -> None:
    path = tmp_path / "clinic.db"
    old = sqlite3.connect(path)
    old.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)")
    old.execute("CREATE TABLE kept (word TEXT)")
    old.execute("INSERT INTO kept VALUES ('still here')")
    old.commit()
    old.close()
    store = Store.open(f"sqlite:///{path}", key=key)
    with store.reading() as db:
        assert schema.revision(db, path) == schema.HEAD
        assert db.scalar(text("SELECT word FROM kept")) == "still here"
    store.close()
    copy = tmp_path / f"clinic.db.before-{schema.HEAD}"
    assert copy.stat().st_mode & 0o777 == 0o600
    saved = sqlite3.connect(copy)
    names = saved.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    assert names.fetchall() == [("alembic_version",), ("kept",)]
    saved.close()


def test_a_new_database_has_nothing_to_copy(tmp_path: Path, key: NumberKey) -> None:
    Store.open(f"sqlite:///{tmp_path / 'clinic.db'}", key=key).close()
    assert not list(tmp_path.glob("*.before-*"))


def test_several_programs_may_open_the_new_file_at_once_and_alembic_is_not_needed_again(
    tmp_path: Path,
) -> None:
    url = f"sqlite:///{tmp_path / 'clinic.db'}"
    first = [opening(url) for _ in range(3)]
    outputs = [it.communicate()[0].strip() for it in first]
    assert [it.returncode for it in first] == [0, 0, 0]
    assert sorted(outputs) == ["False", "False", "True"]


def test_what_a_migration_makes_it_can_take_away(store: Store) -> None:
    config = Config()
    config.set_main_option("script_location", "frontdesk.store:migrations")
    with store.writing() as db:
        config.attributes["connection"] = db
        command.downgrade(config, "base")
        assert inspect(db).get_table_names() == ["alembic_version"]


def test_a_clinic_of_the_first_version_keeps_its_services_visits_and_patients(
    tmp_path: Path, key: NumberKey
) -> None:
    path = tmp_path / "clinic.db"
    engine = create_engine(f"sqlite:///{path}")
    config = Config()
    config.set_main_option("script_location", "frontdesk.store:migrations")
    with engine.begin() as db:
        config.attributes["connection"] = db
        command.upgrade(config, "0001")
        for statement in FURNISHED_IN_THE_FIRST_VERSION:
            db.execute(text(statement))
    engine.dispose()
    store = Store.open(f"sqlite:///{path}", key=key)
    with store.reading() as db:
        assert schema.revision(db, path) == schema.HEAD
        service = catalogue.services(db)["s1"]
        assert (service.code, service.groups) == ("K67002", ("g1",))
        assert service.is_active
        assert service.request_allowed
        assert catalogue.group_names(db) == {"g1": "Консультації"}
        assert db.scalar(text("SELECT service_id FROM appointment")) == "s1"
        assert not list(db.execute(text("PRAGMA foreign_key_check")))
        assert patients.matching(db, NameBegins(("гудз",)), 9) == (GUDZ,)
        assert patients.matching(db, PhoneEnds("4567"), 9) == (GUDZ,)
    store.close()
    assert (tmp_path / f"clinic.db.before-{schema.HEAD}").exists()


GUDZ = Patient("p1", Name("Ґудзь", "Яна"), phone=Phone("+380671234567"))

FURNISHED_IN_THE_FIRST_VERSION = (
    (
        "INSERT INTO patient (id, surname, first_name, sort_key, phone)"
        " VALUES ('p1', 'Ґудзь', 'Яна', '', '+380671234567')"
    ),
    "INSERT INTO resource VALUES ('d1', 'doctor', 'Мельник', 'CARDIOLOGY', 'P67', 'e1', 1, 1)",
    "INSERT INTO service VALUES ('s1', 'K67002', 'Консультація кардіолога', 'counselling')",
    "INSERT INTO service_group VALUES ('g1', 'Консультації')",
    "INSERT INTO service_membership VALUES ('s1', 0, 'g1')",
    (
        "INSERT INTO appointment (id, state, claim, ground, service_id, doctor_id, day, start_min,"
        " end_min, time_zone, starts_at, session, version, created_at, created_by, created_on)"
        " VALUES ('a1', 'booked', 'none', 'paid', 's1', 'd1', '2026-11-25', 540, 560,"
        " 'Europe/Kyiv', '2026-11-25T07:00:00.000000Z', 1, 1,"
        " '2026-11-23T07:00:00.000000Z', 'r', 'w')"
    ),
)
