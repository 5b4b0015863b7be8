from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from frontdesk.domain.clean import clean

ANYTHING = st.text(st.characters(exclude_categories=()), max_size=60)
FORBIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


@pytest.mark.parametrize(
    "name", ["Ґалаґан Їжакевич", "Мар'яна", "Марʼяна", "Мар’яна", "José", "№ 5 — «ґ»", "漢字", "🙂"]
)
def test_a_lawful_text_stays_as_it_is(name: str) -> None:
    assert clean(name) == name


@pytest.mark.parametrize(
    "char",
    [
        *("\x00", "\x07", "\x1b", "\x7f", "\x85", "\x9b", "\x9d"),
        *("\u202e", "\u2066", "\u2069", "\u200f", "\u061c"),
        *("\u200b", "\u200d", "\ufeff", "\u2060", "\u00ad", "\u3164"),
        *("\ud800", "\udfff", "\ue000", "\U000f0000", "\uffff", "\U000e0041"),
    ],
)
def test_what_a_terminal_would_obey_or_hide_becomes_a_visible_mark(char: str) -> None:
    assert clean(f"Ко{char}т") == "Ко\ufffdт"


@pytest.mark.parametrize("char", ["\n", "\t", "\r", "\u2028", "\u2029", "\u00a0", "\u3000"])
def test_line_ends_and_odd_spaces_become_a_plain_space(char: str) -> None:
    assert clean(f"один{char}два") == "один два"


def test_a_decomposed_letter_is_composed() -> None:
    assert clean("и\u0306") == "й"


def test_a_letter_keeps_two_marks_at_most() -> None:
    assert clean("x" + "\u0300" * 40 + "я") == "x\u0300\u0300я"


def test_marks_that_unfold_in_composition_are_counted_again() -> None:
    assert clean("q\u0344\u0344") == "q\u0308\u0301"


def test_a_long_text_is_cut_with_an_ellipsis() -> None:
    assert clean("я" * 500) == "я" * 500
    assert clean("я" * 501) == "я" * 499 + "…"
    assert clean("a" * 30, limit=10) == "a" * 9 + "…"


def test_composing_does_not_hide_that_a_text_was_cut() -> None:
    assert clean("и\u0306" * 11, limit=10) == "й" * 9 + "…"


def test_a_million_marks_take_no_longer_than_a_text() -> None:
    assert clean("x" + "\u0301\u0316" * 500_000) == "x\u0316\u0301"


@given(ANYTHING)
@example("\u1100\u0300\u0300\u0300\u1161")
def test_nothing_a_terminal_obeys_gets_through(text: str) -> None:
    cleaned = clean(text)
    assert not {unicodedata.category(char) for char in cleaned} & FORBIDDEN
    cleaned.encode()


@given(ANYTHING, st.integers(2, 40))
def test_cleaning_twice_changes_nothing_and_the_limit_holds(text: str, limit: int) -> None:
    cleaned = clean(text, limit)
    assert len(cleaned) <= limit
    assert clean(cleaned, limit) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
