"""The verdict, unmistakable: a block in its colour with its sign and its word."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from textual.content import Content

from frontdesk.tui.safe import row, text, wrapped
from frontdesk.tui.themes import Role
from frontdesk.tui.widgets.lines import Lines

Tone = Literal["good", "warn", "bad", "unsure"]

_GROUNDS: dict[Tone, Role] = {
    "good": "on good",
    "warn": "on warn",
    "bad": "on bad",
    "unsure": "on unsure",
}


class Banner(Lines):
    """Half a line of colour above and below the words makes a block of them."""

    SPACED = False

    def __init__(self, told: Callable[[], tuple[Tone, str, str]], *, id_: str) -> None:
        """`told` gives the tone, the sign and the headline."""
        super().__init__(self._block, id_=id_)
        self._told = told

    def ground(self, y: int) -> Role:
        inside = 0 < y < self.size.height - 1
        return _GROUNDS[self._told()[0]] if inside else "plain"

    def _block(self, width: int) -> Sequence[Content]:
        tone, sign, headline = self._told()
        first, *rest = wrapped(text(headline), width - 6)
        inside = [row(text(f"  {sign} "), first), *(row(text("    "), it) for it in rest)]
        return (text("▄" * width, tone), *inside, text("▀" * width, tone))
