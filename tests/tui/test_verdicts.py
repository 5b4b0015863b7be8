"""What stands on the screen for each kind of referral."""

from __future__ import annotations

from frontdesk.tui.screens.booking import BookingScreen
from frontdesk.tui.screens.referral import ReferralScreen

from .conftest import AtDesk, Terminal


def referral_screen(terminal: Terminal) -> ReferralScreen:
    screen = terminal.app.screen
    assert isinstance(screen, ReferralScreen)
    return screen


async def test_a_recalled_referral_offers_no_booking(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        await terminal.look_up(terminal.number("recalled"))
        await terminal.press("enter")
        await terminal.comes("IntakeScreen")


async def test_a_referral_in_work_elsewhere_is_booked_only_after_a_second_enter(
    at_desk: AtDesk,
) -> None:
    async with at_desk() as terminal:
        await terminal.look_up(terminal.number("in_work_elsewhere"))
        await terminal.press("enter")
        await terminal.sees(terminal.tr("yes, here"))
        assert terminal.screen_name == "ReferralScreen"
        await terminal.press("enter")
        await terminal.comes("BookingScreen")


async def test_escape_takes_the_consent_back(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        await terminal.look_up(terminal.number("for_another_clinic"))
        await terminal.press("enter", "escape")
        assert terminal.screen_name == "ReferralScreen"
        assert terminal.tr("yes, here") not in terminal.seen()


async def test_several_services_are_listed_and_each_is_told_by_itself(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        number = next(it.number for it in terminal.demo.world.samples if "one valid" in it.shows_en)
        await terminal.look_up(number)
        screen = referral_screen(terminal)
        assert screen.verdict.may_book
        for line in screen.finding.lines:
            assert (line.service_name or "")[:20] in terminal.seen()
        await terminal.press("home")
        told = {screen.verdict.code}
        for _ in screen.finding.lines:
            await terminal.press("down")
            told.add(screen.verdict.code)
        assert len(told) == len({it.verdict.code for it in screen.finding.lines})


async def test_the_times_are_there_at_once_when_they_are_asked_for(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        await terminal.look_up(terminal.number("bookable"))
        await terminal.rests()
        assert referral_screen(terminal)._times is not None
        await terminal.press("enter")
        await terminal.comes("BookingScreen")
        screen = terminal.app.screen
        assert isinstance(screen, BookingScreen)
        assert screen.panes.current is not None


async def test_what_esoz_does_not_give_is_not_given_and_no_error(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        number = next(
            it.number for it in terminal.demo.world.samples if "No optional field" in it.shows_en
        )
        await terminal.look_up(number)
        assert terminal.tr("not given") in terminal.seen()


async def test_the_clinic_that_matters_is_named_once_esoz_has_told_its_name(
    at_desk: AtDesk,
) -> None:
    async with at_desk() as terminal:
        await terminal.look_up(terminal.number("expired"))
        await terminal.sees("Центр первинної допомоги №1» · +380 44 200 10 10")
        sender = "КНП «Центр первинної допомоги №1»"
        assert f"({sender})" in " ".join(terminal.seen().split())
        await terminal.look_up(terminal.number("in_work_elsewhere"))
        await terminal.sees("заклад: КНП «Міська лікарня №2»")
