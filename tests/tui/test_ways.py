"""The ways from the home screen: one table of actions, and nothing to be kept beside it."""

from __future__ import annotations

import pytest

from frontdesk import keyboard
from frontdesk.tui.safe import text
from frontdesk.tui.widgets.ways import in_columns

from .conftest import AtDesk

EIGHT = [text("x" * length) for length in (18, 11, 14, 15, 10, 9, 18, 15)]
"""As long as the Ukrainian ones with their keys."""


async def test_the_home_screen_names_every_way_with_the_key_of_this_terminal(
    at_desk: AtDesk,
) -> None:
    async with at_desk() as terminal:
        for it in keyboard.WAYS:
            key = terminal.app.session.keymap.named(it)
            assert f"{key} {terminal.tr(it.label)}" in terminal.seen()


@pytest.mark.parametrize(("width", "height"), [(20, 8), (56, 3), (76, 2), (136, 1)])
def test_eight_ways_stand_in_as_few_lines_as_the_width_allows(width: int, height: int) -> None:
    lines = in_columns(EIGHT, width)
    assert len(lines) == height
    assert max(len(it.plain.rstrip()) for it in lines) <= width
