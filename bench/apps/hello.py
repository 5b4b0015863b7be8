"""The smallest Textual app: the floor under anything built on Textual."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import Static


class Hello(App[None]):
    def compose(self) -> ComposeResult:
        yield Static("READY")


Hello().run()
