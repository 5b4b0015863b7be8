from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from frontdesk.domain.appointment import Appointment, State
from frontdesk.domain.likeness import Alike, Likeness
from frontdesk.domain.lookup import BornOn, NameBegins, PhoneEnds, read_query
from frontdesk.domain.patient import Name, Patient, Phone
from frontdesk.store import agenda, journal, patients
from frontdesk.store.engine import Store
from frontdesk.store.furnish import Furnishing, furnish
from frontdesk.store.journal import Actor

Draft = Callable[..., Appointment]


def names(store: Store, typed: str, limit: int = 50) -> list[str]:
    """Whom a clerk finds by what was typed."""
    query = read_query(typed)
    assert isinstance(query, NameBegins | PhoneEnds | BornOn)
    with store.reading() as db:
        return [it.name.full for it in patients.matching(db, query, limit)]


@pytest.fixture
def register(store: Store) -> Store:
    """Nine people, one of them with all details."""
    surnames = ["Яценко", "Ґудзь", "Гуляй", "Їжак", "Іванов", "Єрмак", "Дуб", "Гудзь", "Гу"]
    people = [Patient(f"p{at}", Name(surname)) for at, surname in enumerate(surnames)]
    people.append(
        Patient(
            "p9",
            Name("Нечуй-Левицький", "Іван", "Семенович"),
            date(1979, 5, 2),
            Phone("+380671234567"),
        )
    )
    with store.writing() as db:
        for person in people:
            patients.remember(db, person)
    return store


def test_a_patient_is_found_by_esoz_id_and_by_entry(clinic: Store, furnishing: Furnishing) -> None:
    known = furnishing.patients[0]
    with clinic.reading() as db:
        assert patients.by_esoz_id(db, "esoz-p1") == known
        assert patients.by_esoz_id(db, "esoz-p9") is None
        assert patients.by_id(db, "p1") == known
        assert patients.by_id(db, "p9") is None


def test_what_is_learnt_of_a_patient_is_kept_and_found(
    clinic: Store, furnishing: Furnishing
) -> None:
    phoned = replace(furnishing.patients[1], phone=Phone("+380501112233"))
    with clinic.writing() as db:
        patients.remember(db, phoned)
    assert names(clinic, "050 111 22 33") == ["Ґудзь"]


def test_a_list_of_surnames_is_in_ukrainian_order_and_starts_as_typed(register: Store) -> None:
    assert names(register, "г") == ["Гу", "Гудзь", "Гуляй", "Ґудзь"]
    assert names(register, "гуд") == ["Гудзь", "Ґудзь"]
    assert names(register, "і") == ["Іванов", "Їжак"]
    assert names(register, "ерм") == ["Єрмак"]
    assert names(register, "к") == []


def test_of_many_the_shortest_come_first(register: Store) -> None:
    assert names(register, "гу", limit=1) == ["Гу"]


@pytest.mark.parametrize(
    "typed",
    ["нечуй", "Нечуй-Лев", "нечуй левицький", "Нечуй І", "нечуй і. с.", "нечуй семен"],
)
def test_each_word_typed_begins_a_part_of_the_name(register: Store, typed: str) -> None:
    assert names(register, typed) == ["Нечуй-Левицький Іван Семенович"]


@pytest.mark.parametrize("typed", ["нечуй о", "чуй", "нечуй і %", "нечуй_"])
def test_what_is_typed_is_no_pattern_and_must_fit_as_a_whole(register: Store, typed: str) -> None:
    expected = ["Нечуй-Левицький Іван Семенович"] if typed in {"нечуй і %", "нечуй_"} else []
    assert names(register, typed) == expected


@pytest.mark.parametrize("typed", ["4567", "067 123 45 67", "34567", "02.05.1979", "02051979"])
def test_a_patient_is_found_by_phone_and_by_birth_date(register: Store, typed: str) -> None:
    assert names(register, typed) == ["Нечуй-Левицький Іван Семенович"]


@pytest.mark.parametrize("typed", ["4568", "0671", "03.05.1979"])
def test_another_phone_or_date_finds_nobody(register: Store, typed: str) -> None:
    assert names(register, typed) == []


def test_who_is_likely_the_same_is_found_by_what_they_share(
    clinic: Store, furnishing: Furnishing
) -> None:
    known = furnishing.patients[0]
    new = replace(known, id="new", esoz_id=None, birth_date=None)
    with clinic.reading() as db:
        assert patients.alike_in_register(db, new) == (Alike(known, Likeness.PHONE),)
        named_alone = Patient("new", known.name)
        assert patients.alike_in_register(db, named_alone) == ()


def test_the_journal_tells_which_details_were_changed_and_not_what_they_are(
    clinic: Store, furnishing: Furnishing, actor: Actor
) -> None:
    known = furnishing.patients[0]
    new = Patient("new", Name("Гук"))
    with clinic.writing() as db:
        patients.enter(db, new, actor)
        married = replace(known, name=replace(known.name, surname="Гук"), phone=None)
        assert patients.amend(db, married, actor) == married
        patients.amend(db, married, actor)
        told = [(it.action, it.subject, it.after) for it in journal.latest(db, 9)]
    assert told == [
        ("enter", "new", {}),
        ("amend", "p1", {"details": "surname phone"}),
    ]
    assert names(clinic, "гук") == ["Гук", "Гук Ольга Петрівна"]
    assert names(clinic, "4567") == []


def test_the_visits_of_a_patient_are_all_there_by_time(
    clinic: Store, draft: Draft, actor: Actor
) -> None:
    visits = (
        draft("a1", state=State.BOOKED, patient_id="p1", day=date(2026, 11, 26)),
        draft("a2", state=State.FULFILLED, patient_id="p1"),
        draft("a3", state=State.CANCELLED, patient_id="p1", start=700),
        draft("a4", state=State.BOOKED, patient_id="p2", start=800),
    )
    with clinic.writing() as db:
        furnish(db, Furnishing(visits=visits), actor)
        found = agenda.visits_of(db, "p1")
        assert [it.appointment.id for it in found] == ["a2", "a3", "a1"]
        assert agenda.visits_of(db, "p9") == ()
