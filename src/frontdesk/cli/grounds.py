"""What is booked without a number: whether the ground holds, and for whom."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace

from frontdesk import config
from frontdesk.cli.exits import Exit
from frontdesk.cli.request import Request
from frontdesk.cli.running import settings_path
from frontdesk.desk import Desk
from frontdesk.desk.answers import PatientDetails, WrongDetails
from frontdesk.direct_access import direct_access_of
from frontdesk.domain.clinic import Offer
from frontdesk.domain.direct_access import Charge, DirectAccess, Needed, judge
from frontdesk.domain.ground import Ground
from frontdesk.domain.minors import age_at
from frontdesk.domain.paper_referral import (
    PaperDetails,
    PaperField,
    Reason,
    WrongPaper,
    is_mistyped,
    read_paper,
)
from frontdesk.domain.patient import Name, Patient, read_date
from frontdesk.domain.verdict import Code
from frontdesk.words import Words, grounds, labels, refusals

OPTIONS = {
    PaperField.EDRPOU: "--paper-edrpou",
    PaperField.DOCTOR: "--paper-doctor",
    PaperField.ISSUED_ON: "--paper-date",
}


async def on_ground(desk: Desk, arguments: argparse.Namespace, words: Words) -> Request | Exit:
    """The booking on the ground that is named; or its refusal has been said.

    Raises:
        ConfigError: the clinic's list of direct access cannot be read.
    """
    offers = desk.clinic.offers_of_service(arguments.service or "")
    asked = Request(desk, arguments, words, None, Ground(arguments.ground), offers)
    if not offers:
        text = words.tr("Nobody here gives this service; --service takes its code.")
        return asked.misused(Code.NOT_OUR_SERVICE, text)
    match asked.ground:
        case Ground.DIRECT_ACCESS:
            return _on_the_list(asked, _access(arguments))
        case Ground.CHRONIC | Ground.TREATING_DOCTOR:
            return await _of_the_register(asked)
        case Ground.PAPER_REFERRAL:
            return _on_paper(asked)
        case _:
            return asked


def _on_the_list(asked: Request, access: DirectAccess) -> Request | Exit:
    words, offers = asked.words, _named(asked)
    born = read_date(asked.arguments.birth_date)
    answer = judge(offers, access, age_at(asked.desk.today(), born, None))
    why = grounds.why(words, answer, access)
    if isinstance(answer, Needed):
        doctor = offers[0].doctor
        called = labels.position(words, doctor.position, doctor.speciality)
        return asked.refuse("referral_needed", f"{grounds.headline(words, answer, called)}. {why}")
    note = "" if answer.charge is Charge.FREE else why
    return replace(asked, offers=answer.offers, note=note)


async def _of_the_register(asked: Request) -> Request | Exit:
    """With the doctor to whom the patient comes back, if it is one of these."""
    words, offers = asked.words, _named(asked)
    patient = await _patient(asked)
    if not isinstance(patient, Patient):
        return patient
    seen = await asked.desk.observation(patient, offers, asked.ground)
    if seen is None:
        remedy = words.tr("Ask the doctor, or a referral is needed.")
        return asked.refuse(
            "not_observed", f"{grounds.not_observed(words, asked.ground)}. {remedy}"
        )
    own = [it for it in offers if it.doctor.id == seen.doctor.id]
    return replace(asked, offers=own or offers, patient=patient)


async def _patient(asked: Request) -> Patient | Exit:
    """The only one of the register who fits what was given."""
    words = asked.words
    match await asked.desk.patients.fitting(_typed(asked)):
        case WrongDetails(fields):
            return asked.misused("bad_patient", refusals.wrong_details(words, fields))
        case ():
            text = words.tr("The register has no such patient: compare the name, phone and date.")
            return asked.refuse("no_such_patient", text)
        case (only,):
            return only
        case _:
            text = words.tr("The register has several such patients: add --phone or --birth-date.")
            return asked.refuse("several_patients", text)


async def recognised(asked: Request) -> Request:
    """For the only one of the register who has this whole name and this phone or date of birth.

    A script that books one patient twice must not enter them twice; nobody is there to be asked.
    """
    typed = _typed(asked)
    name = Name.read(typed.name)
    if asked.patient or not (name and name.first_name) or not (typed.phone or typed.birth_date):
        return asked
    match await asked.desk.patients.fitting(typed):
        case (Patient() as only,):
            return replace(asked, patient=only)
        case _:
            return asked


def _typed(asked: Request) -> PatientDetails:
    given = asked.arguments
    return PatientDetails(given.patient or "", given.phone, given.birth_date)


def _on_paper(asked: Request) -> Request | Exit:
    words, given = asked.words, asked.arguments
    typed = PaperDetails(
        given.paper_edrpou,
        given.paper_doctor,
        given.paper_date,
        given.paper_clinic,
        given.paper_number,
        given.paper_note,
        Reason(given.paper_reason or Reason.ESOZ_UNAVAILABLE),
    )
    paper = read_paper(typed, asked.desk.today())
    if isinstance(paper, WrongPaper):
        wrong = (f"{OPTIONS[it]}: {grounds.wrong_paper(words, it)}" for it in paper.fields)
        return asked.misused("bad_paper", " ".join(wrong))
    note = grounds.mistyped(words) if is_mistyped(paper.edrpou) else ""
    return replace(asked, paper=paper, note=note)


def _named(asked: Request) -> Sequence[Offer]:
    """Those of the doctor of `--slot`; all, if it names nobody of them."""
    doctor = (asked.arguments.slot or "").rpartition("@")[0]
    return [it for it in asked.offers if it.doctor.id == doctor] or asked.offers


def _access(arguments: argparse.Namespace) -> DirectAccess:
    path = settings_path(arguments)
    return direct_access_of(config.load(path), path)
