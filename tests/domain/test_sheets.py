from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.domain.clinic import ResourceKind
from frontdesk.domain.patient import Name, Phone
from frontdesk.domain.sheets import (
    Acquaintance,
    Column,
    Fault,
    Given,
    Hours,
    Named,
    Places,
    RowError,
    Sheet,
    read_row,
    read_weekdays,
    sheet_of,
)
from frontdesk.words import sheets

DAYS = sheets.weekdays()
DOCTOR = Named(ResourceKind.DOCTOR, "Іваненко Ольга")
ROOM = Named(ResourceKind.ROOM, "12")
HOURS = {
    Column.DOCTOR: "Іваненко Ольга",
    Column.DAYS: "пн-пт",
    Column.START: "9:00",
    Column.END: "13:30",
}
OFFER = {Column.DOCTOR: "Іваненко Ольга", Column.CODE: "K67002", Column.MINUTES: "20"}
PLACES = {Column.ROOM: "12", Column.AT_ONCE: "3"}
PATIENT = {Column.PATIENT: "Іваненко Ольга Петрівна", Column.PHONE: "067 123 45 67"}


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("пн", (0,)),
        ("Понеділок", (0,)),
        ("пн-пт", (0, 1, 2, 3, 4)),
        ("Пн – Пт", (0, 1, 2, 3, 4)),
        ("вт, чт", (1, 3)),
        ("пн-ср пт", (0, 1, 2, 4)),
        ("сб-пн", (0, 5, 6)),
        ("вівт., субота", (1, 5)),
        ("Mon-Fri", (0, 1, 2, 3, 4)),
        ("tue, Sunday", (1, 6)),
        ("пнх", ()),
        ("п", ()),
        ("пн-", ()),
        ("пн,?", ()),
        ("", ()),
    ],
)
def test_days_are_written_as_people_write_them(typed: str, days: tuple[int, ...]) -> None:
    assert read_weekdays(typed, DAYS) == days


@given(st.integers(0, 6), st.integers(0, 6))
def test_days_from_one_to_another_are_all_between_them(first: int, last: int) -> None:
    short = ["пн", "вт", "ср", "чт", "пт", "сб", "нд"]
    read = read_weekdays(f"{short[first]}-{short[last]}", DAYS)
    assert len(read) == (last - first) % 7 + 1
    assert {first, last} <= set(read)


def test_a_table_is_known_by_its_columns() -> None:
    assert [sheet_of(it) for it in (HOURS, OFFER, PLACES, PATIENT)] == [
        Sheet.HOURS,
        Sheet.OFFERS,
        Sheet.PLACES,
        Sheet.PATIENTS,
    ]
    assert sheet_of([Column.DOCTOR, Column.ROOM]) is None


def test_hours_are_read_with_the_days_on_which_they_hold() -> None:
    assert read_row(Sheet.HOURS, HOURS, DAYS) == Hours(DOCTOR, (0, 1, 2, 3, 4), 540, 810)
    bounded = {
        **HOURS,
        Column.END: "24:00",
        Column.VALID_FROM: "01.12.2026",
        Column.VALID_UNTIL: "2027-01-31",
    }
    assert read_row(Sheet.HOURS, bounded, DAYS) == Hours(
        DOCTOR, (0, 1, 2, 3, 4), 540, 1440, date(2026, 12, 1), date(2027, 1, 31)
    )


def test_a_service_places_and_a_patient_are_read() -> None:
    assert read_row(Sheet.OFFERS, {**OFFER, Column.ROOM: "12"}, DAYS) == Given(
        DOCTOR, "K67002", 20, ROOM
    )
    assert read_row(Sheet.PLACES, PLACES, DAYS) == Places(ROOM, 3, 3)
    assert read_row(Sheet.PLACES, {**PLACES, Column.AT_MOST: "4"}, DAYS) == Places(ROOM, 3, 4)
    assert read_row(Sheet.PATIENTS, PATIENT, DAYS) == Acquaintance(
        Name("Іваненко", "Ольга", "Петрівна"), None, Phone("+380671234567")
    )


