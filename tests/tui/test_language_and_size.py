"""Both languages in place, every size, help and the keys line."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from rich.cells import cell_len

from frontdesk.tui.screens.base import DeskScreen
from frontdesk.tui.screens.booking import BookingScreen
from frontdesk.words import Words

from .conftest import AtDesk, Terminal


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


STORM = ((240, 70), (60, 20), (59, 19), (80, 24))


async def test_a_window_dragged_about_breaks_no_screen_and_loses_nothing_typed(
    at_desk: AtDesk,
) -> None:
    async with at_desk() as terminal:
        await terminal.press("f6")
        await terminal.comes("PatientsScreen")
        await terminal.paste("Ґреґоровський")
        await resized_about(terminal, "Ґреґоровський")
        await terminal.press("escape")
        await terminal.comes("IntakeScreen")
        await terminal.type("9377")
        await resized_about(terminal, "9377")
        await terminal.press("escape")
        await terminal.choose_time()
        await terminal.press("down")
        screen = terminal.app.screen
        assert isinstance(screen, BookingScreen)
        chosen = screen.panes.current
        await resized_about(terminal, terminal.tr("Doctor"))
        assert screen.panes.current == chosen
        await terminal.press("enter")
        await terminal.comes("ConfirmScreen")
        await terminal.press("tab", "ctrl+u")
        await terminal.type("0671234567")
        await resized_about(terminal, "0671234567")


async def resized_about(terminal: Terminal, kept: str) -> None:
    for size in STORM:
        await terminal.resize(size)
        lines = terminal.seen().split("\n")
        assert len(lines) == size[1]
        assert {cell_len(line) for line in lines} == {size[0]}
        assert ("60×20" in terminal.seen()) == (size == (59, 19))
        assert (kept in terminal.seen()) == (size != (59, 19))


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
        assert not any(later in keys for later in ("F5", "F6", "F7", "F8", "F9"))


@pytest.mark.parametrize("key", ["f10", "ctrl+q"])
async def test_quit_ends_with_code_0(at_desk: AtDesk, key: str) -> None:
    async with at_desk() as terminal:
        await terminal.press(key)
        assert terminal.app.return_value == 0
