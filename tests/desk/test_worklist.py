"""«Справи»: what needs a person is on the list, and leaves it when it is done."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from frontdesk.desk.absences import Entered, Typed
from frontdesk.desk.answers import Changed, Held, PatientDetails
from frontdesk.desk.register_answers import Saved
from frontdesk.desk.waiting_answers import Leaving, Listed, TakenOff, Wish
from frontdesk.domain.absence import Cause
from frontdesk.domain.appointment import Appointment, Claim, State
from frontdesk.domain.claim_policy import ClaimAt
from frontdesk.domain.ground import Ground
from frontdesk.domain.matter import FreedMatter, Kind, Step, UrgentMatter, VisitMatter, steps
from frontdesk.domain.number import Number
from frontdesk.domain.unsettled import LATE, Gauge
from frontdesk.domain.verdict import Code
from frontdesk.store import worklist
from frontdesk.store.journal import Action
from frontdesk.store.tables import journal

if TYPE_CHECKING:
    from tests.desk.conftest import House, Registrar

AGREED = Gauge(0, 0)


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


async def listed(registrar: Registrar) -> list[Kind]:
    return [it.kind for it in await registrar.desk.worklist.read()]


async def only(registrar: Registrar) -> VisitMatter:
    (matter,) = await registrar.desk.worklist.read()
    assert isinstance(matter, VisitMatter)
    return matter


async def booked_provisionally(house: House, registrar: Registrar) -> tuple[Number, Appointment]:
    """ЕСОЗ found the referral but could not say whether its programme covers it."""
    number = house.number("unverified", 1)
    booked = await registrar.book(number)
    assert (booked.state, booked.claim) == (State.BOOKED, Claim.DEFERRED)
    return number, booked


def mend(house: House, number: Number) -> None:
    """ЕСОЗ can say so now."""
    house.put(replace(house.behind(number), obstacle=None))


async def late_visit(house: House, registrar: Registrar) -> Appointment:
    """A visit some weeks ahead, with its claim made if it was due."""
    line = await registrar.line(house.number("bookable"))
    held = await registrar.desk.hold((await registrar.times(line)).earliest(300)[-1], line)
    assert isinstance(held, Held)
    booked = await registrar.confirm(held)
    await registrar.desk.recover()
    return booked


async def test_a_good_booking_needs_nobody(house: House, registrar: Registrar) -> None:
    await late_visit(house, registrar)
    assert await listed(registrar) == []
    assert await registrar.desk.worklist.gauge() == AGREED


async def test_a_provisional_booking_is_listed_until_it_is_verified(
    house: House, registrar: Registrar
) -> None:
    number, _ = await booked_provisionally(house, registrar)
    matter = await only(registrar)
    assert (matter.kind, steps(matter)) == (Kind.NOT_VERIFIED, (Step.ASK,))
    assert (await registrar.desk.worklist.ask(matter)).claim is Claim.DEFERRED
    assert await only(registrar) == matter
    mend(house, number)
    assert (await registrar.desk.worklist.ask(matter)).claim is Claim.OURS
    assert await listed(registrar) == []


async def test_what_then_proves_unusable_must_be_phoned_about_once(
    house: House, registrar: Registrar
) -> None:
    number, booked = await booked_provisionally(house, registrar)
    house.steal(number)
    await registrar.desk.recover()
    matter = await only(registrar)
    assert (matter.kind, matter.sign.reason) == (Kind.REFERRAL_GONE, Code.IN_WORK_ELSEWHERE)
    assert matter.number_tail == number.tail
    assert matter.visit.patient is not None
    assert await registrar.desk.worklist.gauge() == Gauge(0, 1)
    other = await house.open("window-2")
    assert await other.desk.worklist.note(matter)
    assert await listed(registrar) == []
    noted = journal.select().where(journal.c.action == Action.SEE_TO.value)
    store = registrar.desk._context.store
    row = await store.read(lambda db: db.execute(noted).mappings().one())
    assert (row["subject"], row["terminal"]) == (booked.id, "window-2")


async def test_a_visit_whose_referral_is_gone_leaves_the_list_when_it_is_cancelled(
    house: House, registrar: Registrar
) -> None:
    booked = await late_visit(house, registrar)
    house.backend.recall(house.behind(house.number("bookable")).id)
    house.clock.advance(timedelta(days=1).total_seconds())
    for _ in range(5):
        await registrar.desk.look_for_changes()
    matter = await only(registrar)
    assert (matter.kind, matter.sign.reason) == (Kind.REFERRAL_GONE, Code.RECALLED)
    assert isinstance(await registrar.desk.cancel(booked.id, Code.RECALLED), Changed)
    await registrar.desk.recover()
    assert await listed(registrar) == []


async def test_a_booking_that_came_to_nothing_is_told_until_somebody_was(
    house: House, registrar: Registrar
) -> None:
    number = house.number("bookable")
    booked = await registrar.book(number)
    house.steal(number)
    lost = await registrar.desk.settle(booked.id)
    assert (lost.state, lost.claim) == (State.CANCELLED, Claim.LOST)
    assert (await only(registrar)).kind is Kind.LOST
    await registrar.desk.worklist.told(lost)
    assert await listed(registrar) == []
    assert await registrar.desk.worklist.gauge() == AGREED


async def test_a_claim_that_this_user_may_not_make_can_be_tried_with_the_right(
    house: House, registrar: Registrar
) -> None:
    house.switches.party = "unverified"
    booked = await registrar.book(house.number("bookable"))
    denied = await registrar.desk.settle(booked.id)
    assert (denied.state, denied.claim) == (State.BOOKED, Claim.MANUAL)
    matter = await only(registrar)
    assert (matter.kind, steps(matter)[0]) == (Kind.UNFINISHED, Step.RETRY)
    assert await registrar.desk.worklist.gauge() == Gauge(0, 1)
    assert (await registrar.desk.worklist.retry(matter)).claim is Claim.MANUAL
    assert await listed(registrar) == [Kind.UNFINISHED]
    house.switches.party = "verified"
    became = await registrar.desk.worklist.retry(matter)
    assert (became.state, became.claim) == (State.BOOKED, Claim.OURS)
    assert await listed(registrar) == []


async def test_a_referral_that_esoz_keeps_with_us_is_a_difference_until_it_is_settled(
    house: House, registrar: Registrar
) -> None:
    booked = await late_visit(house, registrar)
    await registrar.desk.cancel(booked.id, "the patient called")
    await registrar.desk.recover()
    matter = await only(registrar)
    assert matter.kind is Kind.STRANDED
    assert await registrar.desk.worklist.gauge() == Gauge(1, 0)
    assert await registrar.desk.worklist.note(matter)
    assert await listed(registrar) == []
    assert await registrar.desk.worklist.gauge() == AGREED


async def test_a_claim_without_an_answer_is_listed_only_when_it_is_late(
    house: House, registrar: Registrar
) -> None:
    booked = await registrar.book(house.number("bookable"))
    house.switches.silent = True
    await registrar.desk.settle(booked.id)
    assert await listed(registrar) == []
    house.clock.advance(LATE.total_seconds() + 1)
    assert await listed(registrar) == [Kind.CLAIM_UNKNOWN]


async def test_a_claim_put_off_until_the_visit_needs_nobody(
    house: House, registrar: Registrar
) -> None:
    registrar.desk._context.claim_at = ClaimAt.ARRIVAL
    booked = await late_visit(house, registrar)
    assert booked.claim is Claim.DEFERRED
    assert await listed(registrar) == []


async def test_a_patient_without_a_phone_is_listed_until_it_is_entered(
    house: House, registrar: Registrar
) -> None:
    silent = replace(registrar, details=PatientDetails("Ґудзь Марія"))
    held = await unknown_patient(house, silent)
    booked = await silent.confirm(held)
    await registrar.desk.settle(booked.id)
    matter = await only(registrar)
    assert (matter.kind, steps(matter)) == (Kind.NO_PHONE, (Step.ENTER_PHONE,))
    assert matter.visit.patient is not None
    details = PatientDetails(matter.visit.patient.name.full, "067 999 88 77")
    assert isinstance(await registrar.desk.patients.amend(matter.visit.patient, details), Saved)
    assert await listed(registrar) == []


async def unknown_patient(house: House, registrar: Registrar) -> Held:
    """A time held for somebody whom the clinic's register does not know."""
    for place in range(9):
        held = await registrar.hold(house.number("bookable", place))
        if held.patient is None:
            return held
        await registrar.desk.let_go(held)
    raise AssertionError("the register knows everybody")


