"""When a clinic takes a referral into work: the sooner, the surer; the later, the less to undo."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from enum import StrEnum

from frontdesk.domain.walltime import DAY


class ClaimAt(StrEnum):
    BOOKING = "booking"
    DAY_BEFORE = "day_before"
    ARRIVAL = "arrival"


def claim_due(
    policy: ClaimAt, visit: datetime, last_day: date | None, now: datetime
) -> datetime | None:
    """The moment (UTC) until which the claim may wait; None: it is made at once.

    `visit` is the site's wall time of its start. A visit after the referral's last day cannot
    wait: by then the referral would be gone (BOOKING 4). A claim for the arrival is made at the
    visit's start even if nobody has noted that the patient came.
    """
    too_late = last_day is not None and visit.date() > last_day
    if policy is ClaimAt.BOOKING or too_late:
        return None
    day_before = datetime.combine(visit.date() - DAY, time(), visit.tzinfo)
    due = day_before if policy is ClaimAt.DAY_BEFORE else visit
    return due.astimezone(UTC) if due > now else None
