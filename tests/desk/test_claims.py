"""The claim: «записано» is said only when ЕСОЗ itself says that the referral is ours."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from frontdesk.desk.answers import AlreadyBooked, BackendState
from frontdesk.desk.claims import LEASE
from frontdesk.domain.appointment import Appointment, Claim, State
from frontdesk.domain.number import Number
from frontdesk.domain.verdict import Code
from frontdesk.simulator.referrals import Obstacle, Snag
from frontdesk.store import operations
from frontdesk.words import Words, slips

if TYPE_CHECKING:
    from tests.desk.conftest import Clock, House, Registrar

BOOKED = (State.BOOKED, Claim.OURS)


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def standing(appointment: Appointment) -> tuple[State, Claim]:
    return appointment.state, appointment.claim


async def heading(registrar: Registrar, appointment: Appointment) -> str:
    visit = await registrar.desk.visit(appointment.id)
    assert visit is not None
    return slips.heading(Words("en"), visit)


async def test_three_steps_book_and_claim(house: House, registrar: Registrar) -> None:
    number = house.number("bookable")
    booked = await registrar.book(number)
    assert standing(booked) == (State.CLAIMING, Claim.PENDING)
    assert await heading(registrar, booked) != "Booked"
    assert house.behind(number).used_by is None
    settled = await registrar.desk.settle(booked.id)
    assert standing(settled) == BOOKED
    assert await heading(registrar, booked) == "Booked"
    taken = house.behind(number)
    assert (taken.used_by, taken.processing) == (house.ours, "in_progress")


async def test_the_claim_names_the_doctor_and_the_programme_of_the_referral(
    house: House, registrar: Registrar
) -> None:
    number = house.number("bookable")
    held = await registrar.hold(number)
    programme = house.behind(number).program
    booked = await registrar.confirm(held)
    await registrar.desk.settle(booked.id)
    taken = house.behind(number)
    assert (taken.used_by_employee, taken.program) == (
        held.time.offer.doctor.employee_id,
        programme,
    )


async def test_booked_is_said_at_no_step_before_esoz_gave_the_referral(
    house: House, registrar: Registrar, clock: Clock
) -> None:
    """Looked at again whenever the desk waits for ЕСОЗ."""
    house.switches.job_seconds = 3
    booked = await registrar.book(house.number("bookable"))
    seen = []

    async def pause(seconds: float) -> None:
        clock.advance(seconds)
        seen.append(await heading(registrar, booked))

    registrar.desk._context.pause = pause
    await registrar.desk.settle(booked.id)
    assert len(seen) >= 3
    assert "Booked" not in seen
    assert await heading(registrar, booked) == "Booked"


async def test_what_is_in_work_here_already_is_not_asked_for_again(
    house: House, registrar: Registrar
) -> None:
    booked = await registrar.book(house.number("in_work_here"))
    assert standing(await registrar.desk.settle(booked.id)) == BOOKED
    assert house.backend.jobs == {}


async def test_a_lost_answer_ends_as_ours_without_a_second_request(
    house: House, registrar: Registrar, clock: Clock
) -> None:
    house.switches.loses_answers = True
    booked = await registrar.book(house.number("bookable"))
    settled = await registrar.desk.settle(booked.id)
    assert settled.state is State.CLAIMING
    clock.advance(2)
    assert standing(await registrar.desk.settle(booked.id)) == BOOKED
    assert len(house.backend.jobs) == 1


async def test_patience_outlasts_a_lost_answer(house: House, registrar: Registrar) -> None:
    house.switches.loses_answers = True
    booked = await registrar.book(house.number("bookable"))
    assert standing(await registrar.desk.settle(booked.id, patience=10)) == BOOKED


@pytest.mark.parametrize(
    ("switch", "form"),
    [
        ("job_links", "/Jobs"),
        ("job_links", "/api/jobs"),
        ("job_links", "absolute"),
        ("job_result", "inside"),
        ("job_codes", "string"),
        ("absent", "left_out"),
    ],
)
async def test_esoz_may_write_its_answers_in_any_known_form(
    house: House, registrar: Registrar, switch: str, form: str
) -> None:
    setattr(house.switches, switch, form)
    booked = await registrar.book(house.number("bookable"))
    assert standing(await registrar.desk.settle(booked.id)) == BOOKED


async def test_a_registrar_without_a_good_record_leaves_the_claim_to_another(
    house: House, registrar: Registrar
) -> None:
    house.switches.party = "unverified"
    booked = await registrar.book(house.number("bookable"))
    handed_over = await registrar.desk.settle(booked.id)
    assert standing(handed_over) == (State.BOOKED, Claim.MANUAL)
    assert await heading(registrar, booked) != "Booked"


@pytest.mark.parametrize("errors", ["job", "at_once"])
async def test_a_refused_claim_frees_the_time_and_says_why(
    house: House, registrar: Registrar, errors: str
) -> None:
    house.switches.use_errors = "at_once" if errors == "at_once" else "job"
    number = house.number("bookable")
    held = await registrar.hold(number)
    reason = "Contract is suspended and should be updated"
    house.put(replace(house.behind(number), obstacle=Obstacle(Snag.CONFLICT, reason)))
    booked = await registrar.confirm(held)
    lost = await registrar.desk.settle(booked.id)
    assert standing(lost) == (State.CANCELLED, Claim.LOST)
    assert lost.reason == reason
    assert await registrar.is_free(held.time)
    assert await heading(registrar, booked) == "Not booked"


async def test_a_referral_stolen_before_the_claim_is_lost_with_its_reason(
    house: House, registrar: Registrar
) -> None:
    number = house.number("bookable")
    held = await registrar.hold(number)
    booked = await registrar.confirm(held)
    house.steal(number)
    lost = await registrar.desk.settle(booked.id)
    assert (standing(lost), lost.reason) == (
        (State.CANCELLED, Claim.LOST),
        Code.IN_WORK_ELSEWHERE,
    )
    assert house.backend.jobs == {}
    assert await registrar.is_free(held.time)


async def test_a_referral_stolen_while_the_job_runs_is_lost(
    house: House, registrar: Registrar, clock: Clock
) -> None:
    number = house.number("bookable")
    booked = await registrar.book(number)

    async def pause(seconds: float) -> None:
        house.steal(number)
        clock.advance(seconds)

    registrar.desk._context.pause = pause
    lost = await registrar.desk.settle(booked.id)
    assert standing(lost) == (State.CANCELLED, Claim.LOST)
    assert len(house.backend.jobs) == 1


@pytest.mark.parametrize(
    "reason", [Code.RECALLED, Code.COMPLETED, Code.ENTERED_IN_ERROR, Code.NOT_FOUND]
)
async def test_a_referral_spoilt_after_the_booking_is_lost_with_the_verdict_as_reason(
    house: House, registrar: Registrar, reason: Code
) -> None:
    number = house.number("bookable")
    booked = await registrar.book(number)
    if reason is Code.NOT_FOUND:
        house.put(replace(house.behind(number), requisition="0000-0000-0000-0001"))
    else:
        house.put(replace(house.behind(number), status=reason.value))
    lost = await registrar.desk.settle(booked.id)
    assert (standing(lost), lost.reason) == ((State.CANCELLED, Claim.LOST), reason)


async def test_a_referral_that_lost_its_programme_is_not_claimed(
    house: House, registrar: Registrar
) -> None:
    number = house.number("bookable")
    booked = await registrar.book(number)
    house.put(replace(house.behind(number), program=None))
    lost = await registrar.desk.settle(booked.id)
    assert (lost.state, lost.reason) == (State.CANCELLED, Code.NO_PROGRAMME)
    assert house.backend.jobs == {}


async def test_the_patient_may_be_taken_over_from_another_clinic_where_esoz_allows_it(
    house: House, registrar: Registrar
) -> None:
    house.switches.takeover = "takeover_next_day"
    number = house.number("in_work_elsewhere")
    booked = await registrar.book(number, consent=True)
    assert standing(await registrar.desk.settle(booked.id)) == BOOKED
    assert house.behind(number).used_by == house.ours


@pytest.mark.parametrize("takeover", ["exclusive", "takeover_next_day"])
async def test_a_takeover_that_esoz_refuses_frees_the_time_with_esozs_reason(
    house: House, registrar: Registrar, takeover: str
) -> None:
    """The second sample was taken by the other clinic today: not even the new rule gives it."""
    if takeover != "exclusive":
        house.switches.takeover = "takeover_next_day"
    number = house.number("in_work_elsewhere", 1)
    held = await registrar.hold(number, consent=True)
    booked = await registrar.confirm(held)
    lost = await registrar.desk.settle(booked.id)
    assert standing(lost) == (State.CANCELLED, Claim.LOST)
    assert lost.reason == "Service request is already used"
    assert await registrar.is_free(held.time)
    assert house.behind(number).used_by != house.ours


async def test_a_takeover_whose_answer_is_lost_is_read_back_too(
    house: House, registrar: Registrar
) -> None:
    house.switches.takeover = "takeover_next_day"
    house.switches.loses_answers = True
    booked = await registrar.book(house.number("in_work_elsewhere"), consent=True)
    assert standing(await registrar.desk.settle(booked.id, patience=10)) == BOOKED
    assert len(house.backend.jobs) == 1


async def test_a_silent_esoz_leaves_the_visit_claiming_until_it_is_back(
    house: House, registrar: Registrar, clock: Clock
) -> None:
    booked = await registrar.book(house.number("bookable"))
    house.switches.silent = True
    assert (await registrar.desk.settle(booked.id)).state is State.CLAIMING
    assert registrar.desk.backend.state is BackendState.SILENT
    for _ in range(5):
        clock.advance(15)
        await registrar.desk.recover()
    house.switches.silent = False
    clock.advance(60)
    assert [standing(it) for it in await registrar.desk.recover()] == [BOOKED]
    assert await registrar.desk.recover() == ()


async def test_patience_ends_before_a_long_silence(
    house: House, registrar: Registrar, clock: Clock
) -> None:
    booked = await registrar.book(house.number("bookable"))
    house.switches.silent = True
    begun = clock()
    assert (await registrar.desk.settle(booked.id, patience=20)).state is State.CLAIMING
    assert 7 <= (clock() - begun).total_seconds() <= 20


async def test_an_endless_job_is_left_alone_between_two_questions(
    house: House, registrar: Registrar, clock: Clock
) -> None:
    """Neither the clerk who waits nor the other operations are kept for ever by one job."""
    house.switches.job_seconds = 100
    booked = await registrar.book(house.number("bookable"))
    begun = clock()
    assert (await registrar.desk.settle(booked.id, patience=30)).state is State.CLAIMING
    assert (clock() - begun).total_seconds() <= 30
    clock.advance(120)
    assert [standing(it) for it in await registrar.desk.recover()] == [BOOKED]
    assert len(house.backend.jobs) == 1


async def test_one_silent_claim_does_not_hold_up_the_others_round_after_round(
    house: House, registrar: Registrar, clock: Clock
) -> None:
    first, second = house.rivals()
    stuck, fine = await registrar.book(first), await registrar.book(second)
    house.backend.world = replace(house.world, failing_numbers=frozenset({first.text}))
    became: dict[str, State] = {}
    for _ in range(3):
        became |= {it.id: it.state for it in await registrar.desk.recover()}
        clock.advance(15)
    assert became == {stuck.id: State.CLAIMING, fine.id: State.BOOKED}


async def test_a_dead_session_sends_nothing_and_the_next_one_finishes(
    house: House, registrar: Registrar, clock: Clock
) -> None:
    booked = await registrar.book(house.number("bookable"))
    signed_out = await house.open("window-2", token="expired")
    assert (await signed_out.desk.settle(booked.id)).state is State.CLAIMING
    assert signed_out.desk.backend.state is BackendState.SIGNED_OUT
    assert house.backend.jobs == {}
    clock.advance(300)
    assert [standing(it) for it in await registrar.desk.recover()] == [BOOKED]


async def test_a_missing_right_leaves_the_claim_to_a_person(
    house: House, registrar: Registrar
) -> None:
    booked = await registrar.book(house.number("bookable"))
    without = await house.open("window-2", psk="wrong")
    manual = await without.desk.settle(booked.id)
    assert standing(manual) == (State.BOOKED, Claim.MANUAL)
    assert await heading(registrar, booked) != "Booked"
    assert await registrar.desk.recover() == ()


async def test_a_number_that_is_no_longer_known_leaves_the_claim_to_a_person(
    house: House, registrar: Registrar
) -> None:
    """The site's key was replaced: what is sealed with the old one cannot be asked for."""
    booked = await registrar.book(house.number("bookable"))
    context = registrar.desk._context
    context.number_key = type(context.number_key)(b"another key of the site, as long")
    assert standing(await registrar.desk.settle(booked.id)) == (State.BOOKED, Claim.MANUAL)


