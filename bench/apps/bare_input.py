"""Textual's own field, alone on the screen."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import Input, Static


class BareInput(App[None]):
    def compose(self) -> ComposeResult:
        yield Input()
        yield Static("READY")


BareInput().run()
