"""Colours by role. A role never says anything alone: a sign or a word stands beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from textual.color import Color
from textual.style import Style
from textual.theme import Theme

Role = Literal[
    "plain",
    "quiet",
    "strong",
    "accent",
    "frame",
    "good",
    "warn",
    "bad",
    "unsure",
    "on good",
    "on warn",
    "on bad",
    "on unsure",
    "bar",
    "cursor",
    "idle cursor",
    "caret",
    "closed",
]
"""What a piece of text is, not how it looks."""


@dataclass(frozen=True, slots=True)
class Colours:
    """The colours of one theme: its contrasts (WCAG 2, 1.4.3 and 1.4.6) are computed in a test."""

    dark: bool
    ground: str
    text: str
    quiet: str
    frame: str
    accent: str
    good: str
    warn: str
    bad: str
    unsure: str
    on_tone: str
    bar: str
    cursor: str
    idle: str


COLOURS: Mapping[str, Colours] = {
    "dark": Colours(
        dark=True,
        ground="#11161d",
        text="#d9e0e8",
        quiet="#96a4b4",
        frame="#3b4857",
        accent="#6cb6ff",
        good="#4cc46a",
        warn="#e8b04a",
        bad="#ff8078",
        unsure="#c0a3f5",
        on_tone="#0b0f14",
        bar="#1b232d",
        cursor="#1d3a5a",
        idle="#222c38",
    ),
    "light": Colours(
        dark=False,
        ground="#fcfcfa",
        text="#1c232b",
        quiet="#566270",
        frame="#b9c2cc",
        accent="#0a5ebd",
        good="#156f2c",
        warn="#855500",
        bad="#b8241b",
        unsure="#6236b8",
        on_tone="#ffffff",
        bar="#e9edf1",
        cursor="#c9e0fa",
        idle="#e6ebf0",
    ),
    "contrast": Colours(
        dark=True,
        ground="#000000",
        text="#ffffff",
        quiet="#d8d8d8",
        frame="#9c9c9c",
        accent="#8cd3ff",
        good="#6cf598",
        warn="#ffdc66",
        bad="#ffb3ad",
        unsure="#dcc6ff",
        on_tone="#000000",
        bar="#1c1c1c",
        cursor="#003863",
        idle="#2b2b2b",
    ),
}

MONO = "mono"
"""The terminal's own two colours, and what it can do without more: bold, reverse, underline."""
THEMES = (*COLOURS, MONO)


def textual_theme(name: str) -> Theme:
    """Our theme for Textual itself: grounds and scrollbars."""
    if name == MONO:
        return _without_colours()
    it = COLOURS[name]
    return Theme(
        name=textual_name(name),
        primary=it.accent,
        foreground=it.text,
        background=it.ground,
        surface=it.bar,
        panel=it.bar,
        dark=it.dark,
        variables={"scrollbar": it.quiet, "scrollbar-background": it.ground},
    )


def _without_colours() -> Theme:
    own = "ansi_default"
    names = ("scrollbar", "scrollbar-background", "ansi-background", "ansi-foreground")
    return Theme(
        name=textual_name(MONO),
        ansi=True,
        primary=own,
        foreground=own,
        background=own,
        surface=own,
        panel=own,
        variables=dict.fromkeys(names, own),
    )


def textual_name(name: str) -> str:
    """What Textual calls our theme."""
    return f"frontdesk-{name}"


@cache
def palette(theme: str) -> Mapping[str, Style]:
    """The style of every `Role` under the Textual theme of this name."""
    name = theme.removeprefix("frontdesk-")
    styles = _plain_styles() if name == MONO else _styles(COLOURS[name])
    return {str(role): style for role, style in styles.items()}


def _styles(it: Colours) -> dict[Role, Style]:
    def ink(colour: str, *, bold: bool = True) -> Style:
        return Style(foreground=Color.parse(colour), bold=bold)

    def block(colour: str, ground: str, *, bold: bool = True) -> Style:
        return Style(Color.parse(ground), Color.parse(colour), bold=bold)

    return {
        "plain": block(it.text, it.ground, bold=False),
        "quiet": ink(it.quiet, bold=False),
        "strong": ink(it.text),
        "accent": ink(it.accent),
        "frame": ink(it.frame, bold=False),
        "good": ink(it.good),
        "warn": ink(it.warn),
        "bad": ink(it.bad),
        "unsure": ink(it.unsure),
        "on good": block(it.on_tone, it.good),
        "on warn": block(it.on_tone, it.warn),
        "on bad": block(it.on_tone, it.bad),
        "on unsure": block(it.on_tone, it.unsure),
        "bar": block(it.text, it.bar, bold=False),
        "cursor": block(it.text, it.cursor),
        "idle cursor": block(it.text, it.idle, bold=False),
        "caret": block(it.ground, it.accent),
        "closed": Style(foreground=Color.parse(it.quiet), strike=True),
    }


def _plain_styles() -> dict[Role, Style]:
    plain, bold, block = Style(), Style(bold=True), Style(bold=True, reverse=True)
    return {
        "plain": plain,
        "quiet": plain,
        "strong": bold,
        "accent": bold,
        "frame": plain,
        "good": bold,
        "warn": bold,
        "bad": bold,
        "unsure": bold,
        "on good": block,
        "on warn": block,
        "on bad": block,
        "on unsure": block,
        "bar": Style(reverse=True),
        "cursor": block,
        "idle cursor": Style(underline=True),
        "caret": block,
        "closed": Style(strike=True),
    }
