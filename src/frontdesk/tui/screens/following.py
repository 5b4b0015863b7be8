"""Screens that follow what is done at any terminal: it appears within two seconds."""

from __future__ import annotations

from typing import TypeVar

from textual import work

from frontdesk.tui.screens.base import DeskScreen

Result = TypeVar("Result")

REFRESH = 30
"""Seconds after which a time that has passed is not offered any more."""


class FollowingScreen(DeskScreen[Result]):
    """A subclass reads what it shows in `look`, without moving the cursor."""

    def look(self) -> object:
        """Reads anew what is shown."""
        raise NotImplementedError

    def follow(self) -> None:
        """From now on it looks whenever anybody has changed something, and as time goes by."""
        self.listen()
        self.set_interval(REFRESH, self.look)

    @work(group="listening")
    async def listen(self) -> None:
        """Looks as soon as it listens, and then after each change."""
        desk, seen = await self.session.when_open(), 0
        while True:
            seen = await desk.changed(seen)
            self.look()
