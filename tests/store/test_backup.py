"""A backup is a whole database; a restore brings back exactly its rows."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from itertools import count
from pathlib import Path
from types import ModuleType

import pytest
from sqlalchemy import select, text

from frontdesk.domain.appointment import Appointment, Claim
from frontdesk.domain.referral import Referral
from frontdesk.store import appointments, journal, referrals, schema
from frontdesk.store.backup import ABANDONED, Backup, back_up
from frontdesk.store.engine import Store
from frontdesk.store.examination import Fault
from frontdesk.store.failure import StoreError, Trouble
from frontdesk.store.furnish import Furnishing, furnish
from frontdesk.store.journal import Actor
from frontdesk.store.opening import best_driver
from frontdesk.store.restore import Occupied, Restored, Unsound, restore
from frontdesk.store.sealing import NumberKey

from .conftest import Place

Rows = dict[str, list[tuple[object, ...]]]
Draft = Callable[..., Appointment]


def rows_of(store: Store) -> Rows:
    """Every row of every table."""
    with store.reading() as db:
        return {it.name: sorted(map(tuple, db.execute(select(it)))) for it in schema.TABLES}


def visits_in(store: Store) -> int:
    return len(rows_of(store)["appointment"])


@pytest.fixture
def at_work(clinic: Store, referral: Referral, draft: Draft, actor: Actor) -> Store:
    """A clinic with two visits, one of them under a referral whose number is sealed."""
    with clinic.writing() as db:
        referrals.remember_all(db, [referral], clinic.now(db), clinic.key)
        appointments.hold(db, draft(referral_id="ref1"), actor)
        appointments.confirm(db, "a1", "p1", Claim.PENDING, actor)
        appointments.hold(db, draft("a2", start=600), actor)
    return clinic


@pytest.fixture
def made(at_work: Store, tmp_path: Path) -> Backup:
    """A backup of it."""
    return back_up(at_work, tmp_path / "backups" / "copy.db")


@pytest.fixture
def elsewhere(
    new_file: Callable[[ModuleType], Place], tmp_path: Path, key: NumberKey, place: Place
) -> Iterator[Store]:
    """An empty database in a file of its own, under the same driver as the backup's."""
    opened = Store.open(f"sqlite:///{tmp_path / 'elsewhere.db'}", key=key, driver=place.driver)
    yield opened
    opened.close()


def test_a_backup_has_every_row_and_says_how_many(at_work: Store, made: Backup) -> None:
    assert made.examined.is_sound
    assert made.examined.rows["appointment"] == 2
    assert made.examined.revision == schema.HEAD
    assert [it.id for it in made.examined.invariants] == ["I3", "I4", "I7", "I12"]
    with closing(at_work.beside(made.path)) as copy:
        assert rows_of(copy) == rows_of(at_work)


def test_a_backup_is_one_file_that_only_its_owner_can_read(made: Backup) -> None:
    assert [it.name for it in made.path.parent.iterdir()] == ["copy.db"]
    assert made.path.stat().st_mode & 0o777 == 0o600
    assert made.path.parent.stat().st_mode & 0o777 == 0o700


def test_a_backup_opens_with_any_engine(at_work: Store, made: Backup) -> None:
    with closing(at_work.beside(made.path)) as copy, copy.reading() as db:
        assert db.scalar(text("PRAGMA journal_mode")) == "delete"


def test_a_clinic_goes_on_booking_while_it_is_backed_up(
    place: Place,
    *,
    clinic: Store,
    draft: Draft,
    key: NumberKey,
    tmp_path: Path,
    actor: Actor,
) -> None:
    begun, enough = threading.Event(), threading.Event()

    def book() -> None:
        with closing(place.open(key)) as store:
            for number in count():
                one = draft(f"a{number}", start=480 + number % 60 * 5, minutes=5)
                store.write(partial(appointments.hold, draft=one, actor=actor))
                store.write(partial(appointments.let_go, appointment_id=one.id, actor=actor))
                begun.set()
                if enough.is_set():
                    return

    writer = threading.Thread(target=book)
    writer.start()
    try:
        assert begun.wait(30)
        backups = [back_up(clinic, tmp_path / f"copy-{n}.db") for n in range(3)]
    finally:
        enough.set()
        writer.join()
    assert all(it.examined.is_sound for it in backups)
    journalled = [it.examined.rows["journal"] for it in backups]
    assert 0 < journalled[0] <= journalled[1] <= journalled[2]


def test_a_copy_with_faults_replaces_no_good_one(at_work: Store, made: Backup) -> None:
    before = made.path.read_bytes()
    with at_work.writing() as db:
        db.execute(text("UPDATE journal SET actor = 'forged' WHERE seq = 2"))
    bad = back_up(at_work, made.path)
    assert not bad.examined.is_sound
    assert [it.id for it in bad.examined.invariants if it.violations] == ["I12"]
    assert bad.path.name == "copy.db.unsound"
    assert made.path.read_bytes() == before


