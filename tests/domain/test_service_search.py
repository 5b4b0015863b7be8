"""Services are found by what people call them."""

from __future__ import annotations

import pytest

from frontdesk.domain.service_search import fits, spelt

EAR = spelt(
    ["Консультація отоларинголога", "A67021", "лікар-отоларинголог", "ЛОР", "вухо-горло-ніс"]
)


@pytest.mark.parametrize(
    "typed", ["", "лор", "ЛОР", "вухо-горло-ніс", "вухо горло", "отол", "конс отол", "a670"]
)
def test_the_beginning_of_each_word_is_enough(typed: str) -> None:
    assert fits(typed, EAR)


@pytest.mark.parametrize("typed", ["окуліст", "лор окуліст", "арингол"])
def test_another_word_does_not_fit(typed: str) -> None:
    assert not fits(typed, EAR)
