"""The waiting list at the desk: a freed time finds its patient; nobody is phoned for nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from frontdesk.desk.answers import (
    Changed,
    Confirmed,
    Field,
    Line,
    NotBookable,
    Over,
    PatientDetails,
    WrongDetails,
)
from frontdesk.desk.booking import CALL
from frontdesk.desk.waiting_answers import (
    AlreadyWaiting,
    Leaving,
    Listed,
    NobodyElse,
    NumberForgotten,
    Offered,
    PartOfDay,
    Reply,
    TakenOff,
    Waiter,
    Wish,
    WishField,
    WrongWish,
)
from frontdesk.domain.appointment import Appointment, Claim, State
from frontdesk.domain.freetime import Change, DayException, FreeTime
from frontdesk.domain.ground import Ground
from frontdesk.domain.number import Number
from frontdesk.domain.paper_referral import PaperReferral, Reason
from frontdesk.domain.patient import Patient
from frontdesk.domain.verdict import Code
from frontdesk.store import appointments, calendar, journal, waiting

if TYPE_CHECKING:
    from tests.desk.conftest import Clock, House, Registrar

OLENA = PatientDetails("Мельник Олена Іванівна", "050 111 22 33")
PETRO = PatientDetails("Бондар Петро", "050 444 55 66")


on_both_engines = pytest.mark.parametrize("engine", ["sqlite", "postgresql"])


@dataclass(frozen=True)
class Scarce:
    """A doctor who has one visit on a day, and the patient who waits for its time."""

    registrar: Registrar
    line: Line
    number: Number
    time: FreeTime
    visit: Appointment
    """Somebody else has it."""

    def wish(self, ground: Ground = Ground.E_REFERRAL) -> Wish:
        day = f"{self.time.day:%d.%m.%Y}"
        doctor, service = self.time.offer.doctor.id, self.time.offer.service_id
        return Wish(service, ground, doctor, day, day)

    async def add(self, details: PatientDetails = OLENA) -> Listed:
        answer = await self.registrar.desk.waiting.add(self.wish(), details, self.line)
        assert isinstance(answer, Listed)
        return answer

    async def add_without_referral(self, details: PatientDetails) -> Listed:
        wish = self.wish(Ground.DIRECT_ACCESS)
        answer = await self.registrar.desk.waiting.add(wish, details)
        assert isinstance(answer, Listed)
        return answer

    async def free(self) -> None:
        answer = await self.registrar.desk.cancel(self.visit.id, "the patient called")
        assert isinstance(answer, Changed)

    async def proposed(self) -> list[tuple[FreeTime, list[str]]]:
        freed = await self.registrar.desk.waiting.freed()
        return [(it.time, [who.patient.name.surname for who in it.people]) for it in freed]

    async def first(self) -> Waiter:
        return (await self.registrar.desk.waiting.freed())[0].people[0]

    async def offered(self) -> Offered:
        answer = await self.registrar.desk.waiting.offer(await self.first(), self.time)
        assert isinstance(answer, Offered)
        return answer

    async def waits(self) -> list[str]:
        lists = await self.registrar.desk.waiting.look()
        return [it.patient.name.surname for it in lists.waiters]


@pytest.fixture
async def scarce(house: House, registrar: Registrar) -> Scarce:
    mine, theirs = house.rivals()
    line = await registrar.line(mine)
    earliest = await registrar.earliest(line)
    time = replace(earliest, day=earliest.day + timedelta(days=7))
    assert await registrar.is_free(time)
    doctor, day = time.offer.doctor.id, time.day
    closed = [
        DayException(doctor, day, start, end, Change.CLOSED)
        for start, end in ((0, time.start), (time.end, 1440))
        if start < end
    ]
    store = registrar.desk._context.store
    await store.write(lambda db: calendar.save_exceptions(db, closed))
    held = await registrar.desk.hold(time, await registrar.line(theirs))
    visit = await registrar.confirm(held)  # type: ignore[arg-type]  # a fixture that fails is seen
    return Scarce(registrar, line, mine, time, await registrar.desk.settle(visit.id))


def who(details: PatientDetails) -> str:
    return details.name.partition(" ")[0]


# A time is freed


async def test_a_cancelled_visits_time_is_proposed_to_who_waits_for_it(scarce: Scarce) -> None:
    await scarce.add()
    assert await scarce.proposed() == []
    await scarce.free()
    assert await scarce.proposed() == [(scarce.time, [who(OLENA)])]
    lists = await scarce.registrar.desk.waiting.look()
    assert [it.time for it in lists.freed] == [scarce.time]


async def test_new_hours_are_proposed_as_well(scarce: Scarce) -> None:
    await scarce.add()
    later = scarce.time.end + 60
    end = later + scarce.time.offer.minutes
    extra = [
        DayException(it.id, scarce.time.day, later, end, Change.EXTRA)
        for it in scarce.time.offer.resources
    ]
    store = scarce.registrar.desk._context.store
    await store.write(lambda db: calendar.save_exceptions(db, extra))
    assert [time.start for time, _ in await scarce.proposed()] == [later]


async def test_the_fairest_are_named_first_and_only_those_who_can_come(
    scarce: Scarce, clock: Clock
) -> None:
    await scarce.add_without_referral(OLENA)
    clock.advance(60)
    await scarce.add_without_referral(PETRO)
    part = PartOfDay.AFTERNOON if scarce.time.start < 720 else PartOfDay.MORNING
    other = replace(scarce.wish(Ground.PAID), part=part)
    clock.advance(60)
    third = PatientDetails("Ткач Ірина", "050 777 88 99")
    assert isinstance(await scarce.registrar.desk.waiting.add(other, third), Listed)
    await scarce.free()
    assert await scarce.proposed() == [(scarce.time, [who(OLENA), who(PETRO)])]
    assert await scarce.waits() == [who(OLENA), who(PETRO), who(third)]


# The clerk phones


@on_both_engines
async def test_who_accepts_is_booked_as_anybody_and_waits_no_more(
    house: House, scarce: Scarce
) -> None:
    await scarce.add()
    await scarce.free()
    offered = await scarce.offered()
    assert offered.number == scarce.number.masked
    assert not await scarce.registrar.is_free(scarce.time)
    assert await scarce.proposed() == []
    answer = await scarce.registrar.desk.confirm(offered.held, OLENA)
    assert isinstance(answer, Confirmed)
    settled = await scarce.registrar.desk.settle(answer.appointment.id)
    assert (settled.state, settled.claim) == (State.BOOKED, Claim.OURS)
    assert house.behind(scarce.number).used_by == house.ours
    assert await scarce.waits() == []


async def test_the_time_is_held_for_a_whole_call(scarce: Scarce, clock: Clock) -> None:
    await scarce.add()
    await scarce.free()
    offered = await scarce.offered()
    assert appointments.HOLD < CALL
    clock.advance(CALL.total_seconds() - 1)
    await scarce.registrar.desk.sweep()
    assert isinstance(await scarce.registrar.desk.confirm(offered.held, OLENA), Confirmed)


@on_both_engines
@pytest.mark.parametrize("reply", Reply)
async def test_after_a_refusal_the_time_passes_to_the_next_and_is_never_free_between(
    scarce: Scarce, clock: Clock, reply: Reply
) -> None:
    await scarce.add_without_referral(PETRO)
    clock.advance(60)
    await scarce.add()
    await scarce.free()
    refused = await scarce.offered()
    passed = await scarce.registrar.desk.waiting.decline(refused, reply)
    assert isinstance(passed, Offered)
    assert {passed.waiter.patient.name.surname, refused.waiter.patient.name.surname} == {
        who(OLENA),
        who(PETRO),
    }
    assert passed.held.time == scarce.time
    assert not await scarce.registrar.is_free(scarce.time)
    assert await scarce.registrar.desk.waiting.decline(passed, reply) == NobodyElse()
    assert await scarce.registrar.is_free(scarce.time)
    assert await scarce.proposed() == []
    lists = await scarce.registrar.desk.waiting.look()
    assert [[it.reply for it in who.waiting.calls] for who in lists.waiters] == [[reply], [reply]]


async def test_esc_lets_the_time_go_and_nothing_is_counted(scarce: Scarce) -> None:
    await scarce.add()
    await scarce.free()
    offered = await scarce.offered()
    await scarce.registrar.desk.let_go(offered.held)
    assert await scarce.proposed() == [(scarce.time, [who(OLENA)])]
    assert (await scarce.first()).waiting.calls == ()


async def test_nobody_is_phoned_about_a_referral_that_has_gone(
    house: House, scarce: Scarce
) -> None:
    await scarce.add()
    await scarce.free()
    house.put(replace(house.behind(scarce.number), status="recalled", status_reason="default"))
    answer = await scarce.registrar.desk.waiting.offer(await scarce.first(), scarce.time)
    assert isinstance(answer, NotBookable)
    assert answer.verdict.code is Code.RECALLED
    assert await scarce.registrar.is_free(scarce.time)


async def test_while_esoz_is_silent_the_visit_is_booked_provisionally(
    house: House, scarce: Scarce
) -> None:
    await scarce.add()
    await scarce.free()
    house.switches.silent = True
    offered = await scarce.offered()
    assert offered.held.claim is Claim.DEFERRED
    answer = await scarce.registrar.desk.confirm(offered.held, OLENA)
    assert isinstance(answer, Confirmed)
    house.switches.silent = False
    await scarce.registrar.desk.recover()
    visit = await scarce.registrar.desk.visit(answer.appointment.id)
    assert visit is not None


@on_both_engines
async def test_two_terminals_do_not_phone_one_patient(house: House, scarce: Scarce) -> None:
    await scarce.add()
    await scarce.free()
    there = await house.open("window-2")
    (freed,) = await there.desk.waiting.freed()
    await scarce.offered()
    extra = DayException(scarce.time.offer.doctor.id, scarce.time.day, 0, 1440, Change.EXTRA)
    await there.desk._context.store.write(lambda db: calendar.save_exceptions(db, [extra]))
    other = (await there.desk.timetable([scarce.time.offer], first=scarce.time.day)).earliest()[0]
    assert await there.desk.waiting.offer(freed.people[0], other) == Over()
    assert await there.is_free(other)


async def test_without_its_number_a_referral_is_typed_anew(scarce: Scarce) -> None:
    listed = await scarce.add()
    await scarce.free()
    first = await scarce.first()
    gone = replace(first, waiting=replace(listed.waiting, referral_id="unknown"))
    answer = await scarce.registrar.desk.waiting.offer(gone, scarce.time)
    assert answer == NumberForgotten()


@on_both_engines
async def test_who_books_otherwise_under_the_referral_waits_no_more(scarce: Scarce) -> None:
    await scarce.add()
    await scarce.registrar.book(scarce.number)
    assert await scarce.waits() == []


async def test_who_waits_with_a_paper_referral_is_booked_under_it(scarce: Scarce) -> None:
    desk = scarce.registrar.desk
    listed = await desk.waiting.add(scarce.wish(Ground.PAPER_REFERRAL), OLENA)
    assert isinstance(listed, Listed)
    await scarce.free()
    offered = await scarce.offered()
    paper = PaperReferral("00032129", "Петренко І. І.", scarce.time.day, Reason.ESOZ_UNAVAILABLE)
    answer = await desk.confirm(offered.held, OLENA, paper)
    assert isinstance(answer, Confirmed)
    visit = await desk.visit(answer.appointment.id)
    assert visit is not None
    assert (visit.appointment.ground, visit.paper) == (Ground.PAPER_REFERRAL, paper)
    assert await scarce.waits() == []


# Put on the list, taken off


async def test_a_phone_is_needed_for_somebody_who_will_be_phoned(scarce: Scarce) -> None:
    add = scarce.registrar.desk.waiting.add
    nameless = await add(scarce.wish(), PatientDetails("", "050"), scarce.line)
    assert nameless == WrongDetails((Field.NAME, Field.PHONE))
    silent = PatientDetails("Мельник Олена")
    assert await add(scarce.wish(), silent, scarce.line) == WrongDetails((Field.PHONE,))
    listed = await scarce.add()
    known = (await scarce.registrar.desk.waiting.look()).waiters[0].patient
    assert known.id == listed.waiting.patient_id
    assert known.phone is not None
    again = await add(scarce.wish(Ground.PAID), replace(silent, known=known))
    assert isinstance(again, Listed)


@pytest.mark.parametrize(
    ("first", "last", "wrong"),
    [
        ("31.02.2027", "", [WishField.FIRST_DAY]),
        ("", "22.11.2026", [WishField.LAST_DAY]),
        ("02.12.2026", "01.12.2026", [WishField.LAST_DAY]),
        ("завтра", "колись", [WishField.FIRST_DAY, WishField.LAST_DAY]),
    ],
)
async def test_a_window_that_cannot_be_is_said(
    scarce: Scarce, first: str, last: str, wrong: list[WishField]
) -> None:
    wish = replace(scarce.wish(), first_day=first, last_day=last)
    answer = await scarce.registrar.desk.waiting.add(wish, OLENA, scarce.line)
    assert answer == WrongWish(tuple(wrong))


async def test_nobody_is_listed_twice_for_the_same_nor_under_a_useless_referral(
    house: House, scarce: Scarce
) -> None:
    await scarce.add()
    add = scarce.registrar.desk.waiting.add
    assert await add(scarce.wish(), OLENA, scarce.line) == AlreadyWaiting()
    recalled = await scarce.registrar.line(house.number("recalled"))
    assert isinstance(await add(scarce.wish(), OLENA, recalled), NotBookable)


async def test_who_is_taken_off_is_proposed_no_more_and_the_journal_knows_by_whom(
    scarce: Scarce,
) -> None:
    listed = await scarce.add()
    await scarce.free()
    desk, id_ = scarce.registrar.desk, listed.waiting.id
    assert await desk.waiting.withdraw(id_, Leaving.SEEN_ELSEWHERE) == TakenOff()
    assert await desk.waiting.withdraw(id_, Leaving.SEEN_ELSEWHERE) == Over()
    assert await scarce.proposed() == []
    rows = await desk._context.store.read(lambda db: journal.latest(db, 9, subject=id_))
    assert [(it.action, it.actor.name) for it in rows] == [
        ("wait", "registrar"),
        ("leave", "registrar"),
    ]


async def test_who_has_waited_in_vain_stays_on_the_list_until_somebody_is_told(
    scarce: Scarce, clock: Clock
) -> None:
    await scarce.add_without_referral(PETRO)
    await scarce.free()
    clock.advance(timedelta(days=30).total_seconds())
    assert await scarce.proposed() == []
    assert await scarce.waits() == [who(PETRO)]


async def test_the_patient_of_an_entry_is_the_one_of_the_register(scarce: Scarce) -> None:
    listed = await scarce.add()
    found = await scarce.registrar.desk._context.store.read(
        lambda db: waiting.waiter(db, listed.waiting.id)
    )
    assert found is not None
    assert isinstance(found.patient, Patient)
    assert found.patient.esoz_id == scarce.line.referral.patient_id
    assert found.waiting == listed.waiting
