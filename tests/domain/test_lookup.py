from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.domain.lookup import (
    MOST_WORDS,
    BornOn,
    NameBegins,
    PhoneEnds,
    TooLittle,
    phone_end_key,
    phone_key,
    read_query,
    search_key,
)
from frontdesk.domain.patient import Phone

LETTERS = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюяʼ-"
phones = st.from_regex(r"\+380[3-9][0-9]{8}", fullmatch=True).map(Phone)


# Names


@pytest.mark.parametrize("apostrophe", [*"'’ʼ‘`´′", ""])
def test_a_name_is_found_with_any_apostrophe_or_none(apostrophe: str) -> None:
    assert search_key(f"Мар{apostrophe}яненко") == search_key("Марʼяненко")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Євтушенко", "Евтушенко"),
        ("Іваненко", "Иваненко"),
        ("Їжак", "Іжак"),
        ("Ґудзь", "Гудзь"),
        ("Лукʼяненко", "Лукьяненко"),
        ("КОВАЛЬ", "коваль"),
        ("Нечуй-Левицький", "Нечуй – Левицький"),
        ("Нечуй-Левицький", "Нечуй Левицький"),
        ("Сергій", "Сергий"),
        ("Iванова", "Іванова"),
        ("І\u0308жак", "Їжак"),
    ],
)
def test_what_is_confused_by_ear_or_by_hand_is_one_name(one: str, other: str) -> None:
    assert search_key(one) == search_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Коваль", "Ковальчук"), ("Гончар", "Гончир"), ("Бойко", "Буйко")]
)
def test_other_names_stay_apart(one: str, other: str) -> None:
    assert search_key(one) != search_key(other)


@given(st.text(LETTERS, min_size=1), st.data())
def test_the_beginning_of_a_name_is_the_beginning_of_its_key(
    name: str, data: st.DataObject
) -> None:
    typed = name[: data.draw(st.integers(0, len(name)))]
    assert search_key(name).startswith(search_key(typed))


@given(st.text())
def test_a_key_is_words_alone_and_stays_what_it_is(name: str) -> None:
    key = search_key(name)
    assert all(it.isalnum() for it in key.replace(" ", ""))
    assert search_key(key) == key


# What is typed


def test_a_page_that_was_pasted_is_looked_for_by_its_first_words() -> None:
    assert read_query("слово " * 900) == NameBegins(("слово",) * MOST_WORDS)


def test_letters_are_the_beginning_of_a_name() -> None:
    assert read_query("Іваненко О.П.") == NameBegins(("иваненко", "о", "п"))
    assert read_query(" мар'ян") == NameBegins(("марян",))


@pytest.mark.parametrize("typed", ["02.05.1979", "2.5.1979", "1979-05-02", "02051979"])
def test_a_date_is_a_date_of_birth_with_dots_or_without(typed: str) -> None:
    assert read_query(typed) == BornOn(date(1979, 5, 2))


@pytest.mark.parametrize("typed", ["0671234567", "+380 67 123-45-67", "(067) 123 45 67"])
def test_a_phone_is_a_phone_however_it_is_written(typed: str) -> None:
    assert read_query(typed) == PhoneEnds("671234567")


def test_the_last_four_digits_of_a_phone_are_enough() -> None:
    assert read_query("45-67") == PhoneEnds("4567")
    assert read_query("567") == TooLittle()


@pytest.mark.parametrize("typed", ["", "  ", "...", "ʼ", "ь", "[", "02.05.", "№1234"])
def test_what_can_find_nobody_yet_is_too_little(typed: str) -> None:
    assert read_query(typed) == TooLittle()


@given(phones, st.integers(4, 9))
def test_whoever_has_the_phone_is_found_by_its_end(phone: Phone, count: int) -> None:
    assert phone_key(phone).startswith(phone_end_key(phone.text[-count:]))


@given(st.text())
def test_no_text_breaks_the_reading(typed: str) -> None:
    assert isinstance(read_query(typed), NameBegins | PhoneEnds | BornOn | TooLittle)
