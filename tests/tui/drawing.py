"""A screen as an SVG in which every line of the terminal is a line of the file.

Textual's own export takes six times the room, and gives all its elements other names whenever one
word changes: of such a difference nobody can read what has changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from xml.sax.saxutils import escape

from rich.cells import cell_len
from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

WIDTH, HEIGHT, BASELINE = 10, 20, 15
"""Of a cell, and where in it the letters stand."""
INK, GROUND = "#c0c0c0", "#000000"
"""A terminal's own two colours."""
HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" '
    'font-family="Fira Code, DejaVu Sans Mono, monospace" font-size="16" xml:space="preserve">'
)


def drawn(strips: Sequence[Strip]) -> str:
    """The picture of these lines."""
    size = {"w": strips[0].cell_length * WIDTH, "h": len(strips) * HEIGHT}
    under: Counter[str] = Counter()
    for segment in chain.from_iterable(strips):
        under[_colours(segment.style)[1]] += len(segment.text)
    ground = under.most_common(1)[0][0]
    lines = ("".join(_line(strip, y, ground)) for y, strip in enumerate(strips))
    paper = f'<rect width="{size["w"]}" height="{size["h"]}" fill="{ground}"/>'
    return "\n".join((HEAD.format(**size), paper, *lines, "</svg>", ""))


def _line(strip: Strip, y: int, ground: str) -> Iterator[str]:
    """First what lies under the words, then the words."""
    runs = list(_runs(strip))
    for x, cells, run in runs:
        under = _colours(run.style)[1]
        if under != ground:
            place = f'x="{x * WIDTH}" y="{y * HEIGHT}"'
            yield f'<rect {place} width="{cells * WIDTH}" height="{HEIGHT}" fill="{under}"/>'
    for x, _, run in runs:
        written = run.text if _decoration(run.style) else run.text.strip(" ")
        if written:
            start = x + run.text.index(written)
            place = f'x="{start * WIDTH}" y="{y * HEIGHT + BASELINE}"'
            length = f'textLength="{cell_len(written) * WIDTH}"'
            yield f"<text {place} {length} {_ink(run.style)}>{escape(written)}</text>"


def _runs(strip: Strip) -> Iterator[tuple[int, int, Segment]]:
    """Where it begins, its cells, and the text of one style."""
    x = 0
    for segment in strip.simplify():
        cells = cell_len(segment.text)
        yield x, cells, segment
        x += cells


def _colours(style: Style | None) -> tuple[str, str]:
    """Ink and ground."""
    if style is None:
        return INK, GROUND
    ink, ground = _hex(style.color, INK), _hex(style.bgcolor, GROUND)
    return (ground, ink) if style.reverse else (ink, ground)


def _hex(colour: Color | None, own: str) -> str:
    return own if colour is None or colour.is_default else colour.get_truecolor().hex


def _ink(style: Style | None) -> str:
    attributes = [f'fill="{_colours(style)[0]}"']
    if style is not None and style.bold:
        attributes.append('font-weight="bold"')
    if decoration := _decoration(style):
        attributes.append(f'text-decoration="{decoration}"')
    return " ".join(attributes)


def _decoration(style: Style | None) -> str:
    if style is None:
        return ""
    kinds = (("underline", style.underline), ("line-through", style.strike))
    return " ".join(name for name, is_on in kinds if is_on)
