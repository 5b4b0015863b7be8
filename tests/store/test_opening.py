from __future__ import annotations

import hashlib
import os
import sqlite3
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import DBAPIError

from frontdesk.store import clinic_tables
from frontdesk.store.engine import Store
from frontdesk.store.failure import StoreError, Trouble
from frontdesk.store.opening import best_driver
from frontdesk.store.sealing import NumberKey
from tests.store.conftest import Place
from tests.store.engines import engine_claiming

OLD = engine_claiming((3, 40, 1))
FIXED = engine_claiming((3, 51, 3))


def opened(path: Path, key: NumberKey, driver: ModuleType | None = None) -> Store:
    return Store.open(f"sqlite:///{path}", key=key, driver=driver)


def refused(path: Path, key: NumberKey, driver: ModuleType | None = None) -> Trouble:
    with pytest.raises(StoreError) as failure:
        opened(path, key, driver)
    return failure.value.code


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def pragma(store: Store, name: str) -> object:
    with store.reading() as db:
        return db.exec_driver_sql(f"PRAGMA {name}").scalar_one()


def mode_of(path: Path) -> str:
    return oct(stat.S_IMODE(path.stat().st_mode))


def test_files_are_their_owners_alone_and_so_is_a_new_folder(
    tmp_path: Path, driver: ModuleType, key: NumberKey
) -> None:
    before = os.umask(0o000)
    try:
        store = opened(tmp_path / "new" / "clinic.db", key, driver)
        with store.writing() as db:
            db.execute(insert(clinic_tables.service_group), {"id": "g", "name": "n"})
            modes = {it.name: mode_of(it) for it in (tmp_path / "new").iterdir()}
        store.close()
    finally:
        os.umask(before)
    assert mode_of(tmp_path / "new") == "0o700"
    assert {"clinic.db", "clinic.db.lock"} < modes.keys()
    assert set(modes.values()) == {"0o600"}


def test_an_existing_folder_keeps_its_mode(tmp_path: Path, key: NumberKey) -> None:
    (tmp_path / "shared").mkdir(mode=0o755)
    opened(tmp_path / "shared" / "clinic.db", key).close()
    assert mode_of(tmp_path / "shared") == "0o755"


@pytest.mark.parametrize(
    ("engine", "journal", "synchronous"), [(OLD, "delete", 3), (FIXED, "wal", 2)]
)
def test_a_new_file_gets_the_journal_its_engine_deserves(
    tmp_path: Path, key: NumberKey, engine: ModuleType, journal: str, synchronous: int
) -> None:
    store = opened(tmp_path / "clinic.db", key, engine)
    assert pragma(store, "journal_mode") == journal
    assert pragma(store, "synchronous") == synchronous
    store.close()


def test_a_file_in_wal_is_refused_by_an_old_engine_untouched(
    tmp_path: Path, key: NumberKey
) -> None:
    path = tmp_path / "clinic.db"
    opened(path, key, FIXED).close()
    before = digest(path)
    assert refused(path, key, OLD) is Trouble.WAL_ON_OLD_ENGINE
    assert digest(path) == before


def test_a_file_of_an_old_engine_keeps_its_journal_under_a_fixed_one(
    tmp_path: Path, key: NumberKey
) -> None:
    opened(tmp_path / "clinic.db", key, OLD).close()
    store = opened(tmp_path / "clinic.db", key, FIXED)
    assert pragma(store, "journal_mode") == "delete"
    assert pragma(store, "synchronous") == 3
    store.close()


def test_the_connection_is_strict(file_store: Store) -> None:
    settings = ("foreign_keys", "trusted_schema", "secure_delete", "temp_store", "busy_timeout")
    assert [pragma(file_store, name) for name in settings] == [1, 0, 1, 2, 10000]


def test_a_connection_keeps_two_megabytes_of_pages_under_any_driver(file_store: Store) -> None:
    assert pragma(file_store, "cache_size") == -2000


def test_a_database_of_a_newer_program_is_refused_untouched(
    tmp_path: Path, driver: ModuleType, key: NumberKey
) -> None:
    path = tmp_path / "clinic.db"
    store = opened(path, key, driver)
    with store.writing() as db:
        db.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    store.close()
    before = digest(path)
    assert refused(path, key, driver) is Trouble.NEWER_SCHEMA
    assert digest(path) == before
    assert not list(tmp_path.glob("*.before-*"))


def test_a_database_of_another_program_is_refused_untouched(tmp_path: Path, key: NumberKey) -> None:
    path = tmp_path / "other.db"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE theirs (x)")
    other.commit()
    other.close()
    before = digest(path)
    assert refused(path, key) is Trouble.UNREADABLE
    assert digest(path) == before


def test_a_file_that_is_no_database_is_refused_untouched(
    tmp_path: Path, driver: ModuleType, key: NumberKey
) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("milk, bread\n" * 1000)
    assert refused(path, key, driver) is Trouble.UNREADABLE
    assert path.read_text() == "milk, bread\n" * 1000


def test_a_folder_in_place_of_the_file_is_unreadable(tmp_path: Path, key: NumberKey) -> None:
    assert refused(tmp_path, key) is Trouble.UNREADABLE


def test_a_file_in_place_of_the_folder_is_unreadable(tmp_path: Path, key: NumberKey) -> None:
    (tmp_path / "file").touch()
    assert refused(tmp_path / "file" / "clinic.db", key) is Trouble.UNREADABLE


