"""Перенесення: a time is suggested at once, Enter takes it, Enter moves the visit there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from textual import events, work
from textual.content import Content
from textual.widget import Widget

from frontdesk.desk.answers import Changed, JustTaken, MoveAnswer, NotOffered, Over
from frontdesk.domain.appointment import Appointment
from frontdesk.domain.freetime import FreeTime
from frontdesk.tui.safe import EMPTY, row, text, wrapped
from frontdesk.tui.screens.free_times import FreeTimesScreen
from frontdesk.tui.themes import Role
from frontdesk.tui.widgets.bars import KeyLabel
from frontdesk.tui.widgets.errand_title import with_last_day
from frontdesk.tui.widgets.lines import Lines
from frontdesk.tui.widgets.panes import Panes
from frontdesk.words import agenda, refusals

if TYPE_CHECKING:
    from datetime import date

    from frontdesk.domain.timetable import Timetable
    from frontdesk.domain.visit import Visit
    from frontdesk.tui.session import Session


class MoveScreen(FreeTimesScreen[Appointment]):
    """The panes of booking over the times to which this visit can go.

    Dismissed with the visit as it is then.
    """

    DEFAULT_CSS = """
    MoveScreen #what { margin: 1; }
    MoveScreen Panes { margin: 0 1; height: 1fr; }
    MoveScreen #message { margin: 0 1; }
    """

    def __init__(self, session: Session, visit: Visit) -> None:
        super().__init__(session, None)
        self.visit = visit
        self._asked: FreeTime | None = None
        """Enter was pressed on it: the clerk is asked whether the visit goes there."""

    def body(self) -> Iterable[Widget]:
        yield Lines(self._what, id_="what")
        yield Panes(self.session)
        yield Lines(self._message, id_="message")

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

    async def read(self) -> Timetable:
        return await self.session.desk.times_for(self.visit.appointment)

    def first(self, timetable: Timetable) -> FreeTime | None:
        """The same doctor's next, else anybody's."""
        return timetable.later(self.visit.appointment)

    def fill(self, chosen: FreeTime | None) -> None:
        """Also until when the referral is valid is known now."""
        super().fill(chosen)
        self.renew()

    def key_enter(self, event: events.Key) -> None:
        event.stop()
        time = self.panes.current
        if time is None or self.is_taking or not self.was_meant(event):
            return
        if time == self._asked:
            self.is_taking = True
            self.move(time)
        elif self._is_where_it_was(time):
            self.say(self.words.tr("The visit is at this time already."), "warn")
        else:
            self._ask(time)

    def key_escape(self, event: events.Key) -> None:
        event.stop()
        if self.is_taking:
            return
        if self._asked is None:
            self.dismiss(None)
        else:
            self.say("")

    def say(self, said: str, role: Role = "plain") -> None:
        """What is said takes the place of what was asked."""
        self._forget_question()
        super().say(said, role)
        self.renew()

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
        self.say(agenda.ask_to_move(self.words, self.visit, time), "warn")
        self._asked = time
        self.set_focus(None)
        self.renew()

    @work(group="taking")
    async def move(self, time: FreeTime) -> None:
        answer = None
        try:
            answer = await self.session.desk.move(self.visit.appointment, time)
        finally:
            self.is_taking = False
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

    def _what(self, width: int) -> Sequence[Content]:
        """Whose visit, and where it stands."""
        it = self.visit.appointment
        who = row(text(agenda.whose(self.visit), "strong"), text(f"  {self.visit.service_name}"))
        old = f"{agenda.when(self.words, it.day, it.start)}, {self.visit.doctor.name}"
        stands = text(self.words.tr("now: {when}", when=old), "quiet")
        return (with_last_day(self.words, who, self._last_day, width), stands)

    def _message(self, width: int) -> Sequence[Content]:
        """Two lines at least, so that the panes do not jump."""
        lines, last = wrapped(self._said, width), self._last_day
        if self._asked is not None and last is not None and self._asked.day > last:
            lines += wrapped(text(agenda.after_last_day(self.words, last), "bad"), width)
        return (*lines, *[EMPTY] * (2 - len(lines)))

    @property
    def _last_day(self) -> date | None:
        """Of the referral."""
        return self.timetable.last_day if self.timetable else None
