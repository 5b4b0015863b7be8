"""A table as spreadsheets save it: CSV in whatever letters and with whatever sign between cells."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from frontdesk.domain.clean import clean
from frontdesk.domain.sheets import Cells, Column, Sheet, sheet_of

MOST = 20_000_000
"""Bytes; a clinic's tables are a hundredth of it."""

_SIGNS = ";,\t"


class TableError(Exception):
    """The file cannot be read, or its first row names no table of ours."""


@dataclass(frozen=True, slots=True)
class Table:
    sheet: Sheet
    rows: tuple[tuple[int, Cells], ...]
    """Each with the number of its line; empty ones are left out."""
    unread: tuple[str, ...]
    """Heads of columns that mean nothing to us."""


def read_table(path: Path, heads: Mapping[str, Column]) -> Table:
    """The table in the file; `heads` are the columns by what stands above them, in small letters.

    Raises:
        TableError: there is none.
    """
    rows = _rows(_text(path))
    _, first = next(rows, (0, []))
    columns = [heads.get(it.casefold()) for it in first]
    known = [it for it in columns if it is not None]
    sheet = sheet_of(known)
    if sheet is None or len(set(known)) < len(known):
        raise TableError
    return Table(
        sheet,
        tuple((line, _cells(columns, row)) for line, row in rows),
        tuple(it for it, column in zip(first, columns, strict=True) if it and column is None),
    )


def _cells(columns: list[Column | None], row: list[str]) -> Cells:
    return {column: cell for column, cell in zip(columns, row, strict=False) if column is not None}


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Those in which something stands, with the lines on which they begin."""
    head, _, _ = text.partition("\n")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(_SIGNS, key=head.count))
    begins = 1
    try:
        for row in reader:
            cells = [clean(it).strip() for it in row]
            if any(cells):
                yield begins, cells
            begins = reader.line_num + 1
    except csv.Error:
        raise TableError from None


def _text(path: Path) -> str:
    """What spreadsheets under Ukrainian settings write: UTF-8, UTF-16, or Windows' old letters."""
    try:
        with path.open("rb") as file:
            content = file.read(MOST + 1)
    except OSError:
        raise TableError from None
    if len(content) > MOST:
        raise TableError
    is_wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        return content.decode("utf-16" if is_wide else "utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1251", "replace")
