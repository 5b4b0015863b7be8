"""Patients: found, entered, offered while a booking is typed, and asked about in ЕСОЗ."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest

from frontdesk.desk.answers import (
    Confirmed,
    FailureKind,
    Field,
    Held,
    PatientDetails,
    WrongDetails,
)
from frontdesk.desk.register_answers import (
    Alike,
    Candidate,
    Card,
    Declaration,
    DeclaredElsewhere,
    Found,
    KnownToEsoz,
    Likeness,
    NobodyThere,
    NotTwoEntries,
    Saved,
    SeveralThere,
    TooLittle,
    TooLittleToAsk,
    Undeclared,
    VisitsCollide,
)
from frontdesk.domain.patient import Patient
from frontdesk.domain.referral import Identity
from frontdesk.esoz.failure import Failure
from frontdesk.simulator.people import Patient as InventedPatient

from .conftest import House, Registrar

NOBODY = Identity()


async def entered(registrar: Registrar, details: PatientDetails) -> Patient:
    answer = await registrar.desk.patients.enter(details)
    assert isinstance(answer, Saved)
    return answer.patient


async def found(registrar: Registrar, typed: str) -> tuple[Patient, ...]:
    answer = await registrar.desk.patients.search(typed)
    assert isinstance(answer, Found)
    return answer.patients


async def card(registrar: Registrar, patient: Patient) -> Card:
    answer = await registrar.desk.patients.open(patient.id)
    assert answer is not None
    return answer


async def known_to_us(registrar: Registrar, person: InventedPatient) -> Patient:
    by_phone = await found(registrar, person.phone)
    return next(it for it in by_phone if it.id == person.id)


# Finding


@pytest.mark.parametrize("typed", ["", "  ", "12", "02.05."])
async def test_too_little_typed_asks_nothing(registrar: Registrar, typed: str) -> None:
    assert await registrar.desk.patients.search(typed) == TooLittle()


async def test_a_patient_is_found_by_name_phone_and_birth_date(
    house: House, registrar: Registrar
) -> None:
    person = house.world.patients[0]
    typed = (
        f"{person.surname} {person.name[0]}".lower(),
        person.phone,
        person.phone[-4:],
        f"{person.birth_date:%d.%m.%Y}",
    )
    for it in typed:
        assert person.id in {patient.id for patient in await found(registrar, it)}


async def test_a_list_that_is_cut_says_so(house: House, registrar: Registrar) -> None:
    for number in range(51):
        await entered(registrar, PatientDetails(f"Яворівська{'а' * number}"))
    answer = await registrar.desk.patients.search("яворівська")
    assert isinstance(answer, Found)
    assert (len(answer.patients), answer.has_more) == (50, True)


async def test_whom_all_details_fit_has_each_of_them_and_whole_words_of_the_name(
    registrar: Registrar,
) -> None:
    zoya = await entered(registrar, PatientDetails("Мар'яненко Зоя", "067 123 45 67", "02.05.1979"))
    namesake = await entered(registrar, PatientDetails("Мар’яненко Зоя Ігорівна"))
    fitting = registrar.desk.patients.fitting
    for typed, found_ in (
        (PatientDetails("марьяненко зоя"), (zoya, namesake)),
        (PatientDetails("Марʼяненко Зоя Ігорівна"), (namesake,)),
        (PatientDetails("Марʼяненко", " +380671234567 "), (zoya,)),
        (PatientDetails("Марʼяненко", birth_date="1979-05-02"), (zoya,)),
        (PatientDetails("Марʼяненко", "067 123 45 67", "03.05.1979"), ()),
        (PatientDetails("Марʼяненко Ігорівна"), ()),
        (PatientDetails("Марʼяненк"), ()),
        (PatientDetails("067 123 45 67"), ()),
        (PatientDetails("-"), ()),
    ):
        assert await fitting(typed) == found_
    assert await fitting(PatientDetails("", "1")) == WrongDetails((Field.NAME, Field.PHONE))


# Opening


async def test_a_card_parts_visits_to_come_from_those_past(
    house: House, registrar: Registrar
) -> None:
    soon = await registrar.book(house.number("bookable"))
    (patient,) = await found(registrar, registrar.details.name)
    opened = await card(registrar, patient)
    assert [it.appointment.id for it in opened.to_come] == [soon.id]
    assert opened.past == ()
    house.clock.advance(60 * 24 * 3600)
    later = await card(registrar, patient)
    assert (later.to_come, [it.appointment.id for it in later.past]) == ((), [soon.id])


async def test_an_entry_that_is_not_there_has_no_card(registrar: Registrar) -> None:
    assert await registrar.desk.patients.open("nobody") is None


# Entering and changing


async def test_a_new_patient_is_entered_and_found(registrar: Registrar) -> None:
    new = await entered(registrar, PatientDetails("Мар'яненко Зоя", "067 123 45 67", "02.05.1979"))
    assert await found(registrar, "марьяненко") == (new,)


@pytest.mark.parametrize(
    ("details", "wrong"),
    [
        (PatientDetails(" "), (Field.NAME,)),
        (PatientDetails("Мороз", "1", "31.02.2000"), (Field.PHONE, Field.BIRTH_DATE)),
        (PatientDetails("Мороз", birth_date="24.11.2026"), (Field.BIRTH_DATE,)),
    ],
)
async def test_what_cannot_be_is_said_at_its_field_and_nothing_saved(
    registrar: Registrar, details: PatientDetails, wrong: tuple[Field, ...]
) -> None:
    patients = registrar.desk.patients
    assert await patients.enter(details) == WrongDetails(wrong)
    known = await entered(registrar, PatientDetails("Мороз Ірина"))
    assert await patients.amend(known, details) == WrongDetails(wrong)
    assert (await card(registrar, known)).patient == known


async def test_a_phone_left_empty_is_forgotten(registrar: Registrar) -> None:
    known = await entered(registrar, registrar.details)
    answer = await registrar.desk.patients.amend(known, PatientDetails(known.name.full))
    assert answer == Saved(replace(known, phone=None))
    assert await found(registrar, registrar.details.phone) == ()


# Offered while booking


async def test_whose_name_begins_so_is_offered_while_it_is_typed(registrar: Registrar) -> None:
    known = await entered(registrar, PatientDetails("Щербатюк Зоя Іванівна"))
    patients = registrar.desk.patients
    for typed in ("щербат", "Щербатюк З.", "щербатюк зоя"):
        offered = await patients.candidates(PatientDetails(typed), NOBODY, None)
        assert offered == (Candidate(known),)
    assert await patients.candidates(PatientDetails("щ"), NOBODY, None) == ()
    assert await patients.candidates(PatientDetails(""), NOBODY, None) == ()


async def test_who_is_likely_the_same_is_offered_first_and_said_why(registrar: Registrar) -> None:
    details = PatientDetails("Щербатюк Зоя", "067 123 45 67")
    other = await entered(registrar, PatientDetails("Щербатюк Ада"))
    known = await entered(registrar, details)
    offered = await registrar.desk.patients.candidates(
        PatientDetails("Щербатюк", details.phone), NOBODY, None
    )
    assert offered == (Candidate(known, Likeness.PHONE), Candidate(other))


async def test_who_by_initials_age_or_esoz_is_another_person_is_not_offered(
    house: House, registrar: Registrar
) -> None:
    await entered(registrar, PatientDetails("Щербатюк Зоя", birth_date="02.05.1979"))
    candidates = registrar.desk.patients.candidates
    typed = PatientDetails("Щербатюк")
    assert len(await candidates(typed, Identity("Щербатюк", "З", age=47), None)) == 1
    assert len(await candidates(typed, Identity("Гук"), None)) == 1
    assert await candidates(typed, Identity("Щербатюк", "А"), None) == ()
    assert await candidates(typed, Identity("Щербатюк", "З", age=20), None) == ()
    person = await known_to_us(registrar, house.world.patients[0])
    named = PatientDetails(person.name.full)
    assert person in {it.patient for it in await candidates(named, NOBODY, person.esoz_id)}
    assert person not in {it.patient for it in await candidates(named, NOBODY, "another")}


async def test_a_booking_for_a_chosen_patient_adds_no_second_entry(
    house: House, registrar: Registrar
) -> None:
    known = await entered(registrar, PatientDetails("Щербатюк Зоя", birth_date="02.05.1979"))
    held = await registrar.hold(house.number("bookable", 1))
    details = PatientDetails("Щербатюк Зоя Іванівна", "067 123 45 67", known=known)
    answer = await registrar.desk.confirm(held, details)
    assert isinstance(answer, Confirmed)
    (booked,) = await found(registrar, "щербатюк")
    assert (booked.id, booked.birth_date) == (known.id, known.birth_date)
    assert booked.esoz_id == held.esoz_patient_id is not None


# Two entries of one person


async def test_two_entries_are_offered_and_merged_only_when_asked(
    house: House, registrar: Registrar
) -> None:
    booked = await registrar.book(house.number("bookable", 1))
    (first,) = await found(registrar, registrar.details.name)
    again = await entered(registrar, registrar.details)
    assert (await card(registrar, again)).alike == (Alike(first, Likeness.PHONE),)
    assert await registrar.desk.patients.merge(first, again) == Saved(
        replace(again, esoz_id=first.esoz_id)
    )
    merged = await card(registrar, first)
    assert (merged.patient.id, merged.alike) == (again.id, ())
    assert [it.appointment.id for it in merged.to_come] == [booked.id]
    assert await registrar.desk.patients.merge(first, again) == NotTwoEntries()


async def test_visits_at_one_time_keep_two_entries_apart(
    house: House, registrar: Registrar
) -> None:
    mine, theirs = house.rivals()
    line = await registrar.line(mine)
    times = (await registrar.times(line)).earliest(200)
    first, second = next(
        (one, other)
        for one, other in combinations(times, 2)
        if (one.day, one.start) == (other.day, other.start)
    )
    for number, time, name in ((mine, first, "Іваненко Ольга"), (theirs, second, "Іваненко О.")):
        held = await registrar.desk.hold(time, await registrar.line(number))
        assert isinstance(held, Held)
        await registrar.desk.confirm(held, PatientDetails(name))
    one, other = await found(registrar, "іваненко о")
    assert await registrar.desk.patients.merge(one, other) == VisitsCollide()


# ЕСОЗ


async def test_esoz_tells_of_the_declaration_of_who_is_known_to_it(
    house: House, registrar: Registrar
) -> None:
    told = set()
    for person in house.world.patients[:30]:
        patient = await known_to_us(registrar, person)
        answer = await registrar.desk.patients.ask_esoz(patient)
        assert isinstance(answer, KnownToEsoz)
        assert answer.patient == patient
        told.add(type(answer.declaration))
    assert told == {Declaration, Undeclared, DeclaredElsewhere}


async def test_the_only_person_who_fits_in_esoz_is_written_down(
    house: House, registrar: Registrar
) -> None:
    person = next(it for it in house.world.people if it not in house.world.patients)
    full = " ".join(it for it in (person.surname, person.name, person.patronymic) if it)
    new = await entered(registrar, PatientDetails(full, "", f"{person.birth_date:%d.%m.%Y}"))
    answer = await registrar.desk.patients.ask_esoz(new)
    assert isinstance(answer, KnownToEsoz)
    assert answer.patient.esoz_id == person.esoz_id
    assert (await card(registrar, new)).patient == answer.patient


async def test_of_several_with_one_name_and_birth_date_the_phone_decides(
    house: House, registrar: Registrar
) -> None:
    person = house.world.people[0]
    twin = replace(person, esoz_id="11111111-0000-4000-8000-000000000001", phone="+380690000001")
    house.backend.world = replace(house.world, people=(*house.world.people, twin))
    full = " ".join(it for it in (person.surname, person.name, person.patronymic) if it)
    details = PatientDetails(full, "", f"{person.birth_date:%d.%m.%Y}")
    patients = registrar.desk.patients
    assert await patients.ask_esoz(await entered(registrar, details)) == SeveralThere()
    phoned = await entered(registrar, replace(details, phone=twin.phone))
    answer = await patients.ask_esoz(phoned)
    assert isinstance(answer, KnownToEsoz)
    assert answer.patient.esoz_id == twin.esoz_id


async def test_esoz_is_not_asked_without_first_name_and_birth_date(registrar: Registrar) -> None:
    ask = registrar.desk.patients.ask_esoz
    assert await ask(await entered(registrar, PatientDetails("Мороз Ірина"))) == TooLittleToAsk()
    surname_alone = await entered(registrar, PatientDetails("Мороз", "", "02.05.1979"))
    assert await ask(surname_alone) == TooLittleToAsk()


async def test_whom_esoz_does_not_know_stays_ours(registrar: Registrar) -> None:
    new = await entered(registrar, PatientDetails("Мороз Ірина", "", "02.05.1979"))
    assert await registrar.desk.patients.ask_esoz(new) == NobodyThere()
    assert (await card(registrar, new)).patient == new


async def test_a_session_that_esoz_does_not_accept_is_said(house: House) -> None:
    registrar = await house.open(token="expired")
    new = await entered(registrar, PatientDetails("Мороз Ірина", "", "02.05.1979"))
    answer = await registrar.desk.patients.ask_esoz(new)
    assert isinstance(answer, Failure)
    assert answer.kind is FailureKind.UNAUTHORISED
