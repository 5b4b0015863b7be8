"""`frontdesk sync`: the copies of ЕСОЗ's registers are brought up to date."""

from __future__ import annotations

import argparse
import sys

from frontdesk.cli import contract
from frontdesk.cli.exits import Exit
from frontdesk.cli.running import at_desk, complain, say
from frontdesk.desk import Desk
from frontdesk.desk.sync import LEASE, Step, Synced, SyncedElsewhere
from frontdesk.words import Words, syncing

PATIENCE = LEASE + 30.0
"""Seconds to wait for another terminal; one that was killed is out of the way by then."""
_CLEAR_LINE = "\r\x1b[K"


def sync(arguments: argparse.Namespace, words: Words) -> int:
    return at_desk(arguments, words, lambda desk: _sync(desk, arguments, words))


async def _sync(desk: Desk, arguments: argparse.Namespace, words: Words) -> Exit:
    progress = _Progress(words)
    try:
        answer = await desk.sync(progress.show, patience=PATIENCE)
    finally:
        progress.clear()
    match answer:
        case SyncedElsewhere():
            if arguments.json:
                contract.show(contract.refused("elsewhere", syncing.elsewhere(words)))
            else:
                complain(syncing.elsewhere(words))
            return Exit.REFUSED
        case Synced():
            if arguments.json:
                contract.show(contract.synced(words, answer))
            else:
                for line in syncing.summary(words, answer):
                    say(line)
            return Exit.BACKEND if answer.trouble else Exit.DONE


class _Progress:
    """One line that changes, for a person; nothing where nobody looks."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._is_seen = sys.stderr.isatty()

    def show(self, step: Step) -> None:
        if self._is_seen:
            sys.stderr.write(f"{_CLEAR_LINE}{syncing.step(self._words, step)}")
            sys.stderr.flush()

    def clear(self) -> None:
        if self._is_seen:
            sys.stderr.write(_CLEAR_LINE)
            sys.stderr.flush()
