"""The site's key for referral numbers: where it is found, where a new one goes, what is refused."""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail
from keyring.errors import KeyringLocked

from frontdesk.keychain import Entry, Keychain
from frontdesk.keys import NUMBER_KEY, SecretError
from frontdesk.site_key import Home, Homes, key_of
from tests.file_keyring import FileKeyring
from tests.test_keychain import Broken

OURS = Keychain.of_site("a-clinic")


@pytest.fixture(autouse=True)
def _keyring(tmp_path: Path) -> Iterator[None]:
    before = keyring.get_keyring()
    folder = tmp_path / "keyring"
    folder.mkdir()
    keyring.set_keyring(FileKeyring(folder / "keyring.json"))
    yield
    keyring.set_keyring(before)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "new" / "clinic.db"


def homes(
    database: Path | None, given: str | None = None, keychain: Keychain | None = OURS
) -> Homes:
    return Homes({NUMBER_KEY: given} if given else {}, database, keychain)


def without_keyring(database: Path | None, given: str | None = None) -> Homes:
    return homes(database, given, keychain=None)


def test_a_new_key_is_made_once_and_kept_in_the_keyring(database: Path) -> None:
    made = homes(database).need()
    assert (made.home, len(made.secret)) == (Home.KEYRING, 32)
    database.touch()
    assert homes(database).need() == made
    assert not database.with_suffix(".key").exists()
    assert stat.S_IMODE(database.parent.stat().st_mode) == 0o700


def test_a_rehearsal_leaves_nothing_in_the_keyring(database: Path) -> None:
    assert without_keyring(database).need().home is Home.FILE
    assert OURS.read(Entry.NUMBER_KEY) is None


class Forgetful(FileKeyring):
    """One that says that it keeps everything."""

    def set_password(self, service: str, username: str, password: str) -> None:
        pass


@pytest.mark.parametrize(
    "backend",
    [fail.Keyring, partial(Broken, KeyringLocked("no")), partial(Forgetful, Path("nowhere"))],
)
def test_where_no_keyring_keeps_it_a_new_key_lies_in_a_file_of_its_owner(
    database: Path, backend: Callable[[], KeyringBackend]
) -> None:
    keyring.set_keyring(backend())
    made = homes(database).need()
    assert (made.home, len(made.secret)) == (Home.FILE, 32)
    database.touch()
    assert homes(database).need() == made
    file = database.with_suffix(".key")
    assert file.read_bytes() == made.secret
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert {it.name for it in file.parent.iterdir()} == {"clinic.db", "clinic.db.lock", file.name}


@pytest.mark.parametrize("keychain", [None, OURS])
def test_programs_that_start_together_agree_on_one_key(
    database: Path, keychain: Keychain | None
) -> None:
    with ThreadPoolExecutor(8) as several:
        keys = set(several.map(lambda _: homes(database, None, keychain).need(), range(32)))
    assert len(keys) == 1


def test_the_environments_key_stands_above_all(database: Path) -> None:
    homes(database).need()
    given = homes(database, "k" * 40).need()
    assert (given.secret, given.home) == (b"k" * 40, Home.ENVIRONMENT)


def test_a_file_that_is_there_goes_on_being_used(database: Path) -> None:
    made = without_keyring(database).need()
    assert OURS.write(Entry.NUMBER_KEY, "another key, which is long enough for one")
    assert homes(database).need() == made
    database.with_suffix(".key").unlink()
    assert homes(database).need().home is Home.KEYRING


def test_the_bytes_of_a_key_file_can_be_said_in_a_word() -> None:
    key = bytes(range(32))
    assert key_of(f"hex:{key.hex()}") == key
    assert key_of(key.hex()) == key.hex().encode()
    with pytest.raises(SecretError, match=NUMBER_KEY):
        key_of("short")


def test_a_database_on_a_server_has_no_key_file_beside_it() -> None:
    """Each computer would make its own, and none could read the others' numbers."""
    assert without_keyring(None, "k" * 40).need().secret == b"k" * 40
    for place in (homes(None), without_keyring(None), homes(None, "short")):
        with pytest.raises(SecretError, match=NUMBER_KEY):
            place.need()
    assert homes(None).keep("k" * 40)
    assert homes(None).need().home is Home.KEYRING


def test_an_old_database_gets_no_new_key(database: Path) -> None:
    """Its numbers are sealed with the lost one: another would make them unreadable for good."""
    database.parent.mkdir()
    database.touch()
    for place, named in (
        (homes(database), NUMBER_KEY),
        (without_keyring(database), str(database.with_suffix(".key"))),
    ):
        with pytest.raises(SecretError) as wrong:
            place.need()
        assert str(wrong.value) == named
    assert not database.with_suffix(".key").exists()
    assert OURS.read(Entry.NUMBER_KEY) is None


def test_a_damaged_key_is_named_by_where_it_is(database: Path) -> None:
    OURS.write(Entry.NUMBER_KEY, "short")
    with pytest.raises(SecretError, match=NUMBER_KEY):
        homes(database).need()
    database.parent.mkdir()
    database.with_suffix(".key").write_bytes(b"short")
    with pytest.raises(SecretError, match=r"clinic\.key"):
        homes(database).need()


def test_the_key_is_never_printed(database: Path) -> None:
    place = homes(database, "canary" * 8)
    assert "canary" not in f"{place} {place.find()}"
