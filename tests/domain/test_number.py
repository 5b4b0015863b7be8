from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from frontdesk.domain.number import (
    ALPHABET,
    Misread,
    Number,
    Problem,
    Readable,
    Reading,
    Repair,
    RepairKind,
    symbols_of,
)

LOOKS = dict(zip("ABCEHIKMOPTX", "АВСЕНІКМОРТХ", strict=True))
KEYS = dict(zip("ABCEHIKMOPTX", "ФИСУРШЛЬЩЗЕЧ", strict=True))
CLEANED = [" ", "-", "‐", "‑", "‒", "–", "—", "―", "−", "\u00ad", "\u00a0", "\u200b", "\ufeff"]
CLEANED += ["\t", "\r\n", "№", "#", "\u202f", "\x1d", ""]

groups = st.text(sorted(ALPHABET), min_size=4, max_size=4)
numbers = st.tuples(groups, groups, groups, groups).map(lambda it: Number("-".join(it)))


def read(typed: str) -> Reading:
    return Number.read(typed)


def readable(typed: str) -> Readable:
    reading = Number.read(typed)
    assert isinstance(reading, Readable)
    return reading


def texts(typed: str) -> list[str]:
    return [number.text for number in readable(typed).numbers]


def said(typed: str) -> list[str]:
    return [str(repair) for repair in readable(typed).repairs]


# What is read


@pytest.mark.parametrize(
    "typed",
    [
        "6495-7332-1362-2361",
        "6495733213622361",
        "6495 7332 1362 2361",
        " № 6495–7332—1362−2361\n",
        "64 95 73 32 13 62 23 61",
        "6495\u00ad7332\u00a01362\u200b2361",
    ],
)
def test_a_number_is_read_however_it_is_spaced_and_nothing_is_said(typed: str) -> None:
    assert texts(typed) == ["6495-7332-1362-2361"]
    assert said(typed) == []


def test_lower_case_is_cleaned_silently() -> None:
    assert texts("02cx-k1am-8e84-9tto") == ["02CX-K1AM-8E84-9TTO"]
    assert said("02cx-k1am-8e84-9tto") == []


def test_cyrillic_look_alikes_are_replaced_and_said_once_each() -> None:
    assert texts("02СН-0000-00СС-0001") == ["02CH-0000-00CC-0001"]
    assert readable("02СН-0000-00СС-0001").repairs == (
        Repair(RepairKind.LOOK_ALIKE, "С", "C"),
        Repair(RepairKind.LOOK_ALIKE, "Н", "H"),
    )


def test_the_ukrainian_layout_is_undone_and_said() -> None:
    assert texts("02сч-л1фь-8у84-9ещщ")[0] == "02CX-K1AM-8E84-9TOO"
    first = readable("02сч-л1фь-8у84-9ещщ").candidates[0]
    assert {repair.kind for repair in first.repairs} == {RepairKind.LAYOUT}
    assert [str(it) for it in first.repairs][:2] == ["С→C", "Ч→X"]


def test_a_lone_er_is_tried_by_its_looks_and_then_by_its_key() -> None:
    assert texts("Р000-0000-0000-0001") == ["P000-0000-0000-0001", "H000-0000-0000-0001"]
    assert said("Р000-0000-0000-0001") == ["Р→P", "Р→H"]


def test_each_candidate_knows_what_was_replaced_for_it() -> None:
    by_looks, by_key = readable("Е000-0000-0000-0001").candidates
    assert by_looks.repairs == (Repair(RepairKind.LOOK_ALIKE, "Е", "E"),)
    assert by_key.repairs == (Repair(RepairKind.LAYOUT, "Е", "T"),)


def test_two_ambiguous_letters_are_read_in_one_way_and_not_in_all_combinations() -> None:
    assert texts("РЕ00-0000-0000-0001") == ["PE00-0000-0000-0001", "HT00-0000-0000-0001"]


def test_a_lone_es_leaves_no_doubt() -> None:
    assert texts("С000-0000-0000-0001") == ["C000-0000-0000-0001"]


def test_a_letter_that_only_looks_alike_settles_the_ambiguous_ones() -> None:
    assert texts("РК00-0000-0000-0001") == ["PK00-0000-0000-0001"]


