"""`frontdesk agenda` and `frontdesk check`."""

from __future__ import annotations

import argparse

from frontdesk.cli import contract
from frontdesk.cli.exits import Exit
from frontdesk.cli.running import at_desk, say
from frontdesk.desk import Desk
from frontdesk.words import Words, dates, labels, worklist


def agenda(arguments: argparse.Namespace, words: Words) -> int:
    return at_desk(arguments, words, lambda desk: _agenda(desk, arguments, words))


async def _agenda(desk: Desk, arguments: argparse.Namespace, words: Words) -> Exit:
    day = arguments.date or desk.today()
    visits = await desk.agenda(day)
    if arguments.json:
        appointments = [contract.visit(it) for it in visits]
        contract.show({"date": day.isoformat(), "appointments": appointments})
        return Exit.DONE
    say(dates.full(words, day))
    for visit in visits:
        appointment = visit.appointment
        patient = visit.patient.name.short if visit.patient else "—"
        state = labels.state(words, appointment.state, appointment.claim)
        say(f"{dates.clock(appointment.start)}  {visit.doctor.name}  {patient}  {state}")
    return Exit.DONE


def check(arguments: argparse.Namespace, words: Words) -> int:
    return at_desk(arguments, words, lambda desk: _check(desk, arguments, words))


async def _check(desk: Desk, arguments: argparse.Namespace, words: Words) -> Exit:
    checked, measured = await desk.check(), await desk.worklist.gauge()
    if arguments.json:
        document = {**contract.invariants(checked), "discrepancies": contract.gauge(measured)}
        contract.show(document)
    else:
        for it in checked:
            counted = words.trn("{n} row", "{n} rows", it.checked)
            broken = words.trn("{n} violation", "{n} violations", it.violations)
            say(f"{it.id:4} {counted:>14}  {broken}")
        say(worklist.gauge(words, measured))
    return Exit.REFUSED if any(it.violations for it in checked) else Exit.DONE
