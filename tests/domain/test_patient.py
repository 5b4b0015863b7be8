from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.domain.patient import (
    Name,
    Patient,
    Phone,
    age_on,
    read_date,
    sort_key,
)
from frontdesk.domain.referral import Sex

OLENA = Name("Іваненко", "Олена", "Петрівна")
BORN = date(1979, 5, 2)

ALPHABET = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"


# Names


def test_a_name_is_read_in_the_ukrainian_order() -> None:
    assert Name.read("  Іваненко   Олена\tПетрівна ") == OLENA


def test_all_but_the_surname_may_be_missing() -> None:
    assert Name.read("Іваненко") == Name("Іваненко")
    assert Name.read("Іваненко Олена") == Name("Іваненко", "Олена")


def test_a_fourth_word_belongs_to_the_patronymic() -> None:
    assert Name.read("Алієв Рустам Мамед огли") == Name("Алієв", "Рустам", "Мамед огли")


@pytest.mark.parametrize("typed", ["", "  ", "\n\t"])
def test_nothing_typed_is_no_name(typed: str) -> None:
    assert Name.read(typed) is None


@pytest.mark.parametrize("apostrophe", list("'’ʼ‘`´′\"”*"))
def test_every_typed_apostrophe_becomes_one(apostrophe: str) -> None:
    assert Name.read(f"Мар{apostrophe}яненко") == Name("Марʼяненко")


def test_a_mark_outside_a_word_is_left_as_typed() -> None:
    assert Name.read("*Іваненко") == Name("*Іваненко")


def test_letters_typed_in_two_parts_become_one() -> None:
    assert Name.read("І\u0308жак") == Name("Їжак")


def test_a_short_name_is_the_surname_and_initials() -> None:
    assert OLENA.short == "Іваненко О. П."
    assert Name("Іваненко", "Олена").short == "Іваненко О."
    assert Name("Іваненко").short == "Іваненко"


@given(st.text())
def test_a_read_name_reads_back_as_itself(typed: str) -> None:
    name = Name.read(typed)
    assert name is None or Name.read(name.full) == name


# Phones


@pytest.mark.parametrize(
    "typed",
    [
        "+380671234567",
        "380671234567",
        "80671234567",
        "0671234567",
        "067 123 45 67",
        "80 67 123-45-67",
        "+38 (067) 123 45 67",
        "\u202a+380 67 123–45–67\u202c",
    ],
)
def test_a_phone_is_read_however_it_is_written(typed: str) -> None:
    assert Phone.read(typed) == Phone("+380671234567")


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "103",
        "671234567",
        "06712345678",
        "0071234567",
        "+480671234567",
        "067123456x",
        "٠671234567",
    ],
)
def test_a_phone_that_cannot_be_is_refused(typed: str) -> None:
    assert Phone.read(typed) is None


def test_a_phone_cannot_be_made_of_anything_else() -> None:
    with pytest.raises(ValueError, match="stored form"):
        Phone("0671234567")


def test_a_phone_is_shown_in_groups_and_masked_in_lists() -> None:
    phone = Phone("+380671234567")
    assert phone.shown == "+380 67 123 45 67"
    assert phone.masked == "+38067*****67"


@given(st.from_regex(r"\+380[3-9][0-9]{8}", fullmatch=True))
def test_every_form_of_a_phone_reads_back_as_the_same(text: str) -> None:
    phone = Phone(text)
    assert Phone.read(phone.text) == Phone.read(phone.shown) == Phone.read(text[3:]) == phone


@given(st.text())
def test_no_text_breaks_the_reading_of_a_phone(typed: str) -> None:
    phone = Phone.read(typed)
    assert phone is None or len(phone.text) == 13


def test_a_printed_patient_reveals_the_id_alone() -> None:
    patient = Patient("p1", OLENA, BORN, Phone("+380671234567"), "esoz", Sex.FEMALE)
    assert repr(patient) == "Patient(id='p1')"
    assert "1234" not in repr(patient.phone)


# Age


def test_a_year_is_full_on_the_birthday() -> None:
    assert age_on(BORN, date(2026, 5, 1)) == 46
    assert age_on(BORN, date(2026, 5, 2)) == 47


def test_who_was_born_on_29_february_turns_on_1_march() -> None:
    leap = date(2012, 2, 29)
    assert age_on(leap, date(2026, 2, 28)) == 13
    assert age_on(leap, date(2026, 3, 1)) == 14
    assert age_on(leap, date(2028, 2, 29)) == 16


@given(st.dates(date(1900, 1, 1), date(2030, 1, 1)), st.integers(0, 40_000))
def test_age_never_falls_and_counts_the_years(born: date, days: int) -> None:
    day = born + timedelta(days=days)
    assert age_on(born, day) <= age_on(born, day + timedelta(days=1))
    assert abs(age_on(born, day) - days / 365.2425) <= 1


# Dates


@pytest.mark.parametrize("typed", ["02.05.1979", " 2.5.1979 ", "1979-05-02"])
def test_a_date_is_read_as_it_is_written_here(typed: str) -> None:
    assert read_date(typed) == BORN


@pytest.mark.parametrize(
    "typed", ["", "30.02.1980", "02.05", "02.05.79", "1979", "02.05.79.1", "дата"]
)
def test_what_is_no_date_is_refused(typed: str) -> None:
    assert read_date(typed) is None


# Order


IN_ORDER = ["Галай", "Ґалай", "Євтух", "Жук", "Іван Яна", "Іваненко Ада", "Іваненко Яна"]
IN_ORDER += ["Іваненко-Ґудзь Ада", "Їжак", "Йосипенко", "Коваль", "Ковальчук"]


@given(st.permutations(ALPHABET))
def test_a_list_stands_in_the_order_of_the_ukrainian_alphabet(letters: list[str]) -> None:
    assert "".join(sorted(letters, key=sort_key)) == ALPHABET
    assert sorted((it.upper() for it in letters), key=sort_key) == list(ALPHABET.upper())


@given(st.permutations(IN_ORDER))
def test_surnames_stand_as_a_registrar_expects(names: list[str]) -> None:
    assert sorted(names, key=sort_key) == IN_ORDER


def test_case_and_apostrophes_do_not_count_in_the_order() -> None:
    assert sort_key("МАР'ЯНЕНКО") == sort_key("марʼяненко") == sort_key("Маряненко")


@given(st.lists(st.text(ALPHABET, max_size=6)))
def test_words_stand_as_in_a_dictionary(words: list[str]) -> None:
    by_letters = sorted(words, key=lambda word: [ALPHABET.index(letter) for letter in word])
    assert sorted(words, key=sort_key) == by_letters
