"""Запис: the earliest time is chosen before the clerk touches a key; Enter holds it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events, getters, on, work
from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget

from frontdesk import keyboard
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
    PatientDetails,
)
from frontdesk.domain.freetime import FreeTime
from frontdesk.tui import keymap
from frontdesk.tui.safe import EMPTY, row, spread, text
from frontdesk.tui.screens.base import DeskScreen
from frontdesk.tui.themes import Role
from frontdesk.tui.widgets.bars import KeyLabel
from frontdesk.tui.widgets.lines import Lines
from frontdesk.tui.widgets.panes import Panes
from frontdesk.words import dates, labels, refusals, verdicts

if TYPE_CHECKING:
    from frontdesk.desk.waiting_answers import Listed
    from frontdesk.domain.timetable import Timetable
    from frontdesk.tui.screens.confirm import NotBooked
    from frontdesk.tui.session import Session

REFRESH = 30
"""Seconds after which a time that has passed is not offered any more."""


class BookingScreen(DeskScreen[None]):
    """Three panes that read left to right."""

    BINDINGS: ClassVar[list[BindingType]] = [keymap.bind(keyboard.WAIT)]
    PLACE = "booking"
    AUTO_FOCUS = "TimeGrid"
    DEFAULT_CSS = """
    BookingScreen #what { margin: 1; }
    BookingScreen Panes { margin: 0 1; }
    BookingScreen #about, BookingScreen #message { margin: 0 1; height: 1; }
    """

    panes = getters.query_one(Panes)
    about = getters.query_one("#about", Lines)
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
        """A time is held here, or is about to be: then ours would look like somebody else's."""
        self._typed: PatientDetails | None = None

    def body(self) -> Iterable[Widget]:
        yield Lines(self._what, id_="what")
        yield Panes(self.session)
        yield Lines(self._about, id_="about")
        yield Lines(lambda _: (self._said,), id_="message")

    def on_mount(self) -> None:
        if self.timetable is not None:
            self._offer_earliest(self.timetable)
        self.look()
        self.listen()
        self.set_interval(REFRESH, self.look)

    def keys(self) -> Sequence[KeyLabel]:
        tr = self.words.tr
        return (
            ("Enter", tr("hold this time")),
            ("←→", tr("doctor, day, time")),
            ("Esc", tr("back")),
            (self.key(keyboard.WAIT), tr("to the waiting list")),
        )

    def help(self) -> Sequence[str]:
        tr = self.words.tr
        return (
            tr("The earliest free time of all doctors who fit is chosen already: Enter takes it."),
            tr("Arrows move in a list; Tab, ← and → go from list to list; PgDn shows later days."),
            tr("A day after the referral's last day is marked ✖ and cannot be taken."),
            tr("What another terminal books disappears here within two seconds."),
            tr("If it was the chosen time, ✖ stands beside it, and Enter looks for an equal one."),
            tr(
                "{key}: no time suits, the patient waits for one and is phoned.",
                key=self.key(keyboard.WAIT),
            ),
        )

    @work(group="listening")
    async def listen(self) -> None:
        """Follows what is booked, cancelled and moved at any terminal."""
        seen = 0
        while True:
            seen = await self.session.desk.changed(seen)
            self.look()

    @work(exclusive=True, group="times")
    async def look(self) -> None:
        """Reads the free times again; the cursor stays where it is."""
        desk = self.session.desk
        offers = desk.clinic.offers_for(self.line.referral)
        fresh = await desk.timetable(offers, last_day=self.line.last_day)
        if self._holding:
            return
        if self.timetable is None or self.panes.offer is None:
            self._offer_earliest(fresh)
        elif fresh != self.timetable:
            self._keep_up(self.timetable, fresh)

    def _keep_up(self, before: Timetable, fresh: Timetable) -> None:
        """The cursor stays on its time, taken or not; only from one that has passed it moves on."""
        chosen = self.panes.current
        self.timetable = fresh
        if chosen is not None and self._has_passed(chosen):
            other = next(iter(fresh.like(chosen, 1)), None)
            self._say_instead(self.words.tr("This time has passed."), other)
            self._fill(other)
            return
        self._fill(chosen)
        if chosen is None or fresh.admits(chosen) == before.admits(chosen):
            return
        if fresh.admits(chosen):
            self._say("", "plain")
        else:
            instead = self.words.tr("Enter looks for an equal one.")
            self._say(f"✖ {refusals.just_taken(self.words)} {instead}", "warn")

    def _has_passed(self, time: FreeTime) -> bool:
        here = self.session.local(self.session.desk.now())
        return (time.day, time.start) <= (here.date(), here.hour * 60 + here.minute)

    def _offer_earliest(self, timetable: Timetable) -> None:
        self.timetable = timetable
        self._fill(next(iter(timetable.earliest()), None))

    def _fill(self, chosen: FreeTime | None) -> None:
        if self.timetable is not None:
            self.panes.show(self.timetable, chosen)
            self.about.renew()

    @on(Panes.OtherDoctor)
    def about_another(self) -> None:
        self.about.renew()

    def key_enter(self, event: events.Key) -> None:
        event.stop()
        time = self.panes.current
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

    def action_wait(self) -> None:
        from frontdesk.tui.screens.waiting_form import WaitingForm

        if not self._holding:
            self.app.push_screen(WaitingForm(self.session, self.line, None), self._listed)

    def _listed(self, listed: Listed | None) -> None:
        if listed is not None:
            self._say(self.words.tr("✔ The patient is on the waiting list."), "good")

    @work(group="hold")
    async def hold(self, time: FreeTime) -> None:
        answer = None
        try:
            answer = await self.session.desk.hold(time, self.line, consent=self._consent)
        finally:
            self._holding = isinstance(answer, Held)
        self._answered(answer)

    def _answered(self, answer: HoldAnswer) -> None:
        match answer:
            case Held():
                self._confirm(answer)
            case JustTaken(alternatives):
                self.take_up(refusals.just_taken(self.words), next(iter(alternatives), None))
            case NotOffered(alternatives):
                self.take_up(refusals.not_offered(self.words), next(iter(alternatives), None))
            case NotBookable(verdict):
                self._say(verdicts.word(self.words, verdict), "bad")
            case AlreadyBooked(appointment):
                self._say(refusals.already_booked(self.words, appointment), "bad")

    def _confirm(self, held: Held) -> None:
        from frontdesk.tui.screens.confirm import ConfirmScreen

        self._say("", "plain")
        self.app.push_screen(
            ConfirmScreen(self.session, self.finding, self.line, held, self._typed),
            self._not_confirmed,
        )

    def _not_confirmed(self, outcome: NotBooked | None) -> None:
        """Back from the confirmation without a booking."""
        self._holding = False
        if outcome is None:
            return
        self._typed = outcome.typed
        match outcome.why:
            case HoldLapsed():
                self._say(self.words.tr("The hold has run out: take the time again."), "warn")
            case AlreadyBooked(appointment):
                self._say(refusals.already_booked(self.words, appointment), "bad")
            case None:
                pass
        self.look()

    @work(group="hold")
    async def take_up(self, said: str, other: FreeTime | None) -> None:
        """Somebody was quicker: reads the free times again and goes to an equal one."""
        desk = self.session.desk
        offers = desk.clinic.offers_for(self.line.referral)
        self.timetable = await desk.timetable(offers, last_day=self.line.last_day)
        self._say_instead(said, other)
        self._fill(other)

    def _say_instead(self, said: str, other: FreeTime | None) -> None:
        if other is not None:
            said = f"{said} " + self.words.tr(
                "Enter takes {time}, {doctor}.",
                time=f"{dates.short(self.words, other.day)} {dates.clock(other.start)}",
                doctor=other.offer.doctor.name,
            )
        self._say(said, "warn")

    def _say(self, said: str, role: Role) -> None:
        self._said = text(said, role)
        self.message.renew()

    def _past_its_day(self) -> str:
        last = self.line.last_day
        shown = dates.numeric(last) if last else ""
        return self.words.tr(
            "The referral is valid until {day}: choose an earlier time.", day=shown
        )

    def _what(self, width: int) -> Sequence[Content]:
        """For whom and for what the time is sought."""
        patient = labels.identity(self.words, self.line.referral.identity)
        service = self.line.service_name or labels.missing(self.words)
        who = row(text(patient, "strong"), text("  "), text(service))
        last = self.line.last_day
        if last is None:
            return (who,)
        valid = self.words.tr("valid until {day}", day=dates.numeric(last))
        return (spread(who, text(f"  {valid}", "quiet"), width),)

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
