"""`frontdesk import`: the clinic's own tables are taken into its database."""

from __future__ import annotations

import argparse
from pathlib import Path
from uuid import uuid4
from zoneinfo import ZoneInfo

from frontdesk.cli import contract
from frontdesk.cli.exits import Exit
from frontdesk.cli.running import at_store, complain, say
from frontdesk.cli.sheets import Table, TableError, read_table
from frontdesk.desk.taking_in import Bad, Place, Plan, plan, write
from frontdesk.domain.sheets import RowError, Said, read_row
from frontdesk.settings import Settings
from frontdesk.store.engine import Store
from frontdesk.words import Words, sheets
from frontdesk.workplace import actor_of, utc_now


def import_tables(arguments: argparse.Namespace, words: Words) -> int:
    tables: dict[Path, Table] = {}
    heads = sheets.heads()
    for path in arguments.files:
        try:
            tables[path] = read_table(path, heads)
        except TableError:
            complain(words.tr("{path} is no CSV table that is known here. Its heads:", path=path))
            for line in sheets.expected(words):
                complain(f"  {line}")
            return Exit.USAGE
        for head in tables[path].unread:
            complain(words.tr("{path}: the column «{head}» is not read.", path=path, head=head))

    def take_in(store: Store, settings: Settings) -> Exit:
        found = _planned(store, settings, tables)
        is_written = arguments.partial or not found.bad
        if is_written:
            store.write(lambda db: write(db, found, actor_of(settings)))
        if arguments.json:
            contract.show(contract.taken_in(words, found, is_written=is_written))
        else:
            _tell(words, found, is_written=is_written)
        return Exit.DONE if is_written else Exit.REFUSED

    return at_store(arguments, words, take_in)


def _planned(store: Store, settings: Settings, tables: dict[Path, Table]) -> Plan:
    said, bad = _read(tables)
    today = utc_now().astimezone(ZoneInfo(settings.clinic.time_zone)).date()
    return store.read(lambda db: plan(db, said, bad, today, lambda: str(uuid4())))


def _read(tables: dict[Path, Table]) -> tuple[dict[Place, Said], list[Bad]]:
    """Every row as it is understood, and those that are not."""
    said: dict[Place, Said] = {}
    bad: list[Bad] = []
    weekdays = sheets.weekdays()
    for path, table in tables.items():
        for line, cells in table.rows:
            place = Place(str(path), line)
            try:
                said[place] = read_row(table.sheet, cells, weekdays)
            except RowError as error:
                bad.append(Bad(place, error.column, error.fault))
    return said, bad


def _tell(words: Words, found: Plan, *, is_written: bool) -> None:
    for it in found.bad:
        complain(sheets.fault(words, it))
    if is_written:
        for line in (*sheets.summary(words, found), *sheets.displaced(words, found)):
            say(line)
    else:
        complain(words.tr("Nothing was imported. --partial imports the rows that are right."))
