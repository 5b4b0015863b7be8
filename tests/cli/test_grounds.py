"""`frontdesk book --ground`: what is booked without a number, and what must prove its ground."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from frontdesk import config
from frontdesk.desk.answers import Changed
from frontdesk.workplace import open_desk

if TYPE_CHECKING:
    from tests.cli.conftest import Frontdesk

CARDIOLOGIST, GYNAECOLOGIST, NEUROLOGIST = "K67002", "X67002", "N67002"
PATIENT = ("--patient", "Небувалий Северин Ігорович", "--phone", "067 123 45 67")
PAPER = {
    "--paper-edrpou": "00032129",
    "--paper-doctor": "Петренко І. І.",
    "--paper-date": "20.11.2025",
}
OWN_LIST = """\
source = "Наказ головного лікаря"
as_of = 2026-03-01

[[specialities]]
name = "лікар-кардіолог"
codes = ["CARDIOLOGY"]
free = "urgent_or_child"
"""


@pytest.fixture
def frontdesk(run: Frontdesk, clinic: Path) -> Frontdesk:
    """At a desk whose bookings are the test's own."""
    return lambda *argv: run("--config", clinic, "--lang", "en", *argv)


def asked(ground: str, service: str, *more: str) -> tuple[str, ...]:
    return ("book", "--ground", ground, "--service", service, "--earliest", "--json", *more)


def on_paper(**instead: str) -> tuple[str, ...]:
    """The options of a paper referral, some of them written otherwise."""
    changed = {f"--paper-{name}": value for name, value in instead.items()}
    return tuple(word for option in {**PAPER, **changed}.items() for word in option)


def booked(frontdesk: Frontdesk, *argv: str) -> Any:
    said = frontdesk(*argv)
    assert (said.code, said.err) == (0, "")
    return said.document["appointment"]


def refused(frontdesk: Frontdesk, *argv: str) -> tuple[int, str, str]:
    """The exit code, and the code and the sentence of the refusal."""
    said = frontdesk(*argv)
    assert set(said.document["refused"]) == {"code", "text", "alternatives"}
    return said.code, said.document["refused"]["code"], said.document["refused"]["text"]


def has_come(clinic: Path, visit_id: str) -> None:
    async def arrive() -> None:
        desk = await open_desk(config.load(clinic))
        try:
            assert isinstance(await desk.arrive(visit_id), Changed)
        finally:
            await desk.close()

    asyncio.run(arrive())


# By the list of direct access


def test_a_doctor_on_the_list_is_booked_without_a_referral(frontdesk: Frontdesk) -> None:
    visit = booked(frontdesk, *asked("direct_access", GYNAECOLOGIST, *PATIENT))
    assert (visit["ground"], visit["claim"], visit["state"]) == ("direct_access", "none", "booked")


def test_of_a_doctor_who_is_not_on_the_list_it_is_said_that_a_referral_is_needed(
    frontdesk: Frontdesk,
) -> None:
    code, why, text = refused(frontdesk, *asked("direct_access", CARDIOLOGIST, *PATIENT))
    assert (code, why) == (1, "referral_needed")
    assert text.startswith("A REFERRAL IS NEEDED: ")
    assert text.endswith(" It is not on the list of direct access of 01.2026.")


def test_the_clinics_own_list_decides_and_what_is_not_free_is_said(
    frontdesk: Frontdesk, clinic: Path
) -> None:
    clinic.with_name("own.toml").write_text(OWN_LIST, encoding="utf-8")
    text = clinic.read_text(encoding="utf-8")
    assert 'direct_access = ""' in text
    own = text.replace('direct_access = ""', 'direct_access = "own.toml"')
    clinic.write_text(own, encoding="utf-8")
    cardiologist = asked("direct_access", CARDIOLOGIST, *PATIENT)
    grown_up = frontdesk(*cardiologist, "--birth-date", "05.03.1979")
    assert grown_up.document["appointment"]["ground"] == "direct_access"
    assert "urgent care only; planned care is paid" in grown_up.err
    gynaecologist = asked("direct_access", GYNAECOLOGIST, *PATIENT)
    assert refused(frontdesk, *gynaecologist)[1] == "referral_needed"
    clinic.with_name("own.toml").unlink()
    unreadable = frontdesk(*cardiologist)
    assert (unreadable.code, unreadable.out) == (2, "")
    assert "clinic.direct_access" in unreadable.err


