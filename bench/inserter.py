"""The rows of one terminal's visits, bare: `python -m bench.inserter FROM INTO TERMINAL`.

Reads from one database what `bench.booker` left there, and when a line comes writes the same rows
into another, by the driver alone: for each visit one transaction for what its hold leaves, one for
its confirmation and one for its settlement, each as durable as the desk's own.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Protocol, cast

import psycopg

from bench.booker import WARMING
from frontdesk.store.engine import file_of
from frontdesk.store.opening import Opening, best_driver

Rows = list[tuple[object, ...]]
Written = Sequence[tuple[str, Rows]]
"""By table, what one transaction writes."""


class Cursor(Protocol):
    def execute(self, query: str, params: Sequence[object] = ..., /) -> object: ...
    def executemany(self, query: str, params: Rows, /) -> object: ...
    def fetchall(self) -> Rows: ...


HELD = {
    "referral": "it.id = visit.referral_id",
    "patient": "it.id = visit.patient_id",
    "appointment": "it.id = visit.id",
    "appointment_resource": "it.appointment_id = visit.id",
    "occupancy": "it.appointment_id = visit.id",
}
CONFIRMED = {"operation": "it.appointment_id = visit.id"}
TOLD = {"journal": "it.subject = visit.id"}
"""How the rows of a table belong to a visit."""


def cursor_at(url: str) -> tuple[Cursor, str]:
    """A driver's own cursor that commits when told to, and how it marks a value."""
    path = file_of(url)
    if path is None:
        return cast("Cursor", psycopg.connect(url, autocommit=True).cursor()), "%s"
    return cast("Cursor", Opening(path, best_driver(), None).connect().cursor()), "?"


def transactions(cursor: Cursor, mark: str, terminal: str) -> list[Written]:
    """What the visits of the terminal left, three transactions for each."""

    def of(tables: Mapping[str, str]) -> dict[str, dict[object, Rows]]:
        return {name: _by_visit(cursor, mark, name, on, terminal) for name, on in tables.items()}

    held, confirmed, (told,) = of(HELD), of(CONFIRMED), of(TOLD).values()
    found: list[Written] = []
    for visit, entries in told.items():
        for rows, entry in zip((held, confirmed, {}), entries, strict=True):
            written = [(name, by_visit[visit]) for name, by_visit in rows.items()]
            found.append([*written, ("journal", [entry])])
    return found


def _by_visit(cursor: Cursor, mark: str, table: str, on: str, terminal: str) -> dict[object, Rows]:
    last = "it.seq" if table == "journal" else "1"
    cursor.execute(
        f"SELECT visit.id, it.* FROM {table} AS it JOIN appointment AS visit ON {on}"
        f" WHERE visit.created_on = {mark} ORDER BY visit.id, {last}",
        (terminal,),
    )
    grouped = groupby(cursor.fetchall(), key=lambda row: row[0])
    return {visit: [row[1:] for row in rows] for visit, rows in grouped}


def insert(cursor: Cursor, mark: str, begin: str, written: Written) -> None:
    cursor.execute(begin)
    for table, rows in written:
        marks = ", ".join(mark for _ in rows[0])
        cursor.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
    cursor.execute("COMMIT")


def main(source: str, into: str, terminal: str) -> None:
    found = transactions(*cursor_at(source), terminal)
    cursor, mark = cursor_at(into)
    begin = "BEGIN IMMEDIATE" if mark == "?" else "BEGIN"
    warming = 3 * WARMING
    for written in found[:warming]:
        insert(cursor, mark, begin, written)
    print("ready", flush=True)
    sys.stdin.readline()
    for written in found[warming:]:
        insert(cursor, mark, begin, written)
    print("done", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