async def test_only_one_of_two_terminals_drives_a_claim(
    house: House, registrar: Registrar, clock: Clock
) -> None:
    other = await house.open("window-2")
    booked = await registrar.book(house.number("bookable"))
    inside = []

    async def pause(seconds: float) -> None:
        clock.advance(seconds)
        inside.append((await other.desk.settle(booked.id)).state)

    registrar.desk._context.pause = pause
    assert standing(await registrar.desk.settle(booked.id)) == BOOKED
    assert inside == [State.CLAIMING]
    assert len(house.backend.jobs) == 1


async def test_a_terminal_that_was_overtaken_does_nothing_more(
    house: House, registrar: Registrar, clock: Clock
) -> None:
    """It hung for longer than its lease: what it wanted to write is another's now."""
    other = await house.open("window-2")
    booked = await registrar.book(house.number("bookable"))

    async def hang(seconds: float) -> None:
        clock.advance(seconds + LEASE)
        assert [standing(it) for it in await other.desk.recover()] == [BOOKED]

    registrar.desk._context.pause = hang
    assert standing(await registrar.desk.settle(booked.id)) == BOOKED
    assert len(house.backend.jobs) == 1


async def test_a_settled_visit_is_not_settled_again(house: House, registrar: Registrar) -> None:
    booked = await registrar.book(house.number("bookable"))
    await registrar.desk.settle(booked.id)
    again = await registrar.desk.settle(booked.id)
    assert standing(again) == BOOKED
    with pytest.raises(KeyError):
        await registrar.desk.settle("no such visit")


