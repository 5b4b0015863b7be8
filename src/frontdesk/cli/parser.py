"""What was typed, read as a command with its options."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from frontdesk.cli import VERSION, usage
from frontdesk.cli.commands import COMMANDS, describe
from frontdesk.cli.language import chosen
from frontdesk.cli.options import common, late
from frontdesk.words.catalogue import Words


def parse(argv: Sequence[str]) -> tuple[argparse.Namespace, Words]:
    """The command with its options; `run` in it carries it out. Exits 2 on a wrong usage."""
    words = Words(chosen(argv))
    usage.speak(words.lang)
    return _parser(argv, words).parse_args(argv), words


def _parser(argv: Sequence[str], words: Words) -> argparse.ArgumentParser:
    """Only a command that is named is described: the terminal opens sooner so."""
    tr = words.tr
    parser = argparse.ArgumentParser(
        prog="frontdesk",
        description=tr("The registrar's desk: referral number, verdict, booking."),
        epilog=tr("Without a command the terminal program opens; `frontdesk demo` needs nothing."),
    )
    parser.add_argument(
        "--version",
        action="version",
        version=VERSION,
        help=tr("show the version and exit"),
    )
    parser.set_defaults(run=late("terminal", "open_terminal"))
    common(parser, words)
    commands = parser.add_subparsers(title=tr("commands"), metavar="")
    for it in COMMANDS:
        summary = tr(it.summary)
        own = commands.add_parser(it.name, help=summary, description=summary)
        if it.name in argv:
            describe(own, words, it)
    return parser
