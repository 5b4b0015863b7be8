"""What is a matter for a person, in which order, and how the schedule and ЕСОЗ differ."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from frontdesk.domain.appointment import Appointment, Claim, State
from frontdesk.domain.clinic import Resource, ResourceKind
from frontdesk.domain.ground import Ground
from frontdesk.domain.matter import STEPS, Kind, Sign, VisitMatter, by_urgency
from frontdesk.domain.protocol import Kind as Owed
from frontdesk.domain.unsettled import LATE, Gauge, OpenOperation, Unsettled, gauge
from frontdesk.domain.visit import Visit

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
TODAY = NOW.date()
AHEAD, PAST = NOW + timedelta(days=2), NOW - timedelta(days=2)
DOCTOR = Resource("d1", ResourceKind.DOCTOR, "Мельник Оксана Петрівна")


def unsettled(
    state: State, claim: Claim, owed: OpenOperation | None = None, at: datetime = AHEAD
) -> Unsettled:
    return Unsettled("a1", state, claim, at, "expired", NOW, owed)


def owed(minutes: float, *, kind: Owed = Owed.CLAIM, due: datetime = NOW) -> OpenOperation:
    """Since so many minutes."""
    return OpenOperation(kind, 0, NOW - timedelta(minutes=minutes), due)


LATELY, LONG_AGO = 1.0, LATE.total_seconds() / 60 + 1


@pytest.mark.parametrize(
    ("it", "kind"),
    [
        (unsettled(State.CANCELLED, Claim.LOST), Kind.LOST),
        (unsettled(State.CANCELLED, Claim.LOST, at=PAST), None),
        (unsettled(State.BOOKED, Claim.LOST), Kind.REFERRAL_GONE),
        (unsettled(State.FULFILLED, Claim.LOST, at=PAST), None),
        (unsettled(State.CANCELLED, Claim.MANUAL, at=PAST), Kind.STRANDED),
        (unsettled(State.FULFILLED, Claim.MANUAL, at=PAST), Kind.UNFINISHED),
        (unsettled(State.NO_SHOW, Claim.MANUAL, at=PAST), None),
        (
            unsettled(State.BOOKED, Claim.DEFERRED, owed(LATELY, kind=Owed.VERIFY)),
            Kind.NOT_VERIFIED,
        ),
        (unsettled(State.BOOKED, Claim.DEFERRED, owed(LONG_AGO, due=AHEAD)), None),
        (unsettled(State.CLAIMING, Claim.PENDING, owed(LATELY)), None),
        (unsettled(State.CLAIMING, Claim.PENDING, owed(LONG_AGO)), Kind.CLAIM_UNKNOWN),
        (unsettled(State.CANCELLED, Claim.RELEASING, owed(LATELY)), None),
        (unsettled(State.CANCELLED, Claim.RELEASING, owed(LONG_AGO)), Kind.RELEASE_UNKNOWN),
    ],
)
def test_a_claim_is_a_matter_only_when_it_does_not_end_by_itself(
    it: Unsettled, kind: Kind | None
) -> None:
    sign = it.sign(NOW)
    assert (sign.kind if sign else None) is kind


def test_a_claim_that_was_tried_is_not_put_off_however_long_it_must_wait() -> None:
    tried = replace(owed(LATELY, due=AHEAD), tries=3)
    sign = unsettled(State.BOOKED, Claim.DEFERRED, tried).sign(NOW)
    assert sign is not None
    assert sign.kind is Kind.NOT_VERIFIED


def test_every_kind_has_something_that_enter_does() -> None:
    assert set(STEPS) == set(Kind)
    assert all(STEPS.values())


def test_a_note_for_one_reason_does_not_hide_another() -> None:
    recalled = Sign(Kind.REFERRAL_GONE, "a1", NOW, "recalled")
    assert recalled.about == replace(recalled, since=AHEAD).about
    assert recalled.about != replace(recalled, reason="expired").about
    assert recalled.about != replace(recalled, kind=Kind.LOST).about


def matter(kind: Kind, day: date, start: int, id_: str = "a1") -> VisitMatter:
    appointment = Appointment(
        id_,
        State.BOOKED,
        Claim.LOST,
        Ground.E_REFERRAL,
        "s1",
        "d1",
        ("d1",),
        day,
        start,
        start + 20,
        "Europe/Kyiv",
    )
    return VisitMatter(
        Sign(kind, id_, NOW), Visit(appointment, DOCTOR, None, "K", "n", None), "2361"
    )


def test_today_stands_before_tomorrow_and_what_is_past_at_the_end() -> None:
    wanted = (
        matter(Kind.NO_PHONE, TODAY, 540),
        matter(Kind.LOST, TODAY, 600),
        matter(Kind.NO_PHONE, TODAY, 600),
        matter(Kind.LOST, AHEAD.date(), 480),
        matter(Kind.UNFINISHED, PAST.date(), 480),
    )
    assert by_urgency(reversed(wanted), TODAY) == wanted


@pytest.mark.parametrize(
    ("it", "counted"),
    [
        (unsettled(State.CANCELLED, Claim.MANUAL), Gauge(1, 0)),
        (unsettled(State.CANCELLED, Claim.OURS), Gauge(1, 0)),
        (unsettled(State.CANCELLED, Claim.RELEASING), Gauge(1, 0)),
        (unsettled(State.CANCELLED, Claim.RELEASING, owed(LONG_AGO)), Gauge(0, 0)),
        (unsettled(State.CANCELLED, Claim.LOST), Gauge(0, 0)),
        (unsettled(State.BOOKED, Claim.LOST), Gauge(0, 1)),
        (unsettled(State.BOOKED, Claim.LOST, at=PAST), Gauge(0, 0)),
        (unsettled(State.ARRIVED, Claim.MANUAL), Gauge(0, 1)),
        (unsettled(State.CLAIMING, Claim.PENDING), Gauge(0, 1)),
        (unsettled(State.CLAIMING, Claim.PENDING, owed(LONG_AGO)), Gauge(0, 0)),
    ],
)
def test_what_is_under_way_is_no_difference(it: Unsettled, counted: Gauge) -> None:
    assert gauge([it], (), NOW) == counted
    assert gauge([it], {"a1"}, NOW).claims_without_visit == 0
