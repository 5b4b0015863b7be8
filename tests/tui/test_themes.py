"""Colours and spacing: readable, said without colour too, switched in place."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from rich.color import ColorType
from textual.color import Color
from textual.strip import Strip
from textual.style import Style

from frontdesk.tui.opening import SampleNumber
from frontdesk.tui.themes import COLOURS, MONO, THEMES, palette, textual_name
from frontdesk.tui.widgets.line_list import LineList

from .conftest import AtDesk, Terminal

LEAST = {"dark": 4.5, "light": 4.5, "contrast": 7.0}
"""WCAG 2: AA, and AAA for high contrast."""
GROUNDS = ("plain", "bar", "cursor", "idle cursor")
INKS = ("quiet", "strong", "accent", "good", "warn", "bad", "unsure", "closed")
BLOCKS = (*GROUNDS, "on good", "on warn", "on bad", "on unsure", "caret")
DECORATION = set("─│╭╮╰╯_▄▀ ")
"""Frames and blanks: no words, and no one needs them to understand."""

Pair = tuple[str, str]
"""Ink and ground, as hexadecimal colours."""


def luminance(colour: str) -> float:
    """WCAG 2, relative luminance."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        it / 12.92 if it <= 0.03928 else ((it + 0.055) / 1.055) ** 2.4 for it in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(pair: Pair) -> float:
    lighter, darker = sorted((luminance(it) for it in pair), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def pair_of(style: Style) -> Pair:
    assert style.foreground is not None
    assert style.background is not None
    return style.foreground.hex, style.background.hex


def test_the_measure_agrees_with_the_standard() -> None:
    assert contrast(("#000000", "#ffffff")) == pytest.approx(21)
    assert contrast(("#777777", "#ffffff")) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", COLOURS)
def test_every_ink_is_readable_on_every_ground(theme: str) -> None:
    styles = palette(textual_name(theme))
    pairs = [pair_of(styles[block]) for block in BLOCKS]
    pairs += [pair_of(styles[ground] + styles[ink]) for ground in GROUNDS for ink in INKS]
    pale = {pair: round(contrast(pair), 2) for pair in pairs if contrast(pair) < LEAST[theme]}
    assert pale == {}


def shown(terminal: Terminal) -> list[Strip]:
    return terminal.app.screen._compositor.render_strips()


def pairs_on(strips: list[Strip]) -> set[Pair]:
    """The colours of all that says something."""
    found = set()
    for segment in (it for strip in strips for it in strip):
        style = segment.style
        if set(segment.text) <= DECORATION or style is None:
            continue
        assert style.color is not None
        assert style.bgcolor is not None
        ink, ground = (Color.from_rich_color(it).hex for it in (style.color, style.bgcolor))
        found.add((ink, ground))
    return found


async def screens(terminal: Terminal) -> AsyncIterator[str]:
    """All screens of a booking, good and bad verdicts, and what stands above them."""
    yield "intake"
    for verdict in ("expired", "in_work_elsewhere", "unverified", "bookable"):
        numbers = [it.number for it in terminal.demo.world.samples if it.verdict == verdict]
        if numbers:
            await terminal.look_up(numbers[0])
            yield verdict
    for key, screen in (
        ("f1", "HelpScreen"),
        ("f9", "SettingsScreen"),
        ("ctrl+p", "PaletteScreen"),
    ):
        await terminal.press(key)
        await terminal.comes(screen)
        yield screen
        await terminal.press("escape")
        await terminal.comes("ReferralScreen")
    for screen in ("BookingScreen", "ConfirmScreen", "SlipScreen"):
        await terminal.press("enter")
        await terminal.comes(screen)
        if screen == "SlipScreen":
            await terminal.sees(f"✔ {terminal.tr('Booked')}")
        yield screen
        if screen == "ConfirmScreen":
            await terminal.press("tab", "tab", "x")
            await terminal.press("enter")
            await terminal.sees("✖")
            yield "a wrong field"
            await terminal.press("backspace")
    await terminal.press("enter")
    await terminal.comes("IntakeScreen")
    yield "last lookups"


async def test_every_pair_of_colours_on_the_screens_is_readable(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        async for name in screens(terminal):
            for theme, least in LEAST.items():
                terminal.app.prefer("theme", theme)
                await terminal.pilot.pause()
                found = pairs_on(shown(terminal))
                pale = {it: round(contrast(it), 2) for it in found if contrast(it) < least}
                assert pale == {}, (name, theme)
                assert len(found) > 2


async def test_without_colours_none_is_sent_and_the_words_are_the_same(at_desk: AtDesk) -> None:
    """So nothing is said by colour alone."""
    async with at_desk() as terminal:
        async for name in screens(terminal):
            terminal.app.prefer("theme", "dark")
            await terminal.pilot.pause()
            in_colour = terminal.seen()
            terminal.app.prefer("theme", MONO)
            await terminal.pilot.pause()
            if name != "SettingsScreen":  # which names the colours
                assert terminal.seen() == in_colour, name
            styles = [it.style for strip in shown(terminal) for it in strip if it.style]
            colours = [it for style in styles for it in (style.color, style.bgcolor) if it]
            assert {it.type for it in colours} <= {ColorType.DEFAULT}, name


def test_without_colours_cursor_banner_and_caret_are_told_by_attributes() -> None:
    styles = palette(textual_name(MONO))
    for role in ("on good", "on warn", "on bad", "on unsure", "cursor", "caret", "bar"):
        assert styles[role].reverse
    assert styles["idle cursor"].underline


async def test_one_key_goes_through_all_colours(at_desk: AtDesk) -> None:
    async with at_desk() as terminal:
        grounds = []
        for _ in THEMES:
            strip = shown(terminal)[12]
            grounds.append(next(it.style.bgcolor for it in strip if it.style))
            await terminal.press("ctrl+t")
            await terminal.pilot.pause()
        assert len(set(grounds)) == len(THEMES)
        assert terminal.app.theme == textual_name("dark")


async def test_large_spacing_sets_lines_apart_and_everything_stays_reachable(
    at_desk: AtDesk,
) -> None:
    async with at_desk() as terminal:
        app = terminal.app
        app.prefer("spacing", "large")
        await terminal.pilot.pause()
        samples = terminal.demo.world.samples
        lines = terminal.seen().split("\n")
        at = next(y for y, line in enumerate(lines) if samples[0].number in line)
        assert lines[at + 1].strip() == ""
        assert samples[1].number in lines[at + 2]
        await terminal.press("down", *["down"] * 9)
        assert f"▸ {samples[9].number}" in terminal.seen()
        field = app.screen.query_one("#samples", LineList)
        top = field.region.y
        await terminal.pilot.click(offset=(6, top + 2))
        assert isinstance(chosen := field.current, SampleNumber)
        assert f"▸ {chosen.number}" in terminal.seen().split("\n")[top + 2]
        await terminal.choose_time()
        await terminal.press("right", "down", "enter")
        await terminal.comes("ConfirmScreen")
        app.prefer("spacing", "normal")
        await terminal.press("escape")
        await terminal.comes("BookingScreen")
        assert len(terminal.seen().split("\n")) == 24
