"""Doctors, days and times that follow what is booked at any terminal, the cursor staying put."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import getters, on, work
from textual.content import Content

from frontdesk.desk.booking import HORIZON
from frontdesk.domain.freetime import FreeTime
from frontdesk.tui.safe import EMPTY, text
from frontdesk.tui.screens.following import FollowingScreen
from frontdesk.tui.themes import Role
from frontdesk.tui.widgets.lines import Lines
from frontdesk.tui.widgets.panes import Panes
from frontdesk.words import dates, labels, refusals

if TYPE_CHECKING:
    from datetime import date

    from frontdesk.domain.clinic import Offer
    from frontdesk.domain.timetable import Timetable
    from frontdesk.tui.session import Session


class FreeTimesScreen(FollowingScreen[None]):
    """What can be chosen; a subclass says what Enter does with it."""

    AUTO_FOCUS = "TimeGrid"

    panes = getters.query_one(Panes)
    about = getters.query_one("#about", Lines)
    message = getters.query_one("#message", Lines)

    def __init__(
        self,
        session: Session,
        offers: Sequence[Offer],
        last_day: date | None,
        timetable: Timetable | None,
    ) -> None:
        """`last_day`: times after it are shown, and cannot be taken; `timetable`: read already."""
        super().__init__(session)
        self.offers = offers
        self.last_day = last_day
        self.timetable = timetable
        self.overbooks = False
        """The times beside other visits are shown, not the free ones."""
        self.is_holding = False
        """A time is held here, or is about to be: then ours would look like somebody else's."""
        self._said = EMPTY

    def on_mount(self) -> None:
        if self.timetable is not None:
            self._offer_first(self.timetable)
        self.look()
        self.follow()

    @work(exclusive=True, group="times")
    async def look(self) -> None:
        """Reads the free times again; the cursor stays where it is."""
        fresh = await self.read()
        if self.is_holding:
            return
        if self.timetable is None or self.panes.offer is None:
            self._offer_first(fresh)
        elif fresh != self.timetable:
            self._keep_up(self.timetable, fresh)

    async def read(self, days: int = HORIZON) -> Timetable:
        return await self.session.desk.timetable(
            self.offers, last_day=self.last_day, days=days, overbooking=self.overbooks
        )

    @work(group="hold")
    async def take_up(self, said: str, other: FreeTime | None) -> None:
        """Somebody was quicker: reads the free times again and goes to an equal one."""
        self.timetable = await self.read()
        self._say_instead(said, other)
        self.fill(other)

    def fill(self, chosen: FreeTime | None) -> None:
        """Shows the times as they were last read; the cursor goes to `chosen`, or stays."""
        if self.timetable is not None:
            self.panes.show(self.timetable, chosen)
            self.about.renew()

    def say(self, said: str, role: Role = "plain") -> None:
        self._said = text(said, role)
        self.message.renew()

    @property
    def chosen(self) -> FreeTime | None:
        """The time under the cursor, unless its day is past the last one: then that is said."""
        time, last = self.panes.current, self.last_day
        if time is None or self.timetable is None:
            return None
        if last is not None and time.day > last:
            until = self.words.tr(
                "The referral is valid until {day}: choose an earlier time.",
                day=dates.numeric(last),
            )
            self.say(until, "bad")
            return None
        return time

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

    def _offer_first(self, timetable: Timetable) -> None:
        """The earliest time of the chosen doctor; while none is chosen, of all who fit."""
        self.timetable = timetable
        offer = self.panes.offer
        first = timetable.nearest(offer) if offer else None
        self.fill(first or next(iter(timetable.earliest()), None))

    @on(Panes.OtherDoctor)
    def about_another(self) -> None:
        self.about.renew()

    def _say_instead(self, said: str, other: FreeTime | None) -> None:
        self.say(refusals.and_instead(self.words, said, other), "warn")

    def _message(self, _width: int) -> Sequence[Content]:
        return (self._said,)

    def _about(self, _width: int) -> Sequence[Content]:
        """The chosen doctor in full."""
        offer = self.panes.offer
        if offer is None:
            return (EMPTY,)
        doctor = offer.doctor
        position = labels.position(self.words, doctor.position, doctor.speciality)
        length = self.words.trn("{n} minute", "{n} minutes", offer.minutes)
        room = offer.room.name if offer.room else ""
        told = (doctor.name, position, room, length)
        return (text(" · ".join(it for it in told if it), "quiet"),)
