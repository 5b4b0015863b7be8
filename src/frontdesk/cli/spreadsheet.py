"""A table as a CSV file that spreadsheets open by themselves, and do not obey.

UTF-8 with a mark at its beginning and semicolons between the cells: so it is read under Ukrainian
settings without a question.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from unicodedata import normalize

from frontdesk.domain.clean import clean

_OBEYED = tuple("=+-@")
"""What begins a formula (OWASP ASVS 1.2.10); tabs and line ends `clean` has made to spaces."""


def spreadsheet(rows: Iterable[Sequence[str]]) -> bytes:
    """The file with these rows, their text cleaned."""
    written = io.StringIO()
    csv.writer(written, delimiter=";").writerows(map(harmless, row) for row in rows)
    return written.getvalue().encode("utf-8-sig")


def harmless(cell: str) -> str:
    """The text of a cell; one that would be a formula begins with an apostrophe."""
    text = clean(cell)
    # Some programs skip spaces, and take the wide signs of East Asian scripts for the usual ones.
    is_formula = normalize("NFKC", text).lstrip().startswith(_OBEYED)
    return f"'{text}" if is_formula else text
