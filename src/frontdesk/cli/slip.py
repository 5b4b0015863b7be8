"""`frontdesk slip`."""

from __future__ import annotations

import argparse
from zoneinfo import ZoneInfo

from frontdesk import config
from frontdesk.cli.exits import Exit
from frontdesk.cli.new_file import save
from frontdesk.cli.running import at_desk, cannot_open, complain, say, settings_path
from frontdesk.config_faults import ConfigError
from frontdesk.desk import Desk
from frontdesk.slip_settings import press_of
from frontdesk.slips.outcome import NotPrinted, Printed, Why
from frontdesk.slips.press import Press
from frontdesk.slips.slip import Slip
from frontdesk.words import Words, printing, slips


def slip(arguments: argparse.Namespace, words: Words) -> int:
    path = settings_path(arguments)
    try:
        press = press_of(config.load(path), path)
    except ConfigError as error:
        return cannot_open(words, error)
    return at_desk(arguments, words, lambda desk: _slip(desk, press, arguments, words))


async def _slip(desk: Desk, press: Press, arguments: argparse.Namespace, words: Words) -> Exit:
    visit = await desk.visit(arguments.visit)
    if visit is None or not visit.is_to_come:
        complain(printing.sentence(words, NotPrinted(Why.NO_VISIT)))
        return Exit.REFUSED
    now = desk.now().astimezone(ZoneInfo(desk.clinic.time_zone))
    return _given(press, slips.slip(words, visit, desk.clinic, now), arguments, words)


def _given(press: Press, it: Slip, arguments: argparse.Namespace, words: Words) -> Exit:
    if arguments.pdf is not None:
        document = press.pdf(it, words.lang)
        if document is not None:
            return save(words, document, arguments.pdf)
        complain(printing.sentence(words, NotPrinted(Why.NO_PDF)))
        return Exit.REFUSED
    if arguments.print:
        outcome = press.print(it, words.lang)
        is_done = isinstance(outcome, Printed)
        (say if is_done else complain)(printing.sentence(words, outcome))
        return Exit.DONE if is_done else Exit.REFUSED
    shown = press.message if arguments.message else press.text
    say(shown(it, words.lang).rstrip())
    return Exit.DONE
