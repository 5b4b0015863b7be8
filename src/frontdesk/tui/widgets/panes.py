"""Doctors, days and times side by side: what can be chosen, and what is chosen."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from textual import events, getters, on
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from frontdesk.domain.clinic import Offer
from frontdesk.domain.freetime import FreeTime
from frontdesk.domain.patient import Name
from frontdesk.domain.timetable import Timetable
from frontdesk.tui.safe import spread, text
from frontdesk.tui.session import Session
from frontdesk.tui.widgets.line_list import LineList
from frontdesk.tui.widgets.time_grid import TimeGrid
from frontdesk.words import dates

ROOMY = 28
"""Cells in which a doctor's line has room for the weekday too."""


class Panes(Horizontal):
    """Reads left to right. Arrows move in a pane; Tab and arrows go from pane to pane."""

    DEFAULT_CSS = """
    Panes #doctors { width: 3fr; height: 100%; margin: 0 2 0 0; }
    Panes #days { width: 16; height: 100%; margin: 0 1 0 0; }
    Panes #times { width: 2fr; height: 100%; }
    """

    doctors = getters.query_one("#doctors", LineList)
    days = getters.query_one("#days", LineList)
    times = getters.query_one("#times", TimeGrid)

    class OtherDoctor(Message):
        """The cursor stands on another doctor."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._timetable: Timetable | None = None
        super().__init__(
            LineList(self._doctor, lambda: self._session.words.tr("Doctor"), id_="doctors"),
            LineList(
                self._day,
                lambda: self._session.words.tr("Day"),
                can_take=self._has_times,
                id_="days",
            ),
            TimeGrid(self._times_title, self._no_times, id_="times"),
        )

    @property
    def _overbooks(self) -> bool:
        """Whether the times are those beside other visits."""
        return self._timetable is not None and self._timetable.usual is not None

    def _times_title(self) -> str:
        tr = self._session.words.tr
        return tr("Beside others") if self._overbooks else tr("Time")

    @property
    def current(self) -> FreeTime | None:
        """The time under the cursor."""
        return self.times.current

    @property
    def offer(self) -> Offer | None:
        """The offer of the doctor under the cursor."""
        current = self.doctors.current
        return current if isinstance(current, Offer) else None

    def show(self, timetable: Timetable, chosen: FreeTime | None) -> None:
        """Fills the panes; the cursors go to `chosen`, or stay.

        A chosen time keeps its place though it is not free any more, and is marked.
        """
        self._timetable = timetable
        # Once ranked the doctors keep their places: a list that reorders itself misleads the hand.
        ranked = self.doctors.items or sorted(timetable.offers, key=self._waiting)
        self.doctors.show(ranked, chosen.offer if chosen else None)
        self._fill_days(timetable, chosen)

    def mark(self, marked: Collection[FreeTime]) -> None:
        """Shows which times are chosen for a course; one beside another visit has a + by it."""
        self.times.mark(marked, "+" if self._overbooks else " ")

    def _waiting(self, offer: Offer) -> tuple[bool, date, int, str]:
        """Doctors in the order of their nearest times, those without any last."""
        nearest = self._timetable.nearest(offer) if self._timetable else None
        if nearest is None:
            return (True, date.max, 0, offer.doctor.name)
        return (False, nearest.day, nearest.start, offer.doctor.name)

    def _fill_days(self, timetable: Timetable, chosen: FreeTime | None) -> None:
        self.days.show(timetable.days, chosen.day if chosen else None)
        self._fill_times(chosen.start if chosen else None, chosen)

    def _fill_times(self, minute: int | None, chosen: FreeTime | None = None) -> None:
        table, offer, day = self._timetable, self.offer, self.days.current
        if table is None or offer is None or not isinstance(day, date):
            return
        times = set(table.times(offer, day))
        if chosen is not None and (chosen.offer, chosen.day) == (offer, day):
            times.add(chosen)
        self.times.show(
            sorted(times, key=lambda time: time.start),
            minute,
            takeable=table.covered(day),
            taken=None if chosen is None or table.admits(chosen) else chosen,
        )

    @on(LineList.Moved, "#doctors")
    def another_doctor(self) -> None:
        table, offer = self._timetable, self.offer
        if table is not None and offer is not None:
            self._fill_days(table, table.nearest(offer))
            self.post_message(self.OtherDoctor())

    @on(LineList.Moved, "#days")
    def another_day(self) -> None:
        self._fill_times(0)

    @on(TimeGrid.Left)
    def to_the_days(self) -> None:
        self.days.focus()

    def on_key(self, event: events.Key) -> None:
        panes: tuple[Widget, ...] = (self.doctors, self.days, self.times)
        at = next((at for at, pane in enumerate(panes) if pane.has_focus), 2)
        match event.key:
            case "tab":
                panes[(at + 1) % 3].focus()
            case "shift+tab":
                panes[at - 1].focus()
            case "right":
                panes[min(at + 1, 2)].focus()
            case "left":
                panes[max(at - 1, 0)].focus()
            case "pageup" | "pagedown":
                self.days.focus()
                self.days.on_key(event)
            case _:
                return
        event.stop()
        event.prevent_default()

    def _doctor(self, offer: Offer, width: int) -> Content:
        words = self._session.words
        nearest = self._timetable.nearest(offer) if self._timetable else None
        name = Name.read(offer.doctor.name)
        shown = text(name.short if name else offer.doctor.name)
        if nearest is None:
            return spread(shown, text(f" {words.tr('no free times')}", "quiet"), width)
        day = dates.short(words, nearest.day) if width > ROOMY else f"{nearest.day:%d.%m}"
        return spread(shown, text(f" {day} {dates.clock(nearest.start)}", "quiet"), width)

    def _has_times(self, day: date) -> bool:
        table, offer = self._timetable, self.offer
        return table is not None and offer is not None and table.count(offer, day) > 0

    def _day(self, day: date, width: int) -> Content:
        table, offer = self._timetable, self.offer
        shown = dates.short(self._session.words, day)
        if table is not None and not table.covered(day):
            return spread(text(shown, "closed"), text("✖ ", "bad"), width)
        count = table.count(offer, day) if table and offer else 0
        if count == 0:
            return spread(text(shown, "quiet"), text("— ", "quiet"), width)
        return spread(text(shown), text(f"{count} "), width)

    def _no_times(self) -> str:
        if self._timetable is None:
            return self._session.words.tr("Looking for free times…")
        if not self._timetable.offers:
            return self._session.words.tr("Nobody here gives this service.")
        return self._session.words.tr("no free times")
