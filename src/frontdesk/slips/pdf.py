"""A slip as PDF: in the upper left quarter of an A4 page, with its font inside.

A4 is what lies in an office printer, so nothing is scaled; DejaVu Sans has all of Ukrainian, which
none of PDF's own fonts has.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from importlib import resources
from io import BytesIO

from frontdesk.slips.template import Row, Style

_MM = 72 / 25.4
_WIDTH, _HEIGHT = 210 * _MM, 297 * _MM
_MARGIN = 12 * _MM
_COLUMN = _WIDTH / 2 - 2 * _MARGIN
_SIZES = {Style.PLAIN: 10.0, Style.HEADING: 13.0, Style.RULE: 6.0}
"""Points."""
_LEADING = 1.35
_FONT = "DejaVuSans"


def pdf(rows: Iterable[Row]) -> bytes | None:
    """The document; None if the extra `slips` is not installed."""
    try:
        from reportlab.pdfbase.pdfmetrics import registerFont, stringWidth
        from reportlab.pdfbase.ttfonts import TTFont
        from reportlab.pdfgen.canvas import Canvas
    except ModuleNotFoundError:
        return None
    font = resources.files("frontdesk.slips").joinpath(f"{_FONT}.ttf").read_bytes()
    registerFont(TTFont(_FONT, BytesIO(font)))
    file = BytesIO()
    canvas = Canvas(file, pagesize=(_WIDTH, _HEIGHT), invariant=1)
    y = _HEIGHT - _MARGIN
    for row in rows:
        size = _SIZES[row.style]
        width_of = partial(stringWidth, fontName=_FONT, fontSize=size)
        for line in _broken(row.text, width_of):
            if y - size * _LEADING < _MARGIN:
                canvas.showPage()
                y = _HEIGHT - _MARGIN
            y -= size * _LEADING
            canvas.setFont(_FONT, size)
            canvas.drawString(_MARGIN, y, line)
        if row.style is Style.RULE:
            canvas.line(_MARGIN, y, _MARGIN + _COLUMN, y)
    canvas.save()
    return file.getvalue()


def _broken(text: str, width_of: Callable[[str], float]) -> Iterator[str]:
    """Lines that fit the column: broken between words, and inside a word that is wider itself."""
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if width_of(longer) <= _COLUMN:
            line = longer
            continue
        if line:
            yield line
        line = word
        while width_of(line) > _COLUMN:
            fits = next(n for n in range(len(line), 0, -1) if width_of(line[:n]) <= _COLUMN)
            yield line[:fits]
            line = line[fits:]
    yield line
