"""A clinic's own words around the fields of a slip: plain text, and nothing in it is ever run.

`{time}` is a field; `# ` before a line makes it a heading; a line `---` is a rule. A line whose
fields are all empty is left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache
from importlib import resources

from frontdesk.domain.clean import clean
from frontdesk.slips.slip import FIELDS, Slip

_FIELD = re.compile(r"\{([^{}]*)\}")
_HEADING = "# "
_RULE = "---"
_LONGEST = 600
"""Characters that a field may bring: a course may have thirty visits."""


class Style(Enum):
    PLAIN = auto()
    HEADING = auto()
    RULE = auto()


@dataclass(frozen=True, slots=True)
class Row:
    """A line, not yet broken to the width of the paper."""

    text: str
    style: Style = Style.PLAIN


@dataclass(frozen=True, slots=True)
class UnknownField:
    """A template names something that is not on a slip."""

    name: str
    line: int


@dataclass(frozen=True, slots=True)
class Template:
    rows: tuple[Row, ...]

    @classmethod
    def read(cls, text: str) -> Template | UnknownField:
        """The template, or its first wrong field."""
        lines = text.rstrip().splitlines()
        for number, line in enumerate(lines, start=1):
            for name in _FIELD.findall(line):
                if name not in FIELDS:
                    return UnknownField(clean(name, 40), number)
        return cls(tuple(_row(line) for line in lines))

    def filled(self, slip: Slip) -> tuple[Row, ...]:
        """The lines of this slip: what comes from outside is text, whatever it looks like."""
        values = {name: clean(getattr(slip, name), _LONGEST) for name in FIELDS}
        return tuple(
            Row(_FIELD.sub(lambda found: values[found[1]], row.text), row.style)
            for row in self.rows
            if _has_something(row.text, values)
        )


@cache
def default(kind: str, lang: str) -> Template:
    """The template that comes with the program: of a `slip` or a `message`, in `lang`."""
    file = resources.files("frontdesk.slips").joinpath(f"{kind}.{lang}.txt")
    template = Template.read(file.read_text(encoding="utf-8"))
    assert isinstance(template, Template)  # noqa: S101 - a test reads each of them
    return template


def _row(line: str) -> Row:
    line = clean(line.rstrip(), _LONGEST)
    if line == _RULE:
        return Row("", Style.RULE)
    if line.startswith(_HEADING):
        return Row(line.removeprefix(_HEADING), Style.HEADING)
    return Row(line)


def _has_something(text: str, values: dict[str, str]) -> bool:
    named = _FIELD.findall(text)
    return not named or any(values[name] for name in named)
