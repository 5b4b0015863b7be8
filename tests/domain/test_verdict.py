"""The verdict: which rule decides, and what the clerk may do."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.domain.appointment import Appointment, Claim, State
from frontdesk.domain.clinic import Clinic, Offer, Programme, Resource, ResourceKind, Service
from frontdesk.domain.ground import Ground
from frontdesk.domain.protocol import Standing
from frontdesk.domain.referral import AUTOEXPIRED, Processing, Referral, StateChange, Status
from frontdesk.domain.verdict import (
    Booking,
    Code,
    Invalid,
    NextStep,
    Qualification,
    Valid,
    judge,
    needs_qualification,
    standing,
)

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
US, OTHERS = "us", "others"
CARDIOLOGY, MRI, CONSULTATIONS = "cardiology", "mri", "consultations"
DOCTOR = Resource("d1", ResourceKind.DOCTOR, "Лікарка", speciality="CARDIOLOGY")
CLINIC = Clinic(
    legal_entity_id=US,
    name="Поліклініка",
    time_zone="Europe/Kyiv",
    programmes={
        "pmg": Programme("pmg", "ПМГ", free=True),
        "paid": Programme("paid", "Інші джерела", free=False),
    },
    services={
        CARDIOLOGY: Service(CARDIOLOGY, "K67002", "Кардіолог", groups=(CONSULTATIONS,)),
        MRI: Service(MRI, "63001-00", "МРТ"),
    },
    offers=(Offer(CARDIOLOGY, DOCTOR, 20),),
)
USABLE = Referral(
    id="r1",
    number="6495-7332-1362-2361",
    status=Status.ACTIVE,
    processing=Processing.NEW,
    service_id=CARDIOLOGY,
    programme_id="pmg",
    expires_at=NOW + timedelta(days=300),
    remaining=1,
)
VISIT = Appointment(
    id="a1",
    state=State.BOOKED,
    claim=Claim.OURS,
    ground=Ground.E_REFERRAL,
    service_id=CARDIOLOGY,
    doctor_id="d1",
    resource_ids=("d1",),
    day=date(2026, 11, 25),
    start=860,
    end=880,
    time_zone="Europe/Kyiv",
    referral_id="r1",
)


def code(referral: Referral, qualification: Qualification = Valid()) -> Code:  # noqa: B008 - a frozen value
    return judge(referral, CLINIC, qualification, NOW).code


def test_a_valid_referral_for_a_service_we_give_is_bookable_free_of_charge() -> None:
    verdict = judge(USABLE, CLINIC, Valid(), NOW)
    assert (verdict.code, verdict.may_book) == (Code.BOOKABLE, True)


def test_a_recalled_referral_offers_no_booking() -> None:
    recalled_at = NOW - timedelta(days=3)
    referral = replace(
        USABLE, status=Status.RECALLED, history=(StateChange(recalled_at, Status.RECALLED),)
    )
    verdict = judge(referral, CLINIC, Valid(), NOW)
    assert (verdict.code, verdict.booking) == (Code.RECALLED, Booking.NO)
    assert verdict.since == recalled_at
    assert NextStep.NEW_REFERRAL in verdict.next_steps


def test_a_referral_that_the_backend_recalled_for_its_age_is_called_expired() -> None:
    assert code(replace(USABLE, status=Status.RECALLED, status_reason=AUTOEXPIRED)) is Code.EXPIRED


def test_a_referral_past_its_date_is_expired_while_it_still_reads_active() -> None:
    assert code(replace(USABLE, expires_at=NOW - timedelta(seconds=1))) is Code.EXPIRED


def test_the_last_moment_of_the_last_day_still_counts() -> None:
    assert code(replace(USABLE, expires_at=NOW)) is Code.BOOKABLE


def test_a_referral_we_took_in_time_stays_ours_after_its_last_day() -> None:
    taken = replace(
        USABLE,
        expires_at=NOW - timedelta(days=1),
        processing=Processing.IN_PROGRESS,
        used_by=US,
    )
    assert code(taken) is Code.IN_WORK_HERE
    assert standing(taken, CLINIC, NOW).standing is Standing.OURS


def test_what_another_clinic_took_before_the_date_passed_is_expired_for_us() -> None:
    taken = replace(USABLE, expires_at=NOW - timedelta(days=1), used_by=OTHERS)
    assert code(taken) is Code.EXPIRED


@pytest.mark.parametrize(
    "spent",
    [
        replace(USABLE, status=Status.COMPLETED),
        replace(USABLE, processing=Processing.COMPLETED),
    ],
)
def test_a_referral_spent_on_either_axis_is_redeemed(spent: Referral) -> None:
    assert code(spent) is Code.COMPLETED


def test_a_referral_entered_in_error_is_said_to_be_so() -> None:
    assert code(replace(USABLE, status=Status.ENTERED_IN_ERROR)) is Code.ENTERED_IN_ERROR


def test_a_live_appointment_is_shown_and_not_doubled() -> None:
    ours = replace(USABLE, processing=Processing.IN_PROGRESS, used_by=US)
    verdict = judge(ours, CLINIC, Valid(), NOW, VISIT)
    assert (verdict.code, verdict.booking) == (Code.BOOKED_HERE, Booking.NO)
    assert verdict.next_steps == (NextStep.SHOW_APPOINTMENT,)


def test_a_referral_in_work_elsewhere_needs_the_patients_word() -> None:
    verdict = judge(replace(USABLE, used_by=OTHERS), CLINIC, Valid(), NOW)
    assert (verdict.code, verdict.booking) == (Code.IN_WORK_ELSEWHERE, Booking.AFTER_CONSENT)


def test_a_referral_without_a_remainder_books_nothing() -> None:
    assert code(replace(USABLE, remaining=0)) is Code.NOTHING_LEFT


def test_a_referral_that_does_not_say_its_remainder_is_usable() -> None:
    assert code(replace(USABLE, remaining=None)) is Code.BOOKABLE


def test_without_a_programme_only_a_paid_visit_is_possible() -> None:
    verdict = judge(replace(USABLE, programme_id=None), CLINIC, Valid(), NOW)
    assert (verdict.code, verdict.booking) == (Code.NO_PROGRAMME, Booking.PAID_ONLY)


@pytest.mark.parametrize("programme", ["paid", "unheard-of"])
def test_a_programme_the_clinic_does_not_list_as_free_is_other_funding(programme: str) -> None:
    assert code(replace(USABLE, programme_id=programme)) is Code.OTHER_FUNDING


def test_an_invalid_qualification_carries_the_backends_reason() -> None:
    verdict = judge(USABLE, CLINIC, Invalid("Service is not included in the program"), NOW)
    assert verdict.code is Code.NOT_QUALIFIED
    assert verdict.reason == "Service is not included in the program"


def test_a_service_we_do_not_give_must_not_be_taken_into_work() -> None:
    verdict = judge(replace(USABLE, service_id=MRI), CLINIC, Valid(), NOW)
    assert (verdict.code, verdict.booking) == (Code.NOT_OUR_SERVICE, Booking.NO)


def test_a_group_is_ours_if_we_give_any_service_of_it() -> None:
    group = replace(USABLE, service_id=CONSULTATIONS, names_group=True)
    assert code(group) is Code.BOOKABLE
    assert code(replace(group, service_id="another-group")) is Code.NOT_OUR_SERVICE


def test_a_referral_written_for_another_clinic_is_the_clerks_decision() -> None:
    verdict = judge(replace(USABLE, performer=OTHERS), CLINIC, Valid(), NOW)
    assert (verdict.code, verdict.booking) == (Code.FOR_ANOTHER_CLINIC, Booking.AFTER_CONSENT)
    assert code(replace(USABLE, performer=US)) is Code.BOOKABLE


def test_without_an_answer_to_qualify_the_visit_is_provisional() -> None:
    verdict = judge(USABLE, CLINIC, None, NOW)
    assert (verdict.code, verdict.booking) == (Code.UNVERIFIED, Booking.PROVISIONAL)


referrals = st.builds(
    Referral,
    id=st.just("r1"),
    number=st.just("6495-7332-1362-2361"),
    status=st.sampled_from(Status),
    processing=st.none() | st.sampled_from(Processing),
    status_reason=st.none() | st.just(AUTOEXPIRED),
    service_id=st.none() | st.sampled_from([CARDIOLOGY, MRI]),
    programme_id=st.none() | st.sampled_from(["pmg", "paid", "unheard-of"]),
    expires_at=st.none() | st.sampled_from([NOW - timedelta(days=1), NOW + timedelta(days=1)]),
    used_by=st.none() | st.sampled_from([US, OTHERS]),
    performer=st.none() | st.sampled_from([US, OTHERS]),
    remaining=st.none() | st.integers(0, 2),
)
qualifications = st.none() | st.just(Valid()) | st.just(Invalid("no contract"))
visits = st.none() | st.just(VISIT)


def applies(code: Code, it: Referral, answer: Qualification, visit: Appointment | None) -> bool:
    """The conditions of the product's table, written without the rules."""
    past = it.expires_at is not None and it.expires_at < NOW
    spent = it.status is Status.COMPLETED or it.processing is Processing.COMPLETED
    ours = it.used_by == US and not spent
    recalled = it.status is Status.RECALLED
    return {
        Code.ENTERED_IN_ERROR: it.status is Status.ENTERED_IN_ERROR,
        Code.RECALLED: recalled and it.status_reason != AUTOEXPIRED,
        Code.EXPIRED: not ours and (recalled or (it.status is Status.ACTIVE and past)),
        Code.COMPLETED: spent,
        Code.BOOKED_HERE: visit is not None,
        Code.IN_WORK_HERE: it.used_by == US,
        Code.IN_WORK_ELSEWHERE: it.used_by is not None,
        Code.NOTHING_LEFT: it.remaining == 0,
        Code.NO_PROGRAMME: it.programme_id is None,
        Code.OTHER_FUNDING: it.programme_id != "pmg",
        Code.NOT_QUALIFIED: isinstance(answer, Invalid),
        Code.NOT_OUR_SERVICE: it.service_id != CARDIOLOGY,
        Code.FOR_ANOTHER_CLINIC: it.performer == OTHERS and answer is not None,
        Code.BOOKABLE: answer is not None,
        Code.UNVERIFIED: True,
    }.get(code, False)


@given(referrals, qualifications, visits)
def test_the_first_condition_of_the_table_decides(
    referral: Referral, answer: Qualification, visit: Appointment | None
) -> None:
    verdict = judge(referral, CLINIC, answer, NOW, visit)
    expected = next(code for code in Code if applies(code, referral, answer, visit))
    assert verdict.code is expected


@given(referrals, visits)
def test_qualify_is_asked_exactly_when_its_answer_matters(
    referral: Referral, visit: Appointment | None
) -> None:
    answers = {
        judge(referral, CLINIC, answer, NOW).code for answer in (Valid(), Invalid("no"), None)
    }
    assert needs_qualification(referral, CLINIC, NOW) == (len(answers) > 1)


@given(referrals)
def test_what_may_be_booked_at_once_is_ours_or_free_to_claim(referral: Referral) -> None:
    if judge(referral, CLINIC, Valid(), NOW).may_book:
        seen = standing(referral, CLINIC, NOW).standing
        assert seen in {Standing.OURS, Standing.FREE}


def test_a_referral_that_has_vanished_cannot_be_claimed() -> None:
    assert standing(None, CLINIC, NOW).standing is Standing.UNUSABLE
