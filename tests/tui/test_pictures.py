"""How the main screens look, at a fixed moment in an invented clinic."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from textual.app import App
from textual.pilot import Pilot

from frontdesk.tui.app import FrontdeskApp
from frontdesk.tui.opening import Opened
from frontdesk.words import Words

from .conftest import Terminal, opened

Steps = Callable[[Terminal], Awaitable[None]]
Compare = Callable[..., bool]


async def at_home(terminal: Terminal) -> None:
    """Only opened."""


async def verdict(terminal: Terminal) -> None:
    await terminal.look_up(terminal.number("bookable"))


async def refused(terminal: Terminal) -> None:
    await terminal.look_up(terminal.number("expired"))


async def several(terminal: Terminal) -> None:
    number = next(it.number for it in terminal.demo.world.samples if "one valid" in it.shows_en)
    await terminal.look_up(number)


async def times(terminal: Terminal) -> None:
    await verdict(terminal)
    await terminal.press("enter")
    await terminal.comes("BookingScreen")


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
    [at_home, verdict, refused, several, times, confirmation, slip],
    ids=lambda it: it.__name__,
)
def test_screen(
    snap_compare: Compare, furnished: Path, tmp_path: Path, steps: Steps, size: tuple[int, int]
) -> None:
    assert looks_the_same(snap_compare, furnished, tmp_path, steps, size)


@SIZES
@pytest.mark.parametrize("theme", ["dark", "light", "contrast"])
def test_settings(
    snap_compare: Compare, furnished: Path, tmp_path: Path, theme: str, size: tuple[int, int]
) -> None:
    assert looks_the_same(snap_compare, furnished, tmp_path, settings, size, theme=theme)


@pytest.mark.parametrize("theme", ["dark", "mono"])
def test_all_actions(snap_compare: Compare, furnished: Path, tmp_path: Path, theme: str) -> None:
    assert looks_the_same(snap_compare, furnished, tmp_path, palette, (80, 24), theme=theme)


def test_a_referral_with_lines_apart(
    snap_compare: Compare, furnished: Path, tmp_path: Path
) -> None:
    async def apart(terminal: Terminal) -> None:
        terminal.app.prefer("spacing", "large")
        await several(terminal)

    assert looks_the_same(snap_compare, furnished, tmp_path, apart, (80, 24))


def looks_the_same(
    snap_compare: Compare,
    furnished: Path,
    tmp_path: Path,
    steps: Steps,
    size: tuple[int, int],
    *,
    theme: str = "dark",
) -> bool:
    demos = []

    async def open_desk() -> Opened:
        demo, desk = await opened(Path(copytree(furnished, tmp_path / "clinic")), None)
        demos.append(demo)
        return desk

    async def go(pilot: Pilot[Any]) -> None:
        assert isinstance(app, FrontdeskApp)
        await pilot.pause()
        while app.session.opened is None:
            await pilot.pause(0.01)
        await steps(Terminal(app, pilot, demos[0]))

    app: App[int] = FrontdeskApp(open_desk, Words("uk"), theme, demo=True)
    return snap_compare(app, run_before=go, terminal_size=size)