def test_a_letter_of_the_wrong_layout_puts_the_layout_reading_first() -> None:
    assert texts("РФ00-0000-0000-0001") == ["HA00-0000-0000-0001", "PA00-0000-0000-0001"]


def test_a_strange_number_of_the_alphabet_is_still_a_number() -> None:
    for strange in ("0000-0000-0000-0000", "ABCE-HIKM-OPTX-ABCE", "3806-7123-4567-0000"):
        assert texts(strange) == [strange]


# What is refused


@pytest.mark.parametrize("typed", ["", "   ", "---", "№", "\u200b\t"])
def test_nothing_typed_is_empty(typed: str) -> None:
    assert read(typed) == Misread(Problem.EMPTY)


@pytest.mark.parametrize(
    ("typed", "group", "count"),
    [
        ("6495-7332-136-2361", 3, 15),
        ("6495 732 1362 2361", 2, 15),
        ("649573321362236", 4, 15),
        ("6495-7332-1362", 4, 12),
        ("649573321362", 4, 12),
        ("64 95 73 32 13 6", 3, 11),
        ("6", 1, 1),
    ],
)
def test_a_short_number_names_the_short_group(typed: str, group: int, count: int) -> None:
    assert read(typed) == Misread(Problem.TOO_SHORT, group=group, count=count)


def test_a_long_number_says_how_many_symbols_it_has() -> None:
    assert read("6495-7332-1362-23611") == Misread(Problem.TOO_LONG, count=17)
    assert read("6495-7332-1362-2361 Q") == Misread(Problem.TOO_LONG, count=17)


@pytest.mark.parametrize(
    ("typed", "group", "position", "symbol"),
    [
        ("6495-7З32-1362-23Ґ1", 4, 3, "Ґ"),
        ("6495-7q32-1362-2361", 2, 2, "Q"),
        ("64957332136223r1", 4, 3, "R"),
        ("649-Q7332-1362-2361", 1, 4, "Q"),
        ("649-Q332-1362-2361", 2, 1, "Q"),
        ("6495.7332.1362.2361", 2, 1, "."),
        ("６495-7332-1362-2361", 1, 1, "６"),
        ("ı495-7332-1362-2361", 1, 1, "ı"),
        ("6495-7332-1362-23ß1", 4, 3, "ß"),
    ],
)
def test_a_foreign_symbol_is_named_with_its_place(
    typed: str, group: int, position: int, symbol: str
) -> None:
    assert read(typed) == Misread(Problem.FOREIGN_SYMBOL, group, position, symbol)


@pytest.mark.parametrize(
    "typed",
    [
        "+380671234567",
        "380671234567",
        "0671234567",
        "067 123 45 67",
        "+38 (067) 123-45-67",
        "80 67 123 45 67",
        "0671-2345-67",
    ],
)
def test_a_phone_is_named(typed: str) -> None:
    assert read(typed) == Misread(Problem.PHONE)


def test_four_digits_are_a_confirmation_code() -> None:
    assert read("4821") == Misread(Problem.CONFIRMATION_CODE)
    assert read("48A1") == Misread(Problem.TOO_SHORT, group=2, count=4)


@pytest.mark.parametrize("typed", ["0000-12H4-245D", "000012h4245d", "0000-12Н4-2450"])
def test_twelve_digits_and_letters_are_a_declaration(typed: str) -> None:
    assert read(typed) == Misread(Problem.DECLARATION)


@pytest.mark.parametrize("typed", ["0000-24DP-1Y53-EH38", "ABCD-EHKM-PTXA-1234"])
def test_sixteen_symbols_with_strange_latin_letters_are_a_prescription(typed: str) -> None:
    assert read(typed) == Misread(Problem.PRESCRIPTION)


def test_one_strange_letter_among_digits_is_a_slip_and_no_prescription() -> None:
    assert read("6495-7D32-1362-2361") == Misread(Problem.FOREIGN_SYMBOL, 2, 2, "D")


def test_words_are_neither_a_prescription_nor_a_declaration() -> None:
    assert read("Тамара Комаха") == Misread(Problem.TOO_SHORT, group=4, count=12)
    assert read("Іваненко Олександр") == Misread(Problem.FOREIGN_SYMBOL, 4, 4, "Д")


# The value itself


