"""What a terminal shows, and what it answers when a program asks what it is."""

from __future__ import annotations

import re

import pyte

# pyte would print these as text: private forms of CSI, and reports of modes.
_UNKNOWN = re.compile(rb"\x1b\[[<=>][0-9;]*[a-zA-Z]|\x1b\[\?[0-9;]*\$[a-z]")
_UNFINISHED = re.compile(rb"\x1b(?:\[[^a-zA-Z~]*)?")
_QUERY = re.compile(rb"\x1b\[(?:\?(?P<mode>\d+)\$p|(?P<what>0?c|6n))")


class Screen:
    """The cells of a terminal, fed with what a program wrote."""

    def __init__(self, columns: int, lines: int) -> None:
        self._screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self._screen)
        self._rest = b""

    def feed(self, data: bytes) -> None:
        whole, self._rest = _split(self._rest + data)
        self._stream.feed(_UNKNOWN.sub(b"", whole))

    @property
    def lines(self) -> list[str]:
        # Not pyte's `display`: that looks up the width of every cell, and this is asked often.
        columns = range(self._screen.columns)
        rows = (self._screen.buffer[y] for y in range(self._screen.lines))
        return ["".join(str(row[x].data) for x in columns).rstrip() for row in rows]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    @property
    def words(self) -> str:
        """Everything on it with single spaces: a sentence is found where it was wrapped, too."""
        return " ".join(self.text.split())


class Answers:
    """What a plain terminal replies when a program asks what it is."""

    def __init__(self) -> None:
        self._rest = b""

    def to(self, data: bytes) -> bytes:
        """The replies to the questions in `data`, the next piece of what the program wrote."""
        whole, self._rest = _split(self._rest + data)
        return b"".join(_answer(question) for question in _QUERY.finditer(whole))


def _split(data: bytes) -> tuple[bytes, bytes]:
    """Whole control sequences, and the beginning of one that is still to come."""
    last = data.rfind(b"\x1b")
    if last >= 0 and _UNFINISHED.fullmatch(data, last):
        return data[:last], data[last:]
    return data, b""


def _answer(question: re.Match[bytes]) -> bytes:
    mode = question["mode"]
    if mode is not None:
        known = b"2" if mode == b"2026" else b"0"  # synchronised output, nothing else
        return b"\x1b[?" + mode + b";" + known + b"$y"
    return b"\x1b[1;1R" if question["what"] == b"6n" else b"\x1b[?62;22c"
