"""Лист очікування: the times that are free for somebody, and everybody who waits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from textual import events, getters, on, work
from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget

from frontdesk import keyboard
from frontdesk.desk.waiting_answers import (
    Freed,
    Leaving,
    Listed,
    NobodyElse,
    TakenOff,
    Waiter,
    WaitingLists,
)
from frontdesk.domain.freetime import FreeTime
from frontdesk.domain.patient import Patient
from frontdesk.tui import keymap
from frontdesk.tui.safe import EMPTY, cells, cut, row, spread, text, wrapped
from frontdesk.tui.screens.following import FollowingScreen
from frontdesk.tui.screens.offering import OfferingScreen
from frontdesk.tui.screens.patient import PatientScreen
from frontdesk.tui.screens.patient_choice import ChoosePatientScreen
from frontdesk.tui.screens.waiting_form import WaitingForm
from frontdesk.tui.themes import Role
from frontdesk.tui.widgets.bars import KeyLabel
from frontdesk.tui.widgets.line_list import LineList
from frontdesk.tui.widgets.lines import Lines
from frontdesk.words import patients, waiting

if TYPE_CHECKING:
    from frontdesk.tui.session import Session

DAYS = 8
"""Cells of the last column."""
NAME_AT_MOST = 34
"""Cells."""


@dataclass(frozen=True, slots=True)
class Chance:
    """One of the fairest, under the time that suits."""

    time: FreeTime
    waiter: Waiter
    place: int = field(compare=False)
    """From 1. The cursor stays on its patient, whoever comes before meanwhile."""


Row = str | Freed | Chance | Waiter


class WaitingScreen(FollowingScreen[None]):
    """Freed times above, with the fairest three for each; below whoever waits, by fairness."""

    BINDINGS: ClassVar[list[BindingType]] = [
        keymap.bind(keyboard.ADD_WAITING),
        keymap.bind(keyboard.TAKE_OFF),
    ]
    PLACE = "waiting"
    AUTO_FOCUS = "LineList"
    DEFAULT_CSS = """
    WaitingScreen #nothing { margin: 1 2 0 2; }
    WaitingScreen LineList { height: 1fr; margin: 1 2 0 2; }
    WaitingScreen #about { margin: 1 2 0 2; }
    """

    lines = getters.query_one(LineList)
    nothing = getters.query_one("#nothing", Lines)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._lists: WaitingLists | None = None
        self._leaving: Waiter | None = None
        """Whether this one is to be taken off is being asked."""
        self._said = EMPTY
        self._remarks = 0
        """Cells of the longest remark."""

    def body(self) -> Iterable[Widget]:
        yield Lines(self._nothing, id_="nothing")
        yield LineList(
            self._row, can_take=lambda it: isinstance(it, Chance | Waiter), id_="waiting"
        )
        yield Lines(self._about, id_="about")

    def on_mount(self) -> None:
        self.listen()

    def on_screen_resume(self) -> None:
        super().on_screen_resume()
        self.look()

    def keys(self) -> Sequence[KeyLabel]:
        tr = self.words.tr
        if self._leaving is not None:
            return (("1–4", tr("take off the list")), ("Esc", tr("no")))
        add = (self.key(keyboard.ADD_WAITING), tr("put on the list"))
        back = ("Esc", tr("back"))
        if self._chosen is None:
            return (add, back)
        enter = tr("hold and phone") if isinstance(self._current, Chance) else tr("patient")
        return (("Enter", enter), add, (self.key(keyboard.TAKE_OFF), tr("take off")), back)

    def help(self) -> Sequence[str]:
        tr = self.words.tr
        return (
            tr("Above stand the times that are free now, and whom to phone about each: Enter."),
            tr(
                "First come urgent referrals and whoever has waited a month, then referrals that "
                "end within two weeks, then whoever has waited longest. Nobody is passed over."
            ),
            tr(
                "{key} puts a patient of the register on the list; under a referral it is done "
                "where the time is chosen.",
                key=self.key(keyboard.ADD_WAITING),
            ),
            tr(
                "{key} takes a patient off the list; you are asked why.",
                key=self.key(keyboard.TAKE_OFF),
            ),
        )

    def renew(self) -> None:
        if self._lists is not None:
            self.lines.show(self._rows(self._lists))  # the lines below tell of who stands there
        self.nothing.display = not self.lines.items
        super().renew()

    @work(exclusive=True, group="look")
    async def look(self) -> None:
        """Reads the lists again; the cursor stays on its patient."""
        desk = await self.session.when_open()
        self._lists = await desk.waiting.look()
        self.renew()

    def on_key(self, event: events.Key) -> None:
        match event.key:
            case "escape" if self._leaving is not None:
                self._leaving = None
                self.renew()
            case "escape":
                self.dismiss(None)
            case "1" | "2" | "3" | "4" if self._leaving is not None:
                reason = tuple(Leaving)[int(event.key) - 1]
                self.take_off(self._leaving, reason)
                self._leaving = None
            case "enter" if self._leaving is None and self.was_meant(event):
                self._go_on()
            case _:
                return
        event.stop()

    def _go_on(self) -> None:
        self._said = EMPTY
        match self._current:
            case Chance(time, waiter):
                self.app.push_screen(OfferingScreen(self.session, waiter, time), self._phoned)
            case Waiter(patient=patient):
                self.app.push_screen(PatientScreen(self.session, patient.id))

    def check_action(self, action: str, _parameters: tuple[object, ...]) -> bool:
        return action != keyboard.TAKE_OFF.name or self._chosen is not None

    def action_add_waiting(self) -> None:
        if self.session.opened is not None:
            self._leaving = None
            self.app.push_screen(ChoosePatientScreen(self.session), self._found)

    def action_take_off(self) -> None:
        self._leaving, self._said = self._chosen, EMPTY
        self.renew()

    def _found(self, patient: Patient | None) -> None:
        if patient is not None:
            self.app.push_screen(WaitingForm(self.session, patient), self._listed)

    def _listed(self, listed: Listed | None) -> None:
        if listed is not None:
            self._say(self.words.tr("✔ The patient is on the waiting list."), "good")

    def _phoned(self, ended: NobodyElse | None) -> None:
        if ended is not None:
            self._say(waiting.not_offered(self.words, ended), "quiet")

    @work(group="taking off")
    async def take_off(self, waiter: Waiter, reason: Leaving) -> None:
        answer = await self.session.desk.waiting.withdraw(waiter.waiting.id, reason)
        if isinstance(answer, TakenOff):
            self._say(self.words.tr("✔ Taken off the list."), "good")
        else:
            self._say(waiting.not_offered(self.words, answer), "warn")
        self.look()

    def _say(self, said: str, role: Role) -> None:
        self._said = text(said, role)
        self.renew()

    @on(LineList.Moved)
    def another(self) -> None:
        self._leaving, self._said = None, EMPTY
        self.renew()

    @property
    def _current(self) -> object:
        return self.lines.current

    @property
    def _chosen(self) -> Waiter | None:
        """Whom the cursor stands on."""
        match self._current:
            case Chance(waiter=waiter):
                return waiter
            case Waiter() as waiter:
                return waiter
            case _:
                return None

    def _rows(self, lists: WaitingLists) -> Sequence[Row]:
        tr = self.words.tr
        today = self.session.desk.today()
        remarks = (waiting.remark(self.words, it, today) for it in lists.waiters)
        self._remarks = max(map(cells, remarks), default=0)
        rows: list[Row] = [tr("Times that have become free")] if lists.freed else []
        for freed in lists.freed:
            rows.append(freed)
            rows += (Chance(freed.time, it, at) for at, it in enumerate(freed.people, 1))
        if lists.waiters:
            rows.append(self.words.trn("{n} waits", "{n} wait", len(lists.waiters)))
        return (*rows, *lists.waiters)

    def _row(self, it: Row, width: int) -> Content:
        clinic = self.session.desk.clinic
        match it:
            case str():
                return text(it, "strong")
            case Freed(time):
                return row(text("✔ ", "good"), text(waiting.time(self.words, time, clinic)))
            case Chance(waiter=waiter, place=place):
                name = text(f"  {place}  {patients.name(waiter.patient)}")
                return spread(name, self._waits(waiter), width)
            case Waiter():
                return self._waiter(it, width)

    def _waiter(self, it: Waiter, width: int) -> Content:
        """Who, and for whom or what."""
        words, clinic, right = self.words, self.session.desk.clinic, self._waits(it)
        named = waiting.doctor if it.waiting.doctor_id else waiting.service
        name = min(NAME_AT_MOST, (width - right.cell_length) * 4 // 7)
        who = cut(text(patients.name(it.patient)), name)
        return spread(
            row(who, text("  "), text(named(words, it.waiting, clinic), "quiet")), right, width
        )

    def _waits(self, it: Waiter) -> Content:
        """Why this one is not like the others, and for how long it is, in columns."""
        words, today = self.words, self.session.desk.today()
        remark = waiting.remark(words, it, today)
        tone: Role = "bad" if it.waiting.is_overdue(today) else "warn" if remark else "plain"
        sign = "✖ " if tone == "bad" else "! " if remark else "  "
        days = waiting.waited(words, it.waiting, today)
        return row(
            text(f"  {sign}", tone),
            cut(text(remark, tone), self._remarks),
            text(f"{days:>{DAYS - 1}} ", "quiet"),
        )

    def _nothing(self, width: int) -> Sequence[Content]:
        """Where the list would begin while nobody stands in it."""
        tr = self.words.tr
        if self._lists is None:
            return (text(tr("Please wait…"), "accent"),)
        empty = tr(
            "Nobody waits. Who finds no time is put on the list where the time is chosen, or "
            "here by {key}.",
            key=self.key(keyboard.ADD_WAITING),
        )
        return wrapped(text(empty, "quiet"), width)

    def _about(self, width: int) -> Sequence[Content]:
        """The question, what was done, or more of whom the cursor stands on."""
        if self._leaving is not None:
            return wrapped(text(self._question(self._leaving), "warn"), width)
        if self._said is not EMPTY:
            return wrapped(self._said, width)
        return self._more(self._chosen, width) if self._chosen else ()

    def _more(self, it: Waiter, width: int) -> Sequence[Content]:
        words, clinic, waits = self.words, self.session.desk.clinic, it.waiting
        told = (
            waiting.service(words, waits, clinic),
            waiting.doctor(words, waits, clinic),
            waiting.window(words, waits),
            waiting.part(words, waits.part),
            it.patient.phone.masked if it.patient.phone else "",
        )
        lines = wrapped(text(" · ".join(part for part in told if part), "quiet"), width)
        calls = "; ".join(waiting.calls(words, waits))
        if calls:
            lines += wrapped(text(words.tr("Phoned: {calls}", calls=calls), "quiet"), width)
        return lines

    def _question(self, it: Waiter) -> str:
        reasons = (f"{at} — {waiting.reason(self.words, why)}" for at, why in enumerate(Leaving, 1))
        return self.words.tr(
            "Take {name} off the list? The place is lost: waited {days}. Why: {reasons}. Esc: no.",
            name=patients.name(it.patient),
            days=waiting.waited(self.words, it.waiting, self.session.desk.today()),
            reasons=", ".join(reasons),
        )
