"""What has left the screen leaves the memory."""

from __future__ import annotations

import gc

from textual.strip import Strip

from .conftest import AtDesk


async def test_what_screens_drew_is_forgotten_when_they_are_left(at_desk: AtDesk) -> None:
    """A line is a `Strip`; Textual by itself keeps those of the last thousand widgets."""
    kept = []
    async with at_desk() as terminal:
        for number in [terminal.number("bookable")] * 6:
            await terminal.look_up(number)
            await terminal.press("escape")
            await terminal.comes("IntakeScreen")
            gc.collect()
            kept.append(sum(isinstance(it, Strip) for it in gc.get_objects()))
    screenful = terminal.app.size.height
    assert kept[-1] < kept[0] + screenful
