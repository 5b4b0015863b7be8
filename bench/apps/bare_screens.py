"""Textual's own change of screens: what a switch costs with next to nothing on them."""

from __future__ import annotations

from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.screen import Screen
from textual.widgets import Static


class Other(Screen[None]):
    BINDINGS: ClassVar[list[BindingType]] = [("f1", "dismiss")]

    def compose(self) -> ComposeResult:
        for line in range(20):
            yield Static(f"Line {line} of the other screen")


class BareScreens(App[None]):
    BINDINGS: ClassVar[list[BindingType]] = [("f1", "other")]

    def compose(self) -> ComposeResult:
        yield Static("READY")
        for line in range(20):
            yield Static(f"Line {line} of the first screen")

    def action_other(self) -> None:
        self.push_screen(Other())


BareScreens().run()
