"""Both languages in place, every size, help and the keys line."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from frontdesk.tui.screens.base import DeskScreen
from frontdesk.words import Words

from .conftest import AtDesk, Terminal

SIZES = [(80, 24), (120, 36), (60, 20)]


async def screens(terminal: Terminal) -> AsyncIterator[str]:
    """Goes through all screens of a booking, and names each."""
    yield terminal.screen_name
    await terminal.look_up(terminal.number("bookable"))
    yield terminal.screen_name
    await terminal.press("f1")
    await terminal.comes("HelpScreen")
    yield terminal.screen_name
    await terminal.press("escape")
    await terminal.comes("ReferralScreen")
    for following in ("BookingScreen", "ConfirmScreen", "SlipScreen"):
        await terminal.press("enter")
        await terminal.comes(following)
        if following == "SlipScreen":
            await terminal.sees(f"✔ {terminal.tr('Booked')}")
        yield terminal.screen_name


@pytest.mark.parametrize("size", SIZES)
async def test_every_screen_fits_and_keeps_its_bars(at_desk: AtDesk, size: tuple[int, int]) -> None:
    async with at_desk(size=size) as terminal:
        width, height = size
        async for name in screens(terminal):
            lines = terminal.seen().split("\n")
            assert len(lines) == height, name
            assert {len(line) for line in lines} == {width}, name
            assert "11:00" in lines[0], name
            assert all(key in lines[-1] for key in ("F1 ", "F10 ")), name
            assert any(key in lines[-1] for key in ("Enter", "Esc", "F6", "←→")), name
            assert not lines[-1].rstrip().endswith("…"), name


async def test_the_language_changes_in_place_on_every_screen(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        async for name in screens(terminal):
            before = terminal.seen()
            await terminal.press("f12")
            assert terminal.app.session.words.lang == "en"
            assert terminal.seen() != before, name
            await terminal.press("f12")
            assert terminal.seen() == before, name


async def test_no_ukrainian_word_of_ours_stays_on_the_english_booking_screen(
    at_desk: AtDesk,
) -> None:
    async with at_desk() as terminal:
        await terminal.choose_time()
        await terminal.press("f12")
        ukrainian = Words("uk")
        for message in ("Doctor", "Day", "Time", "back", "help"):
            assert message in terminal.seen()
            assert f" {ukrainian.tr(message)} " not in terminal.seen()


@pytest.mark.parametrize("size", [(59, 24), (80, 19), (20, 5), (1, 1)])
async def test_a_terminal_too_small_says_so_and_takes_no_key_but_quit(
    at_desk: AtDesk, size: tuple[int, int]
) -> None:
    async with at_desk() as terminal:
        await terminal.pilot.resize_terminal(*size)
        await terminal.type("123")
        assert terminal.app._home.field.value == ""
        if size[0] > 20:
            assert "60×20" in terminal.seen()
        await terminal.pilot.resize_terminal(80, 24)
        await terminal.sees(terminal.tr("Referral number"))
        await terminal.type("123")
        assert terminal.app._home.field.value == "123"


async def test_a_screen_is_laid_out_anew_when_the_terminal_is_resized(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        await terminal.look_up(terminal.number("bookable"))
        for size in ((60, 20), (200, 50), (80, 24)):
            await terminal.pilot.resize_terminal(*size)
            await terminal.pilot.pause()
            assert {len(line) for line in terminal.seen().split("\n")} == {size[0]}


async def test_f1_explains_the_screen_one_is_on(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        about = terminal.app.screen
        assert isinstance(about, DeskScreen)
        await terminal.press("f1")
        await terminal.comes("HelpScreen")
        assert about.help()[0][:40] in terminal.seen()
        await terminal.press("f1")
        await terminal.comes("IntakeScreen")


async def test_help_longer_than_the_terminal_is_read_to_its_end_by_keys(at_desk: AtDesk) -> None:
    async with at_desk(size=(60, 20)) as terminal:
        end = terminal.tr("Confirmed bookings are kept when the program is left.").split()[-1]
        await terminal.press("f1")
        await terminal.comes("HelpScreen")
        assert end not in terminal.seen()
        await terminal.press("end")
        await terminal.sees(end)


async def test_the_keys_line_names_only_keys_that_do_something(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        await terminal.look_up(terminal.number("recalled"))
        keys = terminal.seen().split("\n")[-1]
        assert terminal.tr("next patient") in keys
        assert not any(later in keys for later in ("F2", "F3", "F5", "F6", "F7", "F8", "F9"))


@pytest.mark.parametrize("key", ["f10", "ctrl+q"])
async def test_quit_ends_with_code_0(at_desk: AtDesk, key: str) -> None:
    async with at_desk() as terminal:
        await terminal.press(key)
        assert terminal.app.return_value == 0
