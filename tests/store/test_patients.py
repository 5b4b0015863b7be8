from __future__ import annotations

from dataclasses import replace

from frontdesk.domain.patient import Name, Patient, Phone
from frontdesk.store import patients
from frontdesk.store.engine import Store
from frontdesk.store.furnish import Furnishing


def test_a_patient_is_found_by_esoz_id_and_by_phone(clinic: Store, furnishing: Furnishing) -> None:
    known = furnishing.patients[0]
    with clinic.reading() as db:
        assert patients.by_esoz_id(db, "esoz-p1") == known
        assert patients.by_esoz_id(db, "esoz-p9") is None
        assert patients.by_phone(db, Phone("+380671234567")) == (known,)
        assert patients.by_phone(db, Phone("+380671234568")) == ()


def test_what_is_learnt_of_a_patient_is_kept(clinic: Store, furnishing: Furnishing) -> None:
    phoned = replace(furnishing.patients[1], phone=Phone("+380501112233"))
    with clinic.writing() as db:
        patients.remember(db, phoned)
    with clinic.reading() as db:
        assert patients.by_phone(db, Phone("+380501112233")) == (phoned,)


def test_a_list_of_surnames_is_in_ukrainian_order_and_starts_as_typed(store: Store) -> None:
    names = ["Яценко", "Ґудзь", "Гуляй", "Їжак", "Іванов", "Єрмак", "Дуб", "Гудзь", "Гу"]
    with store.writing() as db:
        for number, surname in enumerate(names):
            patients.remember(db, Patient(f"p{number}", Name(surname)))
    with store.reading() as db:
        assert [it.name.surname for it in patients.by_surname(db, "")] == [
            "Гу",
            "Гудзь",
            "Гуляй",
            "Ґудзь",
            "Дуб",
            "Єрмак",
            "Іванов",
            "Їжак",
            "Яценко",
        ]
        assert [it.name.surname for it in patients.by_surname(db, "гу")] == ["Гу", "Гудзь", "Гуляй"]
        assert len(patients.by_surname(db, "", limit=2)) == 2
