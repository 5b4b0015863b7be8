"""Visits without an e-referral: whether one is needed, and what is said about each ground."""

from __future__ import annotations

from frontdesk.domain.clean import clean
from frontdesk.domain.direct_access import Charge, DirectAccess, Needed, NotNeeded
from frontdesk.domain.ground import Ground
from frontdesk.domain.observation import Observation
from frontdesk.domain.paper_referral import PaperField, PaperReferral, Reason
from frontdesk.words import dates, labels
from frontdesk.words.catalogue import N_, Words

LONGEST = 48
"""Characters of a name: the grounds below must stay on the screen."""

_CHARGES = {
    Charge.FREE: N_("Free of charge."),
    Charge.FREE_IF_URGENT: N_("Free of charge: urgent care only; planned care is paid."),
    Charge.DEPENDS_ON_AGE: N_("Free of charge: urgent care; planned care for children only."),
}
_ABOUT = {
    Ground.DIRECT_ACCESS: N_("the speciality is on the list of direct access"),
    Ground.CHRONIC: N_("chronic disease: the doctor has seen the patient before"),
    Ground.TREATING_DOCTOR: N_("the course continues: an earlier visit under a referral"),
    Ground.PAID: N_("no referral is needed, the patient pays"),
}
_FIELDS = {
    PaperField.EDRPOU: N_("EDRPOU has 8 digits."),
    PaperField.DOCTOR: N_("Write the doctor's name."),
    PaperField.ISSUED_ON: N_("Write the date: DD.MM.YYYY, not in the future."),
}
_REASONS = {
    Reason.ESOZ_UNAVAILABLE: N_("ESOZ was out of reach"),
    Reason.COMBAT_ZONE: N_("combat zone"),
}


def headline(words: Words, answer: NotNeeded | Needed, doctors: str) -> str:
    """The banner; `doctors` as `services.doctors` calls them."""
    if isinstance(answer, Needed):
        return words.tr("A REFERRAL IS NEEDED: {doctor}", doctor=doctors)
    listed = answer.speciality.name if words.lang == "uk" else doctors
    return words.tr("NO REFERRAL IS NEEDED: {doctor}", doctor=listed)


def why(words: Words, answer: NotNeeded | Needed, access: DirectAccess) -> str:
    """By which list, and what of it is free of charge."""
    month = f"{access.as_of:%m.%Y}"
    if isinstance(answer, Needed):
        return words.tr("It is not on the list of direct access of {month}.", month=month)
    ground = words.tr("Ground: direct access (list of {month}).", month=month)
    return f"{ground} {words.tr(_CHARGES[answer.charge])}"


def about(words: Words, ground: Ground) -> str:
    return words.tr(_ABOUT[ground])


def observed(words: Words, ground: Ground, it: Observation) -> str:
    """The banner when the register knows the patient."""
    doctor = labels.position(words, it.doctor.position, it.doctor.speciality)
    if ground is Ground.CHRONIC:
        return words.tr(
            "UNDER OBSERVATION: {doctor} {name}, since {day}",
            doctor=doctor,
            name=clean(it.doctor.name, LONGEST),
            day=dates.numeric(it.since),
        )
    return words.tr(
        "THE COURSE CONTINUES: {doctor} {name}, last visit {day}",
        doctor=doctor,
        name=clean(it.doctor.name, LONGEST),
        day=dates.numeric(it.last),
    )


def not_observed(words: Words, ground: Ground) -> str:
    if ground is Ground.CHRONIC:
        return words.tr("No observation is found here")
    return words.tr("No earlier visit under a referral is found here")


def wrong_paper(words: Words, field: PaperField) -> str:
    return words.tr(_FIELDS[field])


def mistyped(words: Words) -> str:
    """Said of an ЄДРПОУ that can hardly be; it forbids nothing."""
    return words.tr("! The last digit does not follow from the others: compare with the stamp")


def reason(words: Words, value: Reason) -> str:
    return words.tr(_REASONS[value])


def paper(words: Words, it: PaperReferral) -> str:
    """For the facts of a visit: who issued it and when."""
    number = f"№ {it.number}" if it.number else None
    code = words.tr("EDRPOU {code}", code=it.edrpou)
    told = (it.doctor, dates.numeric(it.issued_on), number, code, it.clinic, it.note)
    return ", ".join(part for part in told if part)
