"""The commands, described in the clerk's language."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from frontdesk.cli.options import (
    Run,
    command,
    common,
    day_option,
    json_option,
    late,
    pair,
    seed,
    whole,
)
from frontdesk.words.catalogue import Words

Describe = Callable[[argparse.ArgumentParser, Words], None]


class Command(NamedTuple):
    run: Run | None
    """None: it has commands of its own."""
    describe: Describe | None
    """Adds its own options; None: it has none."""


def describe(parser: argparse.ArgumentParser, words: Words, it: Command) -> None:
    """What can follow the command's name."""
    if it.run is not None:
        parser.set_defaults(run=it.run)
        common(parser, words, default=argparse.SUPPRESS)
    if it.describe is not None:
        it.describe(parser, words)


def _demo(parser: argparse.ArgumentParser, words: Words) -> None:
    seed(parser, words)
    parser.add_argument(
        "--keep", type=Path, metavar="DIR", help=words.tr("keep the sample clinic's database here")
    )
    parser.add_argument(
        "--tour", action="store_true", help=words.tr("begin with the two-minute guided tour")
    )


def _samples(parser: argparse.ArgumentParser, words: Words) -> None:
    seed(parser, words)
    json_option(parser, words)


def _verify(parser: argparse.ArgumentParser, words: Words) -> None:
    parser.add_argument(
        "number", metavar="NUMBER", nargs="+", help=words.tr("16 symbols, as typed")
    )
    parser.add_argument(
        "--status", choices=("all",), default="all", help=words.tr("referrals in every state")
    )
    json_option(parser, words)


def _slots(parser: argparse.ArgumentParser, words: Words) -> None:
    parser.add_argument(
        "--service", required=True, metavar="CODE", help=words.tr("code of the service")
    )
    parser.add_argument("--doctor", metavar="ID", help=words.tr("only this doctor"))
    day_option(parser, words, "--from", words.tr("first day, today if not given"))
    day_option(parser, words, "--to", words.tr("last day"))
    parser.add_argument(
        "--limit",
        type=whole(words, 1, 1000),
        default=20,
        metavar="N",
        help=words.tr("how many times"),
    )
    json_option(parser, words)


def _book(parser: argparse.ArgumentParser, words: Words) -> None:
    from frontdesk.cli import booking_options  # what it may choose from takes a while to import

    booking_options.describe(parser, words)


def _agenda(parser: argparse.ArgumentParser, words: Words) -> None:
    day_option(parser, words, "--date", words.tr("which day, today if not given"))
    json_option(parser, words)


def _import(parser: argparse.ArgumentParser, words: Words) -> None:
    parser.add_argument(
        "files",
        type=Path,
        nargs="+",
        metavar="FILE",
        help=words.tr("tables of hours, services, places or patients, as CSV"),
    )
    parser.add_argument(
        "--partial",
        action="store_true",
        help=words.tr("import the right rows although some are bad"),
    )
    json_option(parser, words)


def _export(parser: argparse.ArgumentParser, words: Words) -> None:
    parser.add_argument(
        "file", type=Path, metavar="FILE", help=words.tr("the file to write, a new one")
    )
    day_option(parser, words, "--from", words.tr("first day, today if not given"))
    day_option(parser, words, "--to", words.tr("last day, the first if not given"))


def _slip(parser: argparse.ArgumentParser, words: Words) -> None:
    parser.add_argument(
        "visit", metavar="ID", help=words.tr("the visit, as `agenda --json` has it")
    )
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--text", action="store_true", help=words.tr("show it, as without an option"))
    how.add_argument("--message", action="store_true", help=words.tr("show the patient's message"))
    how.add_argument("--print", action="store_true", help=words.tr("print it"))
    how.add_argument("--pdf", type=Path, metavar="FILE", help=words.tr("save it as a new PDF file"))


def _login(parser: argparse.ArgumentParser, words: Words) -> None:
    parser.add_argument(
        "--paste",
        action="store_true",
        help=words.tr("no browser here: show the address, and read where it led from the terminal"),
    )


