"""One row for each documented answer: what the client makes of it, and what a clerk hears.

An answer is an example's name, `status type` with or without a message, or a page of a proxy.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, assert_never

import pytest

from frontdesk.domain.number import Number
from frontdesk.domain.patient import Name
from frontdesk.domain.protocol import Accepted, JobEnded, JobPending, Refused
from frontdesk.domain.referral import Referral, Status
from frontdesk.domain.verdict import Invalid, Valid
from frontdesk.esoz.client import EsozClient, Resent
from frontdesk.esoz.events import Change
from frontdesk.esoz.failure import Failure
from frontdesk.esoz.people import (
    Declaration,
    DeclaredElsewhere,
    Person,
    TooMany,
    Undeclared,
    Wanted,
)
from frontdesk.words import Words, backend, failures

if TYPE_CHECKING:
    from tests.esoz.conftest import Backend, Examples

HERE = Path(__file__).parent
REFERRAL = "6c2e8f14-7a9b-4d05-b1e3-5f8a0c6d2e97"
PROGRAMME = "1b3d5f70-92a4-4c6e-8d0f-a1c3e5f70924"
REQUEST = "6617aeec-15e2-4d6f-b9bd-53559c358f97#17810"
NUMBER = Number("4821-0937-5516-2048")
FREE = Referral(REFERRAL, NUMBER.text, Status.ACTIVE, programme_id=PROGRAMME)
WANTED = Wanted(Name("Мельниченко", "Оксана"), date(1979, 3, 14))
MORNING = datetime(2026, 10, 20, 6, tzinfo=UTC)


@dataclass(frozen=True)
class Row:
    call: str
    answer: str
    outcome: str
    english: str
    ukrainian: str


ROWS = [Row(*line.split("\t")) for line in (HERE / "answers.tsv").read_text("utf-8").splitlines()]

Outcome = (
    tuple[Referral | Person | Change, ...]
    | Valid
    | Invalid
    | Accepted
    | JobPending
    | JobEnded
    | Refused
    | Resent
    | TooMany
    | Declaration
    | Undeclared
    | DeclaredElsewhere
    | Failure
)

CALLS: dict[str, Callable[[EsozClient], Awaitable[Outcome]]] = {
    "find": lambda client: client.find(NUMBER),
    "qualify": lambda client: client.qualify(FREE),
    "use": lambda client: client.use(REFERRAL, PROGRAMME),
    "job": lambda client: client.job("68f0c2d4a1b3e5f7091c2d3e"),
    "resend": lambda client: client.resend(REFERRAL, REFERRAL),
    "people": lambda client: client.people.find(WANTED),
    "declaration": lambda client: client.people.declaration(REFERRAL),
    "events": lambda client: client.events.changes(MORNING, MORNING.replace(hour=9)),
}


def sent(examples: Examples, answer: str) -> bytes:
    """The answer of a row as it comes over the wire."""
    if "." in answer.partition(" ")[0]:
        return examples.http(answer)
    status, _, rest = answer.partition(" ")
    if rest == "page":
        return examples.raw(int(status), b"<html>", "text/html")
    if rest == "text":
        body = (HERE / "examples/error.429.body.txt").read_bytes()
        return examples.raw(int(status), body, "text/plain")
    kind, _, message = rest.partition(": ")
    error = {"type": kind} | ({"message": message} if message else {})
    return examples.answer(int(status), {"meta": {"request_id": REQUEST}, "error": error})


def named(outcome: Outcome) -> str:
    match outcome:
        case tuple():
            return f"{len(outcome)} found"
        case Failure():
            return outcome.kind.value
        case _:
            return type(outcome).__name__


def said(words: Words, outcome: Outcome) -> str:
    """What a clerk hears; nothing of what is well."""
    match outcome:
        case Failure():
            return failures.sentence(words, outcome).removesuffix(
                " " + words.tr("Request {id}.", id=REQUEST)
            )
        case Invalid(reason) | Refused(reason):
            return backend.message(words, reason)
        case (
            tuple()
            | Valid()
            | Accepted()
            | JobPending()
            | JobEnded()
            | Resent()
            | TooMany()
            | Declaration()
            | Undeclared()
            | DeclaredElsewhere()
        ):
            return ""
        case _:
            assert_never(outcome)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.call}: {row.answer}")
async def test_every_documented_answer_has_its_outcome_and_its_sentences(
    backend: Backend, client: EsozClient, examples: Examples, row: Row
) -> None:
    backend.always(sent(examples, row.answer))
    outcome = await CALLS[row.call](client)
    assert named(outcome) == row.outcome
    assert said(Words("en"), outcome) == row.english
    assert said(Words("uk"), outcome) == row.ukrainian


def test_no_row_is_missing_and_none_is_in_the_words_of_the_backend() -> None:
    ours = ("GET_job", "GET_service", "GET_person", "GET_events", "PATCH_", "POST_", "error.")
    kept = (it.stem for it in (HERE / "examples").glob("*.json") if it.name.startswith(ours))
    answers = {it for it in kept if not it.endswith(".request")}
    assert answers <= {row.answer for row in ROWS}
    assert not [row for row in ROWS if "ESOZ's words" in row.english]
