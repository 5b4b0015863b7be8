"""`frontdesk import`: how a clinic's doctors, rooms, hours and patients come into its database."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from frontdesk import config
from frontdesk.domain.clinic import Resource
from frontdesk.store import catalogue, reference
from frontdesk.workplace import open_store
from tests.hostile import PAYLOADS

if TYPE_CHECKING:
    from tests.cli.conftest import Frontdesk

CODE = "K67002"
"""A consultation of the simulated catalogue."""

File = Callable[..., Path]


@pytest.fixture
def file(tmp_path: Path) -> File:
    """Writes a table, one string a row."""

    def written(name: str, *rows: str, encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes("\r\n".join(rows).encode(encoding))
        return path

    return written


@pytest.fixture
def desk(run: Frontdesk, clinic: Path) -> Frontdesk:
    """The commands at the test's own clinic."""
    return lambda *argv: run("--config", clinic, "--lang", "en", *argv)


def doctors(desk: Frontdesk) -> set[str]:
    """Who has free times for the consultation."""
    slots = desk("slots", "--service", CODE, "--limit", "1000", "--json").document["slots"]
    return {it["doctor"] for it in slots}


def test_a_clinic_that_has_nothing_books_after_a_sync_and_an_import(
    run: Frontdesk, clinic: Path, file: File
) -> None:
    clinic.with_suffix(".db").unlink()
    assert run("--config", clinic, "sync").code == 0
    hours = file("hours.csv", "Doctor;Days;Start;End", "Нова Оксана;Mon-Sun;9:00;17:00")
    services = file("services.csv", "Doctor;Code;Minutes;Room", f"Нова Оксана;{CODE};20;Room 7")
    said = run("--config", clinic, "--lang", "en", "import", hours, services)
    assert (said.code, said.err) == (0, "")
    assert said.out.splitlines()[0] == "Imported: 1 row of hours, 1 row of services."
    slots = run("--config", clinic, "slots", "--service", CODE, "--json").document["slots"]
    assert {(it["doctor"], it["room"]) for it in slots} == {("Нова Оксана", "Room 7")}
    first = f"{slots[0]['resource']}@{slots[0]['date']}T{slots[0]['start']}"
    patient = ("--patient", "Тестова Ганна Іванівна", "--phone", "067 123 45 67")
    book = ("book", "--ground", "paid", "--service", CODE, "--slot", first, *patient, "--json")
    assert run("--config", clinic, *book).document["appointment"]["state"] == "booked"
    assert run("--config", clinic, "check").code == 0


def test_a_doctor_is_tied_to_the_employee_of_that_name(
    desk: Frontdesk, clinic: Path, file: File
) -> None:
    clinic.with_suffix(".db").unlink()
    desk("sync")
    there = employee(clinic)
    table = file("hours.csv", "Doctor;Days;Start;End", f"{there.upper()};Mon;9:00;10:00")
    said = desk("import", table, "--json").document
    assert said["not_in_esoz"] == []
    (doctor,) = named(clinic, there)
    assert doctor.employee_id
    assert doctor.position


def employee(clinic: Path) -> str:
    """The name of somebody who works there."""
    with closing(open_store(config.load(clinic))) as store:
        return min(it.full_name for it in store.read(reference.employees) if it.position)


def named(clinic: Path, name: str) -> list[Resource]:
    """The doctors, rooms and devices that are called so."""
    with closing(open_store(config.load(clinic))) as store:
        return [it for it in store.read(catalogue.resources).values() if it.name == name]


def test_one_bad_row_and_nothing_is_imported_unless_partly(desk: Frontdesk, file: File) -> None:
    table = file(
        "hours.csv",
        "Doctor;Days;Start;End",
        "Нова Оксана;Mon-Fri;9:00;17:00",
        ";Mon;9:00;17:00",
        "",
        "Нова Оксана;never;9:00;17:00",
    )
    services = file("services.csv", "Doctor;Code;Minutes", f"Нова Оксана;{CODE};20")
    said = desk("import", table, services)
    assert (said.code, said.out) == (1, "")
    *bad, last = said.err.splitlines()
    assert [it.partition("hours.csv:")[2].partition(":")[0] for it in bad] == [
        "3, Doctor",
        "5, Days",
    ]
    assert last.startswith("Nothing was imported.")
    assert "Нова Оксана" not in doctors(desk)
    said = desk("import", table, services, "--partial")
    assert said.code == 0
    assert "hours.csv:3" in said.err
    assert said.out.startswith("Imported: 1 row of hours, 1 row of services.")
    assert "Нова Оксана" in doctors(desk)


