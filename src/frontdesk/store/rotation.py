"""A backup a day, made by whichever terminal comes first, and how long each is kept."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from pathlib import Path

from frontdesk.store.backup import MAKING, UNSOUND, Backup, back_up, clear_if_abandoned
from frontdesk.store.engine import Store
from frontdesk.store.failure import StoreError, Trouble, trouble_of_file

MONTHS = 12
"""For so many months one backup of each is kept."""


def kept(days: Collection[date], newest: int) -> frozenset[date]:
    """Which days' backups stay: the newest ones, and the last one of each month of a year.

    It goes by the backups that there are: a clinic that was closed for a month loses none.
    """
    in_order = sorted(days)
    last_of_months = {_month(day): day for day in in_order}
    this_month = max(last_of_months, default=0)
    monthly = (day for month, day in last_of_months.items() if month > this_month - MONTHS)
    return frozenset((*in_order[-newest:], *monthly))


def back_up_daily(store: Store, folder: Path, today: date, newest: int) -> Backup | None:
    """Makes today's backup in `folder` and removes those that have served their time.

    None if today's is there, or another terminal is at it.

    Raises:
        StoreError: it can't be made, or today's has faults (UNSOUND); the earlier ones stay.
    """
    path = folder / daily_name(store, today)
    unsound = path.with_name(path.name + UNSOUND)
    if path.exists():
        return None
    if unsound.exists():
        raise StoreError(Trouble.UNSOUND, unsound)
    try:
        made = back_up(store, path)
    except StoreError as error:
        if (error.code, error.place) == (Trouble.BUSY, path):
            return None
        raise
    _rotate(store, folder, newest)
    if not made.examined.is_sound:
        raise StoreError(Trouble.UNSOUND, made.path)
    return made


def daily_name(store: Store, day: date) -> str:
    return f"{stem(store)}-{day.isoformat()}.db"


def stem(store: Store) -> str:
    """How the names of its backups begin: as the database is called."""
    match store.place:
        case Path() as file:
            return file.stem
        case name:
            return name.rpartition("/")[2]


def _rotate(store: Store, folder: Path, newest: int) -> None:
    """Removes daily backups alone: what a person made is a person's to remove."""
    try:
        for ending in ("", UNSOUND):
            made = {day: it for it in folder.iterdir() if (day := _day_of(store, it, ending))}
            for day in made.keys() - kept(made, newest):
                made[day].unlink(missing_ok=True)
        for it in folder.iterdir():
            if it.name.startswith(f".{stem(store)}-") and it.name.endswith(MAKING):
                clear_if_abandoned(it)
    except OSError as error:
        raise StoreError(trouble_of_file(error), folder) from None


def _day_of(store: Store, path: Path, ending: str) -> date | None:
    """The day of a daily backup; None for any other file."""
    written = path.name.removeprefix(f"{stem(store)}-").removesuffix(f".db{ending}")
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return None
    return day if path.name == daily_name(store, day) + ending else None


def _month(day: date) -> int:
    return day.year * 12 + day.month
