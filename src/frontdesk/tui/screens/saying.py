"""Under the verdict: the sentence for the patient, and what the clerk must know besides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.content import Content

from frontdesk.domain.verdict import Code
from frontdesk.tui.safe import EMPTY, text, wrapped
from frontdesk.tui.screens.selection import Selection
from frontdesk.words import Words, ages, failures, readings, verdicts


def saying(words: Words, selection: Selection, became: str, width: int) -> Sequence[Content]:
    """`became`: what has just become of the visit, if anything has."""
    referral = selection.line.referral if selection.line else None
    said = verdicts.say(words, referral, selection.verdict)
    lines = wrapped(text(words.tr("Say: “{sentence}”", sentence=said), "strong"), width)
    if selection.consent_asked:
        lines += (EMPTY, *wrapped(text(_question(words, selection), "warn"), width))
    if became:
        lines += wrapped(text(became, "good"), width)
    for warning in _warnings(words, selection):
        lines += wrapped(text(warning, "warn"), width)
    return lines


def _question(words: Words, selection: Selection) -> str:
    if selection.verdict.code is Code.IN_WORK_ELSEWHERE:
        return words.tr(
            "Does the patient want to be seen here? The place at the other clinic is lost. "
            "Enter: yes, choose a time. Esc: no."
        )
    return words.tr(
        "The doctor named another clinic. Is the patient to be seen here all the same? "
        "Enter: yes, choose a time. Esc: no."
    )


def _warnings(words: Words, selection: Selection) -> Iterator[str]:
    """What is wrong with the answer or was with the number; who may not come alone."""
    finding, line = selection.finding, selection.line
    if finding.trouble is not None:
        yield failures.sentence(words, finding.trouble)
    if finding.repairs:
        yield readings.repairs(words, finding.repairs)
    age = line.referral.identity.age if line else None
    if age is not None and selection.may_choose and (coming := ages.coming(words, age)):
        yield coming
