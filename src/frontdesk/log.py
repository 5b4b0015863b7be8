"""The log of this computer's programs, made of structure: a text can't get into it.

What happened is an `Event`; what is told beside it is a number, a member of an enumeration, or a
`Safe` string that one of the functions here has made. So neither names nor numbers nor tokens get
in, whatever an exception's message, a library's warning or ЕСОЗ's answer holds.
"""

from __future__ import annotations

import logging
import os
import re
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from enum import Enum, StrEnum
from pathlib import Path
from traceback import walk_tb
from typing import NewType, TypeAlias

Safe = NewType("Safe", str)
"""Text of the program itself, or an identifier that was looked at."""
Fact: TypeAlias = int | Enum | Safe | list[Safe] | None

SIZE = 1_000_000
"""Bytes, from which on a new file is begun."""
OLDER = 4
"""Files kept beside the newest."""
_FRAMES = 30
"""Innermost places of an error that are kept."""
_CAUSES = 5

_logger = logging.getLogger("frontdesk")
_logger.setLevel(logging.INFO)

_REQUEST_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?:#[0-9]{1,12})?")


class Event(StrEnum):
    STARTED = "started"
    STOPPED = "stopped"
    CRASHED = "crashed"
    """An error of the program's own ended it."""
    WENT_WRONG = "went_wrong"
    """An error of the program's own, or of a library, that did not end it."""
    DATABASE_FAILED = "database_failed"
    ESOZ_FAILED = "esoz_failed"
    LOCKED = "locked"
    UNLOCKED = "unlocked"
    PIN_REFUSED = "pin_refused"
    PIN_SET = "pin_set"
    PIN_RESET = "pin_reset"


def note(event: Event, **facts: Fact) -> None:
    """Writes a line, if this program keeps a log."""
    level = logging.CRITICAL if event is Event.CRASHED else logging.INFO
    _logger.log(level, event.value, extra={"facts": facts})


def note_error(event: Event, error: BaseException) -> None:
    """Writes of an error what it is and where it arose, with its causes."""
    note(event, **_told_of(error))


def keep(path: Path, level: int = logging.INFO) -> None:
    """From now on this program's events of `level` and above, and its libraries', go to `path`.

    Nothing of them is printed any more.
    """
    root = logging.getLogger()
    for handler in [it for it in root.handlers if isinstance(it, LogFile)]:
        root.removeHandler(handler)
    root.addHandler(LogFile(path, level))
    logging.raiseExceptions = False
    logging.captureWarnings(capture=True)


def request_id(given: str | None) -> Safe | None:
    """An id of a request as ЕСОЗ gives them; anything else could hold anything."""
    return Safe(given) if given and _REQUEST_ID.fullmatch(given) else None


def name_of(error: BaseException) -> Safe:
    """What kind of error it is."""
    return Safe(type(error).__qualname__)


def place_of(error: BaseException) -> Safe:
    """Where it arose: `app.py:120`."""
    found = frames_of(error)
    return Safe(found[-1].partition(" ")[0].rpartition("/")[2]) if found else Safe("?")


def frames_of(error: BaseException) -> list[Safe]:
    """The innermost places it came through, `tui/app.py:120 on_event`: no locals, no source."""
    frames = [
        (frame.f_code.co_filename, line, frame.f_code.co_name)
        for frame, line in walk_tb(error.__traceback__)
    ]
    return [Safe(f"{_near(file)}:{line} {name}") for file, line, name in frames[-_FRAMES:]]


def _near(file: str) -> str:
    """The last two parts: the folders before them name the user."""
    return "/".join(Path(file).parts[-2:])


def _told_of(error: BaseException) -> dict[str, Fact]:
    chain = list(_causes(error))
    told: dict[str, Fact] = {"error": name_of(error), "frames": frames_of(error)}
    if len(chain) > 1:
        told["causes"] = [Safe(f"{name_of(it)} {place_of(it)}") for it in chain[1:]]
    return told


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error, what it arose from, and of a group its members."""
    todo, met = [error], 0
    while todo and met <= _CAUSES:
        current = todo.pop(0)
        met += 1
        yield current
        before = current.__cause__ or current.__context__
        todo += [] if before is None else [before]
        todo += current.exceptions if isinstance(current, BaseExceptionGroup) else ()


class LogFile(logging.Handler):
    """Appends lines of JSON; several programs may share the file."""

    def __init__(self, path: Path, level: int) -> None:
        super().__init__(level)
        self._path = path

    def emit(self, record: logging.LogRecord) -> None:
        import json

        line = json.dumps(_line_of(record), ensure_ascii=True)
        try:
            self._append(f"{line}\n")
        except OSError:
            return  # a log that can't be written must not stop the desk

    def _append(self, line: str) -> None:
        from frontdesk.turns import turn

        with turn(self._path):
            if self._path.exists() and self._path.stat().st_size + len(line) > SIZE:
                self._begin_anew()
            descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            with os.fdopen(descriptor, "w", encoding="ascii") as file:
                file.write(line)

    def _begin_anew(self) -> None:
        names = [self._path, *(self._path.with_suffix(f".log.{n}") for n in range(1, OLDER + 1))]
        for older, newer in reversed(list(zip(names[1:], names, strict=False))):
            if newer.exists():
                newer.replace(older)


def _line_of(record: logging.LogRecord) -> Mapping[str, object]:
    """Neither the message nor its arguments: of a library's record only where it was made."""
    at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
    head = {"at": at, "pid": os.getpid()}
    facts: Mapping[str, Fact] | None = getattr(record, "facts", None)
    if facts is not None:
        return {**head, "event": record.msg, **{key: _plain(it) for key, it in facts.items()}}
    error = record.exc_info[1] if record.exc_info else None
    place = f"{_near(record.pathname)}:{record.lineno}"
    told = _told_of(error) if error else {}
    event = Event.WENT_WRONG.value
    return {**head, "event": event, "library": record.name, "place": place, **told}


def _plain(fact: Fact) -> object:
    return fact.value if isinstance(fact, Enum) else fact


def versions() -> dict[str, Fact]:
    """What an administrator is asked for first."""
    from frontdesk import __version__

    python = ".".join(str(it) for it in sys.version_info[:3])
    return {"version": Safe(__version__), "python": Safe(python), "system": Safe(sys.platform)}