async def test_the_visits_of_a_doctor_who_is_away_are_listed_until_they_are_moved(
    house: House, registrar: Registrar
) -> None:
    booked = await late_visit(house, registrar)
    doctor = next(it for it in registrar.desk.absences.doctors() if it.id == booked.doctor_id)
    entered = await registrar.desk.absences.enter(
        doctor, Typed(f"{booked.day:%d.%m.%Y}"), Cause.ILLNESS
    )
    assert isinstance(entered, Entered)
    matter = await only(registrar)
    assert (matter.kind, matter.id) == (Kind.DOCTOR_AWAY, booked.id)
    assert steps(matter)[0] is Step.MOVE
    (instead,) = [it.instead for it in await registrar.desk.absences.proposals(doctor)]
    assert instead is not None
    assert isinstance(await registrar.desk.move(booked, instead), Changed)
    assert await listed(registrar) == []


async def test_who_came_urgently_is_listed_until_it_is_known_who_it_was(
    registrar: Registrar,
) -> None:
    contact = await registrar.desk.urgent.record()
    (matter,) = await registrar.desk.worklist.read()
    assert isinstance(matter, UrgentMatter)
    assert (matter.kind, matter.contact) == (Kind.NO_DATA, contact)
    assert matter.day == registrar.desk.today()
    assert await registrar.desk.urgent.identify(contact, registrar.details) is None
    assert await listed(registrar) == []


