"""The commands, described in the clerk's language."""

from __future__ import annotations

import argparse
from collections.abc import Callable
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
from frontdesk.words.catalogue import N_, Words

Describe = Callable[[argparse.ArgumentParser, Words], None]


class Command(NamedTuple):
    name: str
    summary: str
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


COMMANDS = (
    Command(
        "demo",
        N_("open the terminal program with a simulated ESOZ and a sample clinic"),
        late("terminal", "open_demo"),
        _demo,
    ),
    Command(
        "samples",
        N_("list the demo's numbers and what each shows"),
        late("simulated", "samples"),
        _samples,
    ),
    Command(
        "verify",
        N_("say whether a referral number is usable and free of charge"),
        late("verify", "verify"),
        _verify,
    ),
    Command("slots", N_("list free times"), late("slots", "slots"), _slots),
    Command("book", N_("book a visit"), late("booking", "book"), _book),
    Command("agenda", N_("the visits of a day"), late("agenda", "agenda"), _agenda),
    Command(
        "worklist",
        N_("what needs a person: whom to phone, what is not verified or without a visit"),
        late("worklist", "worklist"),
        json_option,
    ),
    Command("slip", N_("show, print or save the slip of a visit"), late("slip", "slip"), _slip),
    Command(
        "check",
        N_("run the invariants on the live database and count violations"),
        late("agenda", "check"),
        json_option,
    ),
    Command(
        "sync",
        N_("copy services, employees and other registers from ESOZ"),
        late("sync", "sync"),
        json_option,
    ),
    Command(
        "migrate",
        N_("make or update the database's tables for this version of frontdesk"),
        late("migrate", "migrate"),
        None,
    ),
    Command("journal", N_("verify or show the journal of all changes"), None, _journal),
    Command(
        "backup",
        N_("copy the database while work goes on, and verify the copy"),
        late("backup", "backup"),
        _backup,
    ),
    Command(
        "restore",
        N_("put a backup back; first close the terminals"),
        late("backup", "restore"),
        _restore,
    ),
    Command(
        "login",
        N_("sign in to ESOZ; the session is kept in this computer's keyring"),
        late("session", "login"),
        _login,
    ),
    Command(
        "logout", N_("end the session in ESOZ and forget it here"), late("session", "logout"), None
    ),
    Command(
        "config",
        N_("where the configuration is, whether it is right, a new one, its secrets"),
        late("settings", "config"),
        _config,
    ),
    Command(
        "pin", N_("set or remove the PIN of the lock, for this user of the computer"), None, _pin
    ),
    Command(
        "simulator",
        N_("serve a simulated ESOZ over HTTP on this machine"),
        late("simulated", "simulator"),
        _simulator,
    ),
)
"""In the order in which the help lists them."""