def _journal(parser: argparse.ArgumentParser, words: Words) -> None:
    actions = parser.add_subparsers(title=words.tr("commands"), metavar="", required=True)
    summary = words.tr("say whether the journal's chain is unbroken")
    json_option(command(actions, words, "verify", summary, late("journal", "verify")), words)
    summary = words.tr("the latest entries of the journal, the newest last")
    show = command(actions, words, "show", summary, late("journal", "show"))
    show.add_argument("--visit", metavar="ID", help=words.tr("only about this visit"))
    day_option(show, words, "--day", words.tr("only what was done on this day"))
    show.add_argument(
        "--limit",
        type=whole(words, 1, 100_000),
        default=50,
        metavar="N",
        help=words.tr("how many entries"),
    )
    json_option(show, words)


def _backup(parser: argparse.ArgumentParser, words: Words) -> None:
    parser.add_argument(
        "path",
        type=Path,
        nargs="?",
        metavar="PATH",
        help=words.tr("the file to write, a new one in the backups' folder if not given"),
    )
    parser.add_argument(
        "--with-key",
        action="store_true",
        help=words.tr("copy the site's key for referral numbers beside it too"),
    )
    json_option(parser, words)


def _restore(parser: argparse.ArgumentParser, words: Words) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help=words.tr("the backup"))
    parser.add_argument(
        "--replace",
        action="store_true",
        help=words.tr("although the database holds visits: they are backed up first"),
    )


def _config(parser: argparse.ArgumentParser, _: Words) -> None:
    parser.add_argument("what", choices=("path", "check", "init", "secrets"))


def _pin(parser: argparse.ArgumentParser, words: Words) -> None:
    actions = parser.add_subparsers(title=words.tr("commands"), metavar="", required=True)
    summary = words.tr("set the PIN, or change it; the old one is asked for")
    command(actions, words, "set", summary, late("pin", "set_pin"))
    summary = words.tr("remove a forgotten PIN; the journal says who did it")
    command(actions, words, "reset", summary, late("pin", "reset_pin"))


def _simulator(parser: argparse.ArgumentParser, words: Words) -> None:
    parser.add_argument(
        "--port",
        type=whole(words, 0, 65535),
        required=True,
        help=words.tr("0 for any free one"),
    )
    seed(parser, words)
    parser.add_argument(
        "--config-out",
        type=Path,
        metavar="FILE",
        help=words.tr("write a configuration for it, and a furnished database beside"),
    )
    parser.add_argument(
        "--set",
        dest="switches",
        action="append",
        default=[],
        type=pair(words),
        metavar="NAME=VALUE",
        help=words.tr("turn a switch: latency_seconds=2, lost_after=0.2, paging=cursor …"),
    )


COMMANDS: Mapping[str, Command] = {
    "demo": Command(late("terminal", "open_demo"), _demo),
    "samples": Command(late("simulated", "samples"), _samples),
    "verify": Command(late("verify", "verify"), _verify),
    "slots": Command(late("slots", "slots"), _slots),
    "book": Command(late("booking", "book"), _book),
    "agenda": Command(late("agenda", "agenda"), _agenda),
    "import": Command(late("importing", "import_tables"), _import),
    "export": Command(late("export", "export"), _export),
    "worklist": Command(late("worklist", "worklist"), json_option),
    "slip": Command(late("slip", "slip"), _slip),
    "check": Command(late("agenda", "check"), json_option),
    "sync": Command(late("sync", "sync"), json_option),
    "migrate": Command(late("migrate", "migrate"), None),
    "journal": Command(None, _journal),
    "backup": Command(late("backup", "backup"), _backup),
    "restore": Command(late("backup", "restore"), _restore),
    "login": Command(late("session", "login"), _login),
    "logout": Command(late("session", "logout"), None),
    "config": Command(late("settings", "config"), _config),
    "pin": Command(None, _pin),
    "simulator": Command(late("simulated", "simulator"), _simulator),
}
