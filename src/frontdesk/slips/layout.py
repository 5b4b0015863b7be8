"""A slip broken to the columns of its paper."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from frontdesk.slips.template import Row, Style


def laid_out(rows: Iterable[Row], columns: int) -> Iterator[Row]:
    """The same lines, none longer than `columns`, broken between words where there are any."""
    for row in rows:
        if row.style is Style.RULE:
            yield Row("-" * columns, Style.RULE)
            continue
        for line in textwrap.wrap(row.text, columns, break_on_hyphens=False) or [""]:
            yield Row(line, row.style)


def as_text(rows: Iterable[Row], columns: int) -> str:
    """Plain lines, each with its end."""
    return "".join(f"{row.text}\n" for row in laid_out(rows, columns))
