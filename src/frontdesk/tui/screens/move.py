"""Перенесення: a time is suggested at once, Enter takes it, Enter moves the visit there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from textual import events, getters, work
from textual.content import Content
from textual.widget import Widget

from frontdesk.desk.answers import Changed, JustTaken, MoveAnswer, NotOffered, Over
from frontdesk.domain.appointment import Appointment
from frontdesk.domain.freetime import FreeTime
from frontdesk.tui.safe import EMPTY, row, spread, text, wrapped
from frontdesk.tui.screens.following import FollowingScreen
from frontdesk.tui.themes import Role
from frontdesk.tui.widgets.bars import KeyLabel
from frontdesk.tui.widgets.lines import Lines
from frontdesk.tui.widgets.panes import Panes
from frontdesk.words import agenda, dates, refusals

if TYPE_CHECKING:
    from frontdesk.domain.timetable import Timetable
    from frontdesk.domain.visit import Visit
    from frontdesk.tui.session import Session


class MoveScreen(FollowingScreen[Appointment]):
    """The panes of booking over the times to which this visit can go.

    Dismissed with the visit as it is then.
    """

    AUTO_FOCUS = "TimeGrid"
    DEFAULT_CSS = """
    MoveScreen #what { margin: 1; }
    MoveScreen Panes { margin: 0 1; height: 1fr; }
    MoveScreen #message { margin: 0 1; }
    """

    panes = getters.query_one(Panes)
    message = getters.query_one("#message", Lines)

    def __init__(self, session: Session, visit: Visit) -> None:
        super().__init__(session)
        self.visit = visit
        self.timetable: Timetable | None = None
        self._said: list[tuple[str, Role]] = []
        self._asked: FreeTime | None = None
        """Enter was pressed on it: the clerk is asked whether the visit goes there."""
        self._moving = False

    def body(self) -> Iterable[Widget]:
        yield Lines(self._what, id_="what")
        yield Panes(self.session)
        yield Lines(self._told, id_="message")

    def on_mount(self) -> None:
        self.look()
        self.follow()

    def keys(self) -> Sequence[KeyLabel]:
        tr = self.words.tr
        if self._asked is not None:
            return (("Enter", tr("yes, move")), ("Esc", tr("no")))
        return (
            ("Enter", tr("this time")),
            ("←→", tr("doctor, day, time")),
            ("Esc", tr("back")),
        )

    def help(self) -> Sequence[str]:
        tr = self.words.tr
        return (
            tr(
                "The same doctor's next free time is chosen already, arrows choose another. Enter "
                "takes it, a second Enter moves the visit there."
            ),
            tr("Arrows move in a list; Tab, ← and → go from list to list; PgDn shows later days."),
            tr("Until the second Enter nothing changes. The referral stays as it is."),
            tr("A day after the referral's last day is marked ✖: ask for a new referral."),
            tr("What another terminal books disappears here within two seconds."),
        )

    @work(exclusive=True, group="times")
    async def look(self) -> None:
        """Reads the free times again; the cursor stays where it is."""
        fresh = await self.session.desk.times_for(self.visit.appointment)
        if self._moving or fresh == self.timetable:
            return
        before, self.timetable = self.timetable, fresh
        chosen = fresh.later(self.visit.appointment) if before is None else self.panes.current
        self.panes.show(fresh, chosen)
        if before is None or chosen is None:
            return
        if before.admits(chosen) and not fresh.admits(chosen):
            self._forget_question()
            equal = self.words.tr("Enter looks for an equal one.")
            self._say(f"✖ {refusals.just_taken(self.words)} {equal}", "warn")

    def key_enter(self, event: events.Key) -> None:
        event.stop()
        time = self.panes.current
        if time is None or self._moving or not self.was_meant(event):
            return
        if time == self._asked:
            self._moving = True
            self.move(time)
        elif self._is_where_it_was(time):
            self._say(self.words.tr("The visit is at this time already."), "warn")
        else:
            self._ask(time)

    def key_escape(self, event: events.Key) -> None:
        event.stop()
        if self._moving:
            return
        if self._asked is None:
            self.dismiss(None)
        else:
            self._forget_question()
            self._say("", "plain")

    def _forget_question(self) -> None:
        """The panes take keys again."""
        if self._asked is not None:
            self._asked = None
            self.panes.times.focus()

    def _is_where_it_was(self, time: FreeTime) -> bool:
        it = self.visit.appointment
        where = (time.offer.doctor.id, time.day, time.start)
        return where == (it.doctor_id, it.day, it.start)

    def _ask(self, time: FreeTime) -> None:
        self._asked = time
        self.set_focus(None)
        self._said = [(agenda.ask_to_move(self.words, self.visit, time), "warn")]
        last = self.timetable.last_day if self.timetable else None
        if last is not None and time.day > last:
            self._said.append((agenda.after_last_day(self.words, last), "bad"))
        self.renew()

    @work(group="move")
    async def move(self, time: FreeTime) -> None:
        answer = None
        try:
            answer = await self.session.desk.move(self.visit.appointment, time)
        finally:
            self._moving = False
            self._forget_question()
        self._answered(answer)

    def _answered(self, answer: MoveAnswer) -> None:
        match answer:
            case Changed(after):
                self.dismiss(after)
            case Over():
                self.dismiss(self.visit.appointment)
            case JustTaken(alternatives):
                self.take_up(refusals.just_taken(self.words), next(iter(alternatives), None))
            case NotOffered(alternatives):
                self.take_up(refusals.not_offered(self.words), next(iter(alternatives), None))

    @work(exclusive=True, group="times")
    async def take_up(self, said: str, other: FreeTime | None) -> None:
        """Somebody was quicker: reads the free times again and goes to an equal one."""
        self.timetable = await self.session.desk.times_for(self.visit.appointment)
        self._say(refusals.and_instead(self.words, said, other), "warn")
        self.panes.show(self.timetable, other)

    def _say(self, said: str, role: Role) -> None:
        self._said = [(said, role)] if said else []
        self.renew()

    def _what(self, width: int) -> Sequence[Content]:
        """Whose visit, and where it stands."""
        it = self.visit.appointment
        who = row(text(agenda.whose(self.visit), "strong"), text(f"  {self.visit.service_name}"))
        old = f"{agenda.when(self.words, it.day, it.start)}, {self.visit.doctor.name}"
        stands = text(self.words.tr("now: {when}", when=old), "quiet")
        last = self.timetable.last_day if self.timetable else None
        if last is None:
            return (who, stands)
        valid = self.words.tr("valid until {day}", day=dates.numeric(last))
        return (spread(who, text(f"  {valid}", "quiet"), width), stands)

    def _told(self, width: int) -> Sequence[Content]:
        """Two lines at least, so that the panes do not jump."""
        lines = [line for said, role in self._said for line in wrapped(text(said, role), width)]
        return (*lines, *[EMPTY] * (2 - len(lines)))
