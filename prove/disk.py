"""A disk that loses its power: of what was not synced, chance decides what is left.

A write is safe once its file is synced. Until then each of its sectors is kept, lost, or torn: its
beginning is there, the rest is noise. A new length of a file is in doubt as long. That a file was
made or deleted is safe once its folder is synced; until then either may have happened, for each
name by itself. No order is kept between writes that are in doubt, nor between names.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

SECTOR = 512
"""Bytes that a disk writes at once, if the power stays."""

KEEPING = (0.0, 0.5, 0.9, 1.0)
"""How likely one sector in doubt is kept: some power cuts lose everything, some nothing."""


@dataclass(frozen=True, slots=True)
class Made:
    name: str


@dataclass(frozen=True, slots=True)
class Wrote:
    name: str
    offset: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Cut:
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Synced:
    name: str


@dataclass(frozen=True, slots=True)
class Deleted:
    name: str


@dataclass(frozen=True, slots=True)
class FolderSynced:
    pass


Change = Made | Wrote | Cut | Synced | Deleted | FolderSynced


@dataclass(slots=True)
class _File:
    safe: bytearray = field(default_factory=bytearray)
    in_doubt: list[Wrote | Cut] = field(default_factory=list)

    def sync(self) -> None:
        for change in self.in_doubt:
            match change:
                case Cut(_, size):
                    del self.safe[size:]
                case Wrote(_, offset, data):
                    _write(self.safe, offset, data)
        self.in_doubt.clear()

    def after_power_loss(self, chance: Random, keeping: float) -> bytes:
        content = bytearray(self.safe)
        for change in self.in_doubt:
            match change:
                case Cut(_, size) if chance.random() < keeping:
                    del content[size:]
                case Wrote(_, offset, data):
                    for start, sector in _sectors(offset, data):
                        if chance.random() < keeping:
                            _write(content, start, sector)
                        elif chance.random() < 0.5:
                            _write(content, start, _torn(sector, chance))
        return bytes(content)


@dataclass(slots=True)
class Disk:
    """One folder."""

    _now: dict[str, _File] = field(default_factory=dict)
    _safe: dict[str, _File] = field(default_factory=dict)
    _in_doubt: dict[str, list[_File | None]] = field(default_factory=dict)
    """What each name has stood for since the folder was synced, None for nothing."""

    def apply(self, change: Change) -> None:
        match change:
            case Made(name):
                self._now[name] = _File()
                self._in_doubt.setdefault(name, []).append(self._now[name])
            case Deleted(name):
                del self._now[name]
                self._in_doubt.setdefault(name, []).append(None)
            case Wrote(name) | Cut(name):
                self._now[name].in_doubt.append(change)
            case Synced(name):
                self._now[name].sync()
            case FolderSynced():
                self._safe = dict(self._now)
                self._in_doubt.clear()

    def after_power_loss(self, chance: Random) -> dict[str, bytes]:
        """One of the many things that may be left: the content of each file."""
        keeping = chance.choice(KEEPING)
        left: dict[str, _File | None] = dict(self._safe)
        for name, states in self._in_doubt.items():
            left[name] = chance.choice([self._safe.get(name), *states])
        return {
            name: file.after_power_loss(chance, keeping)
            for name, file in left.items()
            if file is not None
        }


def _write(content: bytearray, offset: int, data: bytes) -> None:
    if offset > len(content):
        content.extend(bytes(offset - len(content)))
    content[offset : offset + len(data)] = data


def _sectors(offset: int, data: bytes) -> Iterator[tuple[int, bytes]]:
    """The parts of a write that are kept or lost each for itself, and where they begin."""
    start, end = offset, offset + len(data)
    while start < end:
        stop = min(end, (start // SECTOR + 1) * SECTOR)
        yield start, data[start - offset : stop - offset]
        start = stop


def _torn(sector: bytes, chance: Random) -> bytes:
    kept = chance.randrange(len(sector))
    return sector[:kept] + chance.randbytes(len(sector) - kept)
