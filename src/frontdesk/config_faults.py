"""What is wrong with a configuration, said with the line that its owner can mend."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

_PLAIN = {
    "extra_forbidden": "is not a setting of frontdesk",
    "missing": "is missing",
    "string_type": "must be text in quotes",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "float_type": "must be a number",
    "float_parsing": "must be a number",
    "int_type": "must be a number",
    "int_parsing": "must be a number",
    "int_from_float": "must be a whole number",
    "greater_than": "is too small",
    "greater_than_equal": "is too small",
    "less_than_equal": "is too large",
    "literal_error": "is none of the values that are possible here",
    "model_type": "must be a section",
    "tuple_type": "must be a list of sections",
    "dict_type": "must be a section",
    "too_short": "is missing",
    "date_type": "must be a date, such as 2026-01-01",
    "date_from_datetime_parsing": "must be a date, such as 2026-01-01",
    "date_from_datetime_inexact": "must be a date, such as 2026-01-01",
    "date_parsing": "must be a date, such as 2026-01-01",
    "enum": "is none of the values that are possible here",
    "frozen_set_type": "must be a list",
}
"""What pydantic finds, by its name for it."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with the configuration, for the person who can mend it."""

    where: str
    """`section.key`, a variable of the environment, or the file itself."""
    what: str
    """A sentence without its subject; the names of `values` stand in it."""
    line: int | None = None
    values: Mapping[str, str] = field(default_factory=dict)


class ConfigError(Exception):
    """The configuration cannot be used; nothing was started."""

    def __init__(self, path: Path, faults: tuple[Fault, ...]) -> None:
        self.path = path
        self.faults = faults
        super().__init__("; ".join(_described(path, fault) for fault in faults))


def _described(path: Path, fault: Fault) -> str:
    place = f"{path}:{fault.line}" if fault.line else str(path)
    what = fault.what.format(**fault.values) if fault.values else fault.what
    return f"{place}: {fault.where} {what}"


def faults_of(
    error: ValidationError, text: str, overrides: Mapping[str, str] | None = None
) -> list[Fault]:
    """What a model refuses in `text`, each with its line."""
    found = []
    for detail in error.errors(include_input=False, include_url=False, include_context=False):
        where = ".".join(str(part) for part in detail["loc"])
        message = detail["msg"].removeprefix("Value error, ")
        what = _PLAIN.get(detail["type"], message)
        found.append(fault_at(where, what, text, overrides or {}))
    return found


def fault_at(
    where: str,
    what: str,
    text: str,
    overrides: Mapping[str, str],
    values: Mapping[str, str] | None = None,
) -> Fault:
    """With its line of the file, or the variable that it comes from."""
    variable = overrides.get(where)
    line = None if variable else line_of(text, where)
    return Fault(variable or where, what, line, values or {})


def line_of(text: str, where: str) -> int | None:
    """The line of `section.key` in the file, or of the nearest section around it."""
    wanted = where.split(".")
    best, line_of_best = 0, None
    for place, number in _places(text):
        common = len(place) if place == wanted[: len(place)] else 0
        if common > best:
            best, line_of_best = common, number
    return line_of_best


def _places(text: str) -> Iterator[tuple[list[str], int]]:
    """Sections and keys as the file spells them, the n-th of a list with n, and their lines."""
    section: list[str] = []
    lists: Counter[str] = Counter()
    for number, line in enumerate(text.splitlines(), start=1):
        if header := re.match(r"\s*(\[\[?)\s*([\w.\-]+)\s*\]", line):
            section = header[2].split(".")
            if header[1] == "[[":
                section.append(str(lists[header[2]]))
                lists[header[2]] += 1
            yield section, number
        elif key := re.match(r"\s*([\w.\-]+)\s*=", line):
            yield [*section, *key[1].split(".")], number