async def test_each_of_those_who_wait_is_listed_once_with_the_first_time_that_suits(
    house: House, registrar: Registrar
) -> None:
    service = registrar.desk.clinic.offers[0].service_id
    for name in ("Мельник Олена", "Бондар Петро"):
        wish, details = Wish(service, Ground.PAID), PatientDetails(name, "050 111 22 33")
        assert isinstance(await registrar.desk.waiting.add(wish, details), Listed)
        house.clock.advance(60)
    (matter, *others) = await registrar.desk.worklist.read()
    assert isinstance(matter, FreedMatter)
    assert others == []
    freed = await registrar.desk.waiting.freed()
    assert matter.time == freed[0].time
    assert matter.patient.name.surname == "Мельник"
    assert isinstance(
        await registrar.desk.waiting.withdraw(matter.waiting.id, Leaving.MISTAKE), TakenOff
    )
    (following,) = await registrar.desk.worklist.read()
    assert following.patient is not None
    assert following.patient.name.surname == "Бондар"


async def test_another_terminal_hears_of_a_note(house: House, registrar: Registrar) -> None:
    number = house.number("bookable")
    booked = await registrar.book(number)
    house.steal(number)
    lost = await registrar.desk.settle(booked.id)
    other = await house.open("window-2")
    seen = await other.desk.changed(0)
    await registrar.desk.worklist.told(lost)
    await other.desk.changed(seen)
    assert await listed(other) == []


async def test_a_claim_that_was_never_left_to_a_person_is_not_taken_up(
    house: House, registrar: Registrar
) -> None:
    booked = await late_visit(house, registrar)
    context = registrar.desk._context
    again = await context.store.write(lambda db: worklist.take_up(db, booked.id, context.actor))
    assert again is None, "nothing was left to a person"
