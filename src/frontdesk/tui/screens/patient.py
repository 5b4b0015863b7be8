"""A patient's card: details, declaration, visits to come and past, another entry of the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events, getters, on, work
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget

from frontdesk import keyboard
from frontdesk.desk.register_answers import Alike, Card, EsozAnswer, MergeAnswer, Saved
from frontdesk.domain.appointment import Appointment
from frontdesk.domain.patient import Patient
from frontdesk.domain.visit import Visit
from frontdesk.tui import keymap
from frontdesk.tui.outcome import outcome
from frontdesk.tui.safe import EMPTY, row, spread, text, wrapped
from frontdesk.tui.screens.facts import Fact, laid_out
from frontdesk.tui.screens.patient_details import PatientDetailsScreen
from frontdesk.tui.screens.patient_fields import details_of
from frontdesk.tui.screens.visits import ROOMY, Chosen, VisitScreen
from frontdesk.tui.themes import Role
from frontdesk.tui.widgets.bars import KeyLabel
from frontdesk.tui.widgets.line_list import LineList
from frontdesk.tui.widgets.lines import Lines
from frontdesk.words import dates, labels, patients

if TYPE_CHECKING:
    from frontdesk.tui.session import Session

Row = Visit | str
"""A visit, or the heading above some."""


class PatientScreen(VisitScreen[None]):
    """Everything the clinic knows of one person."""

    TAKES_NUMBERS = True
    BINDINGS: ClassVar[list[BindingType]] = [
        keymap.bind(keyboard.CHANGE),
        keymap.bind(keyboard.ASK_ESOZ),
        keymap.bind(keyboard.MERGE),
    ]
    PLACE = "patient"
    AUTO_FOCUS = "LineList"
    DEFAULT_CSS = """
    PatientScreen VerticalScroll { height: auto; max-height: 60%; margin: 1 2 0 2; }
    PatientScreen VerticalScroll { scrollbar-size-vertical: 1; }
    PatientScreen LineList { height: 1fr; margin: 1 2 0 2; }
    """

    scroll = getters.query_one(VerticalScroll)
    visits = getters.query_one(LineList)

    def __init__(self, session: Session, patient_id: str) -> None:
        super().__init__(session)
        self._patient_id = patient_id
        self._card: Card | None = None
        self._asking = False
        """ЕСОЗ is being asked."""
        self._esoz: EsozAnswer | None = None
        self._merging: Alike | None = None
        """F8 was pressed: the clerk is asked whether this entry is the same person."""
        self._merged: MergeAnswer | None = None
        self._became: tuple[str, Role] | None = None
        """What has just become of a visit."""

    def body(self) -> Iterable[Widget]:
        yield VerticalScroll(Lines(self._told), can_focus=False)
        yield LineList(self._row, can_take=lambda it: isinstance(it, Visit), id_="visits")

    def on_mount(self) -> None:
        self.load()

    def keys(self) -> Sequence[KeyLabel]:
        tr = self.words.tr
        if self._merging is not None:
            return (("Enter", tr("yes, merge")), ("Esc", tr("no")))
        keys = [(self.key(keyboard.CHANGE), tr("change")), *self.visit_keys()]
        if len(keys) == 1 or self.size.width >= ROOMY:
            keys.append((self.key(keyboard.ASK_ESOZ), tr("ask ESOZ")))
        if self._card is not None and self._card.alike:
            keys.append((self.key(keyboard.MERGE), tr("merge")))
        return (*keys, ("Esc", tr("back")))

    def help(self) -> Sequence[str]:
        tr = self.words.tr
        return (
            tr(
                "Here stand the patient's details and visits. {key} corrects the name, the phone "
                "and the date of birth.",
                key=self.key(keyboard.CHANGE),
            ),
            tr(
                "{key} asks ESOZ for the declaration, where your role may see it.",
                key=self.key(keyboard.ASK_ESOZ),
            ),
            tr(
                "{key} makes one entry of two, when both are the same person. You are asked first.",
                key=self.key(keyboard.MERGE),
            ),
            self.visit_help(),
            tr("The next number can be typed or scanned at once."),
        )

    def renew(self) -> None:
        super().renew()
        self.visits.show(self._rows())
        self.query_one("KeysLine", Lines).renew()

    def on_key(self, event: events.Key) -> None:
        card = self._card
        match event.key:
            case "escape" if self._merging is not None:
                self._ask_to_merge(None)
            case "down" | "pagedown" if self._merging is not None:
                self.scroll.scroll_page_down(animate=False)
            case "up" | "pageup" if self._merging is not None:
                self.scroll.scroll_page_up(animate=False)
            case "escape":
                self.dismiss(None)
            case "enter" if self._merging is not None and card is not None:
                if self.was_meant(event):
                    self.merge(self._merging.patient, card.patient)
            case _:
                return
        event.stop()

    @property
    def chosen(self) -> Chosen | None:
        current = self.visits.current
        if not isinstance(current, Visit) or self._merging is not None:
            return None
        return Chosen(current.appointment.id, current.appointment.state)

    @on(LineList.Moved)
    def another_visit(self) -> None:
        self.query_one("KeysLine", Lines).renew()

    def visit_changed(self, _after: Appointment, said: str) -> None:
        self._became = (said, "good")
        self.load()

    def visit_over(self, said: str) -> None:
        self._became = (said, "warn")
        self.load()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool:
        if action == keyboard.MERGE.name:
            return self._card is not None and bool(self._card.alike)
        return super().check_action(action, parameters)

    def action_change(self) -> None:
        if self._card is not None:
            patient = self._card.patient
            screen = PatientDetailsScreen(self.session, patient, details_of(patient))
            self.app.push_screen(screen, self._changed)

    def _changed(self, _: Patient | None) -> None:
        self.load()

    def action_ask_esoz(self) -> None:
        if self._card is not None and not self._asking:
            self.ask_esoz(self._card.patient)

    def action_merge(self) -> None:
        if self._card is not None and self._card.alike:
            self._merged = None
            self._ask_to_merge(self._card.alike[0])

    def _ask_to_merge(self, alike: Alike | None) -> None:
        """Puts the question above the card, whose keys then are its own; or takes it away."""
        self._merging = alike
        self.set_focus(self.visits if alike is None else None)
        self.scroll.scroll_home(animate=False)
        self.renew()

    @work(exclusive=True, group="card")
    async def load(self) -> None:
        self._card = await self.session.desk.patients.open(self._patient_id)
        self.renew()

    @work(exclusive=True, group="esoz")
    async def ask_esoz(self, patient: Patient) -> None:
        self._asking = True
        self.renew()
        try:
            self._esoz = await self.session.desk.patients.ask_esoz(patient)
        finally:
            self._asking = False
        self.load()

    @work(group="merge")
    async def merge(self, entry: Patient, into: Patient) -> None:
        self._ask_to_merge(None)
        self._merged = await self.session.desk.patients.merge(entry, into)
        self.load()

    def _told(self, width: int) -> Sequence[Content]:
        """A question stands above all else."""
        question = self._question()
        if question is not None:
            return (*wrapped(question, width), EMPTY, *self._details(width))
        return (*self._details(width), *self._remarks(width))

    def _details(self, width: int) -> Sequence[Content]:
        if self._card is None:
            return (text(self.words.tr("Please wait…"), "accent"),)
        lines = laid_out(list(self._facts(self._card.patient)), width)
        if self._card.to_come or self._card.past:
            return lines
        return (*lines, EMPTY, text(self.words.tr("No visits yet."), "quiet"))

    def _facts(self, patient: Patient) -> Iterator[Fact]:
        words, tr = self.words, self.words.tr
        yield Fact(tr("Patient"), patients.name(patient), "strong")
        yield self._given(
            tr("Date of birth"), patients.born(words, patient, self.session.desk.today())
        )
        yield self._given(tr("Sex"), labels.sex(words, patient.sex) if patient.sex else None)
        yield self._given(tr("Phone"), patient.phone.shown if patient.phone else None)
        yield self._in_esoz(patient)

    def _in_esoz(self, patient: Patient) -> Fact:
        tr = self.words.tr
        if self._asking:
            return Fact(tr("ESOZ"), tr("asking…"), "accent")
        if self._esoz is not None:
            return Fact(tr("ESOZ"), patients.esoz(self.words, self._esoz))
        known = tr("the person is known") if patient.esoz_id else tr("not linked with a person")
        return Fact(tr("ESOZ"), known, "quiet")

    def _given(self, label: str, value: str | None) -> Fact:
        return Fact(label, value) if value else Fact(label, labels.missing(self.words), "quiet")

    def _remarks(self, width: int) -> Sequence[Content]:
        """What became of a visit, how merging ended, or another entry of the same person."""
        became = text(*self._became) if self._became else None
        said = became or self._outcome() or self._likeness()
        return wrapped(said, width) if said is not None else ()

    def _question(self) -> Content | None:
        if self._merging is None:
            return None
        other = patients.in_a_list(self.words, self._merging.patient, self.session.desk.today())
        asked = self.words.tr(
            "Is it the same person: {other}? The visits of that entry pass to this one, and it is "
            "found no more; this cannot be undone here. Enter: yes, merge. Esc: no.",
            other=other,
        )
        return text(asked, "warn")

    def _outcome(self) -> Content | None:
        match self._merged:
            case None:
                return None
            case Saved():
                return text(self.words.tr("✔ The two entries are one now."), "good")
            case why:
                return text(f"✖ {patients.not_merged(self.words, why)}", "bad")

    def _likeness(self) -> Content | None:
        if self._card is None or not self._card.alike:
            return None
        first = self._card.alike[0]
        said = self.words.tr(
            "! Perhaps the same person: {other} — {why}. {key}: merge.",
            other=patients.in_a_list(self.words, first.patient, self.session.desk.today()),
            why=patients.why_alike(self.words, first.why),
            key=self.key(keyboard.MERGE),
        )
        return text(said, "warn")

    def _rows(self) -> Sequence[Row]:
        card, tr = self._card, self.words.tr
        if card is None:
            return ()
        rows: list[Row] = []
        for title, visits in ((tr("To come"), card.to_come), (tr("Past"), card.past)):
            rows += (title, *visits) if visits else ()
        return rows

    def _row(self, it: Row, width: int) -> Content:
        if isinstance(it, str):
            return text(it, "strong")
        tone, sign = outcome(it.appointment)
        appointment = it.appointment
        day = f"{dates.weekday(self.words, appointment.day)} {dates.numeric(appointment.day)}"
        when = text(f"{day} {dates.clock(appointment.start)}  ")
        what = text(f"{it.doctor.name.partition(' ')[0]}, {it.service_name}")
        state = labels.state(self.words, appointment.state, appointment.claim)
        return spread(row(text(f"{sign} ", tone), when, what), text(f"  {state} ", "quiet"), width)
