"""The commands, described in the clerk's language."""

from __future__ import annotations

import argparse
from pathlib import Path

from frontdesk.cli.booking_options import add_book
from frontdesk.cli.options import (
    Commands,
    command,
    day_option,
    json_option,
    late,
    pair,
    seed,
    whole,
)
from frontdesk.words.catalogue import Words


def _demo(commands: Commands[argparse.ArgumentParser], words: Words) -> None:
    summary = words.tr("open the terminal program with a simulated ESOZ and a sample clinic")
    parser = command(commands, words, "demo", summary, late("terminal", "open_demo"))
    seed(parser, words)
    parser.add_argument(
        "--keep", type=Path, metavar="DIR", help=words.tr("keep the sample clinic's database here")
    )
    parser.add_argument(
        "--tour", action="store_true", help=words.tr("begin with the two-minute guided tour")
    )


def _samples(commands: Commands[argparse.ArgumentParser], words: Words) -> None:
    summary = words.tr("list the demo's numbers and what each shows")
    parser = command(commands, words, "samples", summary, late("simulated", "samples"))
    seed(parser, words)
    json_option(parser, words)


def _verify(commands: Commands[argparse.ArgumentParser], words: Words) -> None:
    summary = words.tr("say whether a referral number is usable and free of charge")
    parser = command(commands, words, "verify", summary, late("verify", "verify"))
    parser.add_argument(
        "number", metavar="NUMBER", nargs="+", help=words.tr("16 symbols, as typed")
    )
    parser.add_argument(
        "--status", choices=("all",), default="all", help=words.tr("referrals in every state")
    )
    json_option(parser, words)


def _slots(commands: Commands[argparse.ArgumentParser], words: Words) -> None:
    summary = words.tr("list free times")
    parser = command(commands, words, "slots", summary, late("slots", "slots"))
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


def _agenda(commands: Commands[argparse.ArgumentParser], words: Words) -> None:
    summary = words.tr("the visits of a day")
    parser = command(commands, words, "agenda", summary, late("agenda", "agenda"))
    day_option(parser, words, "--date", words.tr("which day, today if not given"))
    json_option(parser, words)


def _worklist(commands: Commands[argparse.ArgumentParser], words: Words) -> None:
    summary = words.tr(
        "what needs a person: whom to phone, what is not verified or without a visit"
    )
    parser = command(commands, words, "worklist", summary, late("worklist", "worklist"))
    json_option(parser, words)


def _slip(commands: Commands[argparse.ArgumentParser], words: Words) -> None:
    summary = words.tr("show, print or save the slip of a visit")
    parser = command(commands, words, "slip", summary, late("slip", "slip"))
    parser.add_argument(
        "visit", metavar="ID", help=words.tr("the visit, as `agenda --json` has it")
    )
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--text", action="store_true", help=words.tr("show it, as without an option"))
    how.add_argument("--message", action="store_true", help=words.tr("show the patient's message"))
    how.add_argument("--print", action="store_true", help=words.tr("print it"))
    how.add_argument("--pdf", type=Path, metavar="FILE", help=words.tr("save it as a new PDF file"))


def _check(commands: Commands[argparse.ArgumentParser], words: Words) -> None:
    summary = words.tr("run the invariants on the live database and count violations")
    parser = command(commands, words, "check", summary, late("agenda", "check"))
    json_option(parser, words)


def _migrate(commands: Commands[argparse.ArgumentParser], words: Words) -> None:
    summary = words.tr("make or update the database's tables for this version of frontdesk")
    command(commands, words, "migrate", summary, late("migrate", "migrate"))


def _sync(commands: Commands[argparse.ArgumentParser], words: Words) -> None:
    summary = words.tr("copy services, employees and other registers from ESOZ")
    parser = command(commands, words, "sync", summary, late("sync", "sync"))
    json_option(parser, words)


def _login(commands: Commands[argparse.ArgumentParser], words: Words) -> None:
    summary = words.tr("sign in to ESOZ; the session is kept in this computer's keyring")
    parser = command(commands, words, "login", summary, late("session", "login"))
    parser.add_argument(
        "--paste",
        action="store_true",
        help=words.tr("no browser here: show the address, and read where it led from the terminal"),
    )


def _logout(commands: Commands[argparse.ArgumentParser], words: Words) -> None:
    summary = words.tr("end the session in ESOZ and forget it here")
    command(commands, words, "logout", summary, late("session", "logout"))


def _journal(commands: Commands[argparse.ArgumentParser], words: Words) -> None:
    summary = words.tr("verify or show the journal of all changes")
    parser = commands.add_parser("journal", help=summary, description=summary)
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


def _backup(commands: Commands[argparse.ArgumentParser], words: Words) -> None:
    summary = words.tr("copy the database while work goes on, and verify the copy")
    parser = command(commands, words, "backup", summary, late("backup", "backup"))
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


def _restore(commands: Commands[argparse.ArgumentParser], words: Words) -> None:
    summary = words.tr("put a backup back; first close the terminals")
    parser = command(commands, words, "restore", summary, late("backup", "restore"))
    parser.add_argument("file", type=Path, metavar="FILE", help=words.tr("the backup"))
    parser.add_argument(
        "--replace",
        action="store_true",
        help=words.tr("although the database holds visits: they are backed up first"),
    )


def _config(commands: Commands[argparse.ArgumentParser], words: Words) -> None:
    summary = words.tr("where the configuration is, whether it is right, a new one, its secrets")
    parser = command(commands, words, "config", summary, late("settings", "config"))
    parser.add_argument("what", choices=("path", "check", "init", "secrets"))


def _pin(commands: Commands[argparse.ArgumentParser], words: Words) -> None:
    summary = words.tr("set or remove the PIN of the lock, for this user of the computer")
    parser = commands.add_parser("pin", help=summary, description=summary)
    actions = parser.add_subparsers(title=words.tr("commands"), metavar="", required=True)
    summary = words.tr("set the PIN, or change it; the old one is asked for")
    command(actions, words, "set", summary, late("pin", "set_pin"))
    summary = words.tr("remove a forgotten PIN; the journal says who did it")
    command(actions, words, "reset", summary, late("pin", "reset_pin"))


def _simulator(commands: Commands[argparse.ArgumentParser], words: Words) -> None:
    summary = words.tr("serve a simulated ESOZ over HTTP on this machine")
    parser = command(commands, words, "simulator", summary, late("simulated", "simulator"))
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


ADD = (
    _demo,
    _samples,
    _verify,
    _slots,
    add_book,
    _agenda,
    _worklist,
    _slip,
    _check,
    _sync,
    _migrate,
    _journal,
    _backup,
    _restore,
    _login,
    _logout,
    _config,
    _pin,
    _simulator,
)
"""In the order in which the help lists them."""
