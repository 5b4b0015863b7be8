"""Who comes back to a doctor, by the visits that our own register has."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from frontdesk.domain.appointment import Appointment, Claim, State
from frontdesk.domain.clinic import Offer, Resource, ResourceKind
from frontdesk.domain.ground import Ground
from frontdesk.domain.observation import Observation, observation
from frontdesk.domain.visit import Visit

TODAY = date(2026, 11, 23)
KOVAL = Resource("d1", ResourceKind.DOCTOR, "Коваль Наталія Іванівна", "ENDOCRINOLOGY")
HNAT = Resource("d2", ResourceKind.DOCTOR, "Гнат Ігор Петрович", "ENDOCRINOLOGY")
BONDAR = Resource("d3", ResourceKind.DOCTOR, "Бондар Ірина Петрівна", "NEUROLOGY")
OFFERS = (Offer("s1", KOVAL, 20),)


def visit(
    day: date,
    doctor: Resource = KOVAL,
    state: State = State.FULFILLED,
    ground: Ground = Ground.E_REFERRAL,
) -> Visit:
    appointment = Appointment(
        id=f"{day}{doctor.id}",
        state=state,
        claim=Claim.NONE,
        ground=ground,
        service_id="s1",
        doctor_id=doctor.id,
        resource_ids=(doctor.id,),
        day=day,
        start=540,
        end=560,
        time_zone="Europe/Kyiv",
    )
    return Visit(appointment, doctor, None, "T67002", "Консультація ендокринолога", None)


def test_the_last_doctor_is_named_and_the_first_visit_to_this_doctor() -> None:
    visits = [
        visit(date(2024, 5, 12)),
        visit(date(2023, 1, 9), HNAT),
        visit(date(2025, 6, 1)),
        visit(date(2026, 2, 1), BONDAR),
    ]
    expected = Observation(KOVAL, date(2024, 5, 12), date(2025, 6, 1))
    assert observation(visits, OFFERS, Ground.CHRONIC, TODAY) == expected


def test_a_colleague_of_the_same_speciality_observes_too() -> None:
    found = observation([visit(date(2025, 6, 1), HNAT)], OFFERS, Ground.CHRONIC, TODAY)
    assert found is not None
    assert found.doctor == HNAT


def test_a_doctor_without_a_speciality_is_only_the_same_person() -> None:
    nurse = replace(KOVAL, id="n1", speciality=None)
    other = replace(KOVAL, id="n2", speciality=None)
    offers = (Offer("s1", nurse, 15),)
    past = date(2026, 1, 5)
    assert observation([visit(past, other)], offers, Ground.CHRONIC, TODAY) is None
    assert observation([visit(past, nurse)], offers, Ground.CHRONIC, TODAY) is not None


@pytest.mark.parametrize("state", [State.CANCELLED, State.NO_SHOW, State.HELD, State.CLAIMING])
def test_a_visit_that_did_not_take_place_proves_nothing(state: State) -> None:
    assert (
        observation([visit(date(2026, 1, 5), state=state)], OFFERS, Ground.CHRONIC, TODAY) is None
    )


def test_a_booked_visit_counts_once_its_day_is_over() -> None:
    over, today = visit(date(2026, 11, 22), state=State.BOOKED), visit(TODAY, state=State.BOOKED)
    assert observation([today], OFFERS, Ground.CHRONIC, TODAY) is None
    assert observation([over], OFFERS, Ground.CHRONIC, TODAY) is not None


@pytest.mark.parametrize(
    ("ground", "continues"),
    [
        (Ground.E_REFERRAL, True),
        (Ground.PAPER_REFERRAL, True),
        (Ground.PAID, False),
        (Ground.CHRONIC, False),
    ],
)
def test_a_course_continues_only_after_a_visit_under_a_referral(
    ground: Ground, *, continues: bool
) -> None:
    earlier = [visit(date(2026, 11, 2), ground=ground)]
    found = observation(earlier, OFFERS, Ground.TREATING_DOCTOR, TODAY)
    assert (found is not None) is continues
