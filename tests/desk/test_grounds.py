"""Visits without an e-referral: the ground and the paper are kept, urgent contacts are not lost."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from frontdesk.desk.answers import Confirmed, Field, Held, HoldLapsed, PatientDetails, WrongDetails
from frontdesk.domain.appointment import Claim, State
from frontdesk.domain.clinic import Offer
from frontdesk.domain.ground import Ground
from frontdesk.domain.paper_referral import PaperReferral, Reason
from frontdesk.domain.referral import Identity

from .conftest import House, Registrar

PAPER = PaperReferral(
    "00032129", "Петренко І. І.", date(2026, 11, 20), Reason.COMBAT_ZONE, number="17/4"
)


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> str:
    chosen: str = request.param
    return chosen


def offers(registrar: Registrar, code: str = "X67002") -> tuple[Offer, ...]:
    return registrar.desk.clinic.offers_of_service(code)


async def held(registrar: Registrar, ground: Ground, code: str = "X67002") -> Held:
    time = (await registrar.desk.timetable(offers(registrar, code))).earliest()[0]
    answer = await registrar.desk.hold(time, None, ground=ground)
    assert isinstance(answer, Held)
    return answer


@pytest.mark.parametrize(
    "ground", [Ground.DIRECT_ACCESS, Ground.CHRONIC, Ground.TREATING_DOCTOR, Ground.PAID]
)
async def test_a_visit_without_a_referral_is_booked_at_once_and_owes_nothing_to_esoz(
    registrar: Registrar, house: House, ground: Ground
) -> None:
    appointment = await registrar.confirm(await held(registrar, ground))
    assert (appointment.state, appointment.claim) == (State.BOOKED, Claim.NONE)
    assert appointment.ground is ground
    settled = await registrar.desk.settle(appointment.id)
    assert settled == appointment
    assert await house.broken() == []


async def test_the_paper_is_kept_with_the_visit_and_seen_at_any_terminal(
    registrar: Registrar, house: House
) -> None:
    taken = await held(registrar, Ground.PAPER_REFERRAL)
    answer = await registrar.desk.confirm(taken, registrar.details, PAPER)
    assert isinstance(answer, Confirmed)
    other = await house.open("window-2")
    visit = await other.desk.visit(answer.appointment.id)
    assert visit is not None
    assert visit.paper == PAPER


@pytest.mark.parametrize(("ground", "paper"), [(Ground.PAPER_REFERRAL, None), (Ground.PAID, PAPER)])
async def test_a_paper_belongs_to_a_visit_by_a_paper_referral_alone(
    registrar: Registrar, ground: Ground, paper: PaperReferral | None
) -> None:
    taken = await held(registrar, ground)
    with pytest.raises(ValueError, match="a paper belongs"):
        await registrar.desk.confirm(taken, registrar.details, paper)
    visit = await registrar.desk.visit(taken.appointment.id)
    assert visit is not None
    assert visit.appointment.state is State.HELD


async def test_a_confirmation_that_is_asked_again_keeps_one_paper(registrar: Registrar) -> None:
    taken = await held(registrar, Ground.PAPER_REFERRAL)
    first = await registrar.desk.confirm(taken, registrar.details, PAPER)
    assert await registrar.desk.confirm(taken, registrar.details, PAPER) == first


async def test_of_a_hold_that_ran_out_no_paper_is_kept(registrar: Registrar, house: House) -> None:
    taken = await held(registrar, Ground.PAPER_REFERRAL)
    house.clock.advance(91)
    await registrar.desk.sweep()
    answer = await registrar.desk.confirm(taken, registrar.details, PAPER)
    assert isinstance(answer, HoldLapsed)
    visit = await registrar.desk.visit(taken.appointment.id)
    assert visit is not None
    assert visit.paper is None


async def test_who_was_seen_here_is_under_observation_the_day_after(
    registrar: Registrar, house: House
) -> None:
    desk, ours = registrar.desk, offers(registrar, "T67002")
    appointment = await registrar.confirm(await held(registrar, Ground.PAID, "T67002"))
    visit = await desk.visit(appointment.id)
    assert visit is not None
    assert visit.patient is not None
    assert await desk.observation(visit.patient, ours, Ground.CHRONIC) is None
    house.clock.advance(timedelta(days=14).total_seconds())
    found = await desk.observation(visit.patient, ours, Ground.CHRONIC)
    assert found is not None
    assert (found.doctor, found.since) == (visit.doctor, appointment.day)
    assert await desk.observation(visit.patient, ours, Ground.TREATING_DOCTOR) is None


async def test_an_urgent_contact_waits_for_its_data_at_every_terminal(
    registrar: Registrar, house: House
) -> None:
    contact = await registrar.desk.urgent.record()
    assert contact.at == house.clock()
    other = await house.open("window-2")
    assert await other.desk.urgent.without_data() == (contact,)
    wrong = await other.desk.urgent.identify(contact, PatientDetails("", "12"))
    assert wrong == WrongDetails((Field.NAME, Field.PHONE))
    assert await other.desk.urgent.identify(contact, registrar.details, "хірург") is None
    assert await registrar.desk.urgent.without_data() == ()


async def test_of_two_who_complete_a_contact_the_first_is_believed(
    registrar: Registrar, house: House
) -> None:
    contact = await registrar.desk.urgent.record()
    other = await house.open("window-2")
    await other.desk.urgent.identify(contact, PatientDetails("Перший Петро"))
    await registrar.desk.urgent.identify(contact, PatientDetails("Другий Дмитро"))
    typed = PatientDetails("Другий Дмитро")
    assert await registrar.desk.patients.candidates(typed, Identity(), None) == ()
