"""Secrets of the workplace: where they come from, and what becomes of damaged ones."""

from __future__ import annotations

import pytest

from frontdesk.keys import (
    ACCESS_TOKEN,
    DATABASE_KEY,
    SecretError,
    cipher_key,
    from_environment,
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


def test_the_key_of_the_database_is_64_hexadecimal_digits() -> None:
    assert cipher_key({}) is None
    assert cipher_key({DATABASE_KEY: "0aF" + "1" * 61}) == bytes.fromhex("0aF" + "1" * 61)
    for wrong in ("0a", "x" * 64, "0a " * 32, "0" * 65):
        with pytest.raises(SecretError, match=DATABASE_KEY):
            cipher_key({DATABASE_KEY: wrong})
