"""What the clinics in a referral are called."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from frontdesk.desk.legal_entities import FRESH, PAUSE
from frontdesk.domain.reference import LegalEntity
from frontdesk.simulator.writer import FAMILY_CLINIC

if TYPE_CHECKING:
    from tests.desk.conftest import House, Registrar

SENDER = LegalEntity(FAMILY_CLINIC, "КНП «Центр первинної допомоги №1»", "+380 44 200 10 10")


async def test_a_referral_tells_the_id_of_its_sender_and_esoz_the_name(
    house: House, registrar: Registrar
) -> None:
    referral = (await registrar.line(house.number("bookable"))).referral
    assert referral.unnamed == {FAMILY_CLINIC}
    assert await registrar.desk.called(FAMILY_CLINIC) == SENDER
    named = referral.naming({SENDER.id: SENDER.name})
    assert (named.requester_name, named.unnamed) == (SENDER.name, frozenset())


async def test_a_name_once_told_is_known_at_every_terminal_without_esoz(
    house: House, registrar: Registrar
) -> None:
    await registrar.desk.called(FAMILY_CLINIC)
    house.switches.silent = True
    other = await house.open("window-2")
    assert await other.desk.called(FAMILY_CLINIC) == SENDER
    house.clock.advance((FRESH + timedelta(days=1)).total_seconds())
    assert await other.desk.called(FAMILY_CLINIC) is None


async def test_about_whom_esoz_told_nothing_it_is_not_asked_at_every_look_up(
    house: House, registrar: Registrar
) -> None:
    house.switches.silent = True
    assert await registrar.desk.called(FAMILY_CLINIC) is None
    house.switches.silent = False
    house.clock.advance(PAUSE.total_seconds() / 2)
    assert await registrar.desk.called(FAMILY_CLINIC) is None
    house.clock.advance(PAUSE.total_seconds())
    assert await registrar.desk.called(FAMILY_CLINIC) == SENDER


async def test_a_clinic_that_esoz_does_not_know_has_no_name(registrar: Registrar) -> None:
    assert await registrar.desk.called("11111111-2222-4333-8444-555555555555") is None