def test_a_script_is_told_every_bad_row(desk: Frontdesk, file: File) -> None:
    table = file("services.csv", "Doctor;Code;Minutes", "Нова Оксана;Z0;20", "Нова Оксана;Z0;7")
    said = desk("import", table, "--json")
    assert (said.code, said.err) == (1, "")
    document = said.document
    assert document["imported"] is False
    assert [(it["line"], it["column"], it["code"]) for it in document["bad"]] == [
        (2, "code", "unknown_service"),
        (3, "minutes", "off_grid"),
    ]


def test_the_next_table_replaces_the_hours_of_those_whom_it_names(
    desk: Frontdesk, clinic: Path, file: File
) -> None:
    before = doctors(desk)
    new = file("a.csv", "Doctor;Days;Start;End", "Нова Оксана;Mon-Sun;9:00;17:00")
    services = file("b.csv", "Doctor;Code;Minutes", f"Нова Оксана;{CODE};20")
    desk("import", new, services)
    assert doctors(desk) == before | {"Нова Оксана"}
    head, gone = "Doctor;Days;Start;End;In force until", "нова оксана;Mon;9:00;17:00;01.01.2020"
    assert desk("import", file("c.csv", head, gone)).code == 0
    assert doctors(desk) == before
    assert len(named(clinic, "Нова Оксана")) == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
@pytest.mark.parametrize("sign", [";", ",", "\t"])
def test_a_table_is_read_however_a_spreadsheet_saves_it(
    desk: Frontdesk, file: File, encoding: str, sign: str
) -> None:
    rows = ["Пацієнт;Дата народження;Телефон", "Тестова Ґанна;01.02.1980;067 123 45 67"]
    table = file("p.csv", *(it.replace(";", sign) for it in rows), encoding=encoding)
    assert desk("import", table).out == "Imported: 1 new patient.\n"


def test_a_patient_who_is_known_is_not_entered_again(desk: Frontdesk, file: File) -> None:
    rows = ["Patient;Date of birth", "Тестова Ганна;01.02.1980", "Тестова Ганна;01.02.1980"]
    said = desk("import", file("p.csv", *rows), "--partial")
    assert said.err.endswith("p.csv:3, Patient: the same stands in an earlier row\n")
    assert said.out == "Imported: 1 new patient.\n"
    again = desk("import", file("p.csv", *rows[:2]))
    assert again.out == "Imported: 0.\n1 patient was known already\n"
    entered = desk("journal", "show", "--limit", "1").out
    assert "patient entered" in entered
    assert "Тестова" not in entered


def test_places_and_who_gives_what_are_in_the_journal(
    desk: Frontdesk, clinic: Path, file: File
) -> None:
    desk("import", file("r.csv", "Room;At once;With overbooking", "Масаж;3;4"))
    (room,) = named(clinic, "Масаж")
    assert (room.lanes, room.max_lanes) == (3, 4)
    (record,) = desk("journal", "show", "--limit", "1", "--json").document["entries"]
    assert (record["action"], record["subject"]) == ("arrange", room.id)


@pytest.mark.parametrize(
    "rows",
    [
        [],
        ["Doctor;Room"],
        ["Doctor;Doctor;Days;Start;End"],
        ['Patient;Phone\n"' + "x" * 200_000],
        ["\0"],
    ],
    ids=["empty", "of nothing", "a head twice", "an endless cell", "a null"],
)
def test_a_file_that_is_no_table_is_said_with_the_heads_that_are_known(
    desk: Frontdesk, file: File, rows: Sequence[str]
) -> None:
    said = desk("import", file("x.csv", *rows))
    assert (said.code, said.out) == (2, "")
    assert "hours: Doctor; Room; Device; Days" in said.err


def test_a_file_that_is_not_there_is_a_sentence(desk: Frontdesk, tmp_path: Path) -> None:
    said = desk("import", tmp_path / "nowhere.csv")
    assert said.code == 2
    assert "nowhere.csv" in said.err


def test_a_column_that_is_not_read_is_told(desk: Frontdesk, file: File) -> None:
    table = file("p.csv", "Patient;Phone;Shoe size", "Тестова Ганна;067 123 45 67;38")
    assert "the column «Shoe size» is not read" in desk("import", table).err


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_cells_are_harmless(desk: Frontdesk, file: File, payload: str) -> None:
    cell = payload.replace('"', '""').encode("utf-8", "replace").decode()
    table = file(
        "h.csv", "Doctor;Days;Start;End;Note", f'"{cell}";Mon;9:00;10:00;x', f'A;"{cell}";1;2;x'
    )
    said = desk("import", table, "--partial")
    assert said.code in {0, 2}
    assert not any(it < " " or "\x7f" <= it <= "\x9f" for it in (said.out + said.err) if it != "\n")
