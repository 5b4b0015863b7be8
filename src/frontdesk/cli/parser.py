"""The commands and their options, described in the clerk's language."""

from __future__ import annotations

import argparse
import importlib
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from frontdesk.cli import VERSION, usage
from frontdesk.cli.language import chosen
from frontdesk.words.catalogue import LANGUAGES, Words

Run = Callable[[argparse.Namespace, Words], int]


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
    parser.set_defaults(run=_late("terminal", "open_terminal"))
    _common(parser, words)
    commands = parser.add_subparsers(title=tr("commands"), metavar="")
    for add in ADD:
        add(commands, words)
    return parser


Commands = argparse._SubParsersAction  # noqa: SLF001 - argparse gives its type no public name


def _command(
    commands: Commands[argparse.ArgumentParser], words: Words, name: str, summary: str, run: Run
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=summary, description=summary)
    parser.set_defaults(run=run)
    _common(parser, words, default=argparse.SUPPRESS)
    return parser


def _common(parser: argparse.ArgumentParser, words: Words, default: str | None = None) -> None:
    parser.add_argument(
        "--config", type=Path, metavar="PATH", default=default, help=words.tr("configuration file")
    )
    parser.add_argument(
        "--lang", choices=LANGUAGES, default=default, help=words.tr("language of this run")
    )


def _json(parser: argparse.ArgumentParser, words: Words) -> None:
    parser.add_argument(
        "--json", action="store_true", help=words.tr("print one JSON document and nothing else")
    )


def _seed(parser: argparse.ArgumentParser, words: Words) -> None:
    parser.add_argument(
        "--seed",
        type=_whole(words, 0, 2**31),
        default=1,
        metavar="N",
        help=words.tr("which invented clinic"),
    )


def _demo(commands: Commands[argparse.ArgumentParser], words: Words) -> None:
    summary = words.tr("open the terminal program with a simulated ESOZ and a sample clinic")
    parser = _command(commands, words, "demo", summary, _late("terminal", "open_demo"))
    _seed(parser, words)
    parser.add_argument(
        "--keep", type=Path, metavar="DIR", help=words.tr("keep the sample clinic's database here")
    )


def _samples(commands: Commands[argparse.ArgumentParser], words: Words) -> None:
    summary = words.tr("list the demo's numbers and what each shows")
    parser = _command(commands, words, "samples", summary, _late("simulated", "samples"))
    _seed(parser, words)
    _json(parser, words)


def _verify(commands: Commands[argparse.ArgumentParser], words: Words) -> None:
    summary = words.tr("say whether a referral number is usable and free of charge")
    parser = _command(commands, words, "verify", summary, _late("verify", "verify"))
    parser.add_argument(
        "number", metavar="NUMBER", nargs="+", help=words.tr("16 symbols, as typed")
    )
    parser.add_argument(
        "--status", choices=("all",), default="all", help=words.tr("referrals in every state")
    )
    _json(parser, words)


def _slots(commands: Commands[argparse.ArgumentParser], words: Words) -> None:
    summary = words.tr("list free times")
    parser = _command(commands, words, "slots", summary, _late("slots", "slots"))
    parser.add_argument(
        "--service", required=True, metavar="CODE", help=words.tr("code of the service")
    )
    parser.add_argument("--doctor", metavar="ID", help=words.tr("only this doctor"))
    _day(parser, words, "--from", words.tr("first day, today if not given"))
    _day(parser, words, "--to", words.tr("last day"))
    parser.add_argument(
        "--limit",
        type=_whole(words, 1, 1000),
        default=20,
        metavar="N",
        help=words.tr("how many times"),
    )
    _json(parser, words)


def _book(commands: Commands[argparse.ArgumentParser], words: Words) -> None:
    summary = words.tr("book a visit")
    parser = _command(commands, words, "book", summary, _late("booking", "book"))
    why = parser.add_mutually_exclusive_group(required=True)
    why.add_argument("--number", metavar="N", help=words.tr("referral number"))
    why.add_argument(
        "--ground", choices=("paid",), help=words.tr("without a referral: a paid visit")
    )
    parser.add_argument(
        "--referral", metavar="ID", help=words.tr("which referral, if the number covers several")
    )
    parser.add_argument(
        "--here",
        action="store_true",
        help=words.tr("the patient wants to be served here, though another clinic was named"),
    )
    parser.add_argument("--service", metavar="CODE", help=words.tr("code of the service"))
    when = parser.add_mutually_exclusive_group(required=True)
    when.add_argument("--slot", metavar="DOCTOR@2026-11-25T14:20", help=words.tr("this time"))
    when.add_argument("--earliest", action="store_true", help=words.tr("the first free time"))
    parser.add_argument(
        "--sessions",
        type=_whole(words, 1, 366),
        metavar="N",
        help=words.tr("a course: so many visits under one referral, all or none"),
    )
    parser.add_argument(
        "--every",
        type=_whole(words, 1, 366),
        default=1,
        metavar="DAYS",
        help=words.tr("at least so many days from one visit of a course to the next"),
    )
    parser.add_argument(
        "--overbook",
        metavar="REASON",
        help=words.tr("beside another visit, if the doctor and the room allow it, and why"),
    )
    parser.add_argument("--patient", metavar="NAME", help=words.tr("surname, name, patronymic"))
    parser.add_argument("--phone", default="", help=words.tr("phone number"))
    parser.add_argument("--birth-date", default="", metavar="DATE", help=words.tr("date of birth"))
    parser.add_argument(
        "--wait", action="store_true", help=words.tr("wait until ESOZ has given us the referral")
    )
    _json(parser, words)


