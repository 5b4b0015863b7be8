"""SQLite's calls to the disk, passed on and written down: what is written, synced and deleted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import apsw

from prove.disk import Change, Cut, Deleted, FolderSynced, Made, Synced, Wrote

if TYPE_CHECKING:
    from typing_extensions import Buffer

_JOURNALS = apsw.SQLITE_OPEN_MAIN_JOURNAL | apsw.SQLITE_OPEN_WAL
_KEPT = apsw.SQLITE_OPEN_MAIN_DB | _JOURNALS
"""Files that must outlive a power cut. What is temporary is not written down."""

Note = Callable[[Change], None]


class Recorder(apsw.VFS):
    """A file system for SQLite that tells `note` of every change, before it is made."""

    def __init__(self, name: str, note: Note) -> None:
        super().__init__(name, "")
        self.name = name
        self._note = note
        self._known: set[str] = set()

    def xOpen(  # noqa: N802 - SQLite's name
        self, name: str | apsw.URIFilename | None, flags: list[int]
    ) -> apsw.VFSFile:
        if name is None or not flags[0] & _KEPT:
            return apsw.VFSFile("", name, flags)
        path = name if isinstance(name, str) else name.filename()
        short = Path(path).name
        if short not in self._known:
            self._known.add(short)
            self._note(Made(short))
        return _RecordedFile(name, flags, short, self._note)

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: FBT001, N802 - SQLite's
        # The true disk loses no power here, so its folder need not be synced.
        super().xDelete(filename, False)  # noqa: FBT003 - SQLite's signature
        short = Path(filename).name
        self._known.discard(short)
        self._note(Deleted(short))
        if syncdir:
            self._note(FolderSynced())


class _RecordedFile(apsw.VFSFile):
    def __init__(
        self, name: str | apsw.URIFilename, flags: list[int], short: str, note: Note
    ) -> None:
        # SQLite on Unix syncs the folder with the first sync of a journal that it opened to create.
        is_journal = bool(flags[0] & _JOURNALS)
        self._owes_folder = is_journal and bool(flags[0] & apsw.SQLITE_OPEN_CREATE)
        self._name = short
        self._note = note
        super().__init__("", name, flags)

    def xWrite(self, data: Buffer, offset: int) -> None:  # noqa: N802 - SQLite's name
        self._note(Wrote(self._name, offset, bytes(data)))
        super().xWrite(data, offset)

    def xTruncate(self, newsize: int) -> None:  # noqa: N802 - SQLite's name
        self._note(Cut(self._name, newsize))
        super().xTruncate(newsize)

    def xSync(self, flags: int) -> None:  # noqa: ARG002, N802 - SQLite's name
        self._note(Synced(self._name))
        if self._owes_folder:
            self._owes_folder = False
            self._note(FolderSynced())
