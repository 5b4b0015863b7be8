"""`frontdesk export`: the visits of some days as a table."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import date, timedelta

from frontdesk.cli.exits import Exit
from frontdesk.cli.new_file import save
from frontdesk.cli.running import at_desk, complain
from frontdesk.cli.spreadsheet import spreadsheet
from frontdesk.desk import Desk
from frontdesk.domain.patient import Patient
from frontdesk.domain.visit import Visit
from frontdesk.words import Words, dates, labels
from frontdesk.words.catalogue import N_

_HEADINGS = (
    N_("Date"),
    N_("Start"),
    N_("End"),
    N_("Doctor"),
    N_("Room"),
    N_("Code"),
    N_("Service"),
    N_("Patient"),
    N_("Phone"),
    N_("Ground"),
    N_("State"),
)


def export(arguments: argparse.Namespace, words: Words) -> int:
    return at_desk(arguments, words, lambda desk: _export(desk, arguments, words))


async def _export(desk: Desk, arguments: argparse.Namespace, words: Words) -> Exit:
    first = arguments.__dict__["from"] or desk.today()
    last = arguments.to or first
    if last < first:
        complain(words.tr("The last day is before the first."))
        return Exit.USAGE
    rows = [tuple(words.tr(it) for it in _HEADINGS)]
    for day in _days(first, last):
        rows += [
            _row(words, visit, visit.patient)
            for visit in await desk.agenda(day)
            if visit.patient is not None
        ]
    return save(words, spreadsheet(rows), arguments.file)


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=ahead) for ahead in range((last - first).days + 1))


def _row(words: Words, visit: Visit, patient: Patient) -> tuple[str, ...]:
    """In the order of the headings."""
    it = visit.appointment
    return (
        it.day.isoformat(),
        dates.clock(it.start),
        dates.clock(it.end),
        visit.doctor.name,
        visit.room.name if visit.room else "",
        visit.service_code,
        visit.service_name,
        patient.name.full,
        patient.phone.national if patient.phone else "",
        labels.ground(words, it.ground),
        labels.state(words, it.state, it.claim),
    )
