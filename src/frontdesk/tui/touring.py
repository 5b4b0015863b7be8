"""A program that can take a newcomer round."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on

from frontdesk.tui.messages import TourWanted
from frontdesk.tui.tour import Tour
from frontdesk.tui.working import WorkingApp

if TYPE_CHECKING:
    from textual import events


class TouringApp(WorkingApp):
    """The demo's: elsewhere a tour would book real patients."""

    @on(TourWanted)
    def begin_tour(self) -> None:
        """From its first step; asked for, it is offered no more."""
        self.session.answer_greeting()
        self.session.tour = Tour()
        self.renew()

    def watch_tour(self, event: events.Key) -> None:
        """A key leaves the tour; the screen gets it all the same."""
        tour = self.session.tour
        if tour is None or event.is_forwarded:
            return
        self.session.tour = tour.pressed(event.key, event.time)
        if self.session.tour is None:
            self.renew()
