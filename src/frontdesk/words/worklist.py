"""The worklist said: what is the matter, what is to be done, and what has become of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from frontdesk.domain.appointment import Appointment, Claim
from frontdesk.domain.matter import Kind, Matter, Step, VisitMatter, steps
from frontdesk.domain.unsettled import Gauge
from frontdesk.domain.verdict import Code
from frontdesk.domain.visit import Visit
from frontdesk.esoz.status import BackendState
from frontdesk.words import agenda, attention, dates, refusals
from frontdesk.words.catalogue import N_, Words
from frontdesk.words.verdicts import Tone

NAMED = 3
"""People named in one line; the others stand on the worklist."""

_TONES: Mapping[Kind, Tone] = {
    Kind.LOST: "bad",
    Kind.REFERRAL_GONE: "bad",
    Kind.CLAIM_UNKNOWN: "unsure",
    Kind.NOT_VERIFIED: "unsure",
    Kind.RELEASE_UNKNOWN: "unsure",
}
"""The others are a warning."""
_SIGNS: Mapping[Tone, str] = {"bad": "✖", "unsure": "?", "warn": "!"}

_WHAT: Mapping[Kind, str] = {
    Kind.LOST: N_("not booked"),
    Kind.DOCTOR_AWAY: N_("the doctor is away"),
    Kind.UNFINISHED: N_("not taken into work"),
    Kind.STRANDED: N_("ours without a visit"),
    Kind.CLAIM_UNKNOWN: N_("no answer yet"),
    Kind.NOT_VERIFIED: N_("not verified"),
    Kind.RELEASE_UNKNOWN: N_("not given back yet"),
    Kind.NO_PHONE: N_("no phone"),
    Kind.TIME_FREE: N_("a time waited for is free"),
    Kind.NO_DATA: N_("urgent, without data"),
}
_FIRST: Mapping[Step, str] = {
    Step.ASK: N_("check with ESOZ"),
    Step.RETRY: N_("try again"),
    Step.ENTER_PHONE: N_("enter it"),
    Step.NOTE: N_("phone the patient"),
    Step.MOVE: N_("move the visit"),
    Step.OFFER: N_("phone"),
    Step.ENTER_DATA: N_("enter who it was"),
}
_ADVICE: Mapping[Kind, str] = {
    Kind.LOST: N_("The visit does not take place: {reason}. Phone the patient and say so."),
    Kind.REFERRAL_GONE: N_(
        "Phone the patient: {reason}. A new referral is needed, or a paid visit, or none."
    ),
    Kind.DOCTOR_AWAY: N_(
        "The doctor does not work then. Enter shows another time for each of the doctor's visits."
    ),
    Kind.UNFINISHED: N_(
        "ESOZ did not let the referral be taken into work: {reason}. Try again with the right to "
        "it, or have it done elsewhere."
    ),
    Kind.STRANDED: N_(
        "The visit is cancelled, but ESOZ keeps the referral with us: {reason}. Book the patient "
        "again under it, or tell them that it stays here."
    ),
    Kind.CLAIM_UNKNOWN: N_(
        "ESOZ has not said whether the referral is ours. It is asked again by itself; Enter asks "
        "at once."
    ),
    Kind.NOT_VERIFIED: N_(
        "Booked provisionally. The referral is checked by itself when ESOZ answers; Enter checks "
        "it at once."
    ),
    Kind.RELEASE_UNKNOWN: N_(
        "The visit is cancelled, and its referral not free yet. ESOZ is asked again by itself; "
        "Enter asks at once."
    ),
    Kind.NO_PHONE: N_("Nobody could call the patient if something changed. Enter the phone."),
    Kind.TIME_FREE: N_("Enter holds the time while the patient is phoned."),
    Kind.NO_DATA: N_("Somebody came in an urgent condition: write down who, when there is time."),
}
_STEPS: Mapping[Step, str] = {
    Step.RETRY: N_("Ask ESOZ once more"),
    Step.MOVE: N_("Move the visit to another time"),
    Step.CANCEL: N_("Cancel the visit"),
}
_NOTES: Mapping[Kind, str] = {
    Kind.LOST: N_("Phoned: the patient knows"),
    Kind.REFERRAL_GONE: N_("Phoned: the visit stays for now"),
    Kind.UNFINISHED: N_("Settled outside this program"),
    Kind.STRANDED: N_("Settled: nothing more to do here"),
}
_NOTED: Mapping[Kind, str] = {
    Kind.LOST: N_("✔ Phoned: {who}"),
    Kind.REFERRAL_GONE: N_("✔ Phoned, the visit stays: {who}"),
    Kind.UNFINISHED: N_("✔ Settled: {who}"),
    Kind.STRANDED: N_("✔ Settled: {who}"),
}


def tone(kind: Kind) -> Tone:
    return _TONES.get(kind, "warn")


def sign(kind: Kind) -> str:
    """Says the tone without colour."""
    return _SIGNS[tone(kind)]


def what(words: Words, matter: Matter) -> str:
    """What is the matter, in two or three words and without a name."""
    if matter.kind is Kind.REFERRAL_GONE:
        return _why(words, matter)
    return words.tr(_WHAT[matter.kind])


def line(words: Words, matter: Matter) -> str:
    """The same, and what to do about it."""
    told = what(words, matter)
    return f"{told[:1].upper()}{told[1:]}: {words.tr(_FIRST[steps(matter)[0]])}"


def advice(words: Words, matter: Matter) -> str:
    """The same in a whole sentence, with the reason."""
    if matter.kind is Kind.REFERRAL_GONE and _reason(matter) == Code.NOT_FOUND:
        return words.tr(
            "ESOZ has no referral for this service under the number that was typed. Phone the "
            "patient: read the number and the service from the message again."
        )
    return words.tr(_ADVICE[matter.kind], reason=_why(words, matter))


def step(words: Words, matter: Matter, chosen: Step) -> str:
    """What the clerk chooses."""
    return words.tr(_NOTES[matter.kind] if chosen is Step.NOTE else _STEPS[chosen])


def who(matter: Matter) -> str:
    """Surname and initials; nothing while nobody is known."""
    return matter.patient.name.short if matter.patient else "—"


def when(words: Words, matter: Matter) -> str:
    """«вт 25.11 14:20»."""
    return f"{dates.short(words, matter.day)} {dates.clock(matter.start)}"


def noted(words: Words, matter: Matter) -> str:
    return words.tr(_NOTED[matter.kind], who=who(matter))


def cancelled(words: Words, matter: VisitMatter) -> str:
    shown = when(words, matter)
    return words.tr("✔ Cancelled: {who}, {when}. The time is free.", who=who(matter), when=shown)


def moved(words: Words, matter: VisitMatter, after: Appointment) -> tuple[Tone, str]:
    if after.version == matter.visit.appointment.version:
        return "warn", meanwhile(words, matter)
    return "good", agenda.moved(words, after)


def will_cancel(words: Words, matter: VisitMatter) -> str:
    """The question before it, which names what will be lost."""
    return words.tr(
        "Cancel the visit of {who}, {when}, {doctor}? The time becomes free for others at once. "
        "Enter: yes, cancel. Esc: no.",
        who=who(matter),
        when=when(words, matter),
        doctor=matter.visit.doctor.name,
    )


def phone_entered(words: Words, matter: Matter) -> str:
    return words.tr("✔ The phone is entered: {who}", who=who(matter))


def meanwhile(words: Words, matter: Matter) -> str:
    return words.tr("! {who}: the visit was changed just now, look again.", who=who(matter))


def asked(
    words: Words, matter: Matter, became: Appointment, backend: BackendState
) -> tuple[Tone, str]:
    """How ЕСОЗ answered when it was asked for a matter."""
    name, why = who(matter), refusals.told(words, became.reason or "")
    match became.claim:
        case Claim.OURS:
            return "good", words.tr("✔ Verified, the referral is ours: {who}", who=name)
        case Claim.NONE:
            return "good", words.tr("✔ {who}: the referral is free again.", who=name)
        case Claim.LOST:
            return "bad", words.tr("✖ {who}: {reason}. Phone the patient.", who=name, reason=why)
        case Claim.MANUAL:
            return "warn", words.tr(
                "! {who}: ESOZ does not allow it: {reason}.", who=name, reason=why
            )
    return _waiting(words, backend)


def _waiting(words: Words, backend: BackendState) -> tuple[Tone, str]:
    if backend is BackendState.SIGNED_OUT:
        return "warn", words.tr("! Nobody is signed in to ESOZ: sign in on the first screen.")
    if backend is BackendState.SILENT:
        return "unsure", words.tr("○ ESOZ is silent: it will be asked again by itself.")
    return "unsure", words.tr("? ESOZ has not decided yet: it will be asked again by itself.")


def gauge(words: Words, measured: Gauge) -> str:
    """How far the schedule and ЕСОЗ differ; which way only if they do."""
    total = words.tr("Differences with ESOZ: {n}", n=measured.total)
    parts = (
        (N_("referrals with us without a visit: {n}"), measured.claims_without_visit),
        (N_("visits without their referral: {n}"), measured.visits_without_claim),
    )
    told = [words.tr(message, n=count) for message, count in parts if count]
    return f"{total} — {', '.join(told)}" if told else total


def verified(words: Words, visits: Collection[Visit]) -> str:
    """«Перевірено: 3 дійсні, 1 прострочене → зателефонувати Іваненко О. П.»."""
    gone = [it for it in visits if it.appointment.claim is Claim.LOST]
    expired = sum(it.appointment.reason == Code.EXPIRED for it in gone)
    unknown = sum(it.appointment.reason == Code.NOT_FOUND for it in gone)
    valid, others = len(visits) - len(gone), len(gone) - expired - unknown
    ends = (
        words.trn("{n} valid", "{n} valid", valid) if valid else "",
        words.trn("{n} expired", "{n} expired", expired) if expired else "",
        words.trn("{n} without a referral", "{n} without a referral", unknown) if unknown else "",
        words.trn("{n} unusable", "{n} unusable", others) if others else "",
    )
    told = words.tr("Verified: {ends}", ends=", ".join(filter(None, ends)))
    if not gone:
        return f"{told}."
    names = ", ".join(_who(it) for it in gone[:NAMED]) + ("…" if len(gone) > NAMED else "")
    todo = words.tr("phone {names}", names=names)
    return f"{told} → {todo}"


def _why(words: Words, matter: Matter) -> str:
    return attention.why(words, _reason(matter))


def _reason(matter: Matter) -> str:
    return (matter.sign.reason if isinstance(matter, VisitMatter) else None) or ""


def _who(visit: Visit) -> str:
    return visit.patient.name.short if visit.patient else "—"
