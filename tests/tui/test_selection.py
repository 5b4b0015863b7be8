"""What Enter does with a number, whatever ЕСОЗ has said of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from frontdesk.desk.answers import FailureKind, Finding, Line
from frontdesk.domain.number import Number
from frontdesk.domain.referral import Referral, Status
from frontdesk.domain.verdict import Booking, Code, NextStep, Verdict
from frontdesk.esoz.failure import Failure
from frontdesk.tui.screens.selection import LABELS, Act, Selection

NUMBER = Number("4821-0937-5516-2048")
REFERRAL = Referral("77a2b7ac-4c1b-4c55-a3a8-d1a5d1b7b1ab", NUMBER.text, Status.ACTIVE)


def finding(*lines: Line, trouble: FailureKind | None = None) -> Finding:
    at = datetime(2026, 3, 16, 8, tzinfo=UTC)
    return Finding(NUMBER, (), lines, at, Failure(trouble) if trouble else None)


def chosen(booking: Booking, code: Code = Code.BOOKABLE, visits_left: int = 1) -> Selection:
    line = Line(REFERRAL, Verdict(code, booking, ()), "A1", "Consultation", None, visits_left)
    return Selection(finding(line), line, can_sign_in=True)


def test_every_act_has_its_words() -> None:
    assert LABELS.keys() == set(Act)


def test_a_number_that_nobody_has_issued_is_corrected() -> None:
    nothing = Selection(finding(), None, can_sign_in=True)
    assert nothing.verdict.code is Code.NOT_FOUND
    assert nothing.enter is Act.CORRECT
    assert nothing.may_go_without


def test_while_esoz_is_silent_the_clerk_names_the_service() -> None:
    silent = Selection(finding(trouble=FailureKind.SILENT), None, can_sign_in=True)
    assert (silent.enter, silent.asking) == (Act.NAME_SERVICE, Act.ASK_AGAIN)
    assert silent.verdict.next_steps[-1] is NextStep.TRY_AGAIN


@pytest.mark.parametrize(("can_sign_in", "enter"), [(True, Act.SIGN_IN), (False, Act.NAME_SERVICE)])
def test_who_is_signed_out_signs_in_first_where_that_can_be_done(
    *, can_sign_in: bool, enter: Act
) -> None:
    refused = Selection(finding(trouble=FailureKind.UNAUTHORISED), None, can_sign_in)
    assert refused.enter is enter


def test_no_time_is_chosen_before_the_patient_has_agreed() -> None:
    elsewhere = chosen(Booking.AFTER_CONSENT, Code.IN_WORK_ELSEWHERE)
    assert elsewhere.enter is Act.ASK_CONSENT
    assert replace(elsewhere, consent_asked=True).enter is Act.CHOOSE_HERE


@pytest.mark.parametrize("booking", [Booking.NO, Booking.PAID_ONLY])
def test_where_nothing_can_be_booked_the_next_patient_comes(booking: Booking) -> None:
    refused = chosen(booking, Code.EXPIRED)
    assert refused.enter is Act.NEXT_PATIENT
    assert not refused.may_choose


@pytest.mark.parametrize(("left", "enter"), [(2, Act.CHOOSE_FURTHER), (0, Act.NEXT_PATIENT)])
def test_a_course_goes_on_while_visits_are_left(left: int, enter: Act) -> None:
    assert chosen(Booking.NO, Code.BOOKED_HERE, left).enter is enter
