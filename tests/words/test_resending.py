"""What is said of a message sent again."""

from __future__ import annotations

import re

import pytest

from frontdesk.desk.answers import AskedJustNow, NotResent, ResendAnswer, Resent
from frontdesk.domain.protocol import Refused
from frontdesk.esoz.failure import Failure, FailureKind
from frontdesk.words import Words, resending

CYRILLIC = re.compile("[а-яіїєґ]", re.IGNORECASE)
ANSWERS: tuple[ResendAnswer, ...] = (
    Resent(),
    AskedJustNow(59),
    NotResent(Refused("Unverified phone number")),
    *(NotResent(Failure(kind, "Access denied")) for kind in FailureKind),
)


@pytest.mark.parametrize("answer", ANSWERS, ids=str)
def test_every_answer_has_its_sentence_in_both_languages(answer: ResendAnswer) -> None:
    assert CYRILLIC.search(resending.sentence(Words("uk"), answer))
    said = resending.sentence(Words("en"), answer)
    assert said.endswith(".")
    assert not CYRILLIC.search(said)


@pytest.mark.parametrize("answer", ANSWERS[:3], ids=str)
def test_the_usual_answers_fit_on_one_line(answer: ResendAnswer) -> None:
    assert len(resending.sentence(Words("uk"), answer)) <= 76


def test_after_a_silence_nothing_is_claimed() -> None:
    said = resending.sentence(Words("en"), NotResent(Failure(FailureKind.SILENT)))
    assert said.startswith("Whether the message was sent is not known.")
