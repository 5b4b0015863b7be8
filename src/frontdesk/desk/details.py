"""A patient's name, phone and date of birth, as a clerk types them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from frontdesk.desk.answers import Field, PatientDetails, WrongDetails
from frontdesk.domain.lookup import search_key
from frontdesk.domain.patient import Name, Patient, Phone, read_date


@dataclass(frozen=True, slots=True)
class Details:
    """The same, understood. Printed without them."""

    name: Name
    phone: Phone | None
    birth_date: date | None

    def of(self, known: Patient | None, new_id: str, esoz_id: str | None) -> Patient:
        """The patient with these details; of somebody known, what was left empty stays."""
        if known is None:
            return Patient(new_id, self.name, self.birth_date, self.phone, esoz_id)
        return replace(
            known,
            name=self.name,
            phone=self.phone or known.phone,
            birth_date=self.birth_date or known.birth_date,
            esoz_id=known.esoz_id or esoz_id,
        )

    def fit(self, known: Patient) -> bool:
        """Whether they are this patient's, as far as they go."""
        words = search_key(self.name.full).split()
        return (
            search_key(known.name.full).split()[: len(words)] == words != []
            and self.phone in {None, known.phone}
            and self.birth_date in {None, known.birth_date}
        )

    def __repr__(self) -> str:
        return "Details()"


def read_details(typed: PatientDetails, today: date) -> Details | WrongDetails:
    """Only the name is needed; what is typed must be possible."""
    name = Name.read(typed.name)
    phone = Phone.read(typed.phone) if typed.phone.strip() else None
    birth_date = read_date(typed.birth_date)
    wrong = []
    if name is None:
        wrong.append(Field.NAME)
    if typed.phone.strip() and phone is None:
        wrong.append(Field.PHONE)
    if typed.birth_date.strip() and (birth_date is None or birth_date > today):
        wrong.append(Field.BIRTH_DATE)
    if name is None or wrong:
        return WrongDetails(tuple(wrong))
    return Details(name, phone, birth_date)
