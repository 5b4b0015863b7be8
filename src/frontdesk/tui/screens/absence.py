"""Відсутність лікаря: who, from when to when, why; then the visits that must go elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from textual import events, getters, on, work
from textual.binding import BindingType
from textual.containers import VerticalGroup, VerticalScroll
from textual.content import Content
from textual.widget import Widget

from frontdesk.desk.absences import Entered, Part, Typed, WrongAbsence
from frontdesk.domain.absence import Cause
from frontdesk.domain.clinic import Resource
from frontdesk.domain.lookup import search_key
from frontdesk.tui import keymap
from frontdesk.tui.safe import text
from frontdesk.tui.screens.base import DeskScreen
from frontdesk.tui.widgets.bars import KeyLabel
from frontdesk.tui.widgets.entry import Entry
from frontdesk.tui.widgets.field import Field
from frontdesk.tui.widgets.line_list import LineList
from frontdesk.words import N_, agenda, dates

if TYPE_CHECKING:
    from frontdesk.tui.session import Session

_WRONG = {
    Part.FIRST: N_("This cannot be a day to come: DD.MM or DD.MM.YYYY."),
    Part.LAST: N_("This cannot be the last day: DD.MM, not before the first."),
    Part.START: N_("This cannot be a time: HH:MM, in steps of five minutes."),
    Part.END: N_("This cannot be the end: HH:MM, after the beginning."),
}


class AbsenceFields(VerticalGroup):
    """Tab and the arrows go from field to field."""

    BINDINGS: ClassVar[list[BindingType]] = [*keymap.BETWEEN_FIELDS]


class AbsenceScreen(DeskScreen[None]):
    """Enter closes the doctor's time, from any field; no visit is touched by that."""

    AUTO_FOCUS = "#doctor"
    DEFAULT_CSS = """
    AbsenceScreen VerticalScroll { height: 1fr; margin: 1 2 0 2; scrollbar-size-vertical: 1; }
    AbsenceScreen LineList { margin: 1 0 0 0; }
    """

    doctor = getters.query_one("#doctor", Entry)
    causes = getters.query_one(LineList)

    def __init__(self, session: Session, doctor: Resource | None, day: date) -> None:
        """`doctor` and `day`: with which the form begins."""
        super().__init__(session)
        self._begun = doctor.name if doctor else ""
        self._day = day
        self._entering = False

    def body(self) -> Iterable[Widget]:
        tr = self._tr
        yield VerticalScroll(
            AbsenceFields(
                Entry(tr(N_("Doctor")), self._found, id_="doctor", is_whole=True),
                Entry(tr(N_("From day")), tr(N_("DD.MM")), id_=Part.FIRST, is_whole=True),
                Entry(tr(N_("To day")), tr(N_("may stay empty: one day")), id_=Part.LAST),
                Entry(tr(N_("From hour")), tr(N_("may stay empty: all day")), id_=Part.START),
                Entry(tr(N_("To hour")), tr(N_("may stay empty: to the end")), id_=Part.END),
            ),
            LineList(self._cause, tr(N_("Why")), id_="causes"),
            can_focus=False,
        )

    def on_mount(self) -> None:
        self.doctor.set(self._begun)
        self._entry(Part.FIRST).set(dates.numeric(max(self._day, self.session.desk.today())))
        self.causes.show(tuple(Cause))

    def keys(self) -> Sequence[KeyLabel]:
        tr = self.words.tr
        return (
            ("Enter", tr("close this time")),
            ("Tab", tr("next field")),
            ("Esc", tr("back")),
        )

    def help(self) -> Sequence[str]:
        tr = self.words.tr
        return (
            tr(
                "Write which doctor, from when to when, and choose why. Enter closes that time: "
                "nobody can be booked into it."
            ),
            tr("Then all visits in that time are listed, each with the nearest time instead."),
            tr("Of a part of a day give the hours too. Days need no dots: 2511."),
        )

    def action_down(self) -> None:
        self.focus_next()

    def on_key(self, event: events.Key) -> None:
        match event.key:
            case "escape":
                self.dismiss(None)
            case "enter" if self.was_meant(event):
                self._enter()
            case "tab" | "shift+tab" if self.causes.has_focus:
                self.focus_next() if event.key == "tab" else self.focus_previous()
            case _:
                return
        event.stop()

    @on(LineList.Left)
    def up_to_the_fields(self) -> None:
        self.set_focus(self._entry(Part.END))

    @on(Field.Edited, "#doctor")
    def another_doctor(self) -> None:
        self.doctor.refresh()

    def _enter(self) -> None:
        fitting, cause = self._fitting(), self.causes.current
        if len(fitting) != 1:
            self.doctor.mark(self.words.tr("Type the doctor's surname until one is left."))
            self.set_focus(self.doctor)
        elif isinstance(cause, Cause) and not self._entering:
            self._entering = True
            self.enter(fitting[0], Typed(*(self._entry(it).value for it in Part)), cause)

    @work(group="absence")
    async def enter(self, doctor: Resource, typed: Typed, cause: Cause) -> None:
        try:
            answer = await self.session.desk.absences.enter(doctor, typed, cause)
        finally:
            self._entering = False
        match answer:
            case Entered():
                self._go_on(doctor, answer)
            case WrongAbsence(wrong):
                for part in Part:
                    self._entry(part).mark(self.words.tr(_WRONG[part]) if part in wrong else "")
                self.set_focus(self._entry(wrong[0]))

    def _go_on(self, doctor: Resource, entered: Entered) -> None:
        from frontdesk.tui.screens.affected import AffectedScreen

        app = self.app
        self.dismiss(None)
        app.push_screen(AffectedScreen(self.session, doctor, entered))

    def _fitting(self) -> Sequence[Resource]:
        """Doctors whose name begins as typed."""
        typed = search_key(self.doctor.value)
        doctors = self.session.desk.absences.doctors()
        return [it for it in doctors if typed and search_key(it.name).startswith(typed)]

    def _found(self) -> str:
        fitting = self._fitting()
        if len(fitting) == 1:
            return f"✔ {fitting[0].name}"
        some = ", ".join(it.name.partition(" ")[0] for it in fitting[:4])
        return some or self.words.tr("the beginning of the surname")

    def _entry(self, part: Part) -> Entry:
        return self.query_one(f"#{part}", Entry)

    def _cause(self, cause: Cause, _width: int) -> Content:
        return text(agenda.cause(self.words, cause))

    def _tr(self, message: str) -> Callable[[], str]:
        """The message in the language of the moment it is drawn."""
        return lambda: self.session.words.tr(message)
