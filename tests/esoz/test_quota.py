from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.esoz.quota import MINUTE, Quota
from tests.esoz.clock import Clock


@given(st.integers(2, 100), st.lists(st.tuples(st.floats(0, 20), st.booleans()), max_size=400))
def test_no_minute_ever_holds_more_calls_than_allowed(
    per_minute: int, wishes: list[tuple[float, bool]]
) -> None:
    clock = Clock()
    quota = Quota(per_minute, clock)
    made: list[float] = []
    for pause, urgent in wishes:
        clock.seconds += pause
        if not quota.take(urgent=urgent):
            made.append(clock.seconds)
    for at in made:
        assert sum(at <= it < at + MINUTE for it in made) <= per_minute


@given(st.integers(2, 100), st.integers(0, 200), st.booleans())
def test_who_waits_as_long_as_told_may_call(per_minute: int, before: int, urgent: bool) -> None:
    clock = Clock()
    quota = Quota(per_minute, clock)
    for _ in range(before):
        quota.take(urgent=True)
    clock.seconds += quota.take(urgent=urgent)
    if clock.seconds:
        assert quota.take(urgent=urgent) == 0


def test_background_work_leaves_calls_for_a_clerk_who_waits() -> None:
    quota = Quota(60, Clock())
    taken = sum(not quota.take(urgent=False) for _ in range(60))
    assert taken == 15
    assert [quota.take(urgent=True) for _ in range(5)] == [0.0] * 5
    assert quota.take(urgent=True) > 0


def test_a_wait_that_esoz_asked_for_holds_for_all_but_not_for_hours() -> None:
    clock = Clock()
    quota = Quota(60, clock)
    quota.hold(30)
    assert quota.take(urgent=True) == 30
    quota.hold(3600)
    assert quota.take(urgent=True) == MINUTE
    clock.seconds += MINUTE
    assert quota.take(urgent=True) == 0


def test_no_calls_at_all_is_no_quota() -> None:
    with pytest.raises(ValueError, match="at least"):
        Quota(1, Clock())
