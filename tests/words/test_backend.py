"""Every message that ЕСОЗ documents for our calls, and what the desk says instead."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.esoz.failure import Failure, FailureKind
from frontdesk.words import Words, backend, failures

MESSAGES = [
    tuple(line.split("\t"))
    for line in Path(__file__).with_name("messages.tsv").read_text("utf-8").splitlines()
]
EN, UK = Words("en"), Words("uk")


@pytest.mark.parametrize(("message", "english", "ukrainian"), MESSAGES)
def test_a_documented_message_is_said_in_both_languages(
    message: str, english: str, ukrainian: str
) -> None:
    assert backend.message(EN, message) == english
    assert backend.message(UK, message) == ukrainian


def test_no_documented_message_is_left_in_the_words_of_the_backend() -> None:
    for message, english, ukrainian in MESSAGES:
        assert "ESOZ's words" not in english
        assert re.search("[а-яіїєґ]", ukrainian), message


@given(st.text(min_size=1))
def test_an_unknown_message_is_shown_as_it_came(message: str) -> None:
    said = backend.message(EN, f"{message} {message}?")
    assert said == f"ESOZ's words: “{message} {message}?”"


def test_case_and_a_full_stop_make_no_other_message() -> None:
    assert (
        backend.message(EN, "service request IS EXPIRED. ") == "the referral's validity has passed"
    )


def test_several_known_mistakes_are_said_one_by_one_and_each_once() -> None:
    twice = "Program not found; Employee is not approved; Program not found"
    expected = "ESOZ does not know the programme; the doctor's record in ESOZ is not approved"
    assert backend.message(EN, twice) == expected


def test_one_unknown_part_leaves_the_whole_in_the_words_of_the_backend() -> None:
    message = "Program not found; something new"
    assert backend.message(UK, message) == f"відповідь ЕСОЗ: «{message}»"


@pytest.mark.parametrize("words", [EN, UK], ids=["en", "uk"])
def test_every_kind_of_failure_has_a_sentence_with_the_request_for_support(words: Words) -> None:
    said = {failures.sentence(words, Failure(kind, request_id="f#1")) for kind in FailureKind}
    assert len(said) == len(FailureKind)
    assert all("f#1" in it for it in said)


def test_a_key_of_the_program_is_no_reason_to_sign_in_again() -> None:
    refused = Failure(FailureKind.UNAUTHORISED, "Invalid api key")
    assert "sign in" not in failures.sentence(EN, refused)
    ended = Failure(FailureKind.UNAUTHORISED, "Invalid access token")
    assert "sign in" in failures.sentence(EN, ended)
