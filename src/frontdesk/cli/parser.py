"""What was typed, read as a command with its options."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from frontdesk.cli import VERSION, usage
from frontdesk.cli.commands import COMMANDS, describe
from frontdesk.cli.language import chosen
from frontdesk.cli.options import common, late
from frontdesk.cli.overview import SUMMARIES, USAGE, overview
from frontdesk.words.catalogue import Words


def parse(argv: Sequence[str]) -> tuple[argparse.Namespace, Words]:
    """The command with its options; `run` in it carries it out. Exits 2 on a wrong usage."""
    words = Words(chosen(argv))
    usage.speak(words.lang)
    return _parser(argv, words).parse_args(argv), words


class _Parser(argparse.ArgumentParser):
    """The whole program's, whose help is the overview however it is asked for."""

    def __init__(self, words: Words) -> None:
        super().__init__(prog="frontdesk", usage=USAGE)
        self._words = words

    def format_help(self) -> str:
        return overview(self._words)


def _parser(argv: Sequence[str], words: Words) -> argparse.ArgumentParser:
    """Only a command that is named is described: the terminal opens sooner so."""
    parser = _Parser(words)
    parser.add_argument("--version", action="version", version=VERSION)
    parser.set_defaults(run=late("terminal", "open_terminal"))
    common(parser, words)
    commands = parser.add_subparsers(
        prog=parser.prog, parser_class=argparse.ArgumentParser, metavar="COMMAND"
    )
    for name, summary in SUMMARIES.items():
        own = commands.add_parser(name, description=words.tr(summary))
        if name in argv:
            describe(own, words, COMMANDS[name])
    return parser
