"""Every verdict, failure, refusal and state has its sentence in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from textwrap import wrap

import pytest

from frontdesk.config_faults import ConfigError, Fault
from frontdesk.data import catalogue
from frontdesk.desk.answers import Field
from frontdesk.domain.appointment import Appointment, Claim, State
from frontdesk.domain.clinic import Clinic, Resource, ResourceKind
from frontdesk.domain.ground import Ground
from frontdesk.domain.number import Misread, Number, Problem, Readable
from frontdesk.domain.patient import Name, Patient
from frontdesk.domain.referral import (
    Category,
    Identity,
    Priority,
    Processing,
    Referral,
    Sex,
    Status,
)
from frontdesk.domain.verdict import UNANSWERED, Booking, Code, NextStep, Verdict
from frontdesk.domain.visit import Visit
from frontdesk.esoz.failure import Failure, FailureKind
from frontdesk.esoz.service_request import read_referral
from frontdesk.keys import SecretError
from frontdesk.simulator.render import found
from frontdesk.simulator.switches import Switches
from frontdesk.simulator.world import World
from frontdesk.slips.outcome import NotPrinted, Printed, Why
from frontdesk.store.failure import StoreError, Trouble
from frontdesk.words import (
    Words,
    backend,
    dates,
    failures,
    labels,
    printing,
    readings,
    refusals,
    slips,
    troubles,
    verdicts,
)

DAY = date(2026, 11, 25)
CYRILLIC = re.compile("[а-яіїєґ]", re.IGNORECASE)
HOLE = re.compile(r"[{}]|\bNone\b|\bnull\b")
"""What a sentence looks like when a value was forgotten."""


@cache
def world() -> World:
    return World.furnished(1, date(2026, 11, 23))


@cache
def referrals() -> tuple[Referral, ...]:
    """Those of all samples, as the desk reads them."""
    read = (read_referral(found(it, Switches()), it.requisition) for it in world().referrals)
    return tuple(it for it in read if it is not None)


def speaks(words: Words, text: str) -> bool:
    """In its language, whole, and fit for a screen of 80 columns."""
    right = bool(CYRILLIC.search(text)) == (words.lang == "uk")
    return right and not HOLE.search(text) and all(len(line) <= 78 for line in wrap(text, 78))


def all_differ(said: Iterable[str]) -> bool:
    listed = list(said)
    return len(listed) == len(set(listed))


def test_every_sample_referral_was_read() -> None:
    assert len(referrals()) == len(world().referrals) > 40


@pytest.mark.parametrize("code", Code)
def test_a_verdict_is_said_of_every_referral(words: Words, code: Code) -> None:
    clinic = world().clinic
    for referral in referrals():
        for reason in (None, "Invalid program type"):
            verdict = Verdict(code, Booking.NO, (), reason, referral.issued_at)
            assert speaks(words, verdicts.word(words, verdict))
            said = verdicts.say(words, referral, verdict)
            if reason or code is not Code.NOT_QUALIFIED:
                assert not HOLE.search(said)
                assert all(len(line) <= 78 for line in wrap(said, 78))
            headline = verdicts.headline(words, referral, verdict, clinic)
            assert headline.startswith(verdicts.word(words, verdict).upper())
            assert not HOLE.search(headline)


def test_a_verdict_without_a_referral_is_said_too(words: Words) -> None:
    clinic = world().clinic
    for code in Code:
        verdict = Verdict(code, Booking.NO, (), "Invalid program type")
        assert speaks(words, verdicts.say(words, None, verdict))
        assert speaks(words, verdicts.headline(words, None, verdict, clinic))
    assert speaks(words, verdicts.say(words, None, UNANSWERED))


def test_every_verdict_has_its_own_word(words: Words) -> None:
    assert all_differ(verdicts.word_of(words, code) for code in Code)


def test_a_tone_is_never_carried_by_colour_alone() -> None:
    seen = {
        verdicts.tone(Verdict(code, booking, ())): verdicts.sign(Verdict(code, booking, ()))
        for code in (Code.BOOKABLE, Code.UNVERIFIED)
        for booking in Booking
    }
    assert seen == {"good": "✔", "warn": "!", "bad": "✖", "unsure": "?"}


def test_every_next_step_is_said(words: Words) -> None:
    said = [verdicts.next_step(words, step) for step in NextStep]
    assert all(speaks(words, it) for it in said)
    assert all_differ(said)


def test_the_headline_tells_the_fact_that_decides(uk: Words, en: Words) -> None:
    """«дійсне до» for what can be booked, the day for what is over, the clinic for what is away."""
    bookable = next(it for it in referrals() if it.last_day)
    clinic = world().clinic
    verdict = Verdict(Code.BOOKABLE, Booking.YES, ())
    assert bookable.last_day is not None
    shown = dates.numeric(bookable.last_day)
    assert f"valid until {shown}" in verdicts.headline(en, bookable, verdict, clinic)
    assert f"дійсне до {shown}" in verdicts.headline(uk, bookable, verdict, clinic)
    named = next(it for it in referrals() if it.performer_name)
    assert named.performer_name is not None
    away = Verdict(Code.FOR_ANOTHER_CLINIC, Booking.AFTER_CONSENT, ())
    assert named.performer_name in verdicts.headline(uk, named, away, clinic)
    assert named.performer_name in verdicts.say(uk, named, away)


DOCUMENTED = [
    "Action is not allowed for the legal entity",
    "service request has wrong status",
    "Legal entity does not have a proper contract",
    "Contract is suspended and should be updated",
    "Invalid program type",
    "Program not found",
    "Service is not included in the program",
    "User is not allowed to create service request with the program for the patient",
    "Service request without a program can not be used",
    "Service request is expired",
    "Can't use inactive service request",
    "Invalid service request status",
    "Service request is already used",
    "Service request is used by another legal entity",
    "Service request is already completed",
    "You can assign service request only to employee within your legal entity",
    "You can assign service request only to your legal entity",
    "Employee is not an active doctor",
    "Employee is not approved",
    "Access denied. Party is not verified",
    "Access denied. Party is deceased",
    "Access denied",
]


@pytest.mark.parametrize("message", DOCUMENTED)
def test_a_documented_message_of_esoz_is_said_in_our_words(words: Words, message: str) -> None:
    said = backend.message(words, message)
    assert speaks(words, said)
    assert message not in said
    assert backend.message(words, f" {message.upper()}. ") == said


def test_an_unknown_message_is_quoted_as_esozs(uk: Words, en: Words) -> None:
    for words in (uk, en):
        assert "Something new" in backend.message(words, "Something new")
        assert backend.message(words, "Something new") != "Something new"


@pytest.mark.parametrize("kind", FailureKind)
def test_every_failure_is_a_sentence_with_the_request_for_support(
    words: Words, kind: FailureKind
) -> None:
    assert speaks(words, failures.sentence(words, Failure(kind)))
    told = failures.sentence(words, Failure(kind, "Access denied", "gateway#17"))
    assert "gateway#17" in told
    explains = kind in {FailureKind.REFUSED, FailureKind.FORBIDDEN}
    assert (backend.message(words, "Access denied") in told) == explains


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", Problem.EMPTY),
        ("1234-5678-9012-345", Problem.TOO_SHORT),
        ("1", Problem.TOO_SHORT),
        ("1234-5678-9012-34567", Problem.TOO_LONG),
        ("1234-5Q78-9012-3456", Problem.FOREIGN_SYMBOL),
        ("0671234567", Problem.PHONE),
        ("12AB-34CD-5678-90FG", Problem.PRESCRIPTION),
        ("1234", Problem.CONFIRMATION_CODE),
        ("0001-XXXX-1234", Problem.DECLARATION),
    ],
)
def test_what_is_wrong_with_a_number_is_said(words: Words, typed: str, problem: Problem) -> None:
    wrong = Number.read(typed)
    assert isinstance(wrong, Misread)
    assert wrong.problem is problem
    assert speaks(words, readings.misread(words, wrong))


def test_every_problem_of_a_number_has_its_sentence(words: Words) -> None:
    said = [readings.misread(words, Misread(it, 1, 2, "Q", 3)) for it in Problem]
    assert all_differ(said)


def test_the_place_of_a_wrong_symbol_is_told(uk: Words) -> None:
    wrong = Number.read("1234-5Q78-9012-3456")
    assert isinstance(wrong, Misread)
    told = readings.misread(uk, wrong)
    assert "Q" in told
    assert {"2"} <= set(re.findall(r"\d", told))


def test_repairs_are_said_and_silence_if_there_were_none(uk: Words, en: Words) -> None:
    reading = Number.read("6495-7332-1362-236С")
    assert isinstance(reading, Readable)
    assert readings.repairs(uk, reading.candidates[0].repairs) == ("Замінено кириличні літери: С→C")
    assert readings.repairs(en, reading.candidates[0].repairs).endswith(": С→C")
    layout = Number.read("6495-7332-1362-23Ф6")
    assert isinstance(layout, Readable)
    assert readings.repairs(uk, layout.candidates[0].repairs).endswith(": Ф→A")
    assert readings.repairs(uk, ()) == ""


def test_days_are_said_as_people_say_them(uk: Words, en: Words) -> None:
    assert dates.full(uk, DAY) == "середа, 25 листопада"
    assert dates.full(en, DAY) == "Wednesday, 25 November"
    assert (dates.short(uk, DAY), dates.short(en, DAY)) == ("ср 25.11", "We 25.11")
    assert dates.numeric(DAY) == "25.11.2026"
    assert [dates.clock(it) for it in (0, 5, 860, 1435)] == ["00:00", "00:05", "14:20", "23:55"]


def test_months_stand_in_the_genitive(uk: Words) -> None:
    months = [dates.full(uk, date(2026, month, 1)).split()[-1] for month in range(1, 13)]
    first_half = ["січня", "лютого", "березня", "квітня", "травня", "червня"]
    second_half = ["липня", "серпня", "вересня", "жовтня", "листопада", "грудня"]
    assert months == [*first_half, *second_half]


def test_every_weekday_has_its_name(words: Words) -> None:
    week = [DAY + timedelta(days=it) for it in range(7)]
    assert all_differ(dates.weekday(words, day) for day in week)
    assert all_differ(dates.full(words, day).split(",")[0] for day in week)


@pytest.mark.parametrize(
    ("n", "uk_said", "en_said"),
    [
        (1, "1 хвилина", "1 minute"),
        (2, "2 хвилини", "2 minutes"),
        (4, "4 хвилини", "4 minutes"),
        (5, "5 хвилин", "5 minutes"),
        (11, "11 хвилин", "11 minutes"),
        (14, "14 хвилин", "14 minutes"),
        (21, "21 хвилина", "21 minutes"),
        (112, "112 хвилин", "112 minutes"),
        (0, "0 хвилин", "0 minutes"),
    ],
)
def test_numbers_agree_with_what_they_count(n: int, uk_said: str, en_said: str) -> None:
    one, many = "{n} minute", "{n} minutes"
    assert Words("uk").trn(one, many, n) == uk_said
    assert Words("en").trn(one, many, n) == en_said


def test_every_name_of_a_referrals_parts_is_said(words: Words) -> None:
    for said in (
        [labels.category(words, it) for it in Category],
        [labels.priority(words, it) for it in Priority],
        [labels.status(words, it) for it in Status],
        [labels.processing(words, it) for it in Processing],
        [labels.ground(words, it) for it in Ground],
        [labels.sex(words, it) for it in Sex],
    ):
        assert all_differ(said)
        assert all(speaks(words, it) for it in said)
    for change in (*Status, *Processing):
        assert speaks(words, labels.change(words, change.value))
    assert labels.change(words, "a_newer_state") == "a_newer_state"


def test_what_esoz_did_not_give_is_said_to_be_missing(words: Words) -> None:
    missing = labels.missing(words)
    assert speaks(words, missing)
    assert {
        labels.category(words, None),
        labels.priority(words, None),
        labels.processing(words, None),
        labels.sex(words, None),
        labels.speciality(words, None),
        labels.identity(words, Identity()),
    } == {missing}


def test_a_person_is_named_with_what_is_known(uk: Words) -> None:
    known = Identity("Іваненко", "О.", "П.", Sex.FEMALE, 47)
    assert labels.identity(uk, known) == "Іваненко О. П., ж, 47 р."
    assert labels.identity(uk, Identity(sex=Sex.MALE)) == "ч"
    assert labels.identity(uk, Identity(surname="Мороз")) == "Мороз"


def test_every_speciality_and_position_of_the_clinic_has_a_name(uk: Words, en: Words) -> None:
    for doctor in (it for it in world().resources if it.kind is ResourceKind.DOCTOR):
        assert CYRILLIC.search(labels.speciality(uk, doctor.speciality))
        assert not CYRILLIC.search(labels.speciality(en, doctor.speciality))
        told = labels.position(uk, doctor.position, doctor.speciality)
        assert CYRILLIC.search(told)
        assert labels.position(en, doctor.position, doctor.speciality) == labels.speciality(
            en, doctor.speciality
        )
    assert labels.position(uk, "P67", "CARDIOLOGY") == "лікар-кардіолог"
    unknown = labels.position(uk, "P-NEW", "A_NEW_SPECIALITY")
    assert unknown == "A_NEW_SPECIALITY"
    assert "A_NEW_SPECIALITY" not in catalogue.specialities().names


def visit(state: State, claim: Claim, *, patient: bool = True, room: bool = True) -> Visit:
    doctor = Resource("d", ResourceKind.DOCTOR, "Мельник Оксана Іванівна", "CARDIOLOGY", "P67")
    appointment = Appointment(
        "a",
        state,
        claim,
        Ground.E_REFERRAL,
        "s",
        "d",
        ("d",),
        DAY,
        860,
        880,
        "Europe/Kyiv",
    )
    return Visit(
        appointment,
        doctor,
        Resource("r", ResourceKind.ROOM, "каб. 207") if room else None,
        "K67002",
        "Консультація кардіолога",
        Patient("p", Name("Іваненко", "Ольга", "Петрівна")) if patient else None,
    )


def test_booked_is_said_only_of_what_is_ours_or_needs_no_claim(words: Words) -> None:
    """«Записано» before ЕСОЗ gave the referral would be a promise that nobody can keep."""
    booked = words.tr("Booked")
    said = {
        (state, claim): slips.heading(words, visit(state, claim))
        for state in State
        for claim in Claim
    }
    assert {pair for pair, told in said.items() if told == booked} == {
        (State.BOOKED, Claim.OURS),
        (State.BOOKED, Claim.NONE),
    }
    assert all(speaks(words, it) for it in said.values())


def test_every_state_of_a_visit_is_said(words: Words) -> None:
    for state in State:
        for claim in Claim:
            assert speaks(words, labels.state(words, state, claim))
    plain = labels.state(words, State.BOOKED, Claim.OURS)
    assert plain != labels.state(words, State.BOOKED, Claim.DEFERRED)
    assert plain != labels.state(words, State.BOOKED, Claim.LOST)


def test_the_slip_says_who_what_when_and_where(uk: Words) -> None:
    clinic = Clinic("us", "КНП «Поліклініка»", "Europe/Kyiv")
    told = dict(slips.lines(uk, visit(State.BOOKED, Claim.OURS), clinic))
    assert told["Пацієнт"] == "Іваненко Ольга Петрівна"
    assert told["Коли"] == "середа, 25 листопада, 14:20"
    assert told[uk.tr("Where")] == "КНП «Поліклініка», каб. 207"
    assert told["Лікар"].startswith("Мельник Оксана Іванівна, ")
    bare = slips.lines(uk, visit(State.BOOKED, Claim.OURS, patient=False, room=False), clinic)
    assert dict(bare)[uk.tr("Where")] == "КНП «Поліклініка»"
    assert "Пацієнт" not in dict(bare)


def test_paper_says_booked_only_of_what_is_ours_or_needs_no_claim(words: Words) -> None:
    """Whatever else stands under the visit, the patient is told that we may call."""
    clinic = Clinic("us", "КНП «Поліклініка»", "Europe/Kyiv")
    now = datetime(2026, 11, 23, 9, 5)  # noqa: DTZ001 - wall time of the site
    said = {
        claim: slips.slip(words, visit(State.BOOKED, claim), clinic, now).status for claim in Claim
    }
    sure = {claim for claim, told in said.items() if told == words.tr("Booked")}
    assert sure == {Claim.OURS, Claim.NONE}
    assert all(speaks(words, it) for it in said.values())


def test_paper_has_the_patient_with_initials_only(uk: Words) -> None:
    clinic = Clinic("us", "КНП «Поліклініка»", "Europe/Kyiv")
    now = datetime(2026, 11, 23, 9, 5)  # noqa: DTZ001 - wall time of the site
    slip = slips.slip(uk, visit(State.BOOKED, Claim.OURS), clinic, now)
    assert slip.patient == "Іваненко О. П."
    assert (slip.date, slip.time) == ("середа, 25 листопада", "14:20")
    assert (slip.room, slip.issued) == ("каб. 207", "23.11.2026 09:05")
    assert slips.slip(uk, visit(State.BOOKED, Claim.OURS, room=False), clinic, now).room == ""


def test_what_became_of_a_slip_is_said(words: Words) -> None:
    said = [printing.sentence(words, NotPrinted(it)) for it in Why]
    said += [printing.sentence(words, it) for it in (Printed(), Printed("表"))]
    assert all(speaks(words, it) for it in said)
    assert all_differ(said)
    refused = printing.sentence(words, NotPrinted(Why.REFUSED, "lp: no printer"))
    assert refused.endswith(" lp: no printer")


def test_every_refusal_is_said(words: Words) -> None:
    here = visit(State.BOOKED, Claim.OURS).appointment
    said = [
        refusals.just_taken(words),
        refusals.not_offered(words),
        refusals.already_booked(words, here),
        refusals.already_booked(words, None),
        *(refusals.wrong_field(words, field) for field in Field),
        refusals.wrong_details(words, Field),
        refusals.lost(words, Code.RECALLED),
        refusals.lost(words, "Service request is already used"),
        refusals.lost(words, "Nobody has documented this"),
    ]
    assert all(speaks(words, it) for it in said)
    assert all_differ(said)
    assert "25.11 14:20" in refusals.already_booked(words, here)
    assert verdicts.word_of(words, Code.RECALLED) in refusals.lost(words, Code.RECALLED)


@pytest.mark.parametrize("code", Trouble)
def test_every_trouble_with_the_database_is_one_sentence(words: Words, code: Trouble) -> None:
    told = troubles.sentence(words, StoreError(code, Path("/data/clinic.db")))
    assert speaks(words, told.replace("/data/clinic.db", "…"))


def test_a_missing_secret_is_named(words: Words) -> None:
    told = troubles.sentence(words, SecretError("FRONTDESK_ESOZ__PSK"))
    assert "FRONTDESK_ESOZ__PSK" in told
    assert bool(CYRILLIC.search(told)) == (words.lang == "uk")


def test_every_fault_of_a_configuration_is_said_in_the_clerks_language(
    uk: Words, tmp_path: Path
) -> None:
    path = tmp_path / "config.toml"
    path.touch()
    for what in troubles._FAULTS:
        told = troubles.sentence(uk, ConfigError(path, (Fault("esoz.auth", what, 7),)))
        assert told.startswith(f"{path}:7: esoz.auth ")
        assert CYRILLIC.search(told)


def test_the_words_of_a_kind_are_all_there() -> None:
    """Each enumeration is a table's keys: a new value without words fails here, not at a desk."""
    tables: dict[type[StrEnum], Iterable[object]] = {
        Category: labels._CATEGORIES,
        Priority: labels._PRIORITIES,
        Status: labels._STATUSES,
        Processing: labels._PROCESSING,
        Ground: labels._GROUNDS,
        State: labels._STATES,
        Sex: labels._SEXES,
        Code: verdicts._WORDS,
        NextStep: verdicts._STEPS,
        FailureKind: failures._SENTENCES,
        Trouble: troubles._STORE,
        Why: printing._WHY,
        Field: refusals._FIELDS,
    }
    assert {kind.__name__: set(kind) - set(table) for kind, table in tables.items()} == {
        kind.__name__: set() for kind in tables
    }
    assert set(verdicts._SAY) == set(Code)
