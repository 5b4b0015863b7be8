"""F7 on a referral: the message with the number, sent once more."""

from __future__ import annotations

import pytest

from frontdesk.desk.answers import AskedJustNow, Resent
from frontdesk.simulator.switches import Switches
from frontdesk.words import Lang, Words, resending

from .conftest import AtDesk, Terminal

KEY = "F7"


def sent(terminal: Terminal) -> int:
    return len(terminal.demo.backend.jobs)


@pytest.mark.parametrize("lang", ["uk", "en"])
async def test_f7_sends_the_message_and_says_so(at_desk: AtDesk, lang: Lang) -> None:
    async with at_desk(lang=lang) as terminal:
        await terminal.look_up(terminal.number("bookable"))
        assert KEY in terminal.seen().split("\n")[-1]
        await terminal.press("f7")
        await terminal.sees(resending.sentence(Words(lang), Resent()))
        assert sent(terminal) == 1


async def test_f7_again_says_how_long_to_wait(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        await terminal.look_up(terminal.number("bookable"))
        await terminal.press("f7")
        await terminal.until(lambda: sent(terminal) == 1)
        await terminal.press("f7")
        await terminal.sees(resending.sentence(terminal.app.session.words, AskedJustNow(60)))
        assert sent(terminal) == 1


async def test_while_esoz_is_asked_the_key_is_not_offered_and_others_work(at_desk: AtDesk) -> None:
    switches = Switches()
    async with at_desk(switches=switches) as terminal:
        await terminal.look_up(terminal.number("bookable"))
        switches.latency_seconds = 5.0
        await terminal.press("f7", "f7")
        await terminal.sees(terminal.tr("Sending the message…"))
        assert KEY not in terminal.seen().split("\n")[-1]
        await terminal.press("enter")
        await terminal.comes("BookingScreen")


async def test_a_recalled_referral_offers_no_message(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        await terminal.look_up(terminal.number("recalled"))
        assert KEY not in terminal.seen().split("\n")[-1]
        await terminal.press("f7")
        assert terminal.screen_name == "ReferralScreen"
        assert sent(terminal) == 0
