"""Short names of what a referral and a visit consist of."""

from __future__ import annotations

from frontdesk.data import catalogue
from frontdesk.domain.appointment import Claim, State
from frontdesk.domain.ground import Ground
from frontdesk.domain.referral import Category, Identity, Priority, Processing, Sex, Status
from frontdesk.words.catalogue import N_, Words

_CATEGORIES = {
    Category.COUNSELLING: N_("Consultation"),
    Category.LABORATORY_PROCEDURE: N_("Laboratory test"),
    Category.DIAGNOSTIC_PROCEDURE: N_("Diagnostic procedure"),
    Category.IMAGING: N_("Imaging"),
    Category.PROCEDURE: N_("Procedure"),
    Category.SURGICAL_PROCEDURE: N_("Surgical procedure"),
    Category.EDUCATION: N_("Education"),
    Category.HOSPITALIZATION: N_("Hospitalisation"),
    Category.TRANSFER_OF_CARE: N_("Transfer"),
}
_PRIORITIES = {
    Priority.ROUTINE: N_("planned"),
    Priority.URGENT: N_("urgent"),
    Priority.ASAP: N_("as soon as possible"),
    Priority.STAT: N_("immediate"),
}
_STATUSES = {
    Status.ACTIVE: N_("Active"),
    Status.COMPLETED: N_("Redeemed"),
    Status.RECALLED: N_("Recalled"),
    Status.ENTERED_IN_ERROR: N_("Entered in error"),
}
_PROCESSING = {
    Processing.NEW: N_("New"),
    Processing.IN_QUEUE: N_("In queue"),
    Processing.IN_PROGRESS: N_("In work"),
    Processing.COMPLETED: N_("Redeemed"),
}
_GROUNDS = {
    Ground.E_REFERRAL: N_("e-referral"),
    Ground.PAPER_REFERRAL: N_("paper referral"),
    Ground.DIRECT_ACCESS: N_("without a referral"),
    Ground.CHRONIC: N_("under observation here"),
    Ground.TREATING_DOCTOR: N_("treating doctor"),
    Ground.URGENT: N_("urgent condition"),
    Ground.PAID: N_("paid service"),
}
_STATES = {
    State.HELD: N_("held"),
    State.CLAIMING: N_("being sent to ESOZ"),
    State.BOOKED: N_("booked"),
    State.ARRIVED: N_("arrived"),
    State.FULFILLED: N_("seen"),
    State.NO_SHOW: N_("did not come"),
    State.CANCELLED: N_("cancelled"),
}
_SEXES = {Sex.FEMALE: N_("f"), Sex.MALE: N_("m")}


def missing(words: Words) -> str:
    return words.tr("not given")


def category(words: Words, value: Category | None) -> str:
    return words.tr(_CATEGORIES[value]) if value else missing(words)


def priority(words: Words, value: Priority | None) -> str:
    return words.tr(_PRIORITIES[value]) if value else missing(words)


def status(words: Words, value: Status) -> str:
    return words.tr(_STATUSES[value])


def processing(words: Words, value: Processing | None) -> str:
    return words.tr(_PROCESSING[value]) if value else missing(words)


def change(words: Words, state: str) -> str:
    """A line of the history: a state we know by name, a newer one in ЕСОЗ's own spelling."""
    names = {key.value: name for key, name in (*_PROCESSING.items(), *_STATUSES.items())}
    return words.tr(names[state]) if state in names else state


def ground(words: Words, value: Ground) -> str:
    return words.tr(_GROUNDS[value])


def state(words: Words, value: State, claim: Claim) -> str:
    """The appointment's state; a visit whose referral is not ours yet says so."""
    if value is State.BOOKED and claim in {Claim.DEFERRED, Claim.PENDING}:
        return words.tr("booked provisionally, not verified")
    if value is State.BOOKED and claim in {Claim.LOST, Claim.MANUAL}:
        return words.tr("booked, needs attention")
    return words.tr(_STATES[value])


def sex(words: Words, value: Sex | None) -> str:
    return words.tr(_SEXES[value]) if value else missing(words)


def identity(words: Words, person: Identity) -> str:
    """«Іваненко О. П., ж, 47 р.»; what ЕСОЗ did not give is left out."""
    name = " ".join(part for part in (person.surname, person.initials) if part)
    parts = [name] if name else []
    if person.sex:
        parts.append(sex(words, person.sex))
    if person.age is not None:
        parts.append(words.trn("{n} y.", "{n} y.", person.age))
    return ", ".join(parts) or missing(words)


def speciality(words: Words, code: str | None) -> str:
    """In English the code itself, readable: ЕСОЗ has no English names."""
    if code is None:
        return missing(words)
    if words.lang == "en":
        return code.replace("_", " ").capitalize()
    return catalogue.specialities().names.get(code, code)


def position(words: Words, code: str | None, of_speciality: str | None) -> str:
    """«лікар-кардіолог»; in English the speciality."""
    name = catalogue.positions().names.get(code or "")
    if words.lang == "en" or name is None:
        return speciality(words, of_speciality)
    return name[0].lower() + name[1:]
