"""Справи: everything that needs a person, the most urgent first, and what to do about it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from textual import events, getters, on, work
from textual.content import Content
from textual.widget import Widget

from frontdesk.desk.answers import PatientDetails
from frontdesk.desk.waiting_answers import Waiter
from frontdesk.domain.appointment import Appointment
from frontdesk.domain.matter import (
    FreedMatter,
    Matter,
    Step,
    UrgentMatter,
    VisitMatter,
    is_same,
    steps,
)
from frontdesk.domain.patient import Patient
from frontdesk.domain.unsettled import Gauge
from frontdesk.tui.safe import EMPTY, cut, row, text, wrapped
from frontdesk.tui.screens.affected import AffectedScreen
from frontdesk.tui.screens.base import DeskScreen
from frontdesk.tui.screens.facts import laid_out
from frontdesk.tui.screens.matter import MatterScreen, Outcome
from frontdesk.tui.screens.matter_facts import facts
from frontdesk.tui.screens.move import MoveScreen
from frontdesk.tui.screens.offering import OfferingScreen
from frontdesk.tui.screens.patient_details import PatientDetailsScreen
from frontdesk.tui.screens.patient_fields import details_of
from frontdesk.tui.screens.urgent_details import UrgentDetailsScreen
from frontdesk.tui.themes import Role
from frontdesk.tui.widgets.bars import KeyLabel
from frontdesk.tui.widgets.line_list import LineList
from frontdesk.tui.widgets.lines import Lines
from frontdesk.words import worklist as said

if TYPE_CHECKING:
    from frontdesk.tui.session import Session

Question = Callable[[VisitMatter], Awaitable[Appointment]]
"""Asks ЕСОЗ about a matter."""

WHEN, WHO = 16, 18
"""Cells of the columns."""
TALL = 24
"""Lines from which on all that is known of a matter stands below the list."""
ROOMY = 100
"""Cells from which on whole names have a place in the line."""


class PhoneScreen(PatientDetailsScreen):
    """The patient's details, to enter the phone."""

    AUTO_FOCUS = "#phone"