@pytest.mark.parametrize(
    "text", ["", "6495733213622361", "6495-7332-1362-236", "6495-7332-1362-236q", "Ф" * 19]
)
def test_a_number_cannot_be_made_of_anything_else(text: str) -> None:
    with pytest.raises(ValueError, match="canonical"):
        Number(text)


def test_the_error_does_not_repeat_what_was_typed() -> None:
    with pytest.raises(ValueError, match="not a referral number") as refusal:
        Number("6495-7332-1362-23")
    assert "6495" not in str(refusal.value)


def test_a_number_shows_its_first_and_last_group() -> None:
    number = Number("6495-7332-1362-2361")
    assert number.masked == "6495-····-····-2361"
    assert number.tail == "2361"
    assert number.groups == ("6495", "7332", "1362", "2361")


@given(numbers)
def test_a_number_is_masked_wherever_it_is_printed(number: Number) -> None:
    hidden = "-".join(number.groups[1:3])
    for printed in (number.masked, repr(number), f"{number}", str(Number.read(number.text))):
        assert hidden not in printed
    assert number.masked.count("·") == 8
    assert not set("".join(number.groups[1:3])) & set(number.masked[5:14])


# The field


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("", ""), ("6495", "6495"), ("6495-733", "6495733"), ("64 9", "649"), ("фq", "ФQ")],
)
def test_the_field_keeps_symbols_and_no_more(typed: str, kept: str) -> None:
    assert symbols_of(typed) == kept


@given(st.text())
def test_what_is_kept_once_is_kept_for_ever(typed: str) -> None:
    assert symbols_of(symbols_of(typed)) == symbols_of(typed)


# Properties


@st.composite
def spellings(draw: st.DrawFn) -> tuple[Number, str]:
    """A number, and a way in which somebody may write it down."""
    number = draw(numbers)
    typed = draw(st.sampled_from(CLEANED))
    for symbol in "".join(number.groups):
        spelt = draw(st.sampled_from([symbol, LOOKS.get(symbol, symbol)]))
        typed += draw(st.sampled_from([spelt, spelt.lower()])) + draw(st.sampled_from(CLEANED))
    return number, typed


@given(spellings())
def test_a_number_survives_any_spelling(spelling: tuple[Number, str]) -> None:
    number, typed = spelling
    assert readable(typed).numbers[0] == number


@given(numbers, st.booleans())
def test_a_number_typed_in_the_ukrainian_layout_comes_back(number: Number, upper: bool) -> None:
    typed = "".join(KEYS.get(symbol, symbol) for symbol in number.text)
    assert number in readable(typed if upper else typed.lower()).numbers


def significant(typed: str) -> list[str]:
    """All but what may be cleaned in silence: blank and invisible characters, hyphens, № and #."""
    kinds = [(it, unicodedata.category(it)) for it in typed if it not in "№#−⁃˗"]
    return [it for it, kind in kinds if kind != "Pd" and kind[0] not in "ZC"]


@given(st.one_of(st.text(), st.text("0123456789ABQРЕСФКД -+()№", min_size=10, max_size=20)))
@example("\ud800")
@example("6495-7332-1362-2361")
@example("РРРР-ЕЕЕЕ-0000-СССС")
def test_any_text_is_one_or_two_numbers_of_its_sixteen_symbols_or_a_problem(typed: str) -> None:
    match Number.read(typed):
        case Readable() as reading:
            assert len(significant(typed)) == 16
            assert len(set(reading.numbers)) == len(reading.numbers) in {1, 2}
        case Misread(problem, group, position, symbol):
            named = problem is Problem.FOREIGN_SYMBOL
            assert named == (symbol is not None) == (position is not None)
            assert group is None or 1 <= group <= 4
            assert (problem is Problem.EMPTY) == (not symbols_of(typed))


@given(numbers, st.integers(0, 19), st.characters())
def test_a_character_too_many_is_never_dropped_in_silence(
    number: Number, at: int, extra: str
) -> None:
    reading = Number.read(number.text[:at] + extra + number.text[at:])
    assert isinstance(reading, Misread) or significant(extra) == []


@given(spellings())
def test_every_replaced_letter_is_said(spelling: tuple[Number, str]) -> None:
    _, typed = spelling
    cyrillic = {it for it in symbols_of(typed) if not it.isascii()}
    for candidate in readable(typed).candidates:
        assert {repair.before for repair in candidate.repairs} == cyrillic
