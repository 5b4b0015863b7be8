"""`frontdesk verify`: is the number usable, is it free of charge, what to say."""

from __future__ import annotations

import argparse

from frontdesk.cli import contract
from frontdesk.cli.exits import Exit
from frontdesk.cli.running import at_desk, complain, say
from frontdesk.desk import Desk
from frontdesk.desk.answers import Ambiguous, Finding
from frontdesk.domain.number import Misread, Number, Readable
from frontdesk.domain.verdict import Code
from frontdesk.words import Words, dates, labels, readings, verdicts


def verify(arguments: argparse.Namespace, words: Words) -> int:
    typed = " ".join(arguments.number)
    reading = Number.read(typed)
    if isinstance(reading, Misread):
        return not_a_number(arguments, words, typed, reading)
    return at_desk(arguments, words, lambda desk: _verify(desk, reading, arguments, words))


def not_a_number(arguments: argparse.Namespace, words: Words, typed: str, wrong: Misread) -> int:
    """Said without any call to ЕСОЗ."""
    if arguments.json:
        contract.show(contract.unreadable_number(words, typed, wrong))
    else:
        complain(readings.misread(words, wrong))
    return Exit.USAGE


def exit_of(found: Finding) -> Exit:
    if found.verdict.code is Code.UNVERIFIED:
        return Exit.BACKEND
    return Exit.DONE if found.verdict.may_book else Exit.REFUSED


async def _verify(
    desk: Desk, reading: Readable, arguments: argparse.Namespace, words: Words
) -> Exit:
    answer = await desk.find(reading)
    # A person who must choose sits at the terminal program; a script is told the likelier one.
    found = answer.findings[0] if isinstance(answer, Ambiguous) else answer
    if arguments.json:
        contract.show(contract.finding(words, found, desk.clinic))
    else:
        _tell(words, found, desk)
    return exit_of(found)


def _tell(words: Words, found: Finding, desk: Desk) -> None:
    say(found.number.text)
    if found.repairs:
        say(readings.repairs(words, found.repairs))
    for line in found.lines:
        headline = verdicts.headline(words, line.referral, line.verdict, desk.clinic)
        service = line.service_name or labels.missing(words)
        say(f"{verdicts.sign(line.verdict)} {headline}")
        say(f"  {service} ({line.service_code or '—'})")
        say(f"  {labels.identity(words, line.referral.identity)}")
        told = verdicts.say(words, line.referral, line.verdict)
        say("  " + words.tr("Say: “{sentence}”", sentence=told))
        if line.appointment is not None:
            when = dates.short(words, line.appointment.day)
            say(f"  {when} {dates.clock(line.appointment.start)}")
    problem = contract.problem_of(words, found)
    if problem is not None:
        say(f"{verdicts.sign(found.verdict)} {verdicts.word(words, found.verdict)}")
        say(f"  {problem['text']}")
