from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.domain.likeness import Alike, Likeness, alike, likeness
from frontdesk.domain.patient import Name, Patient, Phone
from frontdesk.domain.referral import Sex

PHONE = Phone("+380671234567")
OLENA = Patient(
    "p1", Name("Солов\u02bcяненко", "Олена", "Петрівна"), date(1979, 5, 2), PHONE, "e1", Sex.FEMALE
)
ENTRY = replace(OLENA, id="p2", esoz_id=None)
"""The same person, entered once more."""

patients = st.builds(
    Patient,
    st.sampled_from("abc"),
    st.builds(Name, st.sampled_from(["Коваль", "Гук"]), st.sampled_from([None, "Яна", "Я.", "Ія"])),
    st.sampled_from([None, date(1979, 5, 2), date(2001, 1, 1)]),
    st.sampled_from([None, PHONE]),
    st.sampled_from([None, "e1", "e2"]),
    st.sampled_from([None, *Sex]),
)


def test_one_person_to_esoz_is_one_whatever_the_names() -> None:
    married = replace(OLENA, id="p2", name=Name("Гук"), phone=None)
    assert likeness(OLENA, married) is Likeness.ESOZ_ID


def test_two_people_to_esoz_are_two_whatever_they_share() -> None:
    assert likeness(OLENA, replace(OLENA, id="p2", esoz_id="e2")) is None


def test_the_same_name_and_birth_date_is_likely_one_person() -> None:
    assert likeness(OLENA, replace(ENTRY, phone=None)) is Likeness.BIRTH_DATE


@pytest.mark.parametrize(
    "name",
    [
        Name("Соловяненко", "олена", "Петрівна"),
        Name("Соловьяненко", "Олена"),
        Name("Солов'яненко", "О.", "П."),
        Name("Соловʼяненко"),
    ],
)
def test_the_same_phone_and_surname_however_written_is_likely_one_person(name: Name) -> None:
    assert likeness(OLENA, replace(ENTRY, name=name, birth_date=None)) is Likeness.PHONE


def test_a_family_that_shares_a_phone_and_a_surname_is_not_one_person() -> None:
    for daughter in (
        replace(ENTRY, name=Name("Соловʼяненко", "Ольга", "Іванівна"), birth_date=None),
        replace(ENTRY, birth_date=date(2005, 5, 2)),
        replace(ENTRY, sex=Sex.MALE),
    ):
        assert likeness(OLENA, daughter) is None


def test_a_name_alone_makes_nobody_the_same_person() -> None:
    assert likeness(OLENA, replace(ENTRY, birth_date=None, phone=None)) is None


def test_an_entry_is_not_like_itself() -> None:
    assert likeness(OLENA, OLENA) is None


def test_the_surest_are_offered_first() -> None:
    phoned = replace(ENTRY, id="p3", birth_date=None)
    known = replace(OLENA, id="p4", name=Name("Гук"))
    assert alike(OLENA, [phoned, OLENA, ENTRY, known]) == (
        Alike(known, Likeness.ESOZ_ID),
        Alike(ENTRY, Likeness.BIRTH_DATE),
        Alike(phoned, Likeness.PHONE),
    )


@given(patients, patients)
def test_likeness_has_no_direction(one: Patient, other: Patient) -> None:
    assert likeness(one, other) == likeness(other, one)
