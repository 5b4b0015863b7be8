"""Запис: doctors, days and times; the earliest time is chosen before the clerk touches a key."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from textual import events, getters, on, work
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget

from frontdesk.desk.answers import (
    AlreadyBooked,
    Finding,
    Held,
    HoldAnswer,
    HoldLapsed,
    JustTaken,
    Line,
    NotBookable,
    NotOffered,
)
from frontdesk.domain.clinic import Offer
from frontdesk.domain.freetime import FreeTime
from frontdesk.tui.safe import EMPTY, row, spread, text
from frontdesk.tui.screens.base import DeskScreen
from frontdesk.tui.themes import Role
from frontdesk.tui.widgets.bars import KeyLabel
from frontdesk.tui.widgets.line_list import LineList
from frontdesk.tui.widgets.lines import Lines
from frontdesk.tui.widgets.time_grid import TimeGrid
from frontdesk.words import dates, labels, refusals, verdicts

if TYPE_CHECKING:
    from frontdesk.domain.timetable import Timetable
    from frontdesk.tui.session import Session

REFRESH = 2
"""Seconds after which another terminal's booking is seen here."""


class BookingScreen(DeskScreen[None]):
    """Three panes that read left to right."""

    AUTO_FOCUS = "TimeGrid"
    DEFAULT_CSS = """
    BookingScreen #what { margin: 1 1 1 1; }
    BookingScreen Horizontal { margin: 0 1; }
    BookingScreen #doctors { width: 5fr; height: 100%; margin: 0 2 0 0; }
    BookingScreen #days { width: 18; height: 100%; margin: 0 2 0 0; }
    BookingScreen #times { width: 4fr; height: 100%; }
    BookingScreen #message { margin: 0 1; height: 1; }
    """

    doctors = getters.query_one("#doctors", LineList)
    days = getters.query_one("#days", LineList)
    times = getters.query_one("#times", TimeGrid)
    message = getters.query_one("#message", Lines)

    def __init__(
        self,
        session: Session,
        finding: Finding,
        line: Line,
        timetable: Timetable | None,
        *,
        consent: bool,
    ) -> None:
        super().__init__(session)
        self.finding = finding
        self.line = line
        self.timetable = timetable
        self._consent = consent
        self._said = EMPTY
        self._holding = False

    def body(self) -> Iterable[Widget]:
        yield Lines(self._what, id="what")
        yield Horizontal(
            LineList(self._doctor, lambda: self.words.tr("Doctor"), id="doctors"),
            LineList(self._day, lambda: self.words.tr("Day"), can_take=self._has_times, id="days"),
            TimeGrid(lambda: self.words.tr("Time"), self._no_times, id="times"),
        )
        yield Lines(lambda _: (self._said,), id="message")

    def on_mount(self) -> None:
        if self.timetable is not None:
            self._offer_earliest(self.timetable)
        self.look()
        self.set_interval(REFRESH, self.look)

    def keys(self) -> Sequence[KeyLabel]:
        tr = self.words.tr
        return (
            ("Enter", tr("hold this time")),
            ("←→", tr("doctor, day, time")),
            ("Esc", tr("back")),
        )

    def help(self) -> Sequence[str]:
        tr = self.words.tr
        return (
            tr("The earliest free time of all doctors who fit is chosen already: Enter takes it."),
            tr("Arrows move in a list; Tab, ← and → go from list to list; PgDn shows later days."),
            tr("A day after the referral's last day is marked ✖ and cannot be taken."),
            tr("What another terminal books disappears here within two seconds."),
        )

    @work(exclusive=True, group="times")
    async def look(self) -> None:
        """Reads the free times again; the cursor stays where it is."""
        desk = self.session.desk
        offers = desk.clinic.offers_for(self.line.referral)
        fresh = await desk.timetable(offers, last_day=self.line.referral.last_day)
        if self.timetable is None or self.doctors.current is None:
            self._offer_earliest(fresh)
        elif fresh != self.timetable:
            self.timetable = fresh
            self._fill(self.times.current)

    def _offer_earliest(self, timetable: Timetable) -> None:
        self.timetable = timetable
        self._fill(next(iter(timetable.earliest()), None))

    def _fill(self, chosen: FreeTime | None) -> None:
        """Fills the panes; the cursors go to `chosen`, or stay."""
        if self.timetable is None:
            return
        ranked = sorted(self.timetable.offers, key=self._waiting)
        self.doctors.show(ranked, chosen.offer if chosen else None)
        self._fill_days(chosen)

    def _waiting(self, offer: Offer) -> tuple[bool, date, int, str]:
        """Doctors in the order of their nearest times, those without any last."""
        nearest = self.timetable.nearest(offer) if self.timetable else None
        if nearest is None:
            return (True, date.max, 0, offer.doctor.name)
        return (False, nearest.day, nearest.start, offer.doctor.name)

    def _fill_days(self, chosen: FreeTime | None) -> None:
        if self.timetable is None:
            return
        day = chosen.day if chosen else None
        if day is None and self.days.current is None:
            nearest = self.timetable.nearest(self._offer) if self._offer else None
            day = nearest.day if nearest else None
        self.days.show(self.timetable.days, day)
        self._fill_times(chosen.start if chosen else None)

    def _fill_times(self, minute: int | None) -> None:
        offer, day, table = self._offer, self._chosen_day, self.timetable
        if table is None or offer is None or day is None:
            return
        self.times.show(table.times(offer, day), minute, takeable=table.covered(day))

    @property
    def _offer(self) -> Offer | None:
        current = self.doctors.current
        return current if isinstance(current, Offer) else None

    @property
    def _chosen_day(self) -> date | None:
        current = self.days.current
        return current if isinstance(current, date) else None

    @on(LineList.Moved, "#doctors")
    def another_doctor(self) -> None:
        nearest = self.timetable.nearest(self._offer) if self.timetable and self._offer else None
        self._fill_days(nearest)

    @on(LineList.Moved, "#days")
    def another_day(self) -> None:
        self._fill_times(0)

    @on(TimeGrid.Left)
    def to_the_days(self) -> None:
        self.set_focus(self.days)

    def on_key(self, event: events.Key) -> None:
        panes: tuple[Widget, ...] = (self.doctors, self.days, self.times)
        at = panes.index(self.focused) if self.focused in panes else 2
        match event.key:
            case "right" | "tab":
                self.set_focus(panes[(at + 1) % 3] if event.key == "tab" else panes[min(at + 1, 2)])
            case "left" | "shift+tab":
                self.set_focus(panes[at - 1] if event.key != "left" else panes[max(at - 1, 0)])
            case "pageup" | "pagedown":
                self.set_focus(self.days)
                self.days.on_key(event)
            case _:
                return
        event.stop()
        event.prevent_default()

    def key_enter(self, event: events.Key) -> None:
        event.stop()
        time = self.times.current
        if time is None or self._holding or not self.was_meant(event):
            return
        if self.timetable is not None and not self.timetable.covered(time.day):
            self._say(self._past_its_day(), "bad")
            return
        self._holding = True
        self.hold(time)

    def key_escape(self, event: events.Key) -> None:
        event.stop()
        self.dismiss(None)

    @work(group="hold")
    async def hold(self, time: FreeTime) -> None:
        answer = await self.session.desk.hold(time, self.line, consent=self._consent)
        self._holding = False
        self._answered(answer)

    def _answered(self, answer: HoldAnswer) -> None:
        match answer:
            case Held():
                self._confirm(answer)
            case JustTaken(alternatives):
                self._offer_instead(refusals.just_taken(self.words), alternatives)
            case NotOffered(alternatives):
                self._offer_instead(refusals.not_offered(self.words), alternatives)
            case NotBookable(verdict):
                self._say(verdicts.word(self.words, verdict), "bad")
            case AlreadyBooked(appointment):
                self._say(refusals.already_booked(self.words, appointment), "bad")

    def _confirm(self, held: Held) -> None:
        from frontdesk.tui.screens.confirm import ConfirmScreen

        self._say("", "plain")
        self.app.push_screen(
            ConfirmScreen(self.session, self.finding, self.line, held), self._not_confirmed
        )

    def _not_confirmed(self, answer: HoldLapsed | AlreadyBooked | None) -> None:
        """Back from the confirmation without a booking."""
        match answer:
            case HoldLapsed():
                self._say(self.words.tr("The hold has run out: take the time again."), "warn")
            case AlreadyBooked(appointment):
                self._say(refusals.already_booked(self.words, appointment), "bad")
            case None:
                pass
        self.look()

    def _offer_instead(self, said: str, alternatives: Sequence[FreeTime]) -> None:
        """Somebody was quicker: the next equal time stands under the cursor."""
        other = next(iter(alternatives), None)
        if other is not None:
            at = f"{dates.short(self.words, other.day)} {dates.clock(other.start)}"
            offered = self.words.tr(
                "Enter takes {time}, {doctor}.", time=at, doctor=other.offer.doctor.name
            )
            said = f"{said} {offered}"
        self._say(said, "warn")
        self.take_up(other)

    @work(exclusive=True, group="times")
    async def take_up(self, other: FreeTime | None) -> None:
        """Reads the free times again and goes to `other`."""
        desk = self.session.desk
        offers = desk.clinic.offers_for(self.line.referral)
        self.timetable = await desk.timetable(offers, last_day=self.line.referral.last_day)
        self._fill(other)

    def _say(self, said: str, role: Role) -> None:
        self._said = text(said, role)
        self.message.renew()

    def _past_its_day(self) -> str:
        last = self.line.referral.last_day
        shown = dates.numeric(last) if last else ""
        return self.words.tr(
            "The referral is valid until {day}: choose an earlier time.", day=shown
        )

    def _what(self, width: int) -> Sequence[Content]:
        """For whom and for what the time is sought."""
        patient = labels.identity(self.words, self.line.referral.identity)
        service = self.line.service_name or labels.missing(self.words)
        who = row(text(patient, "strong"), text("  "), text(service))
        last = self.line.referral.last_day
        if last is None:
            return (who,)
        valid = self.words.tr("valid until {day}", day=dates.numeric(last))
        return (spread(who, text(f"  {valid}", "quiet"), width),)

    def _doctor(self, offer: Offer, width: int) -> Content:
        nearest = self.timetable.nearest(offer) if self.timetable else None
        if nearest is None:
            when = text(self.words.tr("no free times"), "quiet")
        else:
            day = dates.short(self.words, nearest.day)
            when = text(f" {day} {dates.clock(nearest.start)}", "quiet")
        return spread(text(offer.doctor.name), when, width)

    def _has_times(self, day: date) -> bool:
        offer = self._offer
        return (
            self.timetable is not None
            and offer is not None
            and self.timetable.count(offer, day) > 0
        )

    def _day(self, day: date, width: int) -> Content:
        table, offer = self.timetable, self._offer
        count = table.count(offer, day) if table and offer else 0
        shown = dates.short(self.words, day)
        if table is not None and not table.covered(day):
            return spread(text(shown, "closed"), text("✖ ", "bad"), width)
        if count == 0:
            return spread(text(shown, "quiet"), text("— ", "quiet"), width)
        return spread(text(shown), text(f"{count} "), width)

    def _no_times(self) -> str:
        if self.timetable is None:
            return self.words.tr("Looking for free times…")
        if not self.timetable.offers:
            return self.words.tr("Nobody here gives this service.")
        return self.words.tr("no free times")