def test_a_sound_backup_replaces_an_earlier_one(
    at_work: Store, made: Backup, draft: Draft, actor: Actor
) -> None:
    at_work.write(lambda db: appointments.hold(db, draft("a3", start=700), actor))
    assert back_up(at_work, made.path).examined.rows["appointment"] == 3


def test_a_file_that_is_no_backup_is_not_replaced(at_work: Store, tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Шановні колеги!", encoding="utf-8")
    with pytest.raises(StoreError) as refused:
        back_up(at_work, letter)
    assert refused.value.code is Trouble.OCCUPIED
    assert letter.read_text(encoding="utf-8") == "Шановні колеги!"


def test_a_database_with_a_damaged_page_is_named_and_leaves_no_copy(
    new_file: Callable[[ModuleType], Place],
    driver: ModuleType,
    key: NumberKey,
    furnishing: Furnishing,
    actor: Actor,
) -> None:
    with closing(new_file(driver).open(key)) as store:
        store.write(lambda db: furnish(db, furnishing, actor))
        path = store.place
        assert isinstance(path, Path)
        with store.reading() as db:
            page = db.scalar(text("SELECT rootpage FROM sqlite_master WHERE name = 'patient'"))
    with path.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xff" * 4096)
    store = Place(f"sqlite:///{path}", driver).open(key)
    with closing(store), pytest.raises(StoreError) as found:
        back_up(store, path.parent / "backups" / "copy.db")
    assert (found.value.code, found.value.place) == (Trouble.UNREADABLE, path)
    assert list((path.parent / "backups").iterdir()) == []


def test_the_database_itself_is_not_replaced(file_store: Store) -> None:
    assert isinstance(file_store.place, Path)
    with pytest.raises(StoreError) as refused:
        back_up(file_store, file_store.place)
    assert refused.value.code is Trouble.OCCUPIED


def test_only_one_program_makes_a_backup_of_that_name(store: Store, tmp_path: Path) -> None:
    making = tmp_path / ".copy.db.making"
    making.mkdir()
    with pytest.raises(StoreError) as refused:
        back_up(store, tmp_path / "copy.db")
    assert (refused.value.code, refused.value.place) == (Trouble.BUSY, tmp_path / "copy.db")
    long_ago = making.stat().st_mtime - ABANDONED - 1
    os.utime(making, (long_ago, long_ago))
    assert back_up(store, tmp_path / "copy.db").examined.is_sound
    assert not making.exists()


def test_a_backup_of_an_encrypted_database_is_encrypted_under_the_same_key(
    tmp_path: Path, key: NumberKey, furnishing: Furnishing, actor: Actor
) -> None:
    driver = best_driver()
    if driver is sqlite3:
        pytest.skip("the extra `secure` is not installed")
    secret = bytes(range(32))
    url = f"sqlite:///{tmp_path / 'clinic.db'}"
    with closing(Store.open(url, key=key, driver=driver, cipher_key=secret)) as store:
        store.write(lambda db: furnish(db, furnishing, actor))
        copy = back_up(store, tmp_path / "copy.db").path
        assert "Іваненко".encode() not in copy.read_bytes()
        assert not copy.read_bytes().startswith(b"SQLite format 3")
        with closing(store.beside(copy)) as opened:
            assert rows_of(opened) == rows_of(store)
    with closing(Store.open(f"sqlite:///{tmp_path / 'b.db'}", key=key, driver=driver)) as plain:
        assert attempted(plain, copy, tmp_path / "before.db") == (Trouble.UNREADABLE, copy)


def test_a_restore_brings_back_exactly_the_rows(
    at_work: Store, made: Backup, tmp_path: Path, draft: Draft, actor: Actor
) -> None:
    as_it_was = rows_of(at_work)
    at_work.write(lambda db: appointments.cancel(db, "a1", "mistake", actor))
    at_work.write(lambda db: appointments.hold(db, draft("a3", start=700), actor))
    later = rows_of(at_work)
    done = restore(at_work, made.path, tmp_path / "before.db", replace=True)
    assert isinstance(done, Restored)
    assert rows_of(at_work) == as_it_was
    assert done.before is not None
    with closing(at_work.beside(done.before.path)) as kept:
        assert rows_of(kept) == later


def test_rows_go_from_one_engine_to_another_and_back(
    at_work: Store, made: Backup, elsewhere: Store, tmp_path: Path
) -> None:
    as_it_was = rows_of(at_work)
    done = restore(elsewhere, made.path, tmp_path / "none.db", replace=False)
    assert isinstance(done, Restored)
    assert done.before is None
    assert rows_of(elsewhere) == as_it_was
    back = back_up(elsewhere, tmp_path / "back.db").path
    at_work.write(lambda db: db.execute(text("UPDATE patient SET surname = 'Інша'")))
    restore(at_work, back, tmp_path / "before.db", replace=True)
    assert rows_of(at_work) == as_it_was


def test_visits_are_not_replaced_unless_that_is_said(
    at_work: Store, made: Backup, tmp_path: Path
) -> None:
    assert restore(at_work, made.path, tmp_path / "before.db", replace=False) == Occupied(2)
    assert visits_in(at_work) == 2
    assert not (tmp_path / "before.db").exists()


def test_what_is_there_is_kept_even_with_faults(
    at_work: Store, made: Backup, tmp_path: Path
) -> None:
    """That may be why one restores."""
    at_work.write(lambda db: db.execute(text("UPDATE journal SET actor = 'forged' WHERE seq = 2")))
    done = restore(at_work, made.path, tmp_path / "before.db", replace=True)
    assert isinstance(done, Restored)
    assert done.before is not None
    assert done.before.path == tmp_path / "before.db.unsound"
    with at_work.reading() as db:
        assert journal.verify(db).broken_at is None


def test_a_terminal_that_was_left_open_works_with_the_restored_database(
    place: Place,
    *,
    at_work: Store,
    made: Backup,
    key: NumberKey,
    tmp_path: Path,
    draft: Draft,
    actor: Actor,
) -> None:
    with closing(place.open(key)) as other:
        assert visits_in(other) == 2
        restore(at_work, made.path, tmp_path / "before.db", replace=True)
        other.write(lambda db: appointments.hold(db, draft("a3", start=700), actor))
    assert visits_in(at_work) == 3


def half(whole: bytes) -> bytes:
    return whole[: len(whole) // 2]


def overwritten(whole: bytes) -> bytes:
    middle = len(whole) // 2 // 4096 * 4096
    return whole[:middle] + b"\xff" * 4096 + whole[middle + 4096 :]


def attempted(store: Store, file: Path, before: Path) -> tuple[object, ...]:
    """Why the file was refused: not readable at all, or read and found faulty."""
    try:
        refused = restore(store, file, before, replace=True)
    except StoreError as error:
        return error.code, error.place
    assert isinstance(refused, Unsound)
    return refused.examined.faults


@pytest.mark.parametrize(
    "damage",
    [half, overwritten, lambda _: b"", lambda _: b"a letter, not a database" * 400],
    ids=["torn", "overwritten", "empty", "foreign"],
)
def test_a_damaged_file_is_refused_and_nothing_changes(
    at_work: Store, made: Backup, tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    as_it_was = rows_of(at_work)
    bad = tmp_path / "bad.db"
    bad.write_bytes(damage(made.path.read_bytes()))
    refused = attempted(at_work, bad, tmp_path / "before.db")
    assert refused in {(Trouble.UNREADABLE, bad), (Fault.TORN,)}
    assert rows_of(at_work) == as_it_was
    assert not (tmp_path / "before.db").exists()


def test_a_file_that_is_not_there_is_refused(store: Store, tmp_path: Path) -> None:
    with pytest.raises(StoreError) as refused:
        restore(store, tmp_path / "none.db", tmp_path / "before.db", replace=False)
    assert (refused.value.code, refused.value.place) == (Trouble.UNREADABLE, tmp_path / "none.db")


def execute_in(store: Store, file: Path, *statements: str) -> None:
    with closing(store.beside(file)) as copy, copy.writing() as db:
        for statement in statements:
            db.execute(text(statement))


def test_a_backup_by_a_newer_program_is_refused(
    at_work: Store, made: Backup, tmp_path: Path
) -> None:
    execute_in(at_work, made.path, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError) as refused:
        restore(at_work, made.path, tmp_path / "before.db", replace=True)
    assert (refused.value.code, refused.value.place) == (Trouble.NEWER_SCHEMA, made.path)


def test_an_older_backup_is_brought_up_to_date_on_its_way(
    at_work: Store, made: Backup, tmp_path: Path
) -> None:
    gone = [f"DROP TABLE {it.name}" for it in reversed(schema.TABLES)]
    execute_in(at_work, made.path, *gone, "DELETE FROM alembic_version")
    older = made.path.read_bytes()
    assert isinstance(restore(at_work, made.path, tmp_path / "b.db", replace=True), Restored)
    assert not any(rows_of(at_work).values())
    assert made.path.read_bytes() == older


def test_a_backup_with_a_booked_time_missing_is_refused(
    at_work: Store, made: Backup, tmp_path: Path
) -> None:
    execute_in(at_work, made.path, "DELETE FROM occupancy WHERE appointment_id = 'a1'")
    refused = restore(at_work, made.path, tmp_path / "before.db", replace=True)
    assert isinstance(refused, Unsound)
    assert "I7" in [it.id for it in refused.examined.invariants if it.violations]


def test_a_backup_whose_numbers_the_site_cannot_read_is_refused(
    made: Backup, tmp_path: Path, place: Place
) -> None:
    other = NumberKey(b"a key of quite another site here.")
    url = f"sqlite:///{tmp_path / 'other.db'}"
    with closing(Store.open(url, key=other, driver=place.driver)) as store:
        refused = restore(store, made.path, tmp_path / "before.db", replace=False)
    assert isinstance(refused, Unsound)
    assert refused.examined.faults == (Fault.FOREIGN_KEY,)
