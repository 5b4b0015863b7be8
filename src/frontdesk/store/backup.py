"""A backup: one SQLite file, from either engine, examined before it bears its name."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, func, select

from frontdesk.store import schema, tables
from frontdesk.store.copying import copy_rows
from frontdesk.store.engine import Store
from frontdesk.store.examination import Examined, examine
from frontdesk.store.failure import StoreError, Trouble, trouble_of_file

ABANDONED = 3600
"""Seconds after which a half-made backup is nobody's any more: it takes some seconds to make."""

MAKING = ".making"
"""Ends the name of the folder in which one is made."""

UNSOUND = ".unsound"
"""Ends the name of a copy with faults: better than none, and it replaces no good one."""


@dataclass(frozen=True, slots=True)
class Backup:
    path: Path
    examined: Examined


def back_up(store: Store, path: Path) -> Backup:
    """Writes one state of the database to `path`, while others go on working with it.

    An earlier backup there is replaced only by a sound one: a copy with faults gets another name.

    Raises:
        StoreError: it can't be written; BUSY: another program is just making it.
    """
    _refuse_to_replace_others(store, path)
    with written(path) as draft:
        reached = store.read(_last_entry)
        _copy(store, draft)
        with closing(store.beside(draft)) as copy:
            examined = examine(copy, reached)
        final = path if examined.is_sound else path.with_name(path.name + UNSOUND)
        keep(draft, final)
    return Backup(final, examined)


@contextmanager
def written(path: Path) -> Iterator[Path]:
    """A place for the draft of `path`, in a folder beside it that is ours alone and goes away.

    Raises:
        StoreError: there can be none; BUSY: another program has one for the same file.
    """
    folder = path.with_name(f".{path.name}{MAKING}")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(trouble_of_file(error), path.parent) from None
    try:
        clear_if_abandoned(folder)
        folder.mkdir(mode=0o700)
        (folder / path.name).touch(mode=0o600)
    except FileExistsError:
        raise StoreError(Trouble.BUSY, path) from None
    except OSError as error:
        raise StoreError(trouble_of_file(error), path) from None
    try:
        yield folder / path.name
    except OSError as error:
        raise StoreError(trouble_of_file(error), path) from None
    except StoreError as error:
        # The draft is nothing that anybody knows.
        draft = isinstance(error.place, Path) and error.place.is_relative_to(folder)
        raise StoreError(error.code, path if draft else error.place) from None
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def clear_if_abandoned(folder: Path) -> None:
    """Removes what a killed program left half-made."""
    try:
        age = time.time() - folder.stat().st_mtime
    except FileNotFoundError:
        return
    if age > ABANDONED:
        shutil.rmtree(folder, ignore_errors=True)


def _copy(store: Store, draft: Path) -> None:
    if store.copy_file(draft):
        return
    filled = draft.with_name("rows.db")
    filled.touch(mode=0o600)
    with closing(store.beside(filled)) as copy:
        with store.reading() as source, copy.writing() as target:
            schema.migrate(target)
            copy_rows(source, target)
        # A file of its own, which any engine opens: in WAL mode an older one would not.
        copy.copy_file(draft)


def _last_entry(db: Connection) -> int:
    return db.scalar(select(func.max(tables.journal.c.seq))) or 0


def _refuse_to_replace_others(store: Store, path: Path) -> None:
    """Raises StoreError for a file that is no backup of ours, or one that is being worked with."""
    if not path.exists():
        return
    if path == store.place or path.with_name(f"{path.name}.lock").exists():
        raise StoreError(Trouble.OCCUPIED, path)
    try:
        with closing(store.beside(path)) as there, there.reading() as db:
            schema.revision(db, path)
    except StoreError:
        raise StoreError(Trouble.OCCUPIED, path) from None


def keep(draft: Path, path: Path) -> None:
    """The draft gets its name: first the file reaches the disk, then the name."""
    _sync(draft, os.O_RDWR)
    draft.replace(path)
    if os.name != "nt":
        _sync(path.parent, os.O_RDONLY)


def _sync(path: Path, how: int) -> None:
    descriptor = os.open(path, how)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
