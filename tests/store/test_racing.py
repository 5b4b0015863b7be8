from __future__ import annotations

from frontdesk.store.engine import Store
from tests.store.conftest import Place
from tests.store.race import judge, race

PROGRAMS, ATTEMPTS = 3, 40


def test_programs_that_race_for_the_same_times_never_both_get_one(
    place: Place, clinic: Store
) -> None:
    result = judge(clinic, race(place, PROGRAMS, ATTEMPTS))
    assert 0 < len(result.said.held) < PROGRAMS * ATTEMPTS
    assert result.said.freed
    assert (result.doubled, result.lost, result.broken) == (0, 0, ())


def test_the_same_race_finds_the_double_bookings_of_a_program_that_looks_first_and_then_writes(
    place: Place, clinic: Store
) -> None:
    result = judge(clinic, race(place, PROGRAMS, ATTEMPTS, naive=True))
    assert result.doubled > 0
