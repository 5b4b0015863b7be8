"""Patients of the register, as they are told to the clerk."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

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
from frontdesk.domain.clean import clean
from frontdesk.domain.cross_check import Agreement, Check, Part, parts
from frontdesk.domain.patient import Patient, age_on
from frontdesk.esoz.failure import Failure
from frontdesk.words import dates, failures
from frontdesk.words.catalogue import N_, Words

_PARTS = {
    Part.SURNAME: N_("surname"),
    Part.FIRST_NAME: N_("first name"),
    Part.PATRONYMIC: N_("patronymic"),
    Part.SEX: N_("sex"),
    Part.AGE: N_("age"),
}
_LIKENESS = {
    Likeness.ESOZ_ID: N_("one person in ESOZ"),
    Likeness.BIRTH_DATE: N_("the same name and date of birth"),
    Likeness.PHONE: N_("the same phone and surname"),
}

_LONGEST = 120
"""Characters of a name; nobody in Ukraine has a longer one."""


def differing(words: Words, checks: tuple[Check, ...]) -> str:
    """In what the patient differs from the referral; nothing if in nothing."""
    found = parts(checks, Agreement.DIFFERS)
    if not found:
        return ""
    return words.tr(
        "! The referral says otherwise: {what}. Compare with the document.",
        what=_named(words, found),
    )


def agreeing(words: Words, checks: tuple[Check, ...]) -> str:
    """In what the patient agrees with the referral; nothing if in nothing."""
    found = parts(checks, Agreement.AGREES)
    return words.tr("✔ As in the referral: {what}", what=_named(words, found)) if found else ""


def why_alike(words: Words, why: Likeness) -> str:
    return words.tr(_LIKENESS[why])


def name(patient: Patient) -> str:
    """The whole name, of a few lines at most."""
    return clean(patient.name.full, _LONGEST)


def age(words: Words, patient: Patient, today: date) -> str:
    """«47 р.»; nothing if it is not known."""
    if patient.birth_date is None:
        return ""
    return words.trn("{n} y.", "{n} y.", age_on(patient.birth_date, today))


def born(words: Words, patient: Patient, today: date) -> str | None:
    """«02.05.1979, 47 р.»."""
    if patient.birth_date is None:
        return None
    return f"{dates.numeric(patient.birth_date)}, {age(words, patient, today)}"


def in_a_list(words: Words, patient: Patient, today: date) -> str:
    """One line in which others could read: the name, the age, the masked phone."""
    phone = patient.phone.masked if patient.phone else ""
    return "  ".join(it for it in (name(patient), age(words, patient, today), phone) if it)


def esoz(words: Words, answer: EsozAnswer) -> str:
    """What ЕСОЗ knows of the person."""
    tr = words.tr
    match answer:
        case KnownToEsoz(declaration=declaration):
            return _declaration(words, declaration)
        case TooLittleToAsk():
            return tr("ESOZ looks for people by first name and date of birth: add them.")
        case NobodyThere():
            return tr("ESOZ knows nobody with exactly this name and date of birth.")
        case SeveralThere():
            return tr("ESOZ knows several people with this name and date of birth: add the phone.")
        case Failure():
            return failures.sentence(words, answer)


def not_merged(words: Words, why: VisitsCollide | NotTwoEntries) -> str:
    match why:
        case VisitsCollide():
            return words.tr("Both have a visit at the same time: cancel one of the visits first.")
        case NotTwoEntries():
            return words.tr("These entries have been merged already.")


def _declaration(
    words: Words, declaration: Declaration | Undeclared | DeclaredElsewhere | Failure
) -> str:
    tr = words.tr
    match declaration:
        case Declaration():
            return tr("A declaration with a doctor of this clinic.")
        case Undeclared():
            return tr("No declaration with a family doctor.")
        case DeclaredElsewhere():
            return tr("The declaration is with a doctor of another clinic.")
        case Failure():
            return failures.sentence(words, declaration)


def _named(words: Words, found: Iterable[Part]) -> str:
    return ", ".join(words.tr(_PARTS[it]) for it in found)
