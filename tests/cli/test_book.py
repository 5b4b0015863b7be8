"""`frontdesk slots`, `book`, `agenda` and `check`, one after another as a clinic uses them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from shutil import copyfile
from typing import TYPE_CHECKING, Any

import pytest

from frontdesk import config
from frontdesk.simulator.world import World
from frontdesk.store import referrals
from frontdesk.workplace import open_store

if TYPE_CHECKING:
    from tests.cli.conftest import Frontdesk

Samples = Callable[..., str]
PATIENT = ("--patient", "Іваненко Ольга Петрівна", "--phone", "067 123 45 67")
SLOT_KEYS = {"resource", "doctor", "speciality", "room", "date", "start", "end"}
APPOINTMENT_KEYS = {
    "id",
    "state",
    "claim",
    "doctor",
    "room",
    "date",
    "start",
    "end",
    "ground",
    "patient",
}


@pytest.fixture
def simulator(busy_simulator: Path) -> Path:
    return busy_simulator


def slot(of: Any) -> str:
    """As `--slot` takes it."""
    return f"{of['resource']}@{of['date']}T{of['start']}"


def test_free_times_keep_the_contract(frontdesk: Frontdesk) -> None:
    said = frontdesk("slots", "--service", "K67002", "--limit", "3", "--json")
    assert (said.code, said.err) == (0, "")
    times = said.document["slots"]
    assert [set(it) for it in times] == [SLOT_KEYS] * 3
    assert times == sorted(times, key=lambda it: (it["date"], it["start"]))
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", it["date"]) for it in times)
    assert all(re.fullmatch(r"\d\d:\d\d", it["start"]) for it in times)


def test_free_times_of_one_doctor_on_given_days(frontdesk: Frontdesk) -> None:
    every = frontdesk("slots", "--service", "K67002", "--limit", "200", "--json").document["slots"]
    wanted = every[len(every) // 2]
    said = frontdesk(
        *("slots", "--service", "K67002", "--doctor", wanted["resource"], "--json"),
        *("--from", wanted["date"], "--to", wanted["date"], "--limit", "50"),
    )
    assert wanted in said.document["slots"]
    assert {(it["resource"], it["date"]) for it in said.document["slots"]} == {
        (wanted["resource"], wanted["date"])
    }


@pytest.mark.parametrize(
    "asked",
    [
        ("--service", "NO-SUCH"),
        ("--service", "K67002", "--doctor", "nobody"),
        ("--service", "K67002", "--from", "9999-12-31"),
        ("--service", "K67002", "--from", "2020-01-01", "--to", "2020-02-01"),
    ],
)
def test_no_free_time_is_an_empty_list_and_exit_code_1(
    frontdesk: Frontdesk, asked: tuple[str, ...]
) -> None:
    said = frontdesk("slots", *asked, "--json")
    assert (said.code, said.document) == (1, {"slots": []})


def test_a_person_reads_each_time_with_what_books_it(
    frontdesk: Frontdesk, samples: Samples
) -> None:
    said = frontdesk("slots", "--service", "N67002", "--limit", "1", "--lang", "en")
    assert said.code == 0
    named = re.search(r"--slot (\S+)$", said.out.strip())
    assert named is not None
    booked = frontdesk("book", "--number", samples("bookable", 1), "--slot", named[1], *PATIENT)
    assert booked.code == 0


def test_one_command_books_and_claims(frontdesk: Frontdesk, samples: Samples) -> None:
    number = samples("bookable", 0)
    said = frontdesk("book", "--number", number, "--earliest", "--wait", "--json", *PATIENT)
    assert (said.code, said.err) == (0, "")
    appointment = said.document["appointment"]
    assert set(appointment) >= APPOINTMENT_KEYS
    assert (appointment["state"], appointment["claim"]) == ("booked", "ours")
    assert (appointment["ground"], appointment["patient"]) == (
        "e_referral",
        "Іваненко Ольга Петрівна",
    )
    listed = frontdesk("agenda", "--date", appointment["date"], "--json").document
    assert set(listed) == {"date", "appointments"}
    assert appointment in listed["appointments"]
    assert all(set(it) >= APPOINTMENT_KEYS for it in listed["appointments"])

    again = frontdesk("book", "--number", number, "--earliest", "--json", *PATIENT)
    assert again.code == 1
    refused = again.document["refused"]
    assert set(refused) == {"code", "text", "alternatives"}
    assert refused["code"] == "booked_here"
    assert [set(it) for it in refused["alternatives"]] == [SLOT_KEYS] * 5
    assert frontdesk("verify", number, "--json").document["verdict"] == "booked_here"


def test_without_waiting_the_visit_is_on_its_way(frontdesk: Frontdesk, samples: Samples) -> None:
    said = frontdesk("book", "--number", samples("bookable", 2), "--earliest", "--json", *PATIENT)
    assert said.code == 0
    appointment = said.document["appointment"]
    assert (appointment["state"], appointment["claim"]) == ("claiming", "pending")


def test_a_person_reads_the_slip(frontdesk: Frontdesk, samples: Samples) -> None:
    number = samples("bookable", 4)
    said = frontdesk("book", "--number", number, "--earliest", "--wait", "--lang", "en", *PATIENT)
    assert (said.code, said.err) == (0, "")
    heading, *lines = said.out.splitlines()
    assert heading == "Booked"
    assert {line.split(":")[0].strip() for line in lines} >= {"Patient", "When", "Where", "Doctor"}
    assert number not in said.out


def test_a_taken_time_is_refused_with_other_times(frontdesk: Frontdesk, samples: Samples) -> None:
    time = frontdesk("slots", "--service", "T67002", "--json").document["slots"][0]
    paid = ("book", "--ground", "paid", "--service", "T67002", "--slot", slot(time), "--json")
    assert frontdesk(*paid, *PATIENT).code == 0
    number = samples("bookable", 15)
    said = frontdesk("book", "--number", number, "--slot", slot(time), "--json", *PATIENT)
    assert said.code == 1
    assert said.document["refused"]["code"] == "just_taken"
    others = said.document["refused"]["alternatives"]
    assert time not in others
    instead = frontdesk("book", "--number", number, "--slot", slot(others[0]), "--json", *PATIENT)
    assert (instead.code, instead.document["appointment"]["start"]) == (0, others[0]["start"])


@pytest.mark.parametrize(
    "named", ["{doctor}@{day}T03:00", "{doctor}@{day}", "nobody@{day}T10:00", "{doctor}@soon"]
)
def test_a_time_that_is_not_offered_is_a_bad_slot(
    frontdesk: Frontdesk, samples: Samples, named: str
) -> None:
    time = frontdesk("slots", "--service", "A34011", "--json").document["slots"][0]
    wanted = named.format(doctor=time["resource"], day=time["date"])
    said = frontdesk(
        "book", "--number", samples("bookable", 3), "--slot", wanted, "--json", *PATIENT
    )
    assert (said.code, said.document["refused"]["code"]) == (1, "bad_slot")


def test_a_time_of_another_time_zone_is_not_guessed(frontdesk: Frontdesk, samples: Samples) -> None:
    time = frontdesk("slots", "--service", "A34011", "--json").document["slots"][0]
    wanted = f"{slot(time)}+00:00"
    said = frontdesk(
        "book", "--number", samples("bookable", 3), "--slot", wanted, "--json", *PATIENT
    )
    assert (said.code, said.document["refused"]["code"]) == (1, "bad_slot")


def test_a_person_is_told_why_not_and_what_instead(frontdesk: Frontdesk, samples: Samples) -> None:
    time = frontdesk("slots", "--service", "A34011", "--json").document["slots"][0]
    wanted = f"{time['resource']}@{time['date']}T03:00"
    number = samples("bookable", 3)
    said = frontdesk("book", "--number", number, "--slot", wanted, "--lang", "en", *PATIENT)
    assert (said.code, said.err) == (1, "The doctor does not receive at this time.\n")
    assert len(said.out.splitlines()) == 5
    assert all("--slot" in line for line in said.out.splitlines())


@pytest.mark.parametrize(
    ("verdict", "code"),
    [
        ("recalled", "recalled"),
        ("expired", "expired"),
        ("completed", "completed"),
        ("no_programme", "no_programme"),
        ("not_our_service", "not_our_service"),
        ("in_work_elsewhere", "in_work_elsewhere"),
        ("for_another_clinic", "for_another_clinic"),
        ("not_found", "not_found"),
    ],
)
def test_a_verdict_that_forbids_it_is_the_refusals_code(
    frontdesk: Frontdesk, samples: Samples, verdict: str, code: str
) -> None:
    said = frontdesk("book", "--number", samples(verdict), "--earliest", "--json", *PATIENT)
    assert (said.code, said.document["refused"]["code"]) == (1, code)
    assert said.document["refused"]["text"]


def test_a_silent_search_refuses_with_the_backends_exit_code(
    frontdesk: Frontdesk, samples: Samples
) -> None:
    said = frontdesk("book", "--number", samples("unverified"), "--earliest", "--json", *PATIENT)
    assert (said.code, said.document["refused"]["code"]) == (3, "unverified")


def test_who_wants_to_be_served_here_is(frontdesk: Frontdesk, samples: Samples) -> None:
    """The doctor had named another clinic; nobody has the referral in work."""
    number = samples("for_another_clinic", 1)
    said = frontdesk(
        "book", "--number", number, "--earliest", "--here", "--wait", "--json", *PATIENT
    )
    assert (said.code, said.document["appointment"]["claim"]) == (0, "ours")


def test_a_takeover_that_esoz_refuses_is_a_refusal_with_its_reason(
    frontdesk: Frontdesk, samples: Samples
) -> None:
    said = frontdesk(
        *("book", "--number", samples("in_work_elsewhere"), "--earliest", "--here", "--wait"),
        *("--json", "--lang", "en", *PATIENT),
    )
    assert said.code == 1
    assert "another clinic has taken the referral" in said.document["refused"]["text"]


def test_of_several_referrals_one_is_named(frontdesk: Frontdesk, samples: Samples) -> None:
    number = samples("bookable", 17)
    found = frontdesk("verify", number, "--json").document["referrals"]
    last = found[-1]
    said = frontdesk(
        *("book", "--number", number, "--referral", last["id"], "--earliest", "--json", *PATIENT)
    )
    assert said.document["appointment"]["service"] == last["service"]
    wrong = frontdesk("book", "--number", number, "--referral", "none", "--earliest", "--json")
    assert (wrong.code, wrong.document["refused"]["code"]) == (1, "not_found")


def test_of_a_group_of_services_one_may_be_named(frontdesk: Frontdesk, samples: Samples) -> None:
    book = ("book", "--number", samples("bookable", 6), "--earliest", "--json", *PATIENT)
    other = frontdesk(*book, "--service", "K67002")
    assert (other.code, other.document["refused"]["code"]) == (1, "bad_slot")
    said = frontdesk(*book, "--service", "55032-00")
    assert said.document["appointment"]["service"]["code"] == "55032-00"


def test_a_paid_visit_needs_a_service_and_no_referral(frontdesk: Frontdesk) -> None:
    paid = ("book", "--ground", "paid", "--earliest", "--json")
    said = frontdesk(*paid, "--service", "K67002", "--birth-date", "05.03.1979", *PATIENT)
    appointment = said.document["appointment"]
    assert (said.code, appointment["ground"], appointment["claim"]) == (0, "paid", "none")
    without = frontdesk(*paid, *PATIENT)
    assert (without.code, without.document["refused"]["code"]) == (2, "not_our_service")
    told = frontdesk("book", "--ground", "paid", "--earliest", "--lang", "en", *PATIENT)
    assert (told.code, told.out) == (2, "")
    assert "--service" in told.err


@pytest.mark.parametrize(
    "wrong", [("--phone", "12"), ("--birth-date", "31.02.2000"), ("--patient", " ")]
)
def test_details_that_cannot_be_are_refused_and_free_the_time(
    frontdesk: Frontdesk, wrong: tuple[str, str]
) -> None:
    times = ("slots", "--service", "X67002", "--json")
    before = frontdesk(*times).document
    said = frontdesk(
        *("book", "--ground", "paid", "--service", "X67002", "--earliest", "--json"),
        *("--patient", "Мороз Ірина", *wrong),
    )
    assert (said.code, said.document["refused"]["code"]) == (2, "bad_patient")
    assert frontdesk(*times).document == before


def test_without_a_name_the_referrals_own_is_taken(frontdesk: Frontdesk, samples: Samples) -> None:
    number = samples("bookable", 9)
    patient = frontdesk("verify", number, "--json").document["referrals"][0]["patient"]
    said = frontdesk("book", "--number", number, "--earliest", "--json")
    assert said.code == 0
    assert said.document["appointment"]["patient"].startswith(patient["surname"])


def test_without_any_name_nobody_is_booked(frontdesk: Frontdesk, samples: Samples) -> None:
    said = frontdesk("book", "--number", samples("bookable", 11), "--earliest", "--json")
    assert (said.code, said.document["refused"]["code"]) == (2, "bad_patient")


def test_one_patient_cannot_be_at_two_doctors_at_one_time(
    frontdesk: Frontdesk, samples: Samples
) -> None:
    """Three services under one number, so one person; two of them at the same minute."""
    number = samples("bookable", 17)
    first, second = frontdesk("verify", number, "--json").document["referrals"][:2]
    times = {
        it["id"]: frontdesk(
            "slots", "--service", it["service"]["code"], "--limit", "300", "--json"
        ).document["slots"]
        for it in (first, second)
    }
    here, there = next(
        (a, b)
        for a in times[first["id"]]
        for b in times[second["id"]]
        if (a["date"], a["start"]) == (b["date"], b["start"]) and a["doctor"] != b["doctor"]
    )
    book = ("book", "--number", number, "--json", *PATIENT, "--referral")
    assert frontdesk(*book, first["id"], "--slot", slot(here)).code == 0
    clash = frontdesk(*book, second["id"], "--slot", slot(there))
    assert (clash.code, clash.document["refused"]["code"]) == (1, "booked_here")
    assert len(clash.document["refused"]["alternatives"]) == 5


def test_a_booking_by_a_number_that_is_none_is_refused_like_verify(
    frontdesk: Frontdesk,
) -> None:
    said = frontdesk("book", "--number", "1234", "--earliest", "--json")
    assert (said.code, said.document["problem"]["kind"]) == (2, "confirmation_code")


def test_the_agenda_of_a_day_is_read_by_people_too(frontdesk: Frontdesk) -> None:
    day = frontdesk("slots", "--service", "K67002", "--json").document["slots"][-1]["date"]
    said = frontdesk("agenda", "--date", day, "--lang", "en")
    assert said.code == 0
    heading, *visits = said.out.splitlines()
    assert re.match(r"\w+day, \d{1,2} \w+", heading)
    assert visits
    assert all(re.match(r"\d\d:\d\d  ", line) for line in visits)


def test_the_invariants_hold_after_all_of_this(frontdesk: Frontdesk) -> None:
    said = frontdesk("check", "--json")
    assert said.code == 0
    checked = said.document["invariants"]
    assert [set(it) for it in checked] == [{"id", "checked", "violations"}] * len(checked)
    assert {"I1", "I3", "I4", "I7", "I12"} <= {it["id"] for it in checked}
    assert [it for it in checked if it["violations"]] == []
    assert sum(it["checked"] for it in checked) > 1000


def test_a_broken_invariant_is_counted_and_refused(
    frontdesk: Frontdesk, run: Frontdesk, simulator: Path, tmp_path: Path
) -> None:
    """What ЕСОЗ last said is changed behind the desk's back: ours is no longer ours."""
    for name in ("frontdesk.db", "frontdesk.key"):
        copyfile(simulator.with_name(name), tmp_path / name)
    text = simulator.read_text(encoding="utf-8")
    moved = tmp_path / "frontdesk.toml"
    moved.write_text(text.replace(str(simulator.parent), str(tmp_path)), encoding="utf-8")
    settings = config.load(moved, {})
    store = open_store(settings, environment={})
    with store.reading() as db:
        world = World.furnished(1, store.now(db).date())
    number = next(it.number for it in world.samples if it.verdict == "booked_here")
    its_id = next(it.id for it in world.referrals if it.requisition == number)
    with store.writing() as db:
        known = referrals.by_id(db, its_id, store.key)
        assert known is not None
        stolen = replace(known.referral, used_by="another clinic")
        referrals.remember(db, stolen, known.checked_at, store.key)
    store.close()
    said = run("--config", moved, "check", "--lang", "en")
    assert said.code == 1
    invariants = (line for line in said.out.splitlines() if line.startswith("I"))
    (broken,) = (line for line in invariants if "0 violations" not in line)
    assert re.fullmatch(r"I1 +\d+ rows  1 violation", broken)


