"""The patient has lost the message with the number, and gets it once more."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from frontdesk.desk.answers import AskedJustNow, NotResent, Resent
from frontdesk.domain.protocol import Refused
from frontdesk.domain.referral import Status
from frontdesk.domain.verdict import Code
from frontdesk.esoz.failure import Failure

if TYPE_CHECKING:
    from tests.desk.conftest import House, Registrar


def messages(house: House) -> int:
    """So many has ЕСОЗ been asked to send."""
    return sum("resend" in str(it.asked) for it in house.backend.jobs.values())


async def test_esoz_sends_the_message_of_an_active_referral(
    house: House, registrar: Registrar
) -> None:
    line = await registrar.line(house.number("bookable"))
    assert line.may_be_resent
    assert await registrar.desk.resend(line) == Resent()
    assert messages(house) == 1


async def test_it_is_not_sent_twice_within_a_minute(house: House, registrar: Registrar) -> None:
    line = await registrar.line(house.number("bookable"))
    await registrar.desk.resend(line)
    house.clock.advance(59)
    assert await registrar.desk.resend(line) == AskedJustNow(1)
    assert messages(house) == 1
    house.clock.advance(1)
    assert await registrar.desk.resend(line) == Resent()
    assert messages(house) == 2


async def test_asked_twice_at_once_it_is_sent_once(house: House, registrar: Registrar) -> None:
    line = await registrar.line(house.number("bookable"))
    answers = tuple(await asyncio.gather(registrar.desk.resend(line), registrar.desk.resend(line)))
    assert answers == (Resent(), AskedJustNow(60))
    assert messages(house) == 1


async def test_a_referral_recalled_meanwhile_is_refused_and_may_be_tried_again(
    house: House, registrar: Registrar
) -> None:
    line = await registrar.line(house.number("bookable"))
    house.backend.recall(line.referral.id)
    refused = NotResent(Refused("Invalid service request status"))
    assert await registrar.desk.resend(line) == refused
    assert await registrar.desk.resend(line) == refused


async def test_after_a_silence_the_message_may_be_on_its_way_and_is_not_sent_again(
    house: House, registrar: Registrar
) -> None:
    line = await registrar.line(house.number("bookable"))
    house.switches.silent = True
    answer = await registrar.desk.resend(line)
    assert isinstance(answer, NotResent)
    assert isinstance(answer.why, Failure)
    assert answer.why.is_silence
    assert isinstance(await registrar.desk.resend(line), AskedJustNow)


async def test_an_expired_referral_that_esoz_still_calls_active_has_no_message_to_send(
    house: House, registrar: Registrar
) -> None:
    line = await registrar.line(house.number("expired", 1))
    assert (line.referral.status, line.verdict.code) == (Status.ACTIVE, Code.EXPIRED)
    assert not line.may_be_resent


async def test_a_recalled_referral_has_no_message_to_send(
    house: House, registrar: Registrar
) -> None:
    line = await registrar.line(house.number("recalled"))
    assert not line.may_be_resent
    with pytest.raises(ValueError, match="nobody"):
        await registrar.desk.resend(line)
