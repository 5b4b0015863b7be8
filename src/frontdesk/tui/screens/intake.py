"""Прийом: the number field, the last lookups, and in the demo the numbers to try."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events, getters, on
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widget import Widget

from frontdesk import keyboard
from frontdesk.tui import keymap
from frontdesk.tui.messages import SignedIn, TourWanted
from frontdesk.tui.screens.attention import Attention
from frontdesk.tui.screens.base import DeskScreen
from frontdesk.tui.screens.greeting import Offer
from frontdesk.tui.screens.lookup import Lookup
from frontdesk.tui.screens.news import News
from frontdesk.tui.screens.samples import Samples
from frontdesk.tui.screens.ways import Other, WaysScreen
from frontdesk.tui.session import Recent, Session
from frontdesk.tui.tour import Sight
from frontdesk.tui.widgets.bars import KeyLabel
from frontdesk.tui.widgets.line_list import LineList
from frontdesk.tui.widgets.lines import Lines
from frontdesk.tui.widgets.number_field import NumberField
from frontdesk.tui.widgets.ways import Ways

if TYPE_CHECKING:
    from frontdesk.desk.answers import Ambiguous, Entered, Finding
    from frontdesk.tui.screens.referral import Back


class IntakeScreen(WaysScreen[None]):
    """Home: a number is typed, pasted or scanned, and looked up."""

    BINDINGS: ClassVar[list[BindingType]] = [
        keymap.bind(it) for it in keyboard.ACTIONS if "intake" in it.places
    ]
    PLACE = "intake"
    AUTO_FOCUS = "NumberField"
    DEFAULT_CSS = """
    IntakeScreen NumberField { margin: 1 1 0 1; }
    IntakeScreen #said { margin: 0 2 1 2; }
    IntakeScreen #offer { margin: 0 2; }
    IntakeScreen Ways { margin: 0 2 1 2; }
    IntakeScreen #below { height: 1fr; margin: 0 2; }
    IntakeScreen #news { height: auto; max-height: 100%; margin: 0 0 1 0; }
    IntakeScreen #news { scrollbar-size-vertical: 1; }
    IntakeScreen .-with-samples #news { max-height: 50%; }
    IntakeScreen #samples { height: 1fr; }
    """

    field = getters.query_one(NumberField)
    lookup = getters.query_one(Lookup)
    samples = getters.query_one(Samples)
    news = getters.query_one("#news", VerticalScroll)

    def body(self) -> Iterable[Widget]:
        yield NumberField(lambda: self.words.tr("Referral number"))
        yield Lookup(self.session, self._show, lambda: self._should_sign_in)
        yield Offer(self.session)
        yield Ways(self.session)
        news = VerticalScroll(
            Attention(self.session), News(self.session), id="news", can_focus=False
        )
        if self.session.demo:
            samples = Samples(self.session)
            yield Vertical(news, samples, id="below", classes="-with-samples")
        else:
            yield Vertical(news, id="below")

    def keys(self) -> Sequence[KeyLabel]:
        tr = self.words.tr
        if self.lookup.is_asking:
            return (("Esc", tr("cancel the search")),)
        if self.field.value:
            return (("Enter", tr("search")), ("Esc", tr("clear")))
        if self._should_sign_in:
            return (("Enter", tr("sign in to ESOZ")),)
        if self.session.greets:
            return (("Enter", tr("guided tour")), ("Esc", tr("no greeting")))
        if self.session.demo and self.session.opened:
            return (("↓", tr("sample numbers")), ("Enter", tr("take")))
        return ()

    @property
    def sight(self) -> Sight:
        return Sight.INTAKE

    def help(self) -> Sequence[str]:
        tr = self.words.tr
        return (
            tr(
                "Type, paste or scan the referral number. At its sixteenth symbol the search "
                "starts by itself."
            ),
            tr(
                "Hyphens and spaces are not needed. Cyrillic letters and a wrong layout are mended."
            ),
            tr("Esc stops a search or clears the field. The next number can be typed at once."),
            tr("One number may cover several services: each is shown with its own state."),
            tr(
                "{key} finds a patient by surname, phone or date of birth.",
                key=self.key(keyboard.PATIENTS),
            ),
            tr(
                "{key} opens the worklist: everything that needs a person, with what to do.",
                key=self.key(keyboard.WORKLIST),
            ),
            tr(
                "{key} opens the waiting list: who waits, and for whom a time has become free.",
                key=self.key(keyboard.WAITING),
            ),
        )

    def renew(self) -> None:
        super().renew()
        if self.session.demo:
            self.samples.follow_the_tour()

    def fresh(self) -> None:
        """Ready for the next patient."""
        self.lookup.stop()
        self.field.clear()
        self.set_focus(self.field)
        self.renew()

    def type_on(self, typed: str, at: float) -> None:
        """A key or a paste that belongs into the field, wherever it was pressed."""
        self.set_focus(self.field)
        self.field.insert(typed, at)

    @on(NumberField.Complete)
    def look_up(self, event: NumberField.Complete) -> None:
        self.lookup.begin(event.reading)
        self.renew()

    @on(NumberField.Wrong)
    def say_what_is_wrong(self, event: NumberField.Wrong) -> None:
        self.lookup.refuse(event.misread)
        self.renew()

    @on(NumberField.Edited)
    def another_number(self) -> None:
        """What was asked about is no longer what stands in the field."""
        if self.session.greets:
            self._greeted()
        if self.lookup.is_idle:
            self.query_one("KeysLine", Lines).renew()
        else:
            self.lookup.stop()
            self.renew()

    def _show(self, found: Finding | Ambiguous) -> None:
        from frontdesk.desk.answers import Ambiguous

        if isinstance(found, Ambiguous):
            from frontdesk.tui.screens.choice import ChoiceScreen

            self.app.push_screen(ChoiceScreen(self.session, found), self._chosen)
        else:
            self._chosen(found)

    def _chosen(self, finding: Finding | None) -> None:
        from frontdesk.tui.screens.referral import ReferralScreen

        if finding is None:
            return
        self.session.remember(Recent(finding.checked_at, finding.number.masked, finding.verdict))
        self.app.push_screen(ReferralScreen(self.session, finding), self._came_back)

    def _came_back(self, back: Back | None) -> None:
        from frontdesk.tui.screens.referral import Back

        match back:
            case Back.CORRECT:
                self.set_focus(self.field)
            case Back.ASK_AGAIN:
                self.field.read_again()
            case Back.SIGN_IN:
                self._sign_in()
            case Back.NEXT_PATIENT | None:
                self.fresh()

    def _sign_in(self) -> None:
        from frontdesk.tui.screens.sign_in import SignInScreen

        self.app.push_screen(SignInScreen(self.session), self._signed_in)

    def _signed_in(self, entered: Entered | None) -> None:
        """Goes on with what waited for the session: the number in the field, and old bookings."""
        self.renew()
        if entered is not None:
            self.post_message(SignedIn())
            if self.field.value:
                self.field.read_again()

    @property
    def _should_sign_in(self) -> bool:
        """Nobody is signed in, or the session ends soon; and it can be done here."""
        if self.session.opened is None or self.field.value:
            return False
        return self.session.desk.can_sign_in and self.session.session_ends_soon

    def on_key(self, event: events.Key) -> None:
        if self.session.greets and event.key in {"enter", "escape"}:
            self._answer_greeting(event)
        else:
            self._take(event)

    def _answer_greeting(self, event: events.Key) -> None:
        event.stop()
        if event.key == "escape":
            self.session.answer_greeting()
            self.renew()
        elif self.was_meant(event):
            self.action_tour()

    def _take(self, event: events.Key) -> None:
        match event.key:
            case "escape":
                self._back()
            case "enter" if self._should_sign_in and self.was_meant(event):
                self._sign_in()
            case "down" if self.session.demo and self.field.has_focus:
                self._greeted()
                self.set_focus(self.samples)
            case "enter" if self.session.demo and self.samples.has_focus:
                self._take_sample(event.time)
            case "pagedown":
                self.news.scroll_page_down()
            case "pageup":
                self.news.scroll_page_up()
            case _ if event.is_printable and event.character and not self.field.has_focus:
                self.type_on(event.character, event.time)
            case _:
                return
        event.stop()

    def on_paste(self, event: events.Paste) -> None:
        """Pasted while the field had not the focus."""
        event.stop()
        self.type_on(event.text, event.time)

    def _back(self) -> None:
        if self.lookup.is_asking:
            self.lookup.stop()
        elif self.field.value:
            self.field.clear()
            self.lookup.stop()
        else:
            self.session.lost.clear()
            self.session.left_over.clear()
            self.session.verified.clear()
            for id_ in self.session.not_printed:
                del self.session.printed[id_]
        self.set_focus(self.field)
        self.renew()

    def _greeted(self) -> None:
        """Work has begun: the greeting gives way to it, unanswered."""
        self.session.greets = False
        self.renew()

    def check_action(self, action: str, _parameters: tuple[object, ...]) -> bool:
        return action != keyboard.TOUR.name or self.session.demo

    def action_tour(self) -> None:
        self.post_message(TourWanted())

    def action_patients(self) -> None:
        from frontdesk.tui.screens.patients import PatientsScreen

        self.app.push_screen(PatientsScreen(self.session), lambda _: self.set_focus(self.field))

    def action_agenda(self) -> None:
        from frontdesk.tui.screens.agenda import AgendaScreen

        self.go(AgendaScreen)

    def action_worklist(self) -> None:
        from frontdesk.tui.screens.worklist import WorklistScreen

        self.go(WorklistScreen)

    def action_waiting(self) -> None:
        from frontdesk.tui.screens.waiting import WaitingScreen

        self.go(WaitingScreen)

    def go(self, screen: Callable[[Session], DeskScreen[Other]]) -> None:
        """Where nothing can be done before the desk is open."""
        if self.session.opened is not None:
            self.app.push_screen(screen(self.session), lambda _: self.set_focus(self.field))

    def _take_sample(self, at: float) -> None:
        number = self.samples.number
        if number is not None:
            self.field.clear()
            self.type_on(number, at)

    @on(LineList.Left)
    def up_to_the_field(self) -> None:
        self.set_focus(self.field)
