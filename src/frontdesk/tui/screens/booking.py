"""Запис: the earliest time is chosen before the clerk touches a key; Enter holds it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events, getters, on, work
from textual.binding import BindingType
from textual.widget import Widget

from frontdesk import keyboard
from frontdesk.desk.answers import (
    AlreadyBooked,
    CourseAnswer,
    Held,
    HeldCourse,
    HoldAnswer,
    HoldLapsed,
    JustTaken,
    NotOffered,
    NotThisTime,
    PatientDetails,
)
from frontdesk.desk.booking import HORIZON
from frontdesk.domain.course import suggest
from frontdesk.domain.freetime import FreeTime
from frontdesk.tui import keymap
from frontdesk.tui.errand import Errand
from frontdesk.tui.screens.free_times import FreeTimesScreen
from frontdesk.tui.tour import Sight
from frontdesk.tui.widgets.about_offer import AboutOffer
from frontdesk.tui.widgets.bars import KeyLabel
from frontdesk.tui.widgets.course import Course
from frontdesk.tui.widgets.errand_title import ErrandTitle
from frontdesk.tui.widgets.lines import Lines
from frontdesk.tui.widgets.panes import Panes
from frontdesk.words import dates, refusals

if TYPE_CHECKING:
    from frontdesk.desk.waiting_answers import Listed
    from frontdesk.domain.timetable import Timetable
    from frontdesk.tui.screens.confirm import NotBooked
    from frontdesk.tui.session import Session


class BookingScreen(FreeTimesScreen[None]):
    """Three panes that read left to right; under them the times marked for a course."""

    BINDINGS: ClassVar[list[BindingType]] = [
        keymap.bind(keyboard.OVERBOOK),
        keymap.bind(keyboard.WEEKLY),
        keymap.bind(keyboard.DAILY),
        keymap.bind(keyboard.WAIT),
        keymap.bind(keyboard.PATIENTS),
    ]
    PLACE = "booking"
    DEFAULT_CSS = """
    BookingScreen #what { margin: 1; }
    BookingScreen Panes { margin: 0 1; height: 1fr; }
    BookingScreen #course { margin: 0 1; }
    BookingScreen #about, BookingScreen #message { margin: 0 1; height: 1; }
    """

    about = getters.query_one(AboutOffer)
    course = getters.query_one(Course)

    def __init__(
        self,
        session: Session,
        errand: Errand,
        timetable: Timetable | None,
    ) -> None:
        """`timetable`: read already; times after the errand's last day cannot be taken."""
        super().__init__(session, timetable)
        self.errand = errand
        self.overbooks = False
        """The times beside other visits are shown, not the free ones."""
        self._typed: PatientDetails | None = None

    def body(self) -> Iterable[Widget]:
        yield ErrandTitle(self.session, self.errand)
        yield Panes(self.session)
        yield Course(self.session, self.errand.visits_left, self._marking_keys)
        yield AboutOffer(self.session, lambda: self.panes.offer)
        yield Lines(self._message, id_="message")

    def keys(self) -> Sequence[KeyLabel]:
        tr, marked = self.words.tr, len(self.course.times)
        enter = self.words.trn("hold {n} time", "hold {n} times", marked) if marked else ""
        keys = [("Enter", enter or tr("hold this time"))]
        if self.check_action(keyboard.OVERBOOK.name, ()) and not self.overbooks:
            keys.append((self.key(keyboard.OVERBOOK), tr(keyboard.OVERBOOK.label)))
        wait = (self.key(keyboard.WAIT), tr(keyboard.WAIT.label))
        return (*keys, ("Esc", tr("back")), ("←→", tr("doctor, day, time")), wait)

    def _marking_keys(self) -> Sequence[KeyLabel]:
        """Those of a course, which stand beside its count: the last line has no room for them."""
        tr = self.words.tr
        proposals = (keyboard.WEEKLY, keyboard.DAILY) if self._may_mark else ()
        proposing = [(self.key(it), tr(it.label)) for it in proposals]
        return [(tr("Space"), tr("mark")), *proposing] if proposing else []

    @property
    def sight(self) -> Sight:
        return Sight.TIMES

    def help(self) -> Sequence[str]:
        tr = self.words.tr
        return (
            tr(
                "Offer the patient the time that is chosen: it is the earliest of all doctors who "
                "fit. Enter takes it, arrows choose another."
            ),
            tr("Arrows move in a list; Tab, ← and → go from list to list; PgDn shows later days."),
            tr("A day after the referral's last day is marked ✖ and cannot be taken."),
            tr(
                "Several visits under one referral: Space marks a time, {weekly} and {daily} mark "
                "all from the chosen one on, Enter holds what is marked.",
                weekly=self.key(keyboard.WEEKLY),
                daily=self.key(keyboard.DAILY),
            ),
            self._about_overbooking(),
            tr("What another terminal books disappears here within two seconds."),
            tr("If it was the chosen time, ✖ stands beside it, and Enter looks for an equal one."),
        )

    def _about_overbooking(self) -> str:
        if not self.session.desk.may_overbook:
            return refusals.may_not_overbook(self.words, has_right=False)
        return self.words.tr(
            "{key} shows where a visit may stand beside another one; a reason is asked for.",
            key=self.key(keyboard.OVERBOOK),
        )

    def check_action(self, action: str, _parameters: tuple[object, ...]) -> bool:
        match action:
            case keyboard.OVERBOOK.name:
                # A course is never overbooked.
                is_course = self.course.times or self.errand.goes_on
                return self.session.desk.may_overbook and not is_course
            case keyboard.WEEKLY.name | keyboard.DAILY.name:
                return self._may_mark
            case _:
                return True

    @property
    def _may_mark(self) -> bool:
        return self.course.most > 1 and not self.overbooks

    async def read(self, days: int = HORIZON) -> Timetable:
        it = self.errand
        return await self.session.desk.timetable(
            it.offers, last_day=it.last_day, days=days, overbooking=self.overbooks
        )

    def first(self, timetable: Timetable) -> FreeTime | None:
        """The earliest time of the chosen doctor; while none is chosen, of all who fit."""
        offer = self.panes.offer
        first = timetable.nearest(offer) if offer else None
        return first or next(iter(timetable.earliest()), None)

    @property
    def chosen(self) -> FreeTime | None:
        """The time under the cursor, unless its day is past the last one: then that is said."""
        time, last = self.panes.current, self.errand.last_day
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

    @on(Panes.OtherDoctor)
    def about_another(self) -> None:
        self.about.renew()

    def fill(self, chosen: FreeTime | None) -> None:
        super().fill(chosen)
        self._show_marks()

    def _show_marks(self) -> None:
        self.panes.mark(self.course.times)
        self.renew()

    def key_enter(self, event: events.Key) -> None:
        event.stop()
        if self.is_taking or not self.was_meant(event):
            return
        if self.course.times:
            self._hold(self.course.times)
        elif (time := self.chosen) is not None and self.overbooks:
            self._ask_why(time)
        elif time is not None:
            self._hold([time])

    def key_space(self, event: events.Key) -> None:
        event.stop()
        if not self._may_mark or self.is_taking:
            return
        if (time := self.chosen) is not None:
            refusal = self.course.mark(time)
            self.say(refusals.not_held(self.words, refusal) if refusal else "", "warn")
            self._show_marks()

    def key_escape(self, event: events.Key) -> None:
        event.stop()
        if self.overbooks:
            self.action_overbook()
        elif self.course.times:
            self.course.show(())
            self.say("")
            self._show_marks()
        else:
            self.dismiss(None)

    def action_overbook(self) -> None:
        """To the times beside other visits, and back."""
        self.overbooks = not self.overbooks
        self.timetable = None
        self.say("")
        self.look()

    def action_weekly(self) -> None:
        self.propose(7)

    def action_daily(self) -> None:
        self.propose(1)

    @work(exclusive=True, group="proposal")
    async def propose(self, gap: int) -> None:
        """Marks a time for each visit that is left, `gap` days apart, from the chosen one on."""
        first, visits = self.chosen, self.course.most
        if first is None or self.is_taking:
            return
        times = suggest(await self.read(HORIZON + gap * visits), visits, gap, first)
        if times is None:
            self.say(self.words.tr("There are not so many free times."), "warn")
            return
        self.course.show(times)
        self.say(self.words.tr("Space adds a mark or takes it away."), "quiet")
        self._show_marks()

    def _ask_why(self, time: FreeTime) -> None:
        from frontdesk.tui.screens.overbooking import ReasonScreen

        def hold(reason: str | None) -> None:
            if reason is not None:
                self._hold([time], reason)

        self.app.push_screen(ReasonScreen(self.session, time), hold)

    def _hold(self, times: Sequence[FreeTime], because: str | None = None) -> None:
        self.is_taking = True
        self.hold(times, because)

    def action_wait(self) -> None:
        from frontdesk.tui.screens.waiting_form import WaitingForm

        if not self.is_taking:
            form = WaitingForm(self.session, self.errand.patient, self.errand)
            self.app.push_screen(form, self._listed)

    def _listed(self, listed: Listed | None) -> None:
        if listed is not None:
            self.say(self.words.tr("✔ The patient is on the waiting list."), "good")

    @work(group="taking")
    async def hold(self, times: Sequence[FreeTime], because: str | None) -> None:
        """Holds one time or a whole course; `because`: why it must stand beside another visit."""
        answer: HoldAnswer | CourseAnswer | None = None
        try:
            answer = await self._held(times, because)
        finally:
            self.is_taking = isinstance(answer, Held | HeldCourse)
        self._answered(answer)

    async def _held(
        self, times: Sequence[FreeTime], because: str | None
    ) -> HoldAnswer | CourseAnswer:
        desk, it = self.session.desk, self.errand
        if it.line is not None and (self.course.times or it.goes_on):
            return await desk.hold_course(times, it.line, consent=it.consent)
        return await desk.hold(
            times[0], it.line, ground=it.ground, consent=it.consent, overbooking=because
        )

    def _answered(self, answer: HoldAnswer | CourseAnswer) -> None:
        match answer:
            case Held():
                self._confirm(HeldCourse((answer,)))
            case HeldCourse():
                self._confirm(answer)
            case NotThisTime(time, why) if self.course.times:
                self._put_instead(time, why)
            case NotThisTime(_, why):
                self._answered(why)
            case JustTaken(others):
                self.take_up(refusals.just_taken(self.words), next(iter(others), None))
            case NotOffered(others):
                self.take_up(refusals.not_offered(self.words), next(iter(others), None))
            case refusal:
                self.say(refusals.not_held(self.words, refusal), "bad")

    def _put_instead(self, time: FreeTime, why: JustTaken | NotOffered) -> None:
        """One time of the course cannot be had: the nearest one is marked in its place."""
        other = next(iter(why.alternatives), None)
        self.course.put_instead(time, other)
        self.say(refusals.not_this_time(self.words, time, other), "warn")
        self._show_marks()
        self.look()

    def _confirm(self, course: HeldCourse) -> None:
        from frontdesk.tui.screens.confirm import ConfirmScreen

        self.say("")
        self.app.push_screen(
            ConfirmScreen(self.session, self.errand, course, self._typed),
            self._not_confirmed,
        )

    def _not_confirmed(self, outcome: NotBooked | None) -> None:
        """Back from the confirmation without a booking."""
        self.is_taking = False
        if outcome is None:
            return
        self._typed = outcome.typed
        match outcome.why:
            case HoldLapsed():
                self.say(self.words.tr("The hold has run out: take the time again."), "warn")
            case AlreadyBooked():
                self.say(refusals.not_held(self.words, outcome.why), "bad")
            case None:
                pass
        self.look()
