"""`frontdesk export`: the schedule as a table that a spreadsheet shows, and does not obey."""

from __future__ import annotations

import csv
import io
import os
import re
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from frontdesk import config
from frontdesk.cli.spreadsheet import spreadsheet
from frontdesk.domain.clean import clean
from frontdesk.domain.patient import Name, Patient
from frontdesk.store import agenda, patients
from frontdesk.workplace import open_store
from tests.hostile import PAYLOADS, UNENCODABLE

if TYPE_CHECKING:
    from tests.cli.conftest import Frontdesk

FORMULA = re.compile(r"\s*[=+\-@＝＋－＠﹢﹣﹦﹫]")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b\u202e\u2066\ufeff]")


def read(written: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(written.decode("utf-8-sig"), newline=""), delimiter=";"))


@pytest.fixture
def busy_day(frontdesk: Frontdesk) -> str:
    """A day with visits."""
    times = frontdesk("slots", "--service", "K67002", "--json").document["slots"]
    days: list[str] = sorted({it["date"] for it in times})
    return next(
        day for day in days if frontdesk("agenda", "--date", day, "--json").document["appointments"]
    )


def test_the_table_has_every_visit_of_its_days(
    frontdesk: Frontdesk, busy_day: str, tmp_path: Path
) -> None:
    last = (date.fromisoformat(busy_day) + timedelta(days=6)).isoformat()
    file = tmp_path / "week.csv"
    said = frontdesk("export", file, "--from", busy_day, "--to", last, "--lang", "en")
    assert (said.code, said.out, said.err) == (0, "", "")
    headings, *rows = read(file.read_bytes())
    assert headings[:5] == ["Date", "Start", "End", "Doctor", "Room"]
    of_first_day = frontdesk("agenda", "--date", busy_day, "--json").document["appointments"]
    assert [(it[1], it[3], it[7]) for it in rows if it[0] == busy_day] == [
        (it["start"], it["doctor"], it["patient"]) for it in of_first_day
    ]
    assert busy_day < max(it[0] for it in rows) <= last
    assert all(re.fullmatch(r"0\d\d \d{3} \d\d \d\d|", it[8]) for it in rows)


def test_without_days_it_is_today(frontdesk: Frontdesk, tmp_path: Path) -> None:
    file = tmp_path / "today.csv"
    assert frontdesk("export", file).code == 0
    headings, *rows = read(file.read_bytes())
    assert headings[0] == "Дата"
    today = frontdesk("agenda", "--json").document
    assert len(rows) == len(today["appointments"])
    assert {it[0] for it in rows} <= {today["date"]}


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights on files")
def test_only_its_owner_reads_it(frontdesk: Frontdesk, tmp_path: Path) -> None:
    assert frontdesk("export", tmp_path / "today.csv").code == 0
    assert (tmp_path / "today.csv").stat().st_mode & 0o777 == 0o600


def test_nothing_is_written_over_nor_elsewhere(frontdesk: Frontdesk, tmp_path: Path) -> None:
    kept = tmp_path / "kept.csv"
    kept.write_text("kept", encoding="utf-8")
    link = tmp_path / "link.csv"
    link.symlink_to(tmp_path / "elsewhere.csv")
    for file, why in (
        (kept, "exists already"),
        (link, "exists already"),
        (tmp_path / "no" / "week.csv", "cannot be written"),
    ):
        said = frontdesk("export", file, "--lang", "en")
        assert (said.code, said.out) == (2, "")
        assert why in said.err
    assert kept.read_text(encoding="utf-8") == "kept"
    assert sorted(it.name for it in tmp_path.glob("*.csv")) == ["kept.csv", "link.csv"]


def test_days_in_the_wrong_order_are_refused(frontdesk: Frontdesk, tmp_path: Path) -> None:
    days = ("--from", "2026-11-25", "--to", "2026-11-24")
    said = frontdesk("export", tmp_path / "none.csv", *days, "--lang", "en")
    assert (said.code, said.out) == (2, "")
    assert "The last day is before the first." in said.err
    assert not list(tmp_path.glob("none.csv"))


def test_hostile_names_are_only_text(
    run: Frontdesk, clinic: Path, busy_day: str, tmp_path: Path
) -> None:
    with closing(open_store(config.load(clinic))) as store, store.writing() as db:
        seen = agenda.visits_of_day(db, date.fromisoformat(busy_day))
        known = {it.patient.id: it.patient for it in seen if it.patient}
        for patient, payload in zip(known.values(), PAYLOADS[-8:], strict=False):
            patients.remember(db, Patient(patient.id, Name(payload, "Ольга")))
    file = tmp_path / "hostile.csv"
    assert run("--config", clinic, "export", file, "--from", busy_day).code == 0
    cells = [cell for row in read(file.read_bytes()) for cell in row]
    assert any("HYPERLINK" in it or "SUM" in it or "calc" in it for it in cells)
    assert not [it for it in cells if FORMULA.match(it) or CONTROL.search(it)]


@given(st.lists(st.lists(st.text() | st.sampled_from(PAYLOADS), min_size=1, max_size=4)))
@example([[UNENCODABLE], ["a;b", 'c"d', "e\nf"], ["＝1+1", " =1", "\t=1", "'=1"]])
def test_whatever_the_cells_are_they_are_read_back_as_text(rows: list[list[str]]) -> None:
    back = read(spreadsheet(rows))
    assert [[cell.removeprefix("'") for cell in row] for row in back] == [
        [clean(cell).removeprefix("'") for cell in row] for row in rows
    ]
    assert not [cell for row in back for cell in row if FORMULA.match(cell) or CONTROL.search(cell)]
