"""All that is known of a number, label and value: what comes next, the visit, the referral."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from frontdesk.domain.appointment import Appointment
from frontdesk.domain.verdict import Code, NextStep
from frontdesk.tui.screens.facts import Fact, Facts
from frontdesk.tui.screens.selection import Selection
from frontdesk.tui.screens.ways import WAYS
from frontdesk.words import Words, dates, verdicts

if TYPE_CHECKING:
    from frontdesk.domain.reference import LegalEntity
    from frontdesk.tui.session import Session


def number_facts(
    session: Session, selection: Selection, sender: LegalEntity | None
) -> Iterator[Fact]:
    """`sender`: the clinic that wrote the referral, if it was asked for."""
    words, tr = session.words, session.words.tr
    yield Fact(tr("Next"), _next(words, selection))
    if selection.verdict.code is Code.NOT_FOUND:
        yield Fact(tr("Looked for"), tr("in all states: active, redeemed, recalled"))
    if selection.may_go_without:
        ways = (f"{session.keymap.named(it)} {tr(it.label)}" for it in WAYS)
        yield Fact(tr("Or"), " · ".join(ways))
    line = selection.line
    if line is not None:
        if line.appointment is not None:
            yield _visit(words, line.appointment)
        phone = sender.phone if sender else None
        yield from Facts(words, line, session.zone, session.desk.today(), phone)
    yield Fact(tr("Number"), selection.finding.number.text)


def _next(words: Words, selection: Selection) -> str:
    steps = selection.verdict.next_steps
    offered = (it for it in steps if it is not NextStep.OTHER_SERVICE or not selection.is_alone)
    return " · ".join(verdicts.next_step(words, it) for it in offered)


def _visit(words: Words, appointment: Appointment) -> Fact:
    """What stands under the referral already."""
    when = f"{dates.full(words, appointment.day)}, {dates.clock(appointment.start)}"
    return Fact(words.tr("Visit"), when, "strong")
