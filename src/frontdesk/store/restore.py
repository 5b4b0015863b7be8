"""A backup put back: what is there is replaced in one transaction, or stays as it is."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, exists, func, select

from frontdesk.store import schema, tables
from frontdesk.store.backup import Backup, back_up
from frontdesk.store.copying import copy_rows, empty, reserve
from frontdesk.store.engine import Store
from frontdesk.store.examination import Examined, examine
from frontdesk.store.failure import StoreError, Trouble, trouble_of_file


@dataclass(frozen=True, slots=True)
class Restored:
    examined: Examined
    """What the backup holds, and now the database."""
    before: Backup | None
    """What was there; None if that was nothing."""


@dataclass(frozen=True, slots=True)
class Unsound:
    """The backup has faults; nothing was changed."""

    examined: Examined


@dataclass(frozen=True, slots=True)
class Occupied:
    """The database holds visits that nobody said might be replaced; nothing was changed."""

    visits: int


def restore(
    store: Store, file: Path, before: Path, *, replace: bool
) -> Restored | Unsound | Occupied:
    """Puts what the backup in `file` holds into the database, of either engine.

    What was there is first backed up to `before`, while nobody else can write. Terminals that are
    still open go on with the restored database, for it is the same file.

    Raises:
        StoreError: the backup or the database can't be used; nothing was changed.
    """
    with _unpacked(store, file) as copy:
        examined = examine(copy)
        if not examined.is_sound:
            return Unsound(examined)
        with copy.reading() as source, store.writing() as target:
            reserve(target)
            visits = target.scalar(select(func.count()).select_from(tables.appointment)) or 0
            if visits and not replace:
                return Occupied(visits)
            earlier = back_up(store, before) if _holds_anything(target) else None
            empty(target)
            copy_rows(source, target)
        return Restored(examined, earlier)


@contextmanager
def _unpacked(store: Store, file: Path) -> Iterator[Store]:
    """A copy of the backup, brought up to date with this program; the backup stays as it is.

    Raises:
        StoreError: it can't be read, is not ours, or was written by a newer program.
    """
    with tempfile.TemporaryDirectory(prefix="frontdesk-restore-") as folder:
        path = Path(folder) / "backup.db"
        try:
            _copy(file, path)
            with closing(store.beside(path)) as copy:
                _bring_up_to_date(copy, path)
                yield copy
        except StoreError as error:
            raise StoreError(error.code, file if error.place == path else error.place) from None


def _copy(file: Path, path: Path) -> None:
    """With the changes that SQLite keeps beside it, if somebody copied a database at work."""
    try:
        shutil.copyfile(file, path)
        wal = file.with_name(f"{file.name}-wal")
        if wal.exists():
            shutil.copyfile(wal, path.with_name(f"{path.name}-wal"))
    except FileNotFoundError:
        raise StoreError(Trouble.UNREADABLE, path) from None
    except OSError as error:
        raise StoreError(trouble_of_file(error), path) from None


def _bring_up_to_date(copy: Store, path: Path) -> None:
    with copy.reading() as db:
        found = schema.revision(db, path)
    if found == schema.FRESH:
        raise StoreError(Trouble.UNREADABLE, path)
    if found != schema.HEAD:
        with copy.writing() as db:
            schema.migrate(db)


def _holds_anything(db: Connection) -> bool:
    return any(db.scalar(select(exists(select(it)))) for it in schema.TABLES)
