"""`frontdesk worklist`."""

from __future__ import annotations

import argparse

from frontdesk.cli import contract
from frontdesk.cli.exits import Exit
from frontdesk.cli.running import at_desk, say
from frontdesk.desk import Desk
from frontdesk.words import Words
from frontdesk.words import worklist as said


def worklist(arguments: argparse.Namespace, words: Words) -> int:
    return at_desk(arguments, words, lambda desk: _worklist(desk, arguments, words))


async def _worklist(desk: Desk, arguments: argparse.Namespace, words: Words) -> Exit:
    matters, measured = await desk.worklist.read(), await desk.worklist.gauge()
    if arguments.json:
        contract.show(contract.matters(words, matters, measured))
        return Exit.DONE
    for it in matters:
        phone = it.patient.phone if it.patient else None
        shown = phone.masked if phone else "—"
        say(f"{said.when(words, it)}  {said.who(it)}  {shown}  {said.line(words, it)}")
    say(words.tr("Worklist: {count}", count=len(matters)))
    say(said.gauge(words, measured))
    return Exit.DONE