class TestProvisionalVisits:
    """ЕСОЗ found the referral but could not say whether its programme covers it."""

    async def booked(self, house: House, registrar: Registrar) -> tuple[Number, Appointment]:
        number = house.number("unverified", 1)
        return number, await registrar.book(number)

    async def test_the_visit_stands_and_says_that_it_is_not_verified(
        self, house: House, registrar: Registrar
    ) -> None:
        _, booked = await self.booked(house, registrar)
        assert standing(booked) == (State.BOOKED, Claim.DEFERRED)
        assert "provisionally" in await heading(registrar, booked)
        assert standing(await registrar.desk.settle(booked.id)) == (State.BOOKED, Claim.DEFERRED)

    async def test_it_is_verified_by_itself_when_esoz_can_answer(
        self, house: House, registrar: Registrar, clock: Clock
    ) -> None:
        number, booked = await self.booked(house, registrar)
        await registrar.desk.settle(booked.id)
        house.put(replace(house.behind(number), obstacle=None))
        clock.advance(60)
        assert [standing(it) for it in await registrar.desk.recover()] == [BOOKED]
        assert house.behind(number).used_by == house.ours
        assert await heading(registrar, booked) == "Booked"

    async def test_what_proves_unusable_keeps_its_time_and_needs_a_call(
        self, house: House, registrar: Registrar
    ) -> None:
        number, booked = await self.booked(house, registrar)
        reason = "Service is not included in the program"
        house.put(replace(house.behind(number), obstacle=Obstacle(Snag.INVALID, reason)))
        lost = await registrar.desk.settle(booked.id)
        assert (standing(lost), lost.reason) == ((State.BOOKED, Claim.LOST), reason)
        assert "attention" in await heading(registrar, booked)

    async def test_a_referral_that_lost_its_programme_is_lost_and_not_asked_about(
        self, house: House, registrar: Registrar
    ) -> None:
        number, booked = await self.booked(house, registrar)
        house.put(replace(house.behind(number), program=None))
        lost = await registrar.desk.settle(booked.id)
        assert (standing(lost), lost.reason) == ((State.BOOKED, Claim.LOST), Code.NO_PROGRAMME)

    async def test_its_referral_has_a_visit_and_gets_no_second_one(
        self, house: House, registrar: Registrar
    ) -> None:
        number, booked = await self.booked(house, registrar)
        line = await registrar.line(number)
        assert line.verdict.code is Code.BOOKED_HERE
        answer = await registrar.desk.hold(await registrar.earliest(line), line)
        assert answer == AlreadyBooked(booked)


async def test_nothing_is_owed_to_esoz_for_what_was_let_go(
    house: House, registrar: Registrar
) -> None:
    held = await registrar.hold(house.number("bookable"))
    await registrar.desk.let_go(held)
    store = registrar.desk._context.store
    assert await store.write(lambda db: operations.due(db, "window-1", LEASE)) == ()
