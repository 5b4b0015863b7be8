from __future__ import annotations

import errno
from pathlib import Path

import pytest

from frontdesk.store.engine import Store
from frontdesk.store.failure import StoreError, Trouble, trouble_of_file
from frontdesk.store.filesystem import is_networked, is_networked_in
from frontdesk.store.gate import ROLLBACK, WAL, Durability, Version, gate, is_wal_safe
from frontdesk.store.sealing import NumberKey
from frontdesk.words import Words, troubles
from tests.store.engines import engine_claiming

TOO_OLD: Version = (3, 34, 1)
AFFECTED: Version = (3, 40, 1)
FIXED: Version = (3, 51, 3)

TO_POSTGRESQL = "Several computers need PostgreSQL"
TO_NEWER_SQLITE = "SQLite on this computer is too old"
COULD_DAMAGE = "was made by a newer SQLite, and this one could damage it"


@pytest.mark.parametrize("networked", [False, True], ids=["local", "network"])
@pytest.mark.parametrize(
    ("version", "mode", "expected", "told"),
    [
        (TOO_OLD, "delete", Trouble.ENGINE_TOO_OLD, TO_NEWER_SQLITE),
        (TOO_OLD, "wal", Trouble.ENGINE_TOO_OLD, TO_NEWER_SQLITE),
        (AFFECTED, "delete", ROLLBACK, None),
        (AFFECTED, "wal", Trouble.WAL_ON_OLD_ENGINE, COULD_DAMAGE),
        (FIXED, "delete", ROLLBACK, None),
        (FIXED, "wal", WAL, None),
    ],
)
def test_the_gate_in_every_combination_of_engine_mode_and_file_system(
    version: Version,
    mode: str,
    *,
    networked: bool,
    expected: Durability | Trouble,
    told: str | None,
    tmp_path: Path,
    key: NumberKey,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A real file: it is opened so, or the program says this and leaves the file as it was."""
    path = tmp_path / "clinic.db"
    made_by = engine_claiming(FIXED if mode == "wal" else AFFECTED)
    Store.open(f"sqlite:///{path}", key=key, driver=made_by).close()
    before = path.read_bytes()
    if networked:
        put_on_a_share(tmp_path, monkeypatch)
        expected, told = Trouble.NETWORK_FS, TO_POSTGRESQL
    assert gate(version, mode, networked=networked) == expected
    outcome = opened(path, key, version)
    if isinstance(outcome, StoreError):
        assert outcome.code is expected
        assert told is not None
        assert told in troubles.sentence(Words("en"), outcome)
        assert path.read_bytes() == before
    else:
        assert outcome == expected


@pytest.mark.parametrize(
    ("version", "expected"),
    [(TOO_OLD, Trouble.ENGINE_TOO_OLD), (AFFECTED, ROLLBACK), (FIXED, WAL)],
)
def test_a_new_file_gets_the_best_journal_that_the_engine_may_use(
    version: Version, expected: Durability | Trouble
) -> None:
    assert gate(version, None, networked=False) == expected
    assert gate(version, None, networked=True) is Trouble.NETWORK_FS


def opened(path: Path, key: NumberKey, version: Version) -> Durability | StoreError:
    """How the store opened the file, as SQLite itself reports it; or why it did not."""
    try:
        store = Store.open(f"sqlite:///{path}", key=key, driver=engine_claiming(version))
    except StoreError as error:
        return error
    with store.reading() as db:
        journal = db.exec_driver_sql("PRAGMA journal_mode").scalar_one()
        synchronous = db.exec_driver_sql("PRAGMA synchronous").scalar_one()
    store.close()
    return Durability(journal.upper(), {2: "FULL", 3: "EXTRA"}[synchronous])


def put_on_a_share(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mounts = folder / "mountinfo"
    mounts.write_text(f"30 27 0:40 / {folder.resolve()} rw - nfs4 server:/share rw\n")
    monkeypatch.setattr("frontdesk.store.filesystem._MOUNTS", mounts)


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 50, 4), False),
        ((3, 50, 7), True),
        ((3, 51, 0), False),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 53, 4), True),
    ],
)
def test_wal_needs_the_fix_or_a_back_port_of_it(version: Version, *, safe: bool) -> None:
    assert is_wal_safe(version) is safe


def test_neither_journal_is_one_that_loses_commits_in_a_power_cut() -> None:
    assert {(it.journal_mode, it.synchronous) for it in (WAL, ROLLBACK)} == {
        ("WAL", "FULL"),
        ("DELETE", "EXTRA"),
    }


MOUNTS = r"""22 27 0:21 / /proc rw,relatime - proc proc rw
27 1 254:0 / / rw,relatime - ext4 /dev/root rw
30 27 0:40 / /mnt/share rw,relatime shared:5 - nfs4 server:/share rw
31 27 0:41 / /mnt/two\040words rw,relatime - cifs //server/x rw
32 27 0:42 / /mnt/ssh rw - fuse.sshfs me@host: rw
33 27 0:43 / /home/me rw - fuse.fuse-overlayfs fuse-overlayfs rw
34 27 0:44 / /mnt/share/local rw - ext4 /dev/sdb1 rw
35 27 0:45 / /mnt/usb rw - fuseblk /dev/sdc1 rw
"""


@pytest.mark.parametrize(
    ("path", "networked"),
    [
        ("/var/lib/frontdesk/clinic.db", False),
        ("/mnt/share/clinic.db", True),
        ("/mnt/share/local/clinic.db", False),
        ("/mnt/sharebutnot/clinic.db", False),
        ("/mnt/two words/deep/clinic.db", True),
        ("/mnt/ssh/clinic.db", True),
        ("/mnt/usb/clinic.db", False),
        ("/home/me/clinic.db", False),
    ],
)
def test_the_nearest_mount_decides_whether_a_path_is_on_a_network(
    path: str, *, networked: bool
) -> None:
    assert is_networked_in(MOUNTS, Path(path)) is networked


def test_a_unc_path_is_on_a_network() -> None:
    assert is_networked(Path(r"\\server\share\clinic.db"))


def test_where_the_system_does_not_tell_its_mounts_a_path_counts_as_local(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("frontdesk.store.filesystem._MOUNTS", tmp_path / "missing")
    assert not is_networked(tmp_path)


@pytest.mark.parametrize(
    ("number", "trouble"),
    [
        (errno.EACCES, Trouble.READ_ONLY),
        (errno.EROFS, Trouble.READ_ONLY),
        (errno.ENOSPC, Trouble.FULL_DISK),
        (errno.EDQUOT, Trouble.FULL_DISK),
        (errno.EIO, Trouble.UNREADABLE),
    ],
)
def test_what_the_system_says_of_a_file_is_a_trouble(number: int, trouble: Trouble) -> None:
    assert trouble_of_file(OSError(number, "")) is trouble
