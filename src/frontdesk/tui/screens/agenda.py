"""Розклад дня: who comes, to whom, and what becomes of each visit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar

from textual import events, on, work
from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget

from frontdesk import keyboard
from frontdesk.desk.answers import Changed
from frontdesk.domain.planned import Planned
from frontdesk.tui import keymap
from frontdesk.tui.safe import cut, row, text
from frontdesk.tui.screens.agenda_changes import CHANGES, Change
from frontdesk.tui.screens.agenda_lines import Heading, Row, visit_line
from frontdesk.tui.screens.agenda_sheet import Sheet
from frontdesk.tui.screens.visit_list import VisitListScreen
from frontdesk.tui.screens.visits import ROOMY, Chosen
from frontdesk.tui.widgets.bars import KeyLabel
from frontdesk.tui.widgets.line_list import LineList
from frontdesk.tui.widgets.lines import Lines
from frontdesk.words import agenda

if TYPE_CHECKING:
    from frontdesk.keyboard import Action
    from frontdesk.tui.session import Session


class AgendaScreen(VisitListScreen):
    """Letters and digits narrow the list, arrows change the day, keys change the visit."""

    BINDINGS: ClassVar[list[BindingType]] = [
        keymap.bind(it) for it in keyboard.ACTIONS if it.places == frozenset({"agenda"})
    ]
    PLACE = "agenda"
    DEFAULT_CSS = """
    AgendaScreen #day { margin: 0 2; }
    AgendaScreen LineList { height: 1fr; margin: 0 2; }
    AgendaScreen #said { margin: 0 2; }
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.sheet = Sheet(session.desk.today())
        self._asked: Change | None = None
        """What cannot be taken back is asked first."""

    def body(self) -> Iterable[Widget]:
        yield Lines(self._title, id_="day")
        yield LineList(self._line, can_take=lambda it: isinstance(it, Planned), id_="visits")
        yield Lines(self._told, id_="said")

    def on_mount(self) -> None:
        self.listen()

    def on_screen_resume(self) -> None:
        super().on_screen_resume()
        if self.sheet.visits is not None:
            self.look()

    # What works now

    def keys(self) -> Sequence[KeyLabel]:
        tr = self.words.tr
        if self._asked is not None:
            return (("Enter", tr("yes")), ("Esc", tr("no")))
        own = [
            (self.key(action), tr(label))
            for action, label in (
                (keyboard.ARRIVE, "came"),
                (keyboard.LATE, "late"),
                (keyboard.MISS, "did not come"),
            )
            if self.check_action(action.name, ())
        ]
        day = [] if self.sheet.is_everywhere else [("←→", tr("day"))]
        rest = own[1:] if self.size.width >= ROOMY else []
        return (*own[:1], *self.visit_keys(), *day, *rest, ("Esc", tr("back")))

    def help(self) -> Sequence[str]:
        tr, key = self.words.tr, self.key
        return (
            tr(
                "Find the visit: letters of the surname or the end of the phone narrow the list. "
                "Then {came}: came, {move}: move, {cancel}: cancel.",
                came=key(keyboard.ARRIVE),
                move=key(keyboard.MOVE),
                cancel=key(keyboard.CANCEL),
            ),
            tr(
                "← and → go from day to day, {today} to today; {grouping}: by doctor, room, time.",
                today=key(keyboard.TODAY),
                grouping=key(keyboard.GROUPING),
            ),
            tr(
                "{coming} looks for the typed patient in all days to come; Esc shows all again.",
                coming=key(keyboard.COMING),
            ),
            tr(
                "{late} the patient is late, {missed} did not come, {seen} was seen by the doctor.",
                late=key(keyboard.LATE),
                missed=key(keyboard.MISS),
                seen=key(keyboard.FULFIL),
            ),
            tr("Before a visit is moved or cancelled you are asked."),
            tr(
                "Enter opens the patient's card, {slip} the slip. {absence}: a doctor is absent.",
                slip=key(keyboard.REPRINT),
                absence=key(keyboard.ABSENCE),
            ),
        )

    @property
    def current(self) -> Planned | None:
        """The line under the cursor."""
        current = self.lines.current
        return current if isinstance(current, Planned) else None

    @property
    def chosen(self) -> Chosen | None:
        it = self.current
        return Chosen(it.id, it.state) if it and self._asked is None else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool:
        it = self.current
        if action == keyboard.REPRINT.name:
            return it is not None and it.patient_id is not None
        wanted = next((change for change in CHANGES if change.name == action), None)
        if wanted is None:
            return super().check_action(action, parameters)
        here = self.session.local(self.session.desk.now())
        return it is not None and Change(wanted, it).may_be(here)

    # What is shown

    @work(exclusive=True, group="agenda")
    async def look(self) -> None:
        """Reads the visits again; the cursor stays on its visit."""
        await self.sheet.read(self.session.desk.diary)
        self._show()

    def _show(self, *, from_the_top: bool = False) -> None:
        """Puts the lines in; the cursor goes to the first, or stays on its visit."""
        before, rows = self.current, self.sheet.rows()
        visits = (it for it in rows if isinstance(it, Planned))
        if before is not None and not from_the_top:
            visits = (it for it in visits if it.id == before.id)
            kept = next(visits, None)
        else:
            kept = next(visits, None) if from_the_top else None
        self.lines.show(rows, kept)
        self.lines.refresh()
        self.renew()

    def _title(self, width: int) -> Sequence[Content]:
        count = sum(isinstance(it, Planned) for it in self.lines.items)
        title = self.sheet.title(self.words, self.session.desk.today(), count)
        return (cut(text(title, "strong"), width), cut(self._below_the_title(), width))

    def _below_the_title(self) -> Content:
        """What is looked for, why the list is empty, or how it is narrowed."""
        words, sheet = self.words, self.sheet
        sought = text(sheet.sought(words), "accent")
        if not self.lines.items:
            return row(sought, text("  " if sought else ""), text(sheet.nothing(words)))
        return sought or text(sheet.hint(words), "quiet")

    def _line(self, it: Row, width: int) -> Content:
        if isinstance(it, Heading):
            return text(it.title, "accent")
        sheet = self.sheet
        return visit_line(self.words, it, width, sheet.grouping, with_day=sheet.is_everywhere)

    @on(LineList.Moved)
    def another_visit(self) -> None:
        """What was asked or said was about the one before."""
        self._ask(None)

    # What the keys do

    def on_key(self, event: events.Key) -> None:
        match event.key:
            case "escape":
                self._back()
            case "enter" if self.was_meant(event):
                self._enter()
            case "left" if not self.sheet.is_everywhere:
                self._go_to(self.sheet.day - timedelta(days=1))
            case "right" if not self.sheet.is_everywhere:
                self._go_to(self.sheet.day + timedelta(days=1))
            case "backspace":
                self._look_for(self.sheet.typed[:-1])
            case "ctrl+u":
                self._look_for("")
            case _ if event.is_printable and event.character:
                self._look_for(self.sheet.typed + event.character)
            case _:
                return
        event.stop()

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        self._look_for(self.sheet.typed + " ".join(event.text.split()))

    def _back(self) -> None:
        if self._asked is not None:
            self._ask(None)
        elif self.sheet.typed:
            self._look_for("")
        elif self.sheet.is_everywhere:
            self.action_today()
        else:
            self.dismiss(None)

    def _enter(self) -> None:
        if (wanted := self._asked) is not None:
            self._ask(None)
            self.change(wanted)
        elif self.current is not None and self.current.patient_id is not None:
            from frontdesk.tui.screens.patient import PatientScreen

            self.app.push_screen(PatientScreen(self.session, self.current.patient_id))

    def _look_for(self, typed: str) -> None:
        self.sheet.typed = typed
        self._ask(None)
        if self.sheet.is_everywhere:
            self.look()
        else:
            self._show(from_the_top=bool(typed))

    def _go_to(self, day: date) -> None:
        self.sheet.day, self.sheet.is_everywhere = day, False
        self.sheet.visits = None
        self._ask(None)
        self.open_day()

    @work(exclusive=True, group="agenda")
    async def open_day(self) -> None:
        """Until the day is read, the one before it stays."""
        await self.sheet.read(self.session.desk.diary)
        self._show(from_the_top=True)

    def action_today(self) -> None:
        self.sheet.typed = ""
        self._go_to(self.session.desk.today())

    def action_grouping(self) -> None:
        self.sheet.regroup()
        self._show()

    def action_coming(self) -> None:
        self.sheet.is_everywhere = True
        self.look()

    def action_absence(self) -> None:
        from frontdesk.tui.screens.absence import AbsenceScreen

        doctor = self.current.doctor if self.current else None
        self.app.push_screen(AbsenceScreen(self.session, doctor, self.sheet.day))

    def action_reprint(self) -> None:
        if self.current is not None:
            self.reprint(self.current.id)

    @work(exclusive=True, group="change")
    async def reprint(self, id_: str) -> None:
        from frontdesk.tui.screens.slip import SlipScreen

        visit = await self.session.desk.visit(id_)
        if visit is not None and self.is_current:
            self.session.visits[id_] = visit
            self.app.push_screen(SlipScreen(self.session, id_, again=True))

    def action_arrive(self) -> None:
        self._do(keyboard.ARRIVE)

    def action_late(self) -> None:
        self._do(keyboard.LATE)

    def action_miss(self) -> None:
        self._ask(keyboard.MISS)

    def action_fulfil(self) -> None:
        self._ask(keyboard.FULFIL)

    def _do(self, action: Action) -> None:
        if self.current is not None:
            self.change(Change(action, self.current))

    def _ask(self, action: Action | None) -> None:
        """Puts a question below the list, or takes it away."""
        self._asked = None
        self._said = ("", "plain")
        if action is not None and self.current is not None:
            self._asked = Change(action, self.current)
            self._said = (self._asked.question(self.words), "warn")
        self.renew()

    @work(group="change")
    async def change(self, wanted: Change) -> None:
        answer = await wanted.be_made(self.session.desk)
        if isinstance(answer, Changed):
            await self.session.became(answer.appointment)
            self._said = ("", "plain")
        else:
            self._said = (agenda.over(self.words), "warn")
        self.look()
