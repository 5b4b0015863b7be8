from __future__ import annotations

import pytest

from frontdesk.domain.number import Number
from frontdesk.store.sealing import NumberKey

NUMBER = Number("6495-7332-1362-2361")
OTHER = Number("6495-7332-1362-2362")


def test_a_number_has_one_digest_under_a_key_and_another_under_another() -> None:
    ours, theirs = NumberKey(b"o" * 32), NumberKey(b"t" * 32)
    assert ours.digest(NUMBER) == NumberKey(b"o" * 32).digest(NUMBER)
    assert len({ours.digest(NUMBER), ours.digest(OTHER), theirs.digest(NUMBER)}) == 3


def test_a_sealed_number_opens_with_its_key_only() -> None:
    key = NumberKey(b"k" * 32)
    sealed = key.seal(NUMBER)
    assert NUMBER.text not in sealed
    assert key.unseal(sealed) == NUMBER
    assert NumberKey(b"x" * 32).unseal(sealed) is None
    assert key.unseal(sealed[:-4] + "AAA=") is None


def test_the_same_number_is_never_sealed_twice_alike() -> None:
    key = NumberKey(b"k" * 32)
    assert key.seal(NUMBER) != key.seal(NUMBER)


def test_a_short_key_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        NumberKey(b"short")


def test_the_key_is_not_printed() -> None:
    assert "kkkk" not in repr(NumberKey(b"k" * 32))
