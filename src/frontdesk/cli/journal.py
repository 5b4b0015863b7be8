"""`frontdesk journal`: is the audit whole, and what is written in it."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from frontdesk.cli import contract
from frontdesk.cli.exits import Exit
from frontdesk.cli.running import at_store, say
from frontdesk.settings import Settings
from frontdesk.store import journal
from frontdesk.store.engine import Store
from frontdesk.store.journal import Record
from frontdesk.words import Words, dates, records


def verify(arguments: argparse.Namespace, words: Words) -> int:
    """Exits 1 where the chain is broken."""

    def verified(store: Store, _: Settings) -> Exit:
        chain = store.read(journal.verify)
        if arguments.json:
            contract.show({"checked": chain.checked, "broken_at": chain.broken_at})
        elif chain.broken_at is None:
            rows = words.trn("{n} row", "{n} rows", chain.checked)
            say(words.tr("The journal is whole: {rows}.", rows=rows))
        else:
            say(words.tr("The journal is broken at row {row}.", row=chain.broken_at))
        return Exit.DONE if chain.broken_at is None else Exit.REFUSED

    return at_store(arguments, words, verified)


def show(arguments: argparse.Namespace, words: Words) -> int:
    def shown(store: Store, settings: Settings) -> Exit:
        zone = ZoneInfo(settings.clinic.time_zone)
        since, until = _whole_day(arguments, zone)
        found = store.read(
            lambda db: journal.latest(
                db, arguments.limit, subject=arguments.visit, since=since, until=until
            )
        )
        if arguments.json:
            contract.show({"entries": [contract.record(it) for it in found]})
        else:
            _say_all(words, found, zone)
        return Exit.DONE

    return at_store(arguments, words, shown)


def _whole_day(
    arguments: argparse.Namespace, zone: ZoneInfo
) -> tuple[datetime | None, datetime | None]:
    """From when to when in UTC, if a day of the site was asked for."""
    if arguments.day is None:
        return None, None
    first, next_ = (
        datetime.combine(day, time(), zone).astimezone(UTC)
        for day in (arguments.day, arguments.day + timedelta(days=1))
    )
    return first, next_


def _say_all(words: Words, found: Iterable[Record], zone: ZoneInfo) -> None:
    for it in found:
        here = it.at.astimezone(zone)
        when = f"{dates.numeric(here.date())} {here:%H:%M:%S}"
        who = f"{it.actor.name} ({it.actor.terminal})"
        parts = (str(it.seq), when, who, records.action(words, it), it.subject)
        say("  ".join((*parts, records.change(words, it))))
