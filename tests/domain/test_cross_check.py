from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from frontdesk.domain.cross_check import Agreement, Part, cross_check, parts
from frontdesk.domain.patient import Name
from frontdesk.domain.referral import Identity, Sex

TODAY = date(2026, 11, 23)
OLENA = Name("Іваненко", "Олена", "Петрівна")
BORN = date(1979, 5, 2)
HERS = Identity("Іваненко", "О.", "П.", Sex.FEMALE, 47)

names = st.builds(
    Name, st.text(min_size=1), st.none() | st.text(min_size=1), st.none() | st.text(min_size=1)
)


def differing(
    name: Name,
    identity: Identity,
    birth_date: date | None = None,
    sex: Sex | None = None,
    today: date = TODAY,
) -> tuple[Part, ...]:
    return parts(cross_check(name, birth_date, sex, identity, today), Agreement.DIFFERS)


def test_a_patient_who_fits_the_referral_agrees_in_everything() -> None:
    checks = cross_check(OLENA, BORN, Sex.FEMALE, HERS, TODAY)
    assert parts(checks, Agreement.AGREES) == tuple(Part)


def test_case_apostrophes_and_hyphens_do_not_make_another_person() -> None:
    identity = Identity("Мар'яненко - Коваль", "О.")
    assert differing(Name("марʼяненко-КОВАЛЬ", "ольга"), identity) == ()
    assert differing(Name("Маряненко Коваль"), identity) == ()


def test_one_letter_makes_a_difference_that_the_document_decides() -> None:
    assert differing(Name("Иваненко"), HERS) == (Part.SURNAME,)


def test_each_difference_is_named() -> None:
    name = Name("Іванченко", "Марія", "Василівна")
    assert differing(name, HERS, date(1990, 1, 1), Sex.MALE) == tuple(Part)


def test_what_either_side_leaves_out_is_not_known() -> None:
    nothing_told = cross_check(OLENA, BORN, Sex.FEMALE, Identity(), TODAY)
    assert parts(nothing_told, Agreement.UNKNOWN) == tuple(Part)
    surname_alone = cross_check(Name("Іваненко"), None, None, HERS, TODAY)
    assert parts(surname_alone, Agreement.UNKNOWN) == tuple(Part)[1:]


def test_on_a_birthday_the_age_of_yesterday_is_still_right() -> None:
    birthday = date(2026, 5, 2)
    for age in (46, 47):
        assert differing(OLENA, Identity(age=age), BORN, today=birthday) == ()
    younger = Identity(age=46)
    assert differing(OLENA, younger, BORN, today=birthday + timedelta(days=1)) == (Part.AGE,)


@given(
    names, st.none() | st.dates(), st.sampled_from([None, *Sex]), names, st.dates(date(1900, 1, 1))
)
def test_every_part_comes_out_one_way_whatever_is_written(
    name: Name, born: date | None, sex: Sex | None, theirs: Name, today: date
) -> None:
    identity = Identity(theirs.surname, theirs.first_name, theirs.patronymic, sex, 40)
    checks = cross_check(name, born, sex, identity, today)
    assert [it.part for it in checks] == list(Part)