@pytest.mark.parametrize(
    ("sheet", "row", "changed", "column", "fault"),
    [
        (Sheet.HOURS, HOURS, {Column.DOCTOR: ""}, Column.DOCTOR, Fault.ONE_OF_THREE),
        (Sheet.HOURS, HOURS, {Column.ROOM: "12"}, Column.DOCTOR, Fault.ONE_OF_THREE),
        (Sheet.HOURS, HOURS, {Column.DAYS: ""}, Column.DAYS, Fault.EMPTY),
        (Sheet.HOURS, HOURS, {Column.DAYS: "будні"}, Column.DAYS, Fault.NO_DAYS),
        (Sheet.HOURS, HOURS, {Column.START: "рано"}, Column.START, Fault.NO_TIME),
        (Sheet.HOURS, HOURS, {Column.START: "9:60"}, Column.START, Fault.NO_TIME),
        (Sheet.HOURS, HOURS, {Column.END: "24:05"}, Column.END, Fault.NO_TIME),
        (Sheet.HOURS, HOURS, {Column.START: "9:03"}, Column.START, Fault.OFF_GRID),
        (Sheet.HOURS, HOURS, {Column.END: "9:00"}, Column.END, Fault.ENDS_BEFORE_IT_STARTS),
        (Sheet.HOURS, HOURS, {Column.VALID_FROM: "31.02.2027"}, Column.VALID_FROM, Fault.NO_DATE),
        (
            Sheet.HOURS,
            HOURS,
            {Column.VALID_FROM: "02.01.2027", Column.VALID_UNTIL: "01.01.2027"},
            Column.VALID_UNTIL,
            Fault.ENDS_BEFORE_IT_STARTS,
        ),
        (Sheet.OFFERS, OFFER, {Column.DOCTOR: ""}, Column.DOCTOR, Fault.EMPTY),
        (Sheet.OFFERS, OFFER, {Column.MINUTES: "0"}, Column.MINUTES, Fault.NO_NUMBER),
        (Sheet.OFFERS, OFFER, {Column.MINUTES: "22"}, Column.MINUTES, Fault.OFF_GRID),
        (Sheet.OFFERS, OFFER, {Column.MINUTES: "9" * 9}, Column.MINUTES, Fault.NO_NUMBER),
        (Sheet.PLACES, PLACES, {Column.AT_ONCE: "два"}, Column.AT_ONCE, Fault.NO_NUMBER),
        (Sheet.PLACES, PLACES, {Column.AT_MOST: "2"}, Column.AT_MOST, Fault.FEWER_AT_MOST),
        (Sheet.PATIENTS, PATIENT, {Column.PATIENT: ""}, Column.PATIENT, Fault.EMPTY),
        (Sheet.PATIENTS, PATIENT, {Column.PHONE: "123"}, Column.PHONE, Fault.NO_PHONE),
        (Sheet.PATIENTS, PATIENT, {Column.PHONE: ""}, Column.PHONE, Fault.NOBODY_TO_TELL_APART),
        (Sheet.PATIENTS, PATIENT, {Column.BIRTH_DATE: "12"}, Column.BIRTH_DATE, Fault.NO_DATE),
        (Sheet.HOURS, HOURS, {Column.VALID_FROM: "01.01.0001"}, Column.VALID_FROM, Fault.NO_DATE),
    ],
)
def test_a_bad_row_is_told_with_its_column_and_the_reason(
    sheet: Sheet,
    row: dict[Column, str],
    changed: dict[Column, str],
    column: Column,
    fault: Fault,
) -> None:
    with pytest.raises(RowError) as told:
        read_row(sheet, {**row, **changed}, DAYS)
    assert (told.value.column, told.value.fault) == (column, fault)


@given(
    st.sampled_from(Sheet),
    st.dictionaries(
        st.sampled_from(Column), st.text(max_size=12) | st.sampled_from(["пн", "9:00", "20", "²"])
    ),
)
def test_whatever_stands_in_a_row_it_is_read_or_told(
    sheet: Sheet, cells: dict[Column, str]
) -> None:
    with suppress(RowError):
        read_row(sheet, cells, DAYS)
