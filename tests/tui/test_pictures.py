"""How the main screens look, at a fixed moment in an invented clinic."""

from __future__ import annotations

import pytest

from frontdesk.tui.screens.referral import ReferralScreen

from .conftest import Album, Size, Steps, Terminal


async def at_home(terminal: Terminal) -> None:
    """Only opened."""


async def told(terminal: Terminal, number: str) -> None:
    """The referral, when also the names of its clinics have come."""
    await terminal.look_up(number)
    screen = terminal.app.screen
    assert isinstance(screen, ReferralScreen)
    await terminal.until(lambda: bool(screen.line and not screen.line.referral.unnamed))


async def verdict(terminal: Terminal) -> None:
    await told(terminal, terminal.number("bookable"))


async def refused(terminal: Terminal) -> None:
    await told(terminal, terminal.number("expired"))


async def several(terminal: Terminal) -> None:
    number = next(it.number for it in terminal.demo.world.samples if "one valid" in it.shows_en)
    await told(terminal, number)


async def times(terminal: Terminal) -> None:
    await verdict(terminal)
    await terminal.press("enter")
    await terminal.comes("BookingScreen")


async def course(terminal: Terminal) -> None:
    number = next(it.number for it in terminal.demo.world.samples if "three left" in it.shows_en)
    await told(terminal, number)
    await terminal.press("enter")
    await terminal.comes("BookingScreen")
    await terminal.press("f3")
    await terminal.sees(terminal.tr("Space adds a mark or takes it away."))


async def confirmation(terminal: Terminal) -> None:
    await times(terminal)
    await terminal.press("enter")
    await terminal.comes("ConfirmScreen")


async def slip(terminal: Terminal) -> None:
    await confirmation(terminal)
    await terminal.press("enter")
    await terminal.comes("SlipScreen")
    await terminal.sees(f"✔ {terminal.tr('Booked')}")


async def settings(terminal: Terminal) -> None:
    await terminal.press("f9")
    await terminal.comes("SettingsScreen")
    await terminal.press("down")


async def palette(terminal: Terminal) -> None:
    await terminal.press("ctrl+p")
    await terminal.comes("PaletteScreen")


SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=lambda it: f"{it[0]}x{it[1]}")


@SIZES
@pytest.mark.parametrize(
    "steps",
    [at_home, verdict, refused, several, times, course, confirmation, slip],
    ids=lambda it: it.__name__,
)
def test_screen(album: Album, steps: Steps, size: Size) -> None:
    assert album.has(steps, size)


@SIZES
@pytest.mark.parametrize("theme", ["dark", "light", "contrast"])
def test_settings(album: Album, theme: str, size: Size) -> None:
    assert album.has(settings, size, theme=theme)


@pytest.mark.parametrize("theme", ["dark", "mono"])
def test_all_actions(album: Album, theme: str) -> None:
    assert album.has(palette, (80, 24), theme=theme)


def test_a_referral_with_lines_apart(album: Album) -> None:
    async def apart(terminal: Terminal) -> None:
        terminal.app.prefer("spacing", "large")
        await several(terminal)

    assert album.has(apart, (80, 24))
