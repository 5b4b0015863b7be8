"""What was typed, read as a command with its options."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from frontdesk.cli import VERSION, usage
from frontdesk.cli.commands import ADD
from frontdesk.cli.language import chosen
from frontdesk.cli.options import common, late
from frontdesk.words.catalogue import Words


def parse(argv: Sequence[str]) -> tuple[argparse.Namespace, Words]:
    """The command with its options; `run` in it carries it out. Exits 2 on a wrong usage."""
    words = Words(chosen(argv))
    usage.speak(words.lang)
    return _parser(words).parse_args(argv), words


def _parser(words: Words) -> argparse.ArgumentParser:
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
    for add in ADD:
        add(commands, words)
    return parser
