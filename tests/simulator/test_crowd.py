from __future__ import annotations

import re
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from frontdesk.simulator.crowd import Crowd
from tests.simulator.conftest import TODAY

if TYPE_CHECKING:
    from tests.simulator.conftest import Esoz

CROWD = Crowd(1, TODAY)
NUMBERS = frozenset(CROWD.numbers())


def test_there_are_more_than_ten_thousand_numbers_all_different() -> None:
    numbers = list(CROWD.numbers())
    assert len(set(numbers)) == len(numbers) > 10_000
    assert all(re.fullmatch(r"[1-9]\d{3}(-\d{4}){3}", number) for number in numbers)
    assert numbers == list(Crowd(1, TODAY).numbers())
    assert not set(numbers) & set(Crowd(2, TODAY).numbers())


def test_every_number_leads_to_its_referrals() -> None:
    for number in islice(CROWD.numbers(), 200):
        found = CROWD.of(number)
        assert {it.requisition for it in found} == {number}
        assert found == CROWD.of(number)


@given(st.text(max_size=25) | st.from_regex(r"\d{4}(-\d{4}){3}", fullmatch=True))
def test_any_other_text_leads_to_nothing(text: str) -> None:
    if text not in NUMBERS:
        assert CROWD.of(text) == []


def test_the_crowd_is_in_every_state_and_mostly_usable() -> None:
    found = [it for number in islice(CROWD.numbers(), 1000) for it in CROWD.of(number)]
    statuses = Counter(it.status for it in found)
    assert statuses.keys() == {"active", "completed", "recalled"}
    assert statuses["active"] > len(found) / 2
    assert {it.processing for it in found} == {None, "new", "in_progress", "completed"}
    assert all(it.inserted_at <= it.updated_at for it in found)


def test_a_referral_is_made_without_the_others() -> None:
    """Of so many nobody could make, or walk through, more than those that are asked for."""
    vast = Crowd(1, TODAY, size=10**15)
    for number in islice(CROWD.numbers(), 200):
        assert vast.of(number) == CROWD.of(number)


async def test_a_number_of_the_crowd_is_found_and_remembers_what_was_done_to_it(
    esoz: Esoz,
) -> None:
    firsts = (esoz.backend.numbered(number)[0] for number in esoz.backend.crowd.numbers())
    it = next(it for it in firsts if (it.status, it.processing) == ("active", "new"))
    assert (await esoz.used(it))["status"] == "processed"
    assert (await esoz.found(it))["program_processing_status"] == "in_progress"
