"""`frontdesk journal`: is it whole, and what is in it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.conftest import Frontdesk


@pytest.fixture
def visit(run: Frontdesk, clinic: Path) -> str:
    """Id of a visit in the sample clinic."""
    shown = run("--config", clinic, "journal", "show", "--limit", "1", "--json")
    return str(shown.document["entries"][0]["subject"])


def forge(clinic: Path, change: str) -> None:
    with closing(sqlite3.connect(clinic.with_suffix(".db"))) as db, db:
        db.execute(change)


def test_a_whole_journal_is_said_with_its_length(run: Frontdesk, clinic: Path) -> None:
    document = run("--config", clinic, "journal", "verify", "--json").document
    assert document["checked"] > 100
    assert document["broken_at"] is None
    said = run("--config", clinic, "--lang", "en", "journal", "verify")
    assert (said.code, said.err) == (0, "")
    assert said.out == f"The journal is whole: {document['checked']} rows.\n"


def test_a_broken_journal_is_said_with_its_row(run: Frontdesk, clinic: Path) -> None:
    forge(clinic, "UPDATE journal SET actor = 'nobody' WHERE seq = 7")
    said = run("--config", clinic, "--lang", "en", "journal", "verify")
    assert (said.code, said.out) == (1, "The journal is broken at row 7.\n")
    document = run("--config", clinic, "journal", "verify", "--json")
    assert (document.code, document.document["broken_at"]) == (1, 7)


def test_the_newest_entry_stands_last(run: Frontdesk, clinic: Path) -> None:
    entries = run("--config", clinic, "journal", "show", "--json").document["entries"]
    numbers = [it["seq"] for it in entries]
    assert len(numbers) == 50
    assert numbers == sorted(numbers)
    checked = run("--config", clinic, "journal", "verify", "--json").document["checked"]
    assert numbers[-1] == checked


def test_what_was_done_to_one_visit_can_be_asked(run: Frontdesk, clinic: Path, visit: str) -> None:
    shown = run("--config", clinic, "journal", "show", "--visit", visit, "--json")
    assert {it["subject"] for it in shown.document["entries"]} == {visit}
    unknown = run("--config", clinic, "journal", "show", "--visit", "nobody's", "--json")
    assert (unknown.code, unknown.document["entries"]) == (0, [])


@pytest.mark.parametrize(
    ("at", "day"),
    [("2026-11-22T21:59:59.000000Z", "2026-11-22"), ("2026-11-22T22:00:00.000000Z", "2026-11-23")],
)
def test_a_day_is_the_sites_day_and_not_the_utc_one(
    run: Frontdesk, clinic: Path, at: str, day: str
) -> None:
    forge(clinic, f"UPDATE journal SET at = '{at}' WHERE seq = 3")
    for asked in ("2026-11-22", "2026-11-23"):
        shown = run(
            "--config", clinic, "journal", "show", "--day", asked, "--limit", "100000", "--json"
        )
        found = [it["seq"] for it in shown.document["entries"] if it["at"].startswith(at[:19])]
        assert found == ([3] if asked == day else [])


def test_an_entry_is_said_in_the_clerks_language_and_local_time(
    run: Frontdesk, clinic: Path
) -> None:
    forge(
        clinic,
        "UPDATE journal SET at = '2026-11-22T22:00:05.000000Z', action = 'confirm', subject = 'v1',"
        """ before = '{"state":"held","patient_id":null,"version":1}',"""
        """ after = '{"state":"booked","patient_id":"p1","version":2}' WHERE seq = 3""",
    )
    asked = ("journal", "show", "--visit", "v1")
    english = run("--config", clinic, "--lang", "en", *asked).out
    assert english.startswith("3  23.11.2026 00:00:05  ")
    assert english.endswith("  visit confirmed  v1  visit: held → booked; patient: — → p1\n")
    ukrainian = run("--config", clinic, "--lang", "uk", *asked).out
    assert "запис підтверджено" in ukrainian
    assert "час тримаємо → записано" in ukrainian


def test_the_journal_names_no_patient(
    run: Frontdesk, clinic: Path, names_in: Callable[[Path], set[str]]
) -> None:
    surnames = names_in(clinic)
    assert surnames
    for form in ((), ("--json",)):
        shown = run("--config", clinic, "journal", "show", "--limit", "100000", *form).out
        assert not {it for it in surnames if it in shown}


@pytest.fixture
def names_in() -> Callable[[Path], set[str]]:
    def surnames(clinic: Path) -> set[str]:
        with closing(sqlite3.connect(clinic.with_suffix(".db"))) as db:
            return {it for (it,) in db.execute("SELECT surname FROM patient")}

    return surnames


def test_neither_a_session_in_esoz_nor_a_key_of_it_is_needed(run: Frontdesk, clinic: Path) -> None:
    text = clinic.read_text(encoding="utf-8")
    assert 'auth = "simulator"' in text
    clinic.write_text(text.replace('auth = "simulator"', 'auth = "sign_in"'), encoding="utf-8")
    assert run("--config", clinic, "agenda").code == 2
    assert run("--config", clinic, "journal", "verify").code == 0
    assert run("--config", clinic, "backup").code == 0
