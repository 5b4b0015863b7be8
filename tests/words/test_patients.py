"""What is said of patients of the register."""

from __future__ import annotations

import re
from datetime import date

import pytest

from frontdesk.desk.register_answers import (
    Declaration,
    DeclaredElsewhere,
    EsozAnswer,
    KnownToEsoz,
    Likeness,
    NobodyThere,
    NotTwoEntries,
    SeveralThere,
    TooLittleToAsk,
    Undeclared,
    VisitsCollide,
)
from frontdesk.domain.cross_check import Agreement, Check, Part
from frontdesk.domain.patient import Name, Patient, Phone
from frontdesk.esoz.failure import Failure, FailureKind
from frontdesk.words import LANGUAGES, Lang, Words, patients

CYRILLIC = re.compile("[а-яіїєґ]", re.IGNORECASE)
TODAY = date(2026, 11, 23)
ZOE = Patient("p1", Name("Gook", "Zoe"), date(1979, 5, 2), Phone("+380671234567"))
ANSWERS: tuple[EsozAnswer, ...] = (
    KnownToEsoz(ZOE, Declaration("d1")),
    KnownToEsoz(ZOE, Undeclared()),
    KnownToEsoz(ZOE, DeclaredElsewhere()),
    KnownToEsoz(ZOE, Failure(FailureKind.SILENT)),
    TooLittleToAsk(),
    NobodyThere(),
    SeveralThere(),
    *(Failure(kind, "Access denied") for kind in FailureKind),
)


def is_in(lang: Lang, said: str) -> bool:
    return bool(said) and (lang == "uk") == bool(CYRILLIC.search(said))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("answer", ANSWERS, ids=str)
def test_every_answer_of_esoz_has_its_sentence(lang: Lang, answer: EsozAnswer) -> None:
    assert is_in(lang, patients.esoz(Words(lang), answer))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_likeness_and_every_hindrance_is_said(lang: Lang) -> None:
    words = Words(lang)
    assert all(is_in(lang, patients.why_alike(words, it)) for it in Likeness)
    assert is_in(lang, patients.not_merged(words, VisitsCollide()))
    assert is_in(lang, patients.not_merged(words, NotTwoEntries()))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_cross_check_names_what_differs_or_else_what_agrees(lang: Lang) -> None:
    words = Words(lang)
    differing = tuple(Check(it, Agreement.DIFFERS) for it in Part)
    agreeing = tuple(Check(it, Agreement.AGREES) for it in Part)
    assert patients.differing(words, differing).count(",") == len(Part) - 1
    assert patients.agreeing(words, agreeing).count(",") == len(Part) - 1
    assert patients.differing(words, agreeing) == patients.agreeing(words, differing) == ""


def test_in_a_list_the_phone_is_masked_and_the_birth_date_an_age() -> None:
    assert patients.in_a_list(Words("en"), ZOE, TODAY) == "Gook Zoe  47 y.  +38067*****67"
    assert patients.in_a_list(Words("en"), Patient("p2", Name("Gook")), TODAY) == "Gook"


def test_a_birth_date_is_told_with_the_age() -> None:
    assert patients.born(Words("uk"), ZOE, TODAY) == "02.05.1979, 47 р."
    assert patients.born(Words("uk"), Patient("p2", Name("Gook")), TODAY) is None


def test_a_name_beyond_belief_is_cut() -> None:
    assert len(patients.name(Patient("p3", Name("Я" * 5000)))) == 120
