"""What may be a PIN, and how guessing is slowed down."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.domain.pin import (
    FIRST_WAIT,
    FREE_TRIES,
    LONGEST_WAIT,
    Attempts,
    Unfit,
    is_pin,
    unfit,
)

MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone
NOTHING = timedelta(0)
MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize("pin", ["2580", "197300", "112358132134"])
def test_four_to_twelve_digits_may_be_a_pin(pin: str) -> None:
    assert unfit(pin) is None


@pytest.mark.parametrize("typed", ["", "123", "1234567890123", "12a4", "12 34", "١٢٣٤", "1234\n"])
def test_anything_else_has_not_the_shape_of_one(typed: str) -> None:
    assert unfit(typed) is Unfit.SHAPE
    assert not is_pin(typed)


@pytest.mark.parametrize("pin", ["0000", "777777", "1234", "4321", "67890", "9876"])
def test_what_everybody_guesses_first_is_refused_as_a_new_pin(pin: str) -> None:
    assert unfit(pin) is Unfit.GUESSABLE
    assert is_pin(pin)


@given(st.text(max_size=20))
def test_a_referral_number_is_never_a_pin(typed: str) -> None:
    assert not is_pin(f"6495733213622361{typed}")


def after(wrong: int, now: datetime = MORNING) -> Attempts:
    attempts = Attempts()
    for _ in range(wrong):
        attempts = attempts.one_more(now)
    return attempts


def test_the_first_wrong_pins_cost_nothing_and_the_next_ones_double() -> None:
    waits = [after(wrong).wait(MORNING) for wrong in range(12)]
    assert waits[:FREE_TRIES] == [NOTHING] * FREE_TRIES
    assert waits[FREE_TRIES : FREE_TRIES + 3] == [FIRST_WAIT, FIRST_WAIT * 2, FIRST_WAIT * 4]
    assert waits[-1] == LONGEST_WAIT


@given(st.integers(0, 10**6), MOMENTS, MOMENTS)
def test_no_clock_makes_anybody_wait_longer_than_the_longest(
    wrong: int, last: datetime, now: datetime
) -> None:
    assert NOTHING <= Attempts(wrong, last).wait(now) <= LONGEST_WAIT


@given(st.integers(0, 10**6), MOMENTS)
def test_another_wrong_pin_never_shortens_the_wait(wrong: int, now: datetime) -> None:
    attempts = Attempts(wrong, now)
    assert attempts.one_more(now).wait(now) >= attempts.wait(now)


@given(st.integers(FREE_TRIES, 10**6), MOMENTS, st.timedeltas(NOTHING, LONGEST_WAIT))
def test_the_wait_runs_out_with_the_clock(wrong: int, last: datetime, passed: timedelta) -> None:
    attempts = Attempts(wrong, last)
    assert attempts.wait(last + passed) == max(NOTHING, attempts.wait(last) - passed)
    assert attempts.wait(last + LONGEST_WAIT) == NOTHING


@given(st.lists(st.timedeltas(NOTHING, timedelta(hours=2)), max_size=300))
def test_nobody_gets_more_than_a_hundred_guesses_into_a_day(pauses: list[timedelta]) -> None:
    """Whatever the rhythm, an attempt is looked at only after its wait."""
    attempts, now, guesses = Attempts(), MORNING, 0
    for pause in pauses:
        now += max(pause, attempts.wait(now))
        if now > MORNING + timedelta(days=1):
            break
        attempts = attempts.one_more(now)
        guesses += 1
    assert guesses <= 96 + FREE_TRIES + 6
