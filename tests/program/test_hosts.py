"""Visits stay at their hour, wherever the computer thinks it is and whatever a law does to Kyiv."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from frontdesk.workplace import utc_now
from tests.program.place import PROGRAM, Clinic


def run(clinic: Clinic, more: Mapping[str, str], *arguments: str) -> Any:
    """The document that the program prints on a host with these variables."""
    said = subprocess.run(
        [*PROGRAM, *clinic.desk, *arguments, "--json"],
        env={**clinic.place.env, **more},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return json.loads(said.stdout)


def book(clinic: Clinic, more: Mapping[str, str], first: date) -> Any:
    """A paid visit on the first free day from `first` on."""
    service = clinic.next_patient().service
    when = ("--from", first.isoformat(), "--limit", "1")
    (slot,) = run(clinic, more, "slots", "--service", service, *when)["slots"]
    who = ("--ground", "paid", "--service", service, "--patient", "Іваненко Ольга")
    moment = f"{slot['resource']}@{slot['date']}T{slot['start']}"
    return run(clinic, more, "book", *who, "--slot", moment)["appointment"]


def seen(clinic: Clinic, more: Mapping[str, str], booked: Any) -> list[tuple[str, str]]:
    """When the visit is, as another host shows it."""
    agenda = run(clinic, more, "agenda", "--date", booked["date"])["appointments"]
    return [(it["date"], it["start"]) for it in agenda if it["id"] == booked["id"]]


def violations(clinic: Clinic, more: Mapping[str, str]) -> int:
    checked = run(clinic, more, "check")["invariants"]
    return int(next(it["violations"] for it in checked if it["id"] == "I11"))


@pytest.mark.parametrize("zone", ["UTC", "Asia/Tokyo"])
def test_a_host_elsewhere_shows_the_hour_of_the_clinic(clinic: Clinic, zone: str) -> None:
    booked = book(clinic, {"TZ": zone}, utc_now().date())
    when = (booked["date"], booked["start"])
    assert seen(clinic, {"TZ": zone}, booked) == [when]
    assert seen(clinic, {"TZ": "Europe/Kyiv"}, booked) == [when]
    assert violations(clinic, {"TZ": zone}) == 0


def test_a_summer_visit_stays_at_its_hour_when_kyiv_gives_up_summer_time(
    clinic: Clinic, tmp_path: Path
) -> None:
    law = tmp_path / "Europe" / "Kyiv"
    law.parent.mkdir()
    law.write_bytes(files("tzdata.zoneinfo.Etc").joinpath("GMT-2").read_bytes())
    today = utc_now().date()
    july = date(today.year + (today.month > 6), 7, 5)
    booked = book(clinic, {}, july)
    under_the_law = {"PYTHONTZPATH": str(tmp_path)}
    assert seen(clinic, under_the_law, booked) == [(booked["date"], booked["start"])]
    assert violations(clinic, under_the_law) == 0
    assert violations(clinic, {}) == 0
