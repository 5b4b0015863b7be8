"""What is said of matters: short, whole sentences, and in the clerk's language."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from frontdesk.domain.appointment import Appointment, Claim, State
from frontdesk.domain.clinic import Resource, ResourceKind
from frontdesk.domain.ground import Ground
from frontdesk.domain.matter import Kind, Sign, VisitMatter, steps
from frontdesk.domain.patient import Name, Patient
from frontdesk.domain.unsettled import Gauge
from frontdesk.domain.verdict import Code
from frontdesk.domain.visit import Visit
from frontdesk.esoz.status import BackendState
from frontdesk.words import LANGUAGES, Lang, Words, worklist

UK, EN = Words("uk"), Words("en")
CYRILLIC = re.compile("[а-яіїєґ]", re.IGNORECASE)
DOCTOR = Resource("d1", ResourceKind.DOCTOR, "Gook Zoe")
APPOINTMENT = Appointment(
    "a1",
    State.BOOKED,
    Claim.OURS,
    Ground.E_REFERRAL,
    "s1",
    "d1",
    ("d1",),
    date(2026, 11, 25),
    860,
    880,
    "Europe/Kyiv",
)


def visit(claim: Claim, reason: str | None = None, surname: str = "Іваненко") -> Visit:
    appointment = replace(APPOINTMENT, claim=claim, reason=reason)
    patient = Patient("p1", Name(surname, "Ольга", "Петрівна"))
    return Visit(appointment, DOCTOR, None, "K67002", "service", patient)


def matter(kind: Kind, reason: str | None = Code.EXPIRED) -> VisitMatter:
    sign = Sign(kind, "a1", datetime(2026, 11, 23, tzinfo=UTC), reason)
    return VisitMatter(
        sign, replace(visit(Claim.LOST), patient=Patient("p1", Name("Gook"))), "2361"
    )


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", list(Kind))
def test_every_matter_says_what_is_wrong_and_what_to_do(kind: Kind, lang: Lang) -> None:
    words = Words(lang)
    it = matter(kind)
    what, advice = worklist.what(words, it), worklist.advice(words, it)
    line = worklist.line(words, it)
    assert line.lower().startswith(f"{what.lower()}: ")
    assert len(line) < 50
    assert advice.endswith(".")
    assert "{" not in advice
    for said in (line, advice, *(worklist.step(words, it, chosen) for chosen in steps(it)[1:])):
        assert bool(CYRILLIC.search(said)) == (lang == "uk")


def test_a_number_of_nobody_or_of_another_service_is_not_called_a_lost_referral() -> None:
    it = matter(Kind.REFERRAL_GONE, Code.NOT_FOUND)
    assert worklist.line(UK, it) == "Немає направлення на цю послугу: зателефонуйте"
    assert "read the number and the service" in worklist.advice(EN, it)


def test_what_is_bad_has_another_sign_than_what_is_only_to_be_done() -> None:
    assert worklist.sign(Kind.REFERRAL_GONE) == "✖"
    assert worklist.sign(Kind.NOT_VERIFIED) == "?"
    assert worklist.sign(Kind.NO_PHONE) == "!"


def test_after_a_silence_it_is_counted_what_held_and_named_whom_to_phone() -> None:
    good = [visit(Claim.OURS)] * 3
    expired = visit(Claim.LOST, Code.EXPIRED)
    assert worklist.verified(UK, good) == "Перевірено: 3 дійсні."
    assert worklist.verified(UK, [*good, expired]) == (
        "Перевірено: 3 дійсні, 1 прострочене → зателефонувати Іваненко О. П."
    )
    unknown = visit(Claim.LOST, Code.NOT_FOUND)
    assert worklist.verified(UK, [*good, unknown]) == (
        "Перевірено: 3 дійсні, 1 без направлення → зателефонувати Іваненко О. П."
    )
    refused = visit(Claim.LOST, "whatever", "Ґудзь")
    assert worklist.verified(EN, [expired, refused]) == (
        "Verified: 1 expired, 1 unusable → phone Іваненко О. П., Ґудзь О. П."
    )
    assert worklist.verified(UK, [expired] * 5).endswith("Іваненко О. П.…")


def test_the_gauge_says_which_way_only_when_there_is_a_difference() -> None:
    assert worklist.gauge(UK, Gauge(0, 0)) == "Розбіжності з ЕСОЗ: 0"
    assert worklist.gauge(UK, Gauge(2, 1)) == (
        "Розбіжності з ЕСОЗ: 3 — направлень за нами без запису: 2, записів без направлення: 1"
    )


@pytest.mark.parametrize("claim", list(Claim))
@pytest.mark.parametrize("backend", list(BackendState))
def test_however_esoz_answers_it_is_one_sentence(claim: Claim, backend: BackendState) -> None:
    became = replace(APPOINTMENT, claim=claim, reason=Code.EXPIRED)
    _, said = worklist.asked(EN, matter(Kind.NOT_VERIFIED), became, backend)
    assert "{" not in said
    assert not CYRILLIC.search(said)
    assert ("sign in" in said) == (
        claim in {Claim.DEFERRED, Claim.PENDING, Claim.RELEASING}
        and backend is BackendState.SIGNED_OUT
    )
