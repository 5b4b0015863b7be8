"""The same over real HTTP and a database that stays: two terminals, scripts, and kill -9."""

from __future__ import annotations

import signal
from typing import Any

from frontdesk.simulator.credentials import API_KEY, PSK, TOKEN
from tests.program.place import (
    Clinic,
    book,
    hold_first_time,
    look_up,
    open_desk,
    press_enter,
    word,
    words,
)


def earliest(clinic: Clinic, service: str) -> Any:
    """The time that the program offers first."""
    argv = ("slots", *clinic.desk, "--service", service, "--limit", "1")
    return clinic.place.json(*argv)["slots"][0]


def visits(clinic: Clinic, slot: Any) -> list[Any]:
    """Appointments at that time with that doctor."""
    agenda = clinic.place.json("agenda", *clinic.desk, "--date", slot["date"])
    place_and_time = {key: slot[key] for key in ("doctor", "start", "end", "date")}
    return [it for it in agenda["appointments"] if place_and_time.items() <= it.items()]


def violations(clinic: Clinic) -> list[Any]:
    invariants = clinic.place.json("check", *clinic.desk)["invariants"]
    assert len(invariants) > 5
    return [it for it in invariants if it["violations"]]


def test_a_booking_is_there_after_the_program_is_closed_and_is_not_made_twice(
    clinic: Clinic,
) -> None:
    patient = clinic.next_patient()
    slot = earliest(clinic, patient.service)
    with clinic.place.terminal(*clinic.desk) as desk:
        open_desk(desk)
        book(desk, patient.number)
    (visit,) = visits(clinic, slot)
    assert (visit["state"], visit["claim"]) == ("booked", "ours")

    with clinic.place.terminal(*clinic.desk) as desk:
        open_desk(desk)
        look_up(desk, patient.number)
        desk.wait_for(word("booked_here"), slot["start"])

    again = clinic.place.run(
        "book", *clinic.desk, "--number", patient.number, "--earliest", "--json"
    )
    assert again.returncode == 1
    assert '"booked_here"' in again.stdout


def test_a_time_that_is_taken_is_refused_with_others_to_choose_from(clinic: Clinic) -> None:
    patient = clinic.next_patient()
    slot = earliest(clinic, patient.service)
    with clinic.place.terminal(*clinic.desk) as desk:
        open_desk(desk)
        hold_first_time(desk, patient.number)
        moment = f"{slot['resource']}@{slot['date']}T{slot['start']}"
        paid = ("--ground", "paid", "--service", patient.service, "--patient", "Іваненко Ольга")
        other = clinic.place.json("book", *clinic.desk, *paid, "--slot", moment)
    assert other["refused"]["code"] == "just_taken"
    assert other["refused"]["text"]
    assert slot not in other["refused"]["alternatives"]
    assert other["refused"]["alternatives"]


def test_a_killed_program_keeps_the_booking_that_was_confirmed(clinic: Clinic) -> None:
    patient = clinic.next_patient()
    slot = earliest(clinic, patient.service)
    with clinic.place.terminal(*clinic.desk) as desk:
        open_desk(desk)
        hold_first_time(desk, patient.number)
        press_enter(desk)
        desk.first_shown(words.tr("next patient"))
        desk.kill(signal.SIGKILL)
        assert desk.wait() == -signal.SIGKILL
    (visit,) = visits(clinic, slot)
    assert visit["state"] in {"claiming", "booked"}
    assert violations(clinic) == []
    found = clinic.place.json("verify", *clinic.desk, patient.number)
    assert found["verdict"] == "booked_here"


def test_a_program_killed_while_confirming_leaves_nothing_half_done(clinic: Clinic) -> None:
    number = clinic.next_patient().number
    with clinic.place.terminal(*clinic.desk) as desk:
        open_desk(desk)
        hold_first_time(desk, number)
        press_enter(desk)
        desk.kill(signal.SIGKILL)
        desk.wait()
    assert violations(clinic) == []


def test_the_disk_holds_neither_the_secrets_nor_a_number_in_the_clear(clinic: Clinic) -> None:
    number = clinic.next_patient().number
    booked = clinic.place.run(
        "book", *clinic.desk, "--number", number, "--earliest", "--wait", "--json"
    )
    assert (booked.returncode, booked.stderr) == (0, "")
    kept = [path.read_bytes() for path in clinic.place.left_behind()]
    assert kept
    for secret in (TOKEN, API_KEY, PSK, number, number.replace("-", "")):
        assert not any(secret.encode() in content for content in kept)