def _agenda(commands: Commands[argparse.ArgumentParser], words: Words) -> None:
    summary = words.tr("the visits of a day")
    parser = _command(commands, words, "agenda", summary, _late("agenda", "agenda"))
    _day(parser, words, "--date", words.tr("which day, today if not given"))
    _json(parser, words)


def _check(commands: Commands[argparse.ArgumentParser], words: Words) -> None:
    summary = words.tr("run the invariants on the live database and count violations")
    parser = _command(commands, words, "check", summary, _late("agenda", "check"))
    _json(parser, words)


def _migrate(commands: Commands[argparse.ArgumentParser], words: Words) -> None:
    summary = words.tr("make or update the database's tables for this version of frontdesk")
    _command(commands, words, "migrate", summary, _late("migrate", "migrate"))


def _sync(commands: Commands[argparse.ArgumentParser], words: Words) -> None:
    summary = words.tr("copy services, employees and other registers from ESOZ")
    parser = _command(commands, words, "sync", summary, _late("sync", "sync"))
    _json(parser, words)


def _login(commands: Commands[argparse.ArgumentParser], words: Words) -> None:
    summary = words.tr("sign in to ESOZ; the session is kept in this computer's keyring")
    parser = _command(commands, words, "login", summary, _late("session", "login"))
    parser.add_argument(
        "--paste",
        action="store_true",
        help=words.tr("no browser here: show the address, and read where it led from the terminal"),
    )


def _logout(commands: Commands[argparse.ArgumentParser], words: Words) -> None:
    summary = words.tr("end the session in ESOZ and forget it here")
    _command(commands, words, "logout", summary, _late("session", "logout"))


def _journal(commands: Commands[argparse.ArgumentParser], words: Words) -> None:
    summary = words.tr("verify or show the journal of all changes")
    parser = commands.add_parser("journal", help=summary, description=summary)
    actions = parser.add_subparsers(title=words.tr("commands"), metavar="", required=True)
    whole = words.tr("say whether the journal's chain is unbroken")
    _json(_command(actions, words, "verify", whole, _late("journal", "verify")), words)
    summary = words.tr("the latest entries of the journal, the newest last")
    show = _command(actions, words, "show", summary, _late("journal", "show"))
    show.add_argument("--visit", metavar="ID", help=words.tr("only about this visit"))
    _day(show, words, "--day", words.tr("only what was done on this day"))
    show.add_argument(
        "--limit",
        type=_whole(words, 1, 100_000),
        default=50,
        metavar="N",
        help=words.tr("how many entries"),
    )
    _json(show, words)


def _backup(commands: Commands[argparse.ArgumentParser], words: Words) -> None:
    summary = words.tr("copy the database while work goes on, and verify the copy")
    parser = _command(commands, words, "backup", summary, _late("backup", "backup"))
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
    _json(parser, words)


def _restore(commands: Commands[argparse.ArgumentParser], words: Words) -> None:
    summary = words.tr("put a backup back; first close the terminals")
    parser = _command(commands, words, "restore", summary, _late("backup", "restore"))
    parser.add_argument("file", type=Path, metavar="FILE", help=words.tr("the backup"))
    parser.add_argument(
        "--replace",
        action="store_true",
        help=words.tr("although the database holds visits: they are backed up first"),
    )


def _config(commands: Commands[argparse.ArgumentParser], words: Words) -> None:
    summary = words.tr("where the configuration is, whether it is right, a new one, its secrets")
    parser = _command(commands, words, "config", summary, _late("settings", "config"))
    parser.add_argument("what", choices=("path", "check", "init", "secrets"))


def _simulator(commands: Commands[argparse.ArgumentParser], words: Words) -> None:
    summary = words.tr("serve a simulated ESOZ over HTTP on this machine")
    parser = _command(commands, words, "simulator", summary, _late("simulated", "simulator"))
    parser.add_argument(
        "--port",
        type=_whole(words, 0, 65535),
        required=True,
        help=words.tr("0 for any free one"),
    )
    _seed(parser, words)
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
        type=_pair(words),
        metavar="NAME=VALUE",
        help=words.tr("turn a switch: latency_seconds=2, lost_after=0.2, paging=cursor …"),
    )


ADD = (
    _demo,
    _samples,
    _verify,
    _slots,
    _book,
    _agenda,
    _check,
    _sync,
    _migrate,
    _journal,
    _backup,
    _restore,
    _login,
    _logout,
    _config,
    _simulator,
)


def _day(parser: argparse.ArgumentParser, words: Words, option: str, summary: str) -> None:
    def day(text: str) -> date:
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise argparse.ArgumentTypeError(words.tr("a day is written 2026-11-25")) from None

    parser.add_argument(option, type=day, metavar="YYYY-MM-DD", help=summary)


def _whole(words: Words, least: int, most: int) -> Callable[[str], int]:
    """Reads a whole number between these two."""

    def number(text: str) -> int:
        if not text.isdecimal() or not least <= int(text) <= most:
            told = words.tr("a whole number from {least} to {most}", least=least, most=most)
            raise argparse.ArgumentTypeError(told)
        return int(text)

    return number


def _pair(words: Words) -> Callable[[str], tuple[str, str]]:
    """Reads a name and a value."""

    def pair(text: str) -> tuple[str, str]:
        name, equals, value = text.partition("=")
        if not name or not equals:
            raise argparse.ArgumentTypeError(words.tr("a switch is written NAME=VALUE"))
        return name, value

    return pair


def _late(module: str, function: str) -> Run:
    """The command's own module is imported when the command runs, not before."""

    def run(arguments: argparse.Namespace, words: Words) -> int:
        command: Run = getattr(importlib.import_module(f"frontdesk.cli.{module}"), function)
        return command(arguments, words)

    return run