@pytest.mark.parametrize(
    "url",
    [
        "",
        "nonsense",
        "sqlite://",
        "sqlite:///:memory:",
        "postgresql://host",
        "postgresql://host:port/clinic",
        "postgresql+asyncpg://host/clinic",
        "mysql://host/clinic",
    ],
)
def test_a_url_names_a_sqlite_file_or_a_database_of_postgresql(url: str, key: NumberKey) -> None:
    with pytest.raises(StoreError) as failure:
        Store.open(url, key=key)
    assert failure.value.code is Trouble.BAD_URL


def test_a_network_file_system_is_refused_before_anything_is_created(
    tmp_path: Path, key: NumberKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    share = tmp_path / "share"
    mounts = tmp_path / "mountinfo"
    mounts.write_text(f"30 27 0:40 / {share.resolve()} rw - nfs4 server:/share rw\n")
    monkeypatch.setattr("frontdesk.store.filesystem._MOUNTS", mounts)
    assert refused(share / "clinic.db", key) is Trouble.NETWORK_FS
    assert not share.exists()


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that everybody may enter, unlike pytest's own."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
        folder.chmod(0o755)


@contextmanager
def without_superuser() -> Iterator[None]:
    """The superuser may write everywhere; for a while we are nobody."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_folder_that_cannot_be_written_is_read_only(open_folder: Path, key: NumberKey) -> None:
    open_folder.chmod(0o555)
    with without_superuser():
        assert refused(open_folder / "clinic.db", key) is Trouble.READ_ONLY
        assert refused(open_folder / "new" / "clinic.db", key) is Trouble.READ_ONLY


def test_a_file_that_cannot_be_written_is_read_only(open_folder: Path, key: NumberKey) -> None:
    path = open_folder / "clinic.db"
    opened(path, key).close()
    path.chmod(0o444)
    with without_superuser():
        assert refused(path, key) is Trouble.READ_ONLY


def test_a_file_whose_lock_cannot_be_made_is_read_only(open_folder: Path, key: NumberKey) -> None:
    path = open_folder / "clinic.db"
    path.touch()
    path.chmod(0o666)
    open_folder.chmod(0o555)
    with without_superuser():
        assert refused(path, key) is Trouble.READ_ONLY


def test_a_full_disk_is_said_and_nothing_of_the_transaction_stays(file_store: Store) -> None:
    def fill() -> None:
        with file_store.writing() as db:
            pages = db.exec_driver_sql("PRAGMA page_count").scalar_one()
            db.exec_driver_sql(f"PRAGMA max_page_count = {pages + 5}")
            for number in range(10_000):
                db.execute(
                    insert(clinic_tables.service_group), {"id": f"g{number}", "name": "n" * 1000}
                )

    with pytest.raises(StoreError) as failure:
        fill()
    assert failure.value.code is Trouble.FULL_DISK
    with file_store.reading() as db:
        assert db.execute(clinic_tables.service_group.select()).all() == []


def test_an_error_of_the_program_is_not_taken_for_one_of_the_disk(store: Store) -> None:
    with pytest.raises(DBAPIError), store.reading() as db:
        db.exec_driver_sql("SELECT nothing FROM nowhere")


def test_what_an_exception_leaves_behind_is_undone(store: Store) -> None:
    def interrupted() -> None:
        with store.writing() as db:
            db.execute(insert(clinic_tables.service_group), {"id": "g", "name": "n"})
            raise KeyError

    with pytest.raises(KeyError):
        interrupted()
    with store.reading() as db:
        assert db.execute(clinic_tables.service_group.select()).all() == []


def test_reading_leaves_nothing_behind(store: Store) -> None:
    with store.reading() as db:
        db.execute(insert(clinic_tables.service_group), {"id": "g", "name": "n"})
    with store.reading() as db:
        assert db.execute(clinic_tables.service_group.select()).all() == []


def test_the_clock_is_the_databases_own_unless_one_is_given(
    place: Place, store: Store, key: NumberKey
) -> None:
    with store.reading() as db:
        assert store.now(db) == datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
    unclocked = place.open(key)
    with unclocked.reading() as db:
        assert abs(unclocked.now(db) - datetime.now(UTC)) < timedelta(minutes=1)
    unclocked.close()


def test_without_sqlcipher_pythons_own_engine_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sqlcipher3", None)
    assert best_driver() is sqlite3


def test_encryption_needs_the_encrypting_engine(tmp_path: Path, key: NumberKey) -> None:
    with pytest.raises(StoreError) as failure:
        Store.open(
            f"sqlite:///{tmp_path / 'clinic.db'}", key=key, cipher_key=b"c" * 32, driver=sqlite3
        )
    assert failure.value.code is Trouble.NO_CIPHER
    assert not (tmp_path / "clinic.db").exists()


@pytest.mark.skipif(best_driver() is sqlite3, reason="sqlcipher3 is not installed")
def test_an_encrypted_file_tells_nothing_without_its_key(tmp_path: Path, key: NumberKey) -> None:
    path = tmp_path / "clinic.db"
    store = Store.open(f"sqlite:///{path}", key=key, cipher_key=b"c" * 32)
    with store.writing() as db:
        db.execute(insert(clinic_tables.service_group), {"id": "g", "name": "telling words"})
    store.close()
    written = b"".join(it.read_bytes() for it in tmp_path.iterdir())
    assert b"SQLite format 3" not in written
    assert b"telling words" not in written
    assert refused(path, key) is Trouble.UNREADABLE
    again = Store.open(f"sqlite:///{path}", key=key, cipher_key=b"c" * 32)
    with again.reading() as db:
        assert db.scalar(text("SELECT name FROM service_group")) == "telling words"
    again.close()
