"""Secrets of the workplace: where they come from, and what becomes of damaged ones."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from frontdesk.keys import (
    ACCESS_TOKEN,
    DATABASE_KEY,
    NUMBER_KEY,
    SecretError,
    cipher_key,
    from_environment,
    number_key,
)


def test_a_secret_is_read_from_its_variable() -> None:
    assert from_environment(ACCESS_TOKEN, {ACCESS_TOKEN: "abc"}) == "abc"


def test_a_secret_that_is_not_set_or_empty_is_none() -> None:
    assert from_environment(ACCESS_TOKEN, {}) is None
    assert from_environment(ACCESS_TOKEN, {ACCESS_TOKEN: ""}) is None


@pytest.mark.parametrize("value", [" ", "a b", "a\n", "токен"])
def test_a_secret_that_no_header_can_carry_is_named_not_shown(value: str) -> None:
    with pytest.raises(SecretError) as wrong:
        from_environment(ACCESS_TOKEN, {ACCESS_TOKEN: value})
    assert str(wrong.value) == ACCESS_TOKEN


def test_the_sites_key_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    database = tmp_path / "new" / "clinic.db"
    key = number_key(database, {})
    assert len(key) == 32
    database.touch()
    assert number_key(database, {}) == key
    file = database.with_suffix(".key")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert [it.name for it in file.parent.iterdir() if it.suffix != ".db"] == ["clinic.key"]


def test_programs_that_start_together_agree_on_one_key(tmp_path: Path) -> None:
    database = tmp_path / "clinic.db"
    with ThreadPoolExecutor(8) as several:
        keys = set(several.map(lambda _: number_key(database, {}), range(32)))
    assert len(keys) == 1
    assert [it.name for it in tmp_path.iterdir()] == ["clinic.key"]


def test_the_environments_key_stands_above_the_file(tmp_path: Path) -> None:
    given = "k" * 40
    assert number_key(tmp_path / "clinic.db", {NUMBER_KEY: given}) == given.encode()
    assert not (tmp_path / "clinic.key").exists()


def test_the_bytes_of_a_key_file_can_stand_in_the_environment() -> None:
    key = bytes(range(32))
    assert number_key(None, {NUMBER_KEY: f"hex:{key.hex()}"}) == key
    assert number_key(None, {NUMBER_KEY: key.hex()}) == key.hex().encode()


def test_a_database_on_a_server_has_no_key_file_beside_it() -> None:
    """Each computer would make its own, and none could read the others' numbers."""
    assert number_key(None, {NUMBER_KEY: "k" * 40}) == b"k" * 40
    for environment in ({}, {NUMBER_KEY: "short"}):
        with pytest.raises(SecretError, match=NUMBER_KEY):
            number_key(None, environment)


def test_an_old_database_gets_no_new_key(tmp_path: Path) -> None:
    """Its numbers are sealed with the lost one: another would make them unreadable for good."""
    database = tmp_path / "clinic.db"
    database.touch()
    with pytest.raises(SecretError) as wrong:
        number_key(database, {})
    assert str(wrong.value) == str(tmp_path / "clinic.key")
    assert not (tmp_path / "clinic.key").exists()


def test_a_damaged_key_is_named_by_where_it_is(tmp_path: Path) -> None:
    database = tmp_path / "clinic.db"
    database.with_suffix(".key").write_bytes(b"short")
    with pytest.raises(SecretError, match=r"clinic\.key"):
        number_key(database, {})
    with pytest.raises(SecretError, match=NUMBER_KEY):
        number_key(database, {NUMBER_KEY: "short"})


def test_the_key_of_the_database_is_64_hexadecimal_digits() -> None:
    assert cipher_key({}) is None
    assert cipher_key({DATABASE_KEY: "0aF" + "1" * 61}) == bytes.fromhex("0aF" + "1" * 61)
    for wrong in ("0a", "x" * 64, "0a " * 32, "0" * 65):
        with pytest.raises(SecretError, match=DATABASE_KEY):
            cipher_key({DATABASE_KEY: wrong})
