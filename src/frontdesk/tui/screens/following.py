"""Screens that follow what is done at any terminal: it appears within two seconds."""

from __future__ import annotations

from typing import TypeVar

from textual import work

from frontdesk.tui.screens.base import DeskScreen

Result = TypeVar("Result")


class FollowingScreen(DeskScreen[Result]):
    """A subclass reads what it shows in `look`, without moving the cursor."""

    def look(self) -> object:
        """Reads anew what is shown."""
        raise NotImplementedError

    def minute_passed(self) -> None:
        """A time that has passed is not offered any more."""
        super().minute_passed()
        self.look()

    @work(group="listening")
    async def listen(self) -> None:
        """Looks as soon as it listens, and then whenever anybody has changed something."""
        desk, seen = await self.session.when_open(), 0
        while True:
            seen = await desk.changed(seen)
            self.look()