# By the clinic's own register


def test_who_was_here_is_booked_under_observation_with_the_same_doctor(
    frontdesk: Frontdesk, clinic: Path
) -> None:
    chronic = asked("chronic", CARDIOLOGIST, *PATIENT)
    paid = booked(frontdesk, *asked("paid", CARDIOLOGIST, *PATIENT, "--birth-date", "05.03.1979"))
    code, why, text = refused(frontdesk, *chronic)
    assert (code, why) == (1, "not_observed")  # booked is not yet seen
    assert text == ("No observation is found here. Ask the doctor, or a referral is needed.")
    has_come(clinic, paid["id"])
    again = booked(frontdesk, *chronic)
    assert (again["ground"], again["doctor"]) == ("chronic", paid["doctor"])
    assert again["patient"] == paid["patient"]
    elsewhere = asked("chronic", NEUROLOGIST, *PATIENT)
    assert refused(frontdesk, *elsewhere)[1] == "not_observed"
    course = asked("treating_doctor", CARDIOLOGIST, *PATIENT)
    assert refused(frontdesk, *course)[1] == "not_observed"  # that visit was under no referral


def test_a_course_goes_on_after_a_visit_under_a_referral(
    frontdesk: Frontdesk, clinic: Path
) -> None:
    first = booked(frontdesk, *asked("paper_referral", NEUROLOGIST, *PATIENT, *on_paper()))
    has_come(clinic, first["id"])
    then = booked(frontdesk, *asked("treating_doctor", NEUROLOGIST, "--patient", PATIENT[1]))
    assert (then["ground"], then["patient"]) == ("treating_doctor", first["patient"])


def test_the_patient_must_be_exactly_one_of_the_register(frontdesk: Frontdesk) -> None:
    paid = asked("paid", CARDIOLOGIST, "--patient", PATIENT[1])
    assert refused(frontdesk, *asked("chronic", CARDIOLOGIST))[:2] == (2, "bad_patient")
    chronic = asked("chronic", CARDIOLOGIST, "--patient", "небувалий северин")
    assert refused(frontdesk, *chronic)[:2] == (1, "no_such_patient")
    for phone in ("067 123 45 67", "067 123 45 68"):
        booked(frontdesk, *paid, "--phone", phone)
    assert refused(frontdesk, *chronic)[:2] == (1, "several_patients")
    assert refused(frontdesk, *chronic, "--phone", "067 123 45 68")[1] == "not_observed"
    assert refused(frontdesk, *chronic, "--phone", "067 123 45 69")[1] == "no_such_patient"


def test_who_is_in_the_register_is_not_entered_a_second_time(frontdesk: Frontdesk) -> None:
    for ground, service in (("paid", CARDIOLOGIST), ("direct_access", GYNAECOLOGIST)):
        booked(frontdesk, *asked(ground, service, *PATIENT))
    chronic = asked("chronic", CARDIOLOGIST, "--patient", PATIENT[1])
    assert refused(frontdesk, *chronic)[1] == "not_observed"


def test_a_surname_and_the_familys_phone_are_nobody_in_particular(frontdesk: Frontdesk) -> None:
    booked(frontdesk, *asked("paid", CARDIOLOGIST, *PATIENT))
    surname, phone = PATIENT[1].split()[0], PATIENT[3]
    booked(frontdesk, *asked("paid", CARDIOLOGIST, "--patient", surname, "--phone", phone))
    chronic = asked("chronic", CARDIOLOGIST, "--patient", surname)
    assert refused(frontdesk, *chronic)[1] == "several_patients"


