"""What the commands' options have in common."""

from __future__ import annotations

import argparse
import importlib
from collections.abc import Callable
from pathlib import Path

from frontdesk.words.catalogue import LANGUAGES, Words

Run = Callable[[argparse.Namespace, Words], int]
Commands = argparse._SubParsersAction  # noqa: SLF001 - argparse gives its type no public name


def command(
    commands: Commands[argparse.ArgumentParser], words: Words, name: str, summary: str, run: Run
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=summary, description=summary)
    parser.set_defaults(run=run)
    common(parser, words, default=argparse.SUPPRESS)
    return parser


def common(parser: argparse.ArgumentParser, words: Words, default: str | None = None) -> None:
    parser.add_argument(
        "--config", type=Path, metavar="PATH", default=default, help=words.tr("configuration file")
    )
    parser.add_argument(
        "--lang", choices=LANGUAGES, default=default, help=words.tr("language of this run")
    )


def json_option(parser: argparse.ArgumentParser, words: Words) -> None:
    parser.add_argument(
        "--json", action="store_true", help=words.tr("print one JSON document and nothing else")
    )


def seed(parser: argparse.ArgumentParser, words: Words) -> None:
    parser.add_argument(
        "--seed",
        type=whole(words, 0, 2**31),
        default=1,
        metavar="N",
        help=words.tr("which invented clinic"),
    )


def day_option(parser: argparse.ArgumentParser, words: Words, option: str, summary: str) -> None:
    from datetime import date

    def day(text: str) -> date:
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise argparse.ArgumentTypeError(words.tr("a day is written 2026-11-25")) from None

    parser.add_argument(option, type=day, metavar="YYYY-MM-DD", help=summary)


def whole(words: Words, least: int, most: int) -> Callable[[str], int]:
    """Reads a whole number between these two."""

    def number(text: str) -> int:
        if not text.isdecimal() or not least <= int(text) <= most:
            told = words.tr("a whole number from {least} to {most}", least=least, most=most)
            raise argparse.ArgumentTypeError(told)
        return int(text)

    return number


def pair(words: Words) -> Callable[[str], tuple[str, str]]:
    """Reads a name and a value."""

    def pair(text: str) -> tuple[str, str]:
        name, equals, value = text.partition("=")
        if not name or not equals:
            raise argparse.ArgumentTypeError(words.tr("a switch is written NAME=VALUE"))
        return name, value

    return pair


def late(module: str, function: str) -> Run:
    """The command's own module is imported when the command runs, not before."""

    def run(arguments: argparse.Namespace, words: Words) -> int:
        command: Run = getattr(importlib.import_module(f"frontdesk.cli.{module}"), function)
        return command(arguments, words)

    return run