class WorklistScreen(DeskScreen[None]):
    """What is done disappears, with a line that says what became of it."""

    TAKES_NUMBERS = True
    AUTO_FOCUS = "LineList"
    DEFAULT_CSS = """
    WorklistScreen #nothing { height: 1fr; margin: 1 2 0 2; }
    WorklistScreen LineList { height: 1fr; min-height: 3; margin: 1 2 0 2; }
    WorklistScreen #detail { margin: 1 2 0 2; }
    WorklistScreen #message { margin: 0 2; min-height: 1; }
    WorklistScreen #gauge { margin: 0 2; }
    """

    matters = getters.query_one(LineList)
    nothing = getters.query_one("#nothing", Lines)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._gauge: Gauge | None = None
        self._measured: tuple[Matter, ...] | None = None
        """The worklist as it was when the gauge was read."""
        self._asking: VisitMatter | None = None
        """About which ЕСОЗ is being asked."""
        self._message: Outcome = ("plain", "")

    def body(self) -> Iterable[Widget]:
        yield Lines(self._nothing, id_="nothing")
        yield LineList(self._line, self._title, id_="matters")
        yield Lines(self._detail, id_="detail")
        yield Lines(self._told, id_="message")
        yield Lines(self._foot, id_="gauge")

    def keys(self) -> Sequence[KeyLabel]:
        tr, current = self.words.tr, self._current
        back = ("Esc", tr("back"))
        if current is None or self._asking is not None:
            return (back,)
        does = {
            Step.ASK: tr("ask ESOZ now"),
            Step.ENTER_PHONE: tr("enter the phone"),
            Step.MOVE: tr("another time"),
            Step.OFFER: tr("hold and phone"),
            Step.ENTER_DATA: tr("enter the data"),
        }
        return (("Enter", does.get(steps(current)[0], tr("open"))), back)

    def help(self) -> Sequence[str]:
        tr = self.words.tr
        return (
            tr(
                "Enter does what the line says: asks ESOZ, enters what is missing, holds a free "
                "time, shows another time, or opens the visit."
            ),
            tr("Today's visits stand first. Below the list: whom to phone, about what, and why."),
            tr("What is done disappears here and at every terminal; the journal says who did it."),
            tr(
                "“Differences with ESOZ” counts referrals held without a visit and visits whose "
                "referral is not held. It is 0 when all is well."
            ),
            tr("The next number can be typed or scanned at once."),
        )

    @property
    def _current(self) -> Matter | None:
        current = self.matters.current
        return current if isinstance(current, Matter) else None

    def renew(self) -> None:
        """The cursor stays on its matter, whatever was learnt of it meanwhile."""
        found, before = self.session.worklist, self._current
        same = (it for it in found or () if before is not None and is_same(it, before))
        self.matters.show(found or (), next(same, None))
        self.matters.display, self.nothing.display = bool(found), not found
        if not found:
            self.set_focus(None)
        elif self.focused is None:
            self.set_focus(self.matters)
        super().renew()
        if found is not None and found is not self._measured:
            self._measured = found
            self.measure()

    def on_key(self, event: events.Key) -> None:
        match event.key:
            case "escape":
                self.dismiss(None)
            case "enter" if self.was_meant(event):
                self._begin()
            case _:
                return
        event.stop()

    @on(LineList.Moved)
    def about_another(self) -> None:
        for lines in self.query(Lines):
            lines.renew()

    @work(exclusive=True, group="gauge")
    async def measure(self) -> None:
        self._gauge = await self.session.desk.worklist.gauge()
        self.query_one("#gauge", Lines).renew()

    def _begin(self) -> None:
        session, push = self.session, self.app.push_screen
        match self._current:
            case _ if self._asking is not None:
                pass
            case VisitMatter() as matter:
                self._see_to(matter)
            case FreedMatter(time, waiting, patient):
                push(OfferingScreen(session, Waiter(waiting, patient), time), self._came_back)
            case UrgentMatter(contact):
                push(UrgentDetailsScreen(session, contact), self._came_back)

    def _see_to(self, matter: VisitMatter) -> None:
        match steps(matter)[0], matter.patient:
            case Step.ASK, _:
                self._ask(matter, self.session.desk.worklist.ask)
            case Step.ENTER_PHONE, Patient() as patient:
                self._enter_phone(matter, details_of(patient))
            case Step.MOVE, _:
                away = AffectedScreen(self.session, matter.visit.doctor, begin_with=matter.id)
                self.app.push_screen(away, self._came_back)
            case _:
                self._open(matter)

    def _open(self, matter: VisitMatter) -> None:
        def chosen(outcome: Outcome | Step | None) -> None:
            match outcome:
                case Step.MOVE:
                    self.app.push_screen(MoveScreen(self.session, matter.visit), came_back)
                case Step():
                    self._ask(matter, self.session.desk.worklist.retry)
                case _:
                    self._became(outcome)

        def came_back(after: Appointment | None) -> None:
            if after is not None:
                self._became(said.moved(self.words, matter, after))
                self.read(after)

        self.app.push_screen(MatterScreen(self.session, matter), chosen)

    def _came_back(self, _: object) -> None:
        self._became(None)
        self.read()

    def _ask(self, matter: VisitMatter, question: Question) -> None:
        """Goes on when the clerk leaves: a call cut off would have to be waited for."""
        self._asking = matter
        self.app.run_worker(self._asked(matter, question), group="asking")
        self.renew()

    async def _asked(self, matter: VisitMatter, question: Question) -> None:
        try:
            became = await question(matter)
            await self.session.read_worklist()
        finally:
            self._asking = None
        self._became(said.asked(self.words, matter, became, self.session.desk.backend.state))

    def _enter_phone(self, matter: VisitMatter, begun: PatientDetails) -> None:
        def entered(saved: Patient | None) -> None:
            if saved is not None and saved.phone is not None:
                self._became(("good", said.phone_entered(self.words, matter)))
                self.read()

        self.app.push_screen(PhoneScreen(self.session, begun.known, begun), entered)

    @work(exclusive=True, group="reading")
    async def read(self, changed: Appointment | None = None) -> None:
        """Also the last lookups of this terminal show what was changed."""
        if changed is not None:
            await self.session.became(changed)
        await self.session.read_worklist()
        self.renew()

    def _became(self, message: Outcome | None) -> None:
        self._message = message or ("plain", "")
        if self.is_attached:
            self.renew()

    def _title(self) -> str:
        count = len(self.session.worklist or ())
        return self.words.tr("Worklist: {count}", count=count)

    def _line(self, it: Matter, width: int) -> Content:
        mark = text(f"{said.sign(it.kind)} ", said.tone(it.kind))
        when = cut(text(said.when(self.words, it)), WHEN)
        name = it.patient.name.full if it.patient and width > ROOMY else said.who(it)
        who = cut(text(name), (WHO if width <= ROOMY else 2 * WHO) - 1)
        return row(mark, when, who, text(" "), text(said.line(self.words, it)))

    def _nothing(self, width: int) -> Sequence[Content]:
        tr = self.words.tr
        match self.session.worklist:
            case None:
                return wrapped(text(tr("Please wait…"), "accent"), width)
            case ():
                told = tr("✔ Nothing needs a person now.")
                return wrapped(text(told, "good"), width)
            case _:
                return ()

    def _detail(self, width: int) -> Sequence[Content]:
        matter = self._current
        if matter is None:
            return ()
        advice = wrapped(text(said.advice(self.words, matter)), width)
        told = list(facts(self.session, matter))
        if self.size.height < TALL:
            return (*laid_out(told[:3], width), *advice)
        return (*laid_out(told, width), EMPTY, *advice)

    def _told(self, width: int) -> Sequence[Content]:
        if self._asking is not None:
            told = self.words.tr("Asking ESOZ about {who}…", who=said.who(self._asking))
            return wrapped(text(told, "accent"), width)
        role, told = self._message
        return wrapped(text(told, role), width) if told else (EMPTY,)

    def _foot(self, width: int) -> Sequence[Content]:
        if self._gauge is None:
            return (EMPTY,)
        role: Role = "warn" if self._gauge.total else "quiet"
        mark = "! " if self._gauge.total else ""
        return wrapped(text(mark + said.gauge(self.words, self._gauge), role), width)
