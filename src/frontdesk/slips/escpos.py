"""ESC/POS: the bytes that thermal receipt printers obey.

Only what every such printer knows (Epson's command reference): reset, one code page, bold, double
height, feed and cut.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from frontdesk.slips.template import Row, Style

RESET = b"\x1b@"
ONE_BYTE = b"\x1c."
"""FS . — many cheap printers start up reading pairs of bytes as Chinese."""
CODE_PAGE = b"\x1bt"
HEADING = b"\x1bE\x01\x1d!\x01"
PLAIN = b"\x1bE\x00\x1d!\x00"
CUT = b"\x1dV\x42\x40"
"""GS V B n: feed n dots past the knife, then cut."""

_NUMBERS = {"cp866": 17, "cp1125": 44, "cp1251": 46}
"""As Epson numbers its tables; other makers differ."""
_ALIKE = str.maketrans(
    {
        "і": "i",
        "І": "I",
        "ґ": "г",
        "Ґ": "Г",
        "ʼ": "'",
        "’": "'",
        "«": '"',
        "»": '"',
        "“": '"',
        "”": '"',
        "„": '"',
        "–": "-",
        "—": "-",
        "…": "...",
        "•": "*",
        "·": "*",
    }
)
"""What a reader takes for the same, where the code page lacks the character."""


@dataclass(frozen=True, slots=True)
class CodePage:
    """A table of characters, and the number by which the printer is told to use it."""

    codec: str
    number: int

    @classmethod
    def read(cls, written: str) -> CodePage:
        """`cp1125`, or with the number that the printer's manual gives, `cp1251:73`.

        Raises:
            ValueError: it is neither.
        """
        codec, colon, number = written.partition(":")
        right = codec in _NUMBERS and (number.isdecimal() and len(number) < 4 if colon else True)
        if not right or (colon and int(number) > 255):
            raise ValueError("must be cp866, cp1125 or cp1251, perhaps with a number: cp1251:73")
        return cls(codec, int(number) if colon else _NUMBERS[codec])

    def encode(self, text: str) -> tuple[bytes, str]:
        """The bytes, and the characters that the table lacks: each became `?`."""
        parts, lost = [], ""
        for char in text:
            known = self._encoded(char) or self._encoded(char.translate(_ALIKE))
            lost += "" if known or char in lost else char
            parts.append(known or b"?")
        return b"".join(parts), lost

    def _encoded(self, text: str) -> bytes | None:
        try:
            return text.encode(self.codec)
        except UnicodeEncodeError:
            return None


UKRAINIAN = CodePage("cp1125", 44)
"""The one table of the old ones that has all Ukrainian letters."""


def escpos(rows: Iterable[Row], page: CodePage) -> tuple[bytes, str]:
    """The printer's bytes for lines that fit its paper, and the characters that it lacks."""
    parts = [RESET, ONE_BYTE, CODE_PAGE, bytes([page.number])]
    lost = ""
    for row in rows:
        line, missing = page.encode(row.text)
        heading = row.style is Style.HEADING
        parts += [HEADING, line, PLAIN] if heading else [line]
        parts.append(b"\n")
        lost += "".join(it for it in missing if it not in lost)
    return b"".join([*parts, CUT]), lost
