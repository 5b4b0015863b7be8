"""The site's key for referral numbers, as an administrator meets it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import keyring
import pytest
from keyring.backends import fail

from frontdesk import config, keys
from frontdesk.keychain import Entry, Keychain
from tests.file_keyring import FileKeyring

if TYPE_CHECKING:
    from tests.cli.conftest import Frontdesk
    from tests.postgres import Server

OURS = "the same key on all computers of the site"
ANOTHER = "a key that somebody has mistyped, alas"


@pytest.fixture(autouse=True)
def _keyring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    before = keyring.get_keyring()
    keyring.set_keyring(FileKeyring(tmp_path / "keyring.json"))
    monkeypatch.setenv(keys.API_KEY, "planted-api-key")
    monkeypatch.setenv(keys.PSK, "planted-psk")
    yield
    keyring.set_keyring(before)


@pytest.fixture
def real(clinic: Path) -> Path:
    """The configuration of a clinic that is no rehearsal."""
    _replace(clinic, 'auth = "simulator"', 'auth = "sign_in"')
    return clinic


@pytest.fixture
def on_server(real: Path, postgres: Server) -> Iterator[Path]:
    """The same on an empty server."""
    with postgres.migrated() as name:
        _replace(real, f"sqlite:///{real.with_suffix('.db')}", postgres.url(name))
        yield real


def _replace(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


def keychain(path: Path) -> Keychain:
    return Keychain.of_site(config.load(path, {}).clinic.legal_entity)


def typed(monkeypatch: pytest.MonkeyPatch, number_key: str) -> None:
    """The three secrets of ЕСОЗ stay as they are."""
    monkeypatch.setattr("sys.stdin", io.StringIO(f"\n\n\n{number_key}\n"))


def test_a_computer_with_another_key_is_refused_in_one_line(
    run: Frontdesk, on_server: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(keys.NUMBER_KEY, OURS)
    assert run("--config", on_server, "agenda").code == 0
    monkeypatch.setenv(keys.NUMBER_KEY, ANOTHER)
    said = run("--config", on_server, "--lang", "en", "agenda")
    assert (said.code, said.out, len(said.err.splitlines())) == (2, "", 1)
    assert "was used with another key for referral numbers" in said.err
    assert ANOTHER not in said.err
    monkeypatch.setenv(keys.NUMBER_KEY, OURS)
    assert run("--config", on_server, "agenda").code == 0


def test_a_server_without_any_key_says_how_to_give_one(run: Frontdesk, on_server: Path) -> None:
    said = run("--config", on_server, "--lang", "en", "agenda")
    assert (said.code, len(said.err.splitlines())) == (2, 1)
    assert keys.NUMBER_KEY in said.err
    assert "frontdesk config secrets" in said.err


def test_the_key_is_put_into_the_keyring_and_never_shown(
    run: Frontdesk, on_server: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(monkeypatch, OURS)
    said = run("--config", on_server, "--lang", "en", "config", "secrets")
    assert (said.code, said.err) == (0, "")
    assert said.out.endswith("The site's key for referral numbers is in the keyring.\n")
    assert OURS not in said.out
    assert run("--config", on_server, "agenda").code == 0


@pytest.mark.parametrize(("wrong", "told"), [(ANOTHER, "another key"), ("short", keys.NUMBER_KEY)])
def test_a_wrong_key_does_not_replace_the_right_one(
    run: Frontdesk, on_server: Path, monkeypatch: pytest.MonkeyPatch, wrong: str, told: str
) -> None:
    assert keychain(on_server).write(Entry.NUMBER_KEY, OURS)
    assert run("--config", on_server, "agenda").code == 0
    typed(monkeypatch, wrong)
    said = run("--config", on_server, "--lang", "en", "config", "secrets")
    assert (said.code, said.out, len(said.err.splitlines())) == (2, "", 1)
    assert told in said.err
    assert keychain(on_server).read(Entry.NUMBER_KEY) == OURS


def test_it_is_said_where_the_key_is(
    run: Frontdesk, real: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def told() -> str:
        typed(monkeypatch, "")
        said = run("--config", real, "--lang", "en", "config", "secrets")
        assert said.code == 0
        return said.out.splitlines()[-1]

    file = real.with_suffix(".key")
    assert told() == f"The site's key for referral numbers: {file}"
    monkeypatch.setenv(keys.NUMBER_KEY, OURS)
    assert told() == "The site's key for referral numbers is in the environment."
    monkeypatch.delenv(keys.NUMBER_KEY)
    file.unlink()
    assert told() == "The site's key for referral numbers is not set."


def test_without_a_keyring_the_variables_are_named(run: Frontdesk, real: Path) -> None:
    keyring.set_keyring(fail.Keyring())  # type: ignore[no-untyped-call]  # keyring's own
    said = run("--config", real, "--lang", "en", "config", "secrets")
    assert (said.code, said.out) == (
        2,
        f"The site's key for referral numbers: {real.with_suffix('.key')}\n",
    )
    assert keys.NUMBER_KEY in said.err


def test_the_key_moves_from_its_file_to_the_keyring_when_told(
    run: Frontdesk, real: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = real.with_suffix(".key")
    typed(monkeypatch, f"hex:{file.read_bytes().hex()}")
    assert run("--config", real, "config", "secrets").code == 0
    file.unlink()
    assert run("--config", real, "agenda").code == 0


def test_a_new_clinic_has_its_key_in_the_keyring_and_a_backup_can_take_it_along(
    run: Frontdesk, real: Path, tmp_path: Path
) -> None:
    for suffix in (".db", ".key"):
        real.with_suffix(suffix).unlink()
    assert run("--config", real, "agenda").code == 0
    assert not real.with_suffix(".key").exists()
    path = tmp_path / "copy.db"
    said = run("--config", real, "--lang", "en", "backup", path)
    assert said.out.endswith("too: --with-key copies it.\n")
    assert run("--config", real, "backup", path, "--with-key").code == 0
    copied = path.with_suffix(".key")
    assert keychain(real).read(Entry.NUMBER_KEY) == f"hex:{copied.read_bytes().hex()}"
    assert copied.stat().st_mode & 0o777 == 0o600


def test_a_backup_brings_its_key_to_a_server_that_had_another(
    run: Frontdesk, *, real: Path, postgres: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = real.with_suffix(".key").read_bytes()
    made = run("--config", real, "backup", "--json").document
    with postgres.migrated() as name:
        _replace(real, f"sqlite:///{real.with_suffix('.db')}", postgres.url(name))
        monkeypatch.setenv(keys.NUMBER_KEY, ANOTHER)
        assert run("--config", real, "agenda").code == 0
        monkeypatch.setenv(keys.NUMBER_KEY, f"hex:{key.hex()}")
        assert run("--config", real, "agenda").code == 2
        assert run("--config", real, "restore", made["path"]).code == 0
        assert run("--config", real, "agenda").code == 0