def test_nothing_personal_is_said_on_stderr(
    frontdesk: Frontdesk, samples: Callable[..., str]
) -> None:
    """Whatever goes wrong: no number, no name, no phone, no secret."""
    number = samples("bookable", 5)
    personal = ("--patient", "Неймовірна Соломія", "--phone", "067 999 88 77")
    runs = [
        ("verify", samples("recalled")),
        ("verify", "1234-5678-9012-345Q"),
        ("book", "--number", samples("expired"), "--earliest", *personal),
        ("book", "--number", number, "--slot", "nobody@x", *personal),
        ("book", "--number", number, "--earliest", "--patient", "Неймовірна", "--phone", "0679998"),
        ("book", "--number", number, "--earliest", "--wait", *personal),
        ("book", "--number", number, "--earliest", *personal),
    ]
    told = "".join(frontdesk(*it).err for it in runs)
    assert told
    spelt = {samples("recalled"), samples("expired"), number, "345Q", "Неймовірна", "Соломія"}
    planted = {*spelt, "999 88 77", "9998877", "0679998", "simulator-token", "simulator-psk"}
    assert [it for it in planted if it in told] == []


COURSE = 5
"""Which bookable sample is for several visits; three are left."""


def test_a_course_is_booked_with_one_command(frontdesk: Frontdesk, samples: Samples) -> None:
    asked = ("book", "--number", samples("bookable", COURSE), "--earliest", "--json", *PATIENT)
    too_many = frontdesk(*asked, "--sessions", "4")
    assert (too_many.code, too_many.document["refused"]["code"]) == (1, "nothing_left")
    said = frontdesk(*asked, "--sessions", "2", "--every", "3", "--wait")
    assert (said.code, said.err) == (0, "")
    visits = said.document["appointments"]
    assert said.document["appointment"] == visits[0]
    assert [(it["state"], it["claim"]) for it in visits] == [("booked", "ours")] * 2
    first, second = [date.fromisoformat(it["date"]) for it in visits]
    assert (second - first).days >= 3


