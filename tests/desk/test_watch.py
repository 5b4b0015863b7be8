"""A referral is recalled after the visit was booked: the desk notices before the patient comes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from frontdesk.desk.answers import Held
from frontdesk.desk.watch import AGE
from frontdesk.domain.appointment import Claim, State
from frontdesk.domain.matter import Kind, VisitMatter
from frontdesk.domain.number import Number
from frontdesk.domain.verdict import Code
from frontdesk.store.journal import Action
from frontdesk.store.tables import journal, referral

if TYPE_CHECKING:
    from tests.desk.conftest import House, Registrar

FEED = "event:read"


@pytest.fixture
async def number(house: House, registrar: Registrar) -> Number:
    """Of a referral under which a visit is booked."""
    house.switches.more_scopes = FEED
    it = house.number("bookable")
    line = await registrar.line(it)
    late = (await registrar.times(line)).earliest(300)[-1]
    held = await registrar.desk.hold(late, line)
    assert isinstance(held, Held)
    appointment = await registrar.confirm(held)
    appointment = await registrar.desk.settle(appointment.id, patience=60)
    assert appointment.state is State.BOOKED
    house.clock.advance(600)
    return it


async def gone(registrar: Registrar) -> list[VisitMatter]:
    """Visits on the worklist whose referral does not carry them."""
    listed = await registrar.desk.worklist.read()
    return [it for it in listed if isinstance(it, VisitMatter) and it.kind is Kind.REFERRAL_GONE]


async def noticed(registrar: Registrar) -> list[tuple[str, Code]]:
    """The last group of each number, and what happened to its referral."""
    await registrar.desk.look_for_changes()
    return [(str(it.number_tail), Code(str(it.sign.reason))) for it in await gone(registrar)]


async def notices(registrar: Registrar) -> int:
    query = journal.select().where(journal.c.action == Action.NOTICE.value)
    store = registrar.desk._context.store
    return await store.read(lambda db: len(db.execute(query).all()))


async def checked_at(registrar: Registrar, house: House, number: Number) -> object:
    query = referral.select().where(referral.c.id == house.behind(number).id)
    store = registrar.desk._context.store
    return await store.read(lambda db: db.execute(query).mappings().one()["checked_at"])


async def test_a_booked_visit_under_a_good_referral_needs_no_attention(
    house: House, registrar: Registrar, number: Number
) -> None:
    before = await checked_at(registrar, house, number)
    assert await noticed(registrar) == []
    assert await checked_at(registrar, house, number) == before, "its own claim is no news"


async def test_a_recalled_referral_is_noticed(
    house: House, registrar: Registrar, number: Number
) -> None:
    house.backend.recall(house.behind(number).id)
    house.clock.advance(60)
    assert await noticed(registrar) == [(number.tail, Code.RECALLED)]
    (concern,) = await gone(registrar)
    assert concern.visit.appointment.state is State.BOOKED
    assert await notices(registrar) == 1


async def test_what_was_noticed_once_is_not_read_again(
    house: House, registrar: Registrar, number: Number
) -> None:
    house.backend.recall(house.behind(number).id)
    house.clock.advance(60)
    await noticed(registrar)
    read = await checked_at(registrar, house, number)
    house.clock.advance(60)
    assert await noticed(registrar) == [(number.tail, Code.RECALLED)]
    assert await checked_at(registrar, house, number) == read
    assert await notices(registrar) == 1


async def test_a_referral_taken_by_another_clinic_is_noticed(
    house: House, registrar: Registrar, number: Number
) -> None:
    house.steal(number)
    taken = house.behind(number)
    change = replace(taken.processings[-1], at=house.clock())
    house.put(replace(taken, processings=(*taken.processings, change)))
    house.clock.advance(60)
    assert await noticed(registrar) == [(number.tail, Code.IN_WORK_ELSEWHERE)]
    (concern,) = await gone(registrar)
    appointment = concern.visit.appointment
    assert (appointment.state, appointment.claim) == (State.BOOKED, Claim.LOST)


async def test_a_silence_is_made_up_for_by_the_next_look(
    house: House, registrar: Registrar, number: Number
) -> None:
    house.backend.recall(house.behind(number).id)
    house.clock.advance(60)
    house.switches.silent = True
    assert await noticed(registrar) == []
    house.switches.silent = False
    house.clock.advance(8 * 3600)
    assert await noticed(registrar) == [(number.tail, Code.RECALLED)]


async def test_who_may_not_read_the_feed_asks_once_and_is_told_by_what_was_last_read(
    house: House, registrar: Registrar, number: Number
) -> None:
    house.switches.more_scopes = ""
    await registrar.desk.look_for_changes()
    house.switches.more_scopes = FEED
    house.backend.recall(house.behind(number).id)
    house.clock.advance(60)
    assert await noticed(registrar) == []
    other = await house.open("window-2")
    assert await noticed(other) == [(number.tail, Code.RECALLED)]
    assert [it.sign.reason for it in await gone(registrar)] == [Code.RECALLED]


async def test_a_change_of_somebody_elses_referral_is_left_alone(
    house: House, registrar: Registrar, number: Number
) -> None:
    other = house.number("bookable", 1)
    assert other != number
    house.backend.recall(house.behind(other).id)
    house.clock.advance(60)
    assert await noticed(registrar) == []


async def test_a_visit_that_has_begun_needs_no_attention(
    house: House, registrar: Registrar, number: Number
) -> None:
    house.backend.recall(house.behind(number).id)
    house.clock.advance(60)
    assert len(await noticed(registrar)) == 1
    house.clock.advance(timedelta(days=90).total_seconds())
    assert await gone(registrar) == []


async def test_without_the_feed_a_recalled_referral_is_noticed_within_a_day(
    house: House, registrar: Registrar, number: Number
) -> None:
    house.switches.more_scopes = ""
    house.backend.recall(house.behind(number).id)
    assert await noticed(registrar) == []
    house.clock.advance(AGE.total_seconds() + 1)
    read = [await noticed(registrar) for _ in range(5)]
    assert read[-1] == [(number.tail, Code.RECALLED)]


async def test_what_one_terminal_has_read_today_another_does_not_read_again(
    house: House, registrar: Registrar, number: Number
) -> None:
    house.switches.more_scopes = ""
    house.clock.advance(AGE.total_seconds() + 1)
    for _ in range(5):
        await noticed(registrar)
    read = await checked_at(registrar, house, number)
    house.clock.advance(3600)
    other = await house.open("window-2")
    for _ in range(5):
        await noticed(other)
    assert await checked_at(registrar, house, number) == read
