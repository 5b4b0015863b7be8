"""Rows of the journal, said in both languages."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from frontdesk.domain.appointment import Claim, State
from frontdesk.store.journal import Action, Actor, Facts, Record
from frontdesk.words import LANGUAGES, Lang, Words, records


def record(action: str, before: Facts | None = None, after: Facts | None = None) -> Record:
    noon = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
    return Record(7, noon, Actor("registrar", "window-1"), action, "v1", before or {}, after or {})


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("action", Action)
def test_every_action_is_said_in_words(lang: Lang, action: Action) -> None:
    assert records.action(Words(lang), record(action.value)) != action.value


def test_an_action_of_another_version_stays_as_it_is_written() -> None:
    assert records.action(Words("en"), record("teleport")) == "teleport"


@pytest.mark.parametrize("claim", Claim)
def test_every_claim_is_said(claim: Claim) -> None:
    said = records.change(Words("uk"), record("win", {"claim": "none"}, {"claim": claim.value}))
    assert said.startswith("направлення в роботі: не в нас → ")
    assert not said.endswith(claim.value)


@pytest.mark.parametrize("state", State)
def test_every_state_is_said(state: State) -> None:
    said = records.change(Words("uk"), record("confirm", {}, {"state": state.value}))
    assert said.startswith("запис: ")
    assert not said.endswith(state.value)


def test_a_move_says_from_when_to_when() -> None:
    before: Facts = {"day": "2026-11-25", "start": 540, "version": 2}
    after: Facts = {"day": "2026-11-26", "start": 605, "version": 3}
    said = records.change(Words("en"), record("move", before, after))
    assert said == "day: 25.11.2026 → 26.11.2026; start: 09:00 → 10:05"


def test_what_is_taken_away_is_a_dash() -> None:
    said = records.change(Words("en"), record("cancel", {"patient_id": "p1"}, {"patient_id": None}))
    assert said == "patient: p1 → —"


def test_changed_details_are_named_and_not_told() -> None:
    said = records.change(Words("uk"), record("amend", {}, {"details": "surname phone newer"}))
    assert said == "дані: прізвище, телефон, newer"
