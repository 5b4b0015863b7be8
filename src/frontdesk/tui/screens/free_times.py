"""Doctors, days and times that follow what is booked at any terminal, the cursor staying put."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeVar

from textual import getters, work
from textual.content import Content

from frontdesk.domain.freetime import FreeTime
from frontdesk.tui.safe import EMPTY, text
from frontdesk.tui.screens.following import FollowingScreen
from frontdesk.tui.themes import Role
from frontdesk.tui.widgets.lines import Lines
from frontdesk.tui.widgets.panes import Panes
from frontdesk.words import refusals

if TYPE_CHECKING:
    from frontdesk.domain.timetable import Timetable
    from frontdesk.tui.session import Session

Result = TypeVar("Result")


class FreeTimesScreen(FollowingScreen[Result]):
    """A subclass says which times there are, and what Enter does with one."""

    AUTO_FOCUS = "TimeGrid"

    panes = getters.query_one(Panes)
    message = getters.query_one("#message", Lines)

    def __init__(self, session: Session, timetable: Timetable | None) -> None:
        """`timetable`: read already."""
        super().__init__(session)
        self.timetable = timetable
        self.is_taking = False
        """A time is taken here, or is about to be: then ours would look like somebody else's."""
        self._said = EMPTY

    async def read(self) -> Timetable:
        """The times as they are now."""
        raise NotImplementedError

    def first(self, timetable: Timetable) -> FreeTime | None:
        """Where the cursor begins."""
        raise NotImplementedError

    def on_mount(self) -> None:
        if self.timetable is not None:
            self._begin(self.timetable)
        self.look()
        self.listen()

    @work(exclusive=True, group="times")
    async def look(self) -> None:
        """Reads the free times again; the cursor stays where it is."""
        fresh = await self.read()
        if self.is_taking:
            return
        if self.timetable is None or self.panes.offer is None:
            self._begin(fresh)
        elif fresh != self.timetable:
            self._keep_up(self.timetable, fresh)

    @work(group="taking")
    async def take_up(self, said: str, other: FreeTime | None) -> None:
        """Somebody was quicker: reads the free times again and goes to an equal one."""
        self.timetable = await self.read()
        self._say_instead(said, other)
        self.fill(other)

    def fill(self, chosen: FreeTime | None) -> None:
        """Shows the times as they were last read; the cursor goes to `chosen`, or stays."""
        if self.timetable is not None:
            self.panes.show(self.timetable, chosen)

    def say(self, said: str, role: Role = "plain") -> None:
        self._said = text(said, role)
        self.message.renew()

    def _keep_up(self, before: Timetable, fresh: Timetable) -> None:
        """The cursor stays on its time, taken or not; only from one that has passed it moves on."""
        chosen = self.panes.current
        self.timetable = fresh
        if chosen is not None and self._has_passed(chosen):
            other = next(iter(fresh.like(chosen, 1)), None)
            self._say_instead(self.words.tr("This time has passed."), other)
            self.fill(other)
            return
        self.fill(chosen)
        if chosen is None or fresh.admits(chosen) == before.admits(chosen):
            return
        if fresh.admits(chosen):
            self.say("")
        else:
            instead = self.words.tr("Enter looks for an equal one.")
            self.say(f"✖ {refusals.just_taken(self.words)} {instead}", "warn")

    def _has_passed(self, time: FreeTime) -> bool:
        here = self.session.local(self.session.desk.now())
        return (time.day, time.start) <= (here.date(), here.hour * 60 + here.minute)

    def _begin(self, timetable: Timetable) -> None:
        self.timetable = timetable
        self.fill(self.first(timetable))

    def _say_instead(self, said: str, other: FreeTime | None) -> None:
        self.say(refusals.and_instead(self.words, said, other), "warn")

    def _message(self, _width: int) -> Sequence[Content]:
        return (self._said,)
