"""`frontdesk book`, described in the clerk's language."""

from __future__ import annotations

import argparse

from frontdesk.cli.options import json_option, whole
from frontdesk.domain.ground import WITHOUT_NUMBER
from frontdesk.domain.paper_referral import Reason
from frontdesk.words.catalogue import Words


def describe(parser: argparse.ArgumentParser, words: Words) -> None:
    _why(parser, words)
    _when(parser, words)
    _who(parser, words)
    _paper(parser, words)
    json_option(parser, words)


def _why(parser: argparse.ArgumentParser, words: Words) -> None:
    why = parser.add_mutually_exclusive_group(required=True)
    why.add_argument("--number", metavar="N", help=words.tr("referral number"))
    why.add_argument(
        "--ground",
        choices=[it.value for it in WITHOUT_NUMBER],
        help=words.tr("without an e-referral: on what ground; with --service"),
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


def _when(parser: argparse.ArgumentParser, words: Words) -> None:
    when = parser.add_mutually_exclusive_group(required=True)
    when.add_argument("--slot", metavar="DOCTOR@2026-11-25T14:20", help=words.tr("this time"))
    when.add_argument("--earliest", action="store_true", help=words.tr("the first free time"))
    parser.add_argument(
        "--sessions",
        type=whole(words, 1, 366),
        metavar="N",
        help=words.tr("a course: so many visits under one referral, all or none"),
    )
    parser.add_argument(
        "--every",
        type=whole(words, 1, 366),
        default=1,
        metavar="DAYS",
        help=words.tr("at least so many days from one visit of a course to the next"),
    )
    parser.add_argument(
        "--overbook",
        metavar="REASON",
        help=words.tr("beside another visit, if the doctor and the room allow it, and why"),
    )
    parser.add_argument(
        "--wait", action="store_true", help=words.tr("wait until ESOZ has given us the referral")
    )


def _who(parser: argparse.ArgumentParser, words: Words) -> None:
    parser.add_argument("--patient", metavar="NAME", help=words.tr("surname, name, patronymic"))
    parser.add_argument("--phone", default="", help=words.tr("phone number"))
    parser.add_argument("--birth-date", default="", metavar="DATE", help=words.tr("date of birth"))
    parser.add_argument(
        "--representative",
        default="",
        metavar="NAME",
        help=words.tr("who comes with a child under 14"),
    )


def _paper(parser: argparse.ArgumentParser, words: Words) -> None:
    """What stands on a paper referral; the first three are needed."""
    paper = parser.add_argument_group(words.tr("paper referral"))
    paper.add_argument(
        "--paper-edrpou", default="", metavar="CODE", help=words.tr("EDRPOU of its clinic")
    )
    paper.add_argument("--paper-doctor", default="", metavar="NAME", help=words.tr("who issued it"))
    paper.add_argument(
        "--paper-date", default="", metavar="DATE", help=words.tr("when it was issued")
    )
    paper.add_argument(
        "--paper-clinic", default="", metavar="NAME", help=words.tr("what its clinic is called")
    )
    paper.add_argument("--paper-number", default="", metavar="N", help=words.tr("its number"))
    paper.add_argument("--paper-note", default="", metavar="TEXT", help=words.tr("a note"))
    paper.add_argument(
        "--paper-reason",
        choices=[it.value for it in Reason],
        help=words.tr("why it is not electronic (esoz_unavailable if not given)"),
    )