@pytest.mark.parametrize(
    "asked",
    [
        ("--ground", "paid", "--service", "K67002", "--earliest", "--sessions", "2"),
        ("--number", "6495-7332-1362-2361", "--slot", "d1@2026-11-25T09:00", "--sessions", "2"),
        ("--number", "6495-7332-1362-2361", "--earliest", "--sessions", "2", "--overbook", "x"),
    ],
)
def test_a_course_needs_a_number_and_finds_its_times_itself(
    frontdesk: Frontdesk, asked: tuple[str, ...]
) -> None:
    said = frontdesk("book", *asked)
    assert (said.code, said.out) == (2, "")
    assert said.err


def test_overbooking_needs_the_right_and_a_free_lane(
    frontdesk: Frontdesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = frontdesk("slots", "--service", "K67002", "--limit", "1", "--json").document["slots"]
    asked = ("book", "--ground", "paid", "--service", "K67002", "--json", *PATIENT)
    urgent = (*asked, "--slot", slot(free[0]), "--overbook", "urgent")
    refused = frontdesk(*urgent)
    assert (refused.code, refused.document["refused"]["code"]) == (1, "may_not_overbook")
    monkeypatch.setenv("FRONTDESK_DESK__MAY_OVERBOOK", "true")
    blank = frontdesk(*asked, "--slot", slot(free[0]), "--overbook", " ")
    assert (blank.code, blank.document["refused"]["code"]) == (1, "may_not_overbook")
    assert frontdesk(*urgent).code == 0
    again = frontdesk(*urgent)
    assert (again.code, again.document["refused"]["code"]) == (1, "just_taken")
