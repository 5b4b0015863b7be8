"""The register of patients: found, opened, entered, changed, and two entries made one."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from frontdesk.desk.answers import PatientDetails, WrongDetails
from frontdesk.desk.context import Context
from frontdesk.desk.details import read_details
from frontdesk.desk.register_answers import (
    Candidate,
    Card,
    EsozAnswer,
    Found,
    KnownToEsoz,
    MergeAnswer,
    NobodyThere,
    SaveAnswer,
    Saved,
    SearchAnswer,
    SeveralThere,
    TooLittle,
    TooLittleToAsk,
)
from frontdesk.domain.cross_check import may_be
from frontdesk.domain.lookup import NameBegins, read_query
from frontdesk.domain.patient import Name, Patient, Phone, read_date
from frontdesk.domain.referral import Identity
from frontdesk.domain.walltime import minute_of
from frontdesk.esoz.failure import Failure
from frontdesk.esoz.people import Person, TooMany, Wanted
from frontdesk.store import agenda, merging, patients

LISTED = 50
"""People in one answer; whoever is not among them is found by typing on."""
CANDIDATES = 3
LEAST_LETTERS = 2
"""Of a surname, before somebody is offered."""


class Register:
    def __init__(self, context: Context) -> None:
        self._context = context

    async def search(self, typed: str) -> SearchAnswer:
        """Whoever fits a beginning of a name, the last digits of a phone, or a date of birth."""
        query = read_query(typed)
        if isinstance(query, TooLittle):
            return query
        found = await self._context.store.read(lambda db: patients.matching(db, query, LISTED + 1))
        return Found(found[:LISTED], has_more=len(found) > LISTED)

    async def candidates(
        self, typed: PatientDetails, identity: Identity, esoz_id: str | None
    ) -> tuple[Candidate, ...]:
        """Who of the register may be the patient of a referral whose details are being typed.

        Likely the same person first. Left out is who by the referral's initials, sex or age, or by
        ЕСОЗ's id, is another person.
        """
        name = Name.read(typed.name)
        if name is None:
            return ()
        phone, born, today = (
            Phone.read(typed.phone),
            read_date(typed.birth_date),
            self._context.today(),
        )
        draft = Patient("", name, born, phone, esoz_id)

        def question(db: Connection) -> tuple[Candidate, ...]:
            likely = [Candidate(it.patient, it.why) for it in patients.alike_in_register(db, draft)]
            seen = {it.patient.id for it in likely}
            named = (Candidate(it) for it in _named(db, typed.name) if it.id not in seen)
            fitting = (
                it for it in (*likely, *named) if may_be(it.patient, identity, esoz_id, today)
            )
            return tuple(fitting)[:CANDIDATES]

        return await self._context.store.read(question)

    async def fitting(self, typed: PatientDetails) -> tuple[Patient, ...] | WrongDetails:
        """Everybody who has this phone and date of birth, and whose name begins with these words.

        What is empty is not compared; every word of the name is whole.
        """
        details = read_details(typed, self._context.today())
        if isinstance(details, WrongDetails):
            return details
        query = read_query(typed.phone.strip() or typed.birth_date.strip() or typed.name)
        if isinstance(query, TooLittle):
            return ()
        found = await self._context.store.read(lambda db: patients.matching(db, query, LISTED))
        return tuple(it for it in found if details.fit(it))

    async def open(self, patient_id: str) -> Card | None:
        """The patient with the visits; None if there is no such entry."""
        context = self._context
        now = minute_of(context.now(), context.zone)

        def question(db: Connection) -> Card | None:
            patient = patients.by_id(db, patient_id)
            if patient is None:
                return None
            visits = agenda.visits_of(db, patient.id)
            starts = [(it.appointment.day, it.appointment.start) for it in visits]
            first = sum(start < now for start in starts)
            past = tuple(reversed(visits[:first]))
            return Card(patient, visits[first:], past, patients.alike_in_register(db, patient))

        return await context.store.read(question)

    async def enter(self, typed: PatientDetails) -> SaveAnswer:
        """Somebody new; whether it is somebody known, the clerk has been asked."""
        context = self._context
        details = read_details(typed, context.today())
        if isinstance(details, WrongDetails):
            return details
        new = Patient(context.new_id(), details.name, details.birth_date, details.phone)
        await context.store.write(lambda db: patients.enter(db, new, context.actor))
        return Saved(new)

    async def amend(self, patient: Patient, typed: PatientDetails) -> SaveAnswer:
        """The details as typed; a field left empty is forgotten."""
        details = read_details(typed, self._context.today())
        if isinstance(details, WrongDetails):
            return details
        return Saved(
            await self._amended(
                replace(
                    patient,
                    name=details.name,
                    phone=details.phone,
                    birth_date=details.birth_date,
                )
            )
        )

    async def merge(self, entry: Patient, into: Patient) -> MergeAnswer:
        """Makes one entry of two; the clerk has confirmed that they are one person."""
        actor = self._context.actor
        answer = await self._context.store.write(
            lambda db: merging.merge(db, entry.id, into.id, actor)
        )
        return Saved(answer) if isinstance(answer, Patient) else answer

    async def ask_esoz(self, patient: Patient) -> EsozAnswer:
        """What ЕСОЗ knows of the person; the id of the only one who fits is written down."""
        known = patient
        if known.esoz_id is None:
            found = await self._person(patient)
            if not isinstance(found, Person):
                return found
            known = await self._amended(
                replace(patient, esoz_id=found.id, sex=patient.sex or found.sex)
            )
        declaration = await self._context.esoz.people.declaration(known.esoz_id or "")
        return KnownToEsoz(known, declaration)

    async def _person(
        self, patient: Patient
    ) -> Person | TooLittleToAsk | NobodyThere | SeveralThere | Failure:
        """By name and date of birth; only if several fit also by phone, which may be an old one."""
        if patient.birth_date is None or patient.name.first_name is None:
            return TooLittleToAsk()
        wanted = Wanted(patient.name, patient.birth_date)
        people = self._context.esoz.people
        found = await people.find(wanted)
        is_several = isinstance(found, TooMany) or (isinstance(found, tuple) and len(found) > 1)
        if is_several and patient.phone is not None:
            found = await people.find(replace(wanted, phone=patient.phone))
        match found:
            case Failure():
                return found
            case ():
                return NobodyThere()
            case (Person() as only,):
                return only
            case _:
                return SeveralThere()

    async def _amended(self, patient: Patient) -> Patient:
        actor = self._context.actor
        return await self._context.store.write(lambda db: patients.amend(db, patient, actor))


def _named(db: Connection, typed: str) -> tuple[Patient, ...]:
    query = read_query(typed)
    if not isinstance(query, NameBegins) or len(query.words[0]) < LEAST_LETTERS:
        return ()
    return patients.matching(db, query, LISTED)
