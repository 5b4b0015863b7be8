"""A referral on paper: what is needed, what cannot be, and the last digit of ЄДРПОУ."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.domain.paper_referral import (
    PaperDetails,
    PaperField,
    PaperReferral,
    Reason,
    WrongPaper,
    is_mistyped,
    read_paper,
)

TODAY = date(2026, 11, 23)
TYPED = PaperDetails("00032129", " Петренко  І. І. ", "20.11.2026", number=" 17/4 ")


def test_three_fields_are_enough() -> None:
    assert read_paper(TYPED, TODAY) == PaperReferral(
        "00032129",
        "Петренко І. І.",
        date(2026, 11, 20),
        Reason.ESOZ_UNAVAILABLE,
        number="17/4",
    )


def test_nothing_typed_names_all_three_in_their_order() -> None:
    assert read_paper(PaperDetails(), TODAY) == WrongPaper(tuple(PaperField))


@pytest.mark.parametrize("edrpou", ["1234567", "123456789", "1234567А", "٠٠٠٣٢١٢٩"])
def test_edrpou_has_eight_digits(edrpou: str) -> None:
    wrong = read_paper(replace(TYPED, edrpou=edrpou), TODAY)
    assert wrong == WrongPaper((PaperField.EDRPOU,))


@pytest.mark.parametrize("issued_on", ["", "20.11.26", "31.02.2026", "24.11.2026", "вчора"])
def test_the_date_is_a_day_that_has_been(issued_on: str) -> None:
    wrong = read_paper(replace(TYPED, issued_on=issued_on), TODAY)
    assert wrong == WrongPaper((PaperField.ISSUED_ON,))


@given(st.dates(max_value=TODAY))
def test_any_day_until_today_will_do(day: date) -> None:
    typed = replace(TYPED, issued_on=day.isoformat())
    assert isinstance(read_paper(typed, TODAY), PaperReferral)
    later = replace(TYPED, issued_on=(TODAY + timedelta(days=1)).isoformat())
    assert isinstance(read_paper(later, TODAY), WrongPaper)


@pytest.mark.parametrize("code", ["00032129", "14360570", "21560766", "34047020", "20077720"])
def test_codes_of_known_institutions_have_the_right_last_digit(code: str) -> None:
    assert not is_mistyped(code)


@given(st.integers(0, 99_999_999).map(lambda it: f"{it:08}"))
def test_of_ten_last_digits_one_is_right(code: str) -> None:
    right = [it for it in range(10) if not is_mistyped(f"{code[:7]}{it}")]
    assert len(right) == 1


def test_an_unfinished_number_is_not_called_mistyped() -> None:
    assert not is_mistyped("0003212")


def test_a_paper_is_printed_without_the_people_in_it() -> None:
    assert "Петренко" not in repr(read_paper(TYPED, TODAY))
    assert "Петренко" not in repr(TYPED)