def test_a_named_doctor_is_the_one_whom_the_ground_must_hold_for(
    frontdesk: Frontdesk, clinic: Path
) -> None:
    """One cardiologist is asked about, and offered instead when the time is taken."""
    times = frontdesk("slots", "--service", CARDIOLOGIST, "--limit", "200", "--json")
    listed = times.document["slots"]
    first, other = listed[0], next(it for it in listed if it["doctor"] != listed[0]["doctor"])

    def at(time: Any, ground: str) -> tuple[str, ...]:
        slot = f"{time['resource']}@{time['date']}T{time['start']}"
        return ("book", "--ground", ground, "--service", CARDIOLOGIST, "--slot", slot, "--json")

    seen = booked(frontdesk, *at(first, "paid"), *PATIENT)
    has_come(clinic, seen["id"])
    said = frontdesk(*at(first, "chronic"), *PATIENT)
    refusal = said.document["refused"]
    assert (said.code, refusal["code"]) == (1, "just_taken")
    assert {it["doctor"] for it in refusal["alternatives"]} == {first["doctor"]}
    # A colleague of the same speciality observes too, if that is who was asked for.
    assert booked(frontdesk, *at(other, "chronic"), *PATIENT)["doctor"] == other["doctor"]


# By a paper referral


def test_a_paper_referral_is_kept_with_the_visit(frontdesk: Frontdesk) -> None:
    more = on_paper(clinic="ЦПМСД № 2", number="17/4", note="cito", reason="combat_zone")
    visit = booked(frontdesk, *asked("paper_referral", NEUROLOGIST, *PATIENT, *more))
    assert (visit["ground"], visit["claim"]) == ("paper_referral", "none")
    told = asked("paper_referral", NEUROLOGIST, "--patient", "Небувала Зоя", *more)
    said = frontdesk(*(it for it in told if it != "--json"))
    kept = "Петренко І. І., 20.11.2025, № 17/4, EDRPOU 00032129, ЦПМСД № 2, cito"
    assert (said.code, said.err) == (0, "")
    assert f"Paper referral: {kept}\n" in said.out


@pytest.mark.parametrize(
    ("wrong", "options"),
    [
        ({"edrpou": "123"}, ["--paper-edrpou"]),
        ({"doctor": " ", "date": ""}, ["--paper-doctor", "--paper-date"]),
        ({"date": "31.12.2999"}, ["--paper-date"]),
    ],
)
def test_what_is_wrong_or_missing_on_the_paper_is_named_with_its_option(
    frontdesk: Frontdesk, wrong: dict[str, str], options: list[str]
) -> None:
    argv = asked("paper_referral", NEUROLOGIST, *PATIENT, *on_paper(**wrong))
    code, why, text = refused(frontdesk, *argv)
    assert (code, why) == (2, "bad_paper")
    assert [it for it in PAPER if it in text] == options


def test_an_edrpou_that_can_hardly_be_is_said_and_forbids_nothing(frontdesk: Frontdesk) -> None:
    mistyped = on_paper(edrpou="00032128")
    said = frontdesk(*asked("paper_referral", NEUROLOGIST, *PATIENT, *mistyped))
    assert (said.code, said.document["appointment"]["ground"]) == (0, "paper_referral")
    assert "compare with the stamp" in said.err


# On the command line


@pytest.mark.parametrize(
    "argv",
    [
        ("book", "--ground", "urgent", "--service", CARDIOLOGIST, "--earliest"),
        ("book", "--ground", "e_referral", "--service", CARDIOLOGIST, "--earliest"),
        ("book", "--ground", "paid", "--service", CARDIOLOGIST, "--earliest", *on_paper()),
        (*("book", "--number", "6495-7332-1362-2361", "--earliest"), "--paper-number", "17/4"),
        (*asked("paper_referral", CARDIOLOGIST, *on_paper()), "--paper-reason", "no_computer"),
    ],
)
def test_an_option_that_has_no_place_here_is_a_wrong_usage(
    frontdesk: Frontdesk, argv: tuple[str, ...]
) -> None:
    said = frontdesk(*argv)
    assert (said.code, said.out) == (2, "")
    assert said.err


@pytest.mark.parametrize(
    "ground", ["direct_access", "chronic", "treating_doctor", "paper_referral"]
)
def test_every_ground_needs_a_service_of_ours(frontdesk: Frontdesk, ground: str) -> None:
    assert refused(frontdesk, *asked(ground, "NO-SUCH", *PATIENT))[:2] == (2, "not_our_service")
