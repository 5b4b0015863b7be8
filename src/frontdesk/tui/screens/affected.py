"""Візити в час відсутності: each with the nearest time instead; moved one by one, or all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import Enum, auto
from typing import TYPE_CHECKING, ClassVar

from textual import events, on, work
from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget

from frontdesk import keyboard
from frontdesk.desk.absences import Affected
from frontdesk.desk.answers import Changed
from frontdesk.tui import keymap
from frontdesk.tui.safe import cut, row, text
from frontdesk.tui.screens.agenda_lines import short
from frontdesk.tui.screens.visit_list import VisitListScreen
from frontdesk.tui.screens.visits import Chosen
from frontdesk.tui.widgets.bars import KeyLabel
from frontdesk.tui.widgets.line_list import LineList
from frontdesk.tui.widgets.lines import Lines
from frontdesk.words import agenda, dates

if TYPE_CHECKING:
    from frontdesk.desk.absences import Entered
    from frontdesk.domain.clinic import Resource
    from frontdesk.tui.session import Session


class Question(Enum):
    MOVE_ALL = auto()
    TAKE_BACK = auto()


class AffectedScreen(VisitListScreen):
    """What is not moved stays affected, until somebody sees to it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        keymap.bind(keyboard.MOVE_ALL),
        keymap.bind(keyboard.TAKE_BACK),
    ]
    PLACE = "affected"
    DEFAULT_CSS = """
    AffectedScreen #title { margin: 1 2; }
    AffectedScreen LineList { height: 1fr; margin: 0 2; }
    AffectedScreen #said { margin: 0 2; }
    """

    def __init__(
        self,
        session: Session,
        doctor: Resource,
        entered: Entered | None = None,
        begin_with: str | None = None,
    ) -> None:
        """`entered`: the absence that can be taken back here.

        `begin_with` is the id of the visit on which the cursor stands first.
        """
        super().__init__(session)
        self._doctor = doctor
        self._entered = entered
        self._begin_with = begin_with
        self._found: tuple[Affected, ...] | None = None
        self._question: Question | None = None
        self._moving = False

    def body(self) -> Iterable[Widget]:
        yield Lines(self._title, id_="title")
        yield LineList(self._line, id_="affected")
        yield Lines(self._told, id_="said")

    def on_mount(self) -> None:
        self.look()
        self.listen()

    def keys(self) -> Sequence[KeyLabel]:
        tr = self.words.tr
        if self._question is not None:
            return (("Enter", tr("yes")), ("Esc", tr("no")))
        own = []
        if self.current is not None and self.current.instead is not None:
            own.append(("Enter", tr("move")))
        if self._movable:
            own.append((self.key(keyboard.MOVE_ALL), tr("move all")))
        own += [(self.key(keyboard.MOVE), tr("another time"))] if self.chosen else []
        if self._entered is not None:
            own.append((self.key(keyboard.TAKE_BACK), tr("the doctor comes")))
        return (*own, ("Esc", tr("back")))

    def help(self) -> Sequence[str]:
        tr, key = self.words.tr, self.key
        return (
            tr(
                "Enter moves the visit to the time behind the arrow, {all} moves all. Then phone "
                "the patients.",
                all=key(keyboard.MOVE_ALL),
            ),
            tr("Behind the arrow: the nearest time by whoever gives the same service."),
            tr(
                "{move} chooses another time, {cancel} cancels the visit.",
                move=key(keyboard.MOVE),
                cancel=key(keyboard.CANCEL),
            ),
            tr(
                "{back} opens the doctor's time again. What is not moved stays on the list.",
                back=key(keyboard.TAKE_BACK),
            ),
        )

    @property
    def current(self) -> Affected | None:
        current = self.lines.current
        return current if isinstance(current, Affected) else None

    @property
    def chosen(self) -> Chosen | None:
        if self.current is None or self._question is not None:
            return None
        it = self.current.visit.appointment
        return Chosen(it.id, it.state)

    @property
    def _movable(self) -> Sequence[Affected]:
        return [it for it in self._found or () if it.instead is not None]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool:
        match action:
            case keyboard.MOVE_ALL.name:
                return bool(self._movable)
            case keyboard.TAKE_BACK.name:
                return self._entered is not None
            case _:
                return super().check_action(action, parameters)

    @work(exclusive=True, group="affected")
    async def look(self) -> None:
        """Reads the visits and their proposals again; the cursor stays on its visit."""
        if self._moving:
            return
        wanted = self.current.visit.appointment.id if self.current else self._begin_with
        self._found = await self.session.desk.absences.proposals(self._doctor)
        same = (it for it in self._found if it.visit.appointment.id == wanted)
        self.lines.show(self._found, next(same, None))
        self.lines.refresh()
        self.renew()

    @on(LineList.Moved)
    def another_visit(self) -> None:
        """What was asked or said was about the one before."""
        self._ask(None)

    def on_key(self, event: events.Key) -> None:
        match event.key:
            case "escape" if self._question is not None:
                self._ask(None)
            case "escape":
                self.dismiss(None)
            case "enter" if self.was_meant(event):
                self._enter()
            case _:
                return
        event.stop()

    def _enter(self) -> None:
        question, self._question = self._question, None
        match question:
            case Question.MOVE_ALL:
                self.move(self._movable)
            case Question.TAKE_BACK:
                self.take_back()
            case None if self.current is not None and self.current.instead is not None:
                self.move([self.current])
            case None:
                pass

    def action_move_all(self) -> None:
        self._ask(Question.MOVE_ALL)

    def action_take_back(self) -> None:
        self._ask(Question.TAKE_BACK)

    def _ask(self, question: Question | None) -> None:
        words = self.words
        self._question = question
        match question:
            case Question.MOVE_ALL:
                asked = words.trn(
                    "Move {n} visit to the proposed time? Enter: yes. Esc: no.",
                    "Move {n} visits to the proposed times? Enter: yes. Esc: no.",
                    len(self._movable),
                )
                self._said = (asked, "warn")
            case Question.TAKE_BACK:
                asked = words.tr(
                    "Is the doctor not absent? The time opens again; visits that were moved stay "
                    "where they are now. Enter: yes. Esc: no."
                )
                self._said = (asked, "warn")
            case None:
                self._said = ("", "plain")
        self.renew()

    @work(group="move")
    async def move(self, wanted: Sequence[Affected]) -> None:
        """Each to its own time; where somebody was quicker the visit stays on the list."""
        if self._moving:
            return
        self._moving = True
        moved = 0
        try:
            for it in wanted:
                if it.instead is None:
                    continue
                answer = await self.session.desk.move(it.visit.appointment, it.instead)
                if isinstance(answer, Changed):
                    moved += 1
                    await self.session.became(answer.appointment)
        finally:
            self._moving = False
        self._tell(moved, len(wanted) - moved)
        self.look()

    def _tell(self, moved: int, left: int) -> None:
        words = self.words
        told = words.trn("Moved: {n} visit.", "Moved: {n} visits.", moved)
        if left:
            told += " " + words.trn(
                "{n} was not: the time has just been taken.",
                "{n} were not: the times have just been taken.",
                left,
            )
        self._said = (told, "warn" if left else "good")

    @work(group="absence")
    async def take_back(self) -> None:
        if self._entered is not None:
            await self.session.desk.absences.take_back(self._entered)
            self.dismiss(None)

    def _title(self, width: int) -> Sequence[Content]:
        words, tr = self.words, self.words.tr
        told = [tr("Visits in time that is not worked")]
        if self._found is not None:
            told.append(words.trn("{n} visit", "{n} visits", len(self._found)))
        told.append(self._doctor.name)
        title = cut(text(" · ".join(told), "strong"), width)
        if self._entered is None:
            return (title,)
        it = self._entered.absence
        days = dates.numeric(it.first)
        if it.last != it.first:
            days += f"–{dates.numeric(it.last)}"
        hours = f", {dates.clock(it.start)}–{dates.clock(it.end)}" if it.is_part_of_day else ""
        return (title, text(f"{agenda.cause(words, it.cause)}, {days}{hours}", "quiet"))

    def _line(self, it: Affected, width: int) -> Content:
        """Whose visit and when; behind the arrow the time instead."""
        visit, instead = it.visit.appointment, it.instead
        old = f"{dates.short(self.words, visit.day)} {dates.clock(visit.start)}"
        known = row(
            text(f"{old}  ", "strong"), cut(text(agenda.whose(it.visit)), max(12, width // 4))
        )
        if instead is None:
            none = self.words.tr("no time instead")
            return row(known, text(f"  ✖ {none}", "bad"))
        new = f"{dates.short(self.words, instead.day)} {dates.clock(instead.start)}"
        return row(
            known, text("  → ", "accent"), text(new), text(f"  {short(instead.offer.doctor)}")
        )

    def without_news(self, width: int) -> Sequence[Content]:
        return (self._about(width),)

    def _about(self, width: int) -> Content:
        """Whom to phone; however long the name is, the number has its place."""
        if self._found is None:
            return text(self.words.tr("Please wait…"), "accent")
        if self.current is None:
            return text(self.words.tr("No visit stands in time that is not worked."), "quiet")
        patient = self.current.visit.patient
        phone = patient.phone.shown if patient and patient.phone else self.words.tr("no phone")
        number = text(f" · {phone}", "quiet")
        name = text(patient.name.full if patient else "—", "quiet")
        return row(name.truncate(width - number.cell_length, ellipsis=True), number)
