"""When a clinic may take a referral into work."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.domain.claim_policy import ClaimAt, claim_due
from frontdesk.domain.walltime import at

KYIV = ZoneInfo("Europe/Kyiv")
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
VISIT = at(date(2026, 12, 1), 14 * 60 + 20, KYIV)


@pytest.mark.parametrize(
    ("policy", "due"),
    [
        (ClaimAt.BOOKING, None),
        (ClaimAt.DAY_BEFORE, datetime(2026, 11, 29, 22, 0, tzinfo=UTC)),
        (ClaimAt.ARRIVAL, datetime(2026, 12, 1, 12, 20, tzinfo=UTC)),
    ],
)
def test_the_claim_waits_as_long_as_the_clinic_wants(policy: ClaimAt, due: datetime | None) -> None:
    assert claim_due(policy, VISIT, None, NOW) == due
    assert claim_due(policy, VISIT, VISIT.date(), NOW) == due


@pytest.mark.parametrize("policy", ClaimAt)
def test_a_visit_after_the_last_day_is_claimed_at_once(policy: ClaimAt) -> None:
    assert claim_due(policy, VISIT, VISIT.date() - timedelta(days=1), NOW) is None


@given(policy=st.sampled_from(ClaimAt), hours=st.integers(-48, 2000))
def test_a_claim_waits_for_the_future_and_never_beyond_the_visit(
    policy: ClaimAt, hours: int
) -> None:
    visit = at((NOW + timedelta(hours=hours)).date(), 9 * 60, KYIV)
    due = claim_due(policy, visit, None, NOW)
    assert due is None or NOW < due <= visit
