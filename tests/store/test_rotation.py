"""A backup a day, by one terminal; a person's own are never removed."""

from __future__ import annotations

import os
import threading
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from frontdesk.store.backup import Backup
from frontdesk.store.engine import Store
from frontdesk.store.failure import StoreError, Trouble
from frontdesk.store.rotation import back_up_daily, daily_name, kept
from frontdesk.store.sealing import NumberKey

from .conftest import Place

MONDAY = date(2026, 11, 23)
FORGED = "INSERT INTO journal VALUES (1, '', '', '', '', '', '{}', '{}', '', '')"

days = st.sets(st.dates(date(2025, 1, 1), date(2027, 12, 31)), max_size=60)
newest = st.integers(1, 40)


@given(days, newest)
def test_the_newest_days_are_kept(there: set[date], newest: int) -> None:
    assert set(sorted(there)[-newest:]) <= kept(there, newest)


@given(days, newest)
def test_each_month_of_the_last_year_keeps_its_last_backup(there: set[date], newest: int) -> None:
    if there:
        last = max(there)
        a_year = {it for it in there if it >= date(last.year - 1, last.month, 28) + timedelta(4)}
        months = {(it.year, it.month) for it in a_year}
        assert {max(d for d in there if (d.year, d.month) == it) for it in months} <= kept(
            there, newest
        )


@given(days, newest)
def test_no_more_is_kept_than_that(there: set[date], newest: int) -> None:
    stays = kept(there, newest)
    assert stays <= there
    assert len(stays) <= newest + 12


@given(days, newest, st.integers(1, 10))
def test_what_is_kept_today_was_kept_yesterday(there: set[date], newest: int, later: int) -> None:
    """Rotated every day or once: the same backups are left."""
    tomorrow = max(there, default=MONDAY) + timedelta(later)
    assert kept(kept(there, newest) | {tomorrow}, newest) == kept(there | {tomorrow}, newest)


def names_in(folder: Path) -> set[str]:
    return {it.name for it in folder.iterdir()}


def test_the_first_terminal_of_the_day_makes_the_backup(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    made = back_up_daily(store, folder, MONDAY, 14)
    assert made is not None
    assert made.path == folder / daily_name(store, MONDAY)
    assert back_up_daily(store, folder, MONDAY, 14) is None
    assert names_in(folder) == {made.path.name}


def test_of_terminals_that_begin_at_once_one_makes_it(
    place: Place, key: NumberKey, tmp_path: Path
) -> None:
    together = threading.Barrier(3)
    made: list[Backup | None] = []

    def terminal() -> None:
        store = place.open(key)
        together.wait()
        made.append(back_up_daily(store, tmp_path / "backups", MONDAY, 14))
        store.close()

    terminals = [threading.Thread(target=terminal) for _ in range(3)]
    for it in terminals:
        it.start()
    for it in terminals:
        it.join()
    assert len(made) == 3
    assert [it.examined.is_sound for it in made if it] == [True]
    assert len(names_in(tmp_path / "backups")) == 1


def test_older_days_go_and_a_persons_own_backups_stay(file_store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    of_november = [date(2026, 11, day) for day in range(1, 23)]
    for day in of_november:
        (folder / daily_name(file_store, day)).touch()
        (folder / f"{daily_name(file_store, day)}.unsound").touch()
    mine = {"clinic-2026-11-01-143000.db", "clinic-old.db", "clinic.key", "other-2026-11-01.db"}
    for name in mine:
        (folder / name).touch()
    back_up_daily(file_store, folder, MONDAY, 3)
    sound = {"clinic-2026-11-21.db", "clinic-2026-11-22.db", "clinic-2026-11-23.db"}
    faulty = {f"clinic-2026-11-{day}.db.unsound" for day in (20, 21, 22)}
    assert names_in(folder) == mine | sound | faulty


def test_faults_are_found_once_a_day_and_remove_no_good_backup(
    file_store: Store, tmp_path: Path
) -> None:
    folder = tmp_path / "backups"
    for back in (3, 2, 1):
        assert back_up_daily(file_store, folder, MONDAY - timedelta(back), 3)
    file_store.write(lambda db: db.execute(text(FORGED)))
    for _ in range(2):
        with pytest.raises(StoreError) as found:
            back_up_daily(file_store, folder, MONDAY, 3)
        bad = folder / f"{daily_name(file_store, MONDAY)}.unsound"
        assert (found.value.code, found.value.place) == (Trouble.UNSOUND, bad)
    assert len(names_in(folder)) == 4


def test_a_folder_that_cannot_be_made_is_said(file_store: Store, tmp_path: Path) -> None:
    in_the_way = tmp_path / "backups"
    in_the_way.write_text("a file", encoding="utf-8")
    with pytest.raises(StoreError) as refused:
        back_up_daily(file_store, in_the_way, MONDAY, 14)
    assert refused.value.code is Trouble.UNREADABLE


def test_what_a_killed_program_left_half_made_is_cleared(file_store: Store, tmp_path: Path) -> None:
    half_made = tmp_path / f".{daily_name(file_store, MONDAY - timedelta(1))}.making"
    half_made.mkdir()
    os.utime(half_made, (0, 0))
    back_up_daily(file_store, tmp_path, MONDAY, 14)
    assert not half_made.exists()
