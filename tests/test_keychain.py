"""The system's keyring: what is kept in it, and what becomes of one that is missing or locked."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail, null
from keyring.errors import InitError, KeyringLocked
from pydantic import SecretStr

from frontdesk.esoz.session import Token
from frontdesk.keychain import Entry, Keychain, KeyringBox
from tests.file_keyring import FileKeyring

OURS = Keychain.of("https://api.example", "a-clinic")
TOKEN = Token(
    SecretStr("canary-access"),
    SecretStr("canary-refresh"),
    datetime(2026, 11, 23, 9, tzinfo=UTC),
    datetime(2026, 12, 7, 9, tzinfo=UTC),
    frozenset({"job:read", "person:read"}),
)


class Broken(KeyringBackend):
    """A keyring whose user said no, or whose service has died."""

    priority = 1.0

    def __init__(self, error: Exception) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # keyring's own
        self._error = error
        self.asked: list[str] = []

    def get_password(self, service: str, username: str) -> str | None:
        self.asked += [service, username]
        raise self._error

    def set_password(self, service: str, username: str, password: str) -> None:
        self.asked += [service, username, password]
        raise self._error

    def delete_password(self, service: str, username: str) -> None:
        self.asked += [service, username]
        raise self._error


@pytest.fixture(autouse=True)
def file(tmp_path: Path) -> Iterator[Path]:
    before = keyring.get_keyring()
    path = tmp_path / "keyring.json"
    keyring.set_keyring(FileKeyring(path))
    yield path
    keyring.set_keyring(before)


def test_what_is_kept_is_read_back_and_can_be_forgotten() -> None:
    assert OURS.is_usable
    assert OURS.read(Entry.PSK) is None
    assert OURS.write(Entry.PSK, "canary")
    assert OURS.read(Entry.PSK) == "canary"
    assert OURS.read(Entry.API_KEY) is None
    OURS.forget(Entry.PSK)
    OURS.forget(Entry.PSK)
    assert OURS.read(Entry.PSK) is None


def test_two_clinics_and_two_environments_share_nothing() -> None:
    OURS.write(Entry.PSK, "canary")
    for url, clinic in (("https://api.example", "other"), ("https://preprod.example", "a-clinic")):
        assert Keychain.of(url, clinic).read(Entry.PSK) is None


@pytest.mark.parametrize(
    "token",
    [TOKEN, Token(SecretStr("canary-access")), Token(SecretStr("a"), expires_at=TOKEN.since)],
)
def test_a_token_is_kept_whole(token: Token) -> None:
    box = KeyringBox(OURS)
    assert box.save(token)
    assert box.load() == token
    box.clear()
    assert box.load() is None


@pytest.mark.parametrize(
    "written",
    [
        "",
        "not JSON",
        "[]",
        "{}",
        "7",
        '{"access": "two words", "refresh": null, "since": null, "expires_at": null, "scopes": []}',
        '{"access": 7, "refresh": null, "since": null, "expires_at": null, "scopes": []}',
        '{"access": "a", "refresh": 7, "since": null, "expires_at": null, "scopes": []}',
        '{"access": "a", "refresh": null, "since": "2026-11-23", "expires_at": null, "scopes": []}',
        '{"access": "a", "refresh": null, "since": null, "expires_at": "soon", "scopes": []}',
        '{"access": "a", "refresh": null, "since": null, "expires_at": null, "scopes": 7}',
    ],
)
def test_a_token_that_cannot_be_read_is_none(written: str) -> None:
    OURS.write(Entry.TOKEN, written)
    assert KeyringBox(OURS).load() is None


@pytest.mark.parametrize("nothing", [fail.Keyring, null.Keyring])
def test_a_computer_without_a_keyring_keeps_nothing(
    nothing: Callable[[], KeyringBackend],
) -> None:
    keyring.set_keyring(nothing())
    assert not OURS.is_usable
    assert OURS.read(Entry.PSK) is None
    assert KeyringBox(OURS).load() is None


@pytest.mark.parametrize(
    "error",
    [KeyringLocked("no"), InitError("no"), RuntimeError("no"), ConnectionResetError("the bus")],
)
def test_a_keyring_that_is_locked_or_out_of_order_is_no_crash(error: Exception) -> None:
    broken = Broken(error)
    keyring.set_keyring(broken)
    box = KeyringBox(OURS)
    assert box.load() is None
    assert not box.save(TOKEN)
    box.clear()
    assert broken.asked.count(Entry.TOKEN) == 3


def test_a_named_keyring_that_is_not_installed_is_no_crash() -> None:
    program = (
        "from frontdesk.keychain import Entry, Keychain\n"
        "it = Keychain('x')\n"
        "print(it.is_usable, it.read(Entry.PSK), it.write(Entry.PSK, 'a'))"
    )
    said = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHON_KEYRING_BACKEND": "no.such.Keyring"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (said.stdout, said.stderr) == ("False None False\n", "")


def test_the_file_holds_what_the_program_kept(file: Path) -> None:
    """The tests of the whole program look into it for leaks elsewhere."""
    KeyringBox(OURS).save(TOKEN)
    (kept,) = json.loads(file.read_text()).values()
    assert json.loads(kept)["refresh"] == "canary-refresh"
