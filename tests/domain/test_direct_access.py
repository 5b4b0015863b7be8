"""Whom one may see without a referral, by the list that comes with the program."""

from __future__ import annotations

import pytest

from frontdesk.direct_access import usual
from frontdesk.domain.clinic import Offer, Resource, ResourceKind
from frontdesk.domain.direct_access import Charge, Needed, NotNeeded, judge


def given_by(speciality: str | None, position: str | None = None, id_: str = "d1") -> Offer:
    return Offer("s1", Resource(id_, ResourceKind.DOCTOR, "Лікар", speciality, position), 20)


@pytest.mark.parametrize(
    "speciality",
    [
        "OBSTETRICS_AND_GYNECOLOGY",
        "PEDIATRIC_GYNECOLOGY",
        "PSYCHIATRY",
        "PEDIATRIC_PSYCHIATRY",
        "NARCOLOGY",
        "PHTHISIOLOGY",
        "PEDIATRIC_PHTHISIOLOGY",
        "PEDIATRICIAN",
    ],
)
def test_a_speciality_on_the_list_needs_no_referral_and_is_free(speciality: str) -> None:
    answer = judge([given_by(speciality)], usual())
    assert isinstance(answer, NotNeeded)
    assert answer.charge is Charge.FREE


@pytest.mark.parametrize("speciality", ["CARDIOLOGY", "ULTRASONIC_DIAGNOSIS", None])
def test_any_other_speciality_needs_one(speciality: str | None) -> None:
    assert judge([given_by(speciality)], usual()) == Needed()


def test_a_doctor_is_on_the_list_by_the_post_too() -> None:
    assert isinstance(judge([given_by(None, "P107")], usual()), NotNeeded)


@pytest.mark.parametrize(
    ("age", "charge"),
    [
        (None, Charge.DEPENDS_ON_AGE),
        (17, Charge.FREE),
        (18, Charge.FREE_IF_URGENT),
        (70, Charge.FREE_IF_URGENT),
    ],
)
def test_planned_care_of_a_dentist_is_free_for_children_only(
    age: int | None, charge: Charge
) -> None:
    answer = judge([given_by("STOMATOLOGY")], usual(), age)
    assert isinstance(answer, NotNeeded)
    assert answer.charge is charge


def test_of_several_doctors_only_those_on_the_list_are_offered() -> None:
    listed, other = given_by("PSYCHIATRY"), given_by("NEUROLOGY", id_="d2")
    answer = judge([other, listed], usual())
    assert isinstance(answer, NotNeeded)
    assert answer.offers == (listed,)


def test_the_list_says_of_when_it_is_and_by_whom() -> None:
    assert usual().as_of.year >= 2026
    assert "МОЗ" in usual().source
