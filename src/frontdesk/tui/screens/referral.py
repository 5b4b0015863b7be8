"""Направлення: what stands under the number, the verdict, what to say, what can be done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from enum import Enum, auto
from typing import TYPE_CHECKING, ClassVar

from textual import events, getters, on, work
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget

from frontdesk import keyboard
from frontdesk.desk.answers import Finding, Line
from frontdesk.domain.appointment import Appointment, State
from frontdesk.domain.verdict import Booking
from frontdesk.tui import keymap
from frontdesk.tui.safe import row, spread, text
from frontdesk.tui.screens.facts import laid_out
from frontdesk.tui.screens.number_facts import number_facts
from frontdesk.tui.screens.resending import Resending
from frontdesk.tui.screens.saying import saying
from frontdesk.tui.screens.selection import LABELS, Act, Selection
from frontdesk.tui.screens.visits import Chosen, VisitScreen
from frontdesk.tui.screens.ways import WAYS, WaysScreen
from frontdesk.tui.tour import Sight
from frontdesk.tui.widgets.banner import Banner, Tone
from frontdesk.tui.widgets.bars import KeyLabel
from frontdesk.tui.widgets.line_list import LineList
from frontdesk.tui.widgets.lines import Lines
from frontdesk.words import labels, verdicts

if TYPE_CHECKING:
    from frontdesk.domain.reference import LegalEntity
    from frontdesk.domain.timetable import Timetable
    from frontdesk.domain.verdict import Verdict
    from frontdesk.keyboard import Action
    from frontdesk.tui.session import Session
    from frontdesk.words.services import Choice


class Back(Enum):
    """What the clerk does next with the number field."""

    NEXT_PATIENT = auto()
    CORRECT = auto()
    ASK_AGAIN = auto()
    SIGN_IN = auto()
    """And then ask again."""


class ReferralScreen(VisitScreen[Back], WaysScreen[Back]):
    """The verdict on one number."""

    TAKES_NUMBERS = True
    BINDINGS: ClassVar[list[BindingType]] = [
        keymap.bind(keyboard.ASK_AGAIN),
        keymap.bind(keyboard.RESEND),
        keymap.bind(keyboard.PATIENTS),
    ]
    PLACE = "referral"
    DEFAULT_CSS = """
    ReferralScreen #verdict { margin: 1 1 0 1; }
    ReferralScreen #lines { margin: 0 1 1 1; max-height: 5; }
    ReferralScreen #say { margin: 0 2; }
    ReferralScreen #resending { margin: 0 2; }
    ReferralScreen #scroll { height: 1fr; margin: 1 1 0 2; scrollbar-size-vertical: 1; }
    """

    lines = getters.query_one("#lines", LineList)
    resending = getters.query_one(Resending)
    scroll = getters.query_one("#scroll", VerticalScroll)

    def __init__(self, session: Session, finding: Finding) -> None:
        super().__init__(session)
        self.finding = finding
        self.selection = Selection(finding, finding.selected, session.desk.can_sign_in)
        self._clinics: dict[str, LegalEntity] = {}
        """By id, those that the referrals do not name."""
        self._became = ""
        """What has just become of the visit."""
        self._times: Timetable | None = None
        """Fetched while the verdict is being read: then they stand there at once."""

    def body(self) -> Iterable[Widget]:
        yield Banner(self._told, id_="verdict")
        if not self.selection.is_alone:
            yield LineList(self._service, id_="lines")
        yield Lines(self._say, id_="say")
        yield Resending(self.session, id_="resending")
        yield VerticalScroll(Lines(self._details), id="scroll", can_focus=False)

    def on_mount(self) -> None:
        if not self.selection.is_alone:
            self.lines.show(self.finding.lines, self.selection.line)
            self.set_focus(self.lines)
        self.resending.show(self.selection.line)
        self.fetch_times()
        self.fetch_names()

    def keys(self) -> Sequence[KeyLabel]:
        tr = self.words.tr
        it = self.selection
        keys = [("Enter", tr(LABELS[it.enter])), ("Esc", tr("back"))]
        if it.may_ask_again and it.enter is not it.asking:
            keys.insert(1, (self.key(keyboard.ASK_AGAIN), tr(LABELS[it.asking])))
        if not it.is_alone:
            keys.append(("↑↓", tr("service")))
        keys += self.visit_keys()
        if self.resending.may_send:
            keys.append((self.key(keyboard.RESEND), tr("send the message again")))
        return (*keys, *((self.key(way), tr(way.label)) for way in self._ways))

    def actions(self) -> Sequence[Action]:
        return (*self._ways, *super().actions())

    @property
    def _ways(self) -> Sequence[Action]:
        """To go on without this referral."""
        return WAYS if self.selection.may_go_without else ()

    def help(self) -> Sequence[str]:
        tr = self.words.tr
        return (
            tr(
                "Tell the patient the sentence under the block. Enter then chooses a time, or goes "
                "to the next patient if nothing can be booked."
            ),
            tr("✔ can be booked, ! ask first, ✖ not with this one, ? ESOZ could not say."),
            tr("Compare the name with the patient's document."),
            tr(
                "{key} has ESOZ send the patient the message with the number once more.",
                key=self.key(keyboard.RESEND),
            ),
            tr("If ESOZ is silent: Enter, the service by the patient's message, and the time."),
            self.visit_help(),
            tr("The next number can be typed or scanned at once."),
        )

    @property
    def verdict(self) -> Verdict:
        """On the service that is looked at."""
        return self.selection.verdict

    @property
    def sight(self) -> Sight:
        match self.verdict.booking:
            case Booking.YES:
                return Sight.USABLE
            case Booking.NO:
                return Sight.REFUSED
            case _:
                return Sight.OTHER

    def key_enter(self, event: events.Key) -> None:
        event.stop()
        if not self.was_meant(event):
            return
        self._do(self.selection.enter)

    def _do(self, act: Act) -> None:
        match act:
            case Act.CORRECT:
                self.dismiss(Back.CORRECT)
            case Act.NAME_SERVICE:
                self._name_service()
            case Act.ASK_AGAIN:
                self.dismiss(Back.ASK_AGAIN)
            case Act.SIGN_IN:
                self.dismiss(Back.SIGN_IN)
            case Act.NEXT_PATIENT:
                self.dismiss(Back.NEXT_PATIENT)
            case Act.ASK_CONSENT:
                self._ask_consent(asked=True)
            case _ if self.selection.line is not None:
                self._choose_time(self.selection.line)

    def key_escape(self, event: events.Key) -> None:
        event.stop()
        if self.selection.consent_asked:
            self._ask_consent(asked=False)
        else:
            self.dismiss(Back.NEXT_PATIENT)

    def _ask_consent(self, *, asked: bool) -> None:
        self.selection = replace(self.selection, consent_asked=asked)
        self.renew()

    @property
    def chosen(self) -> Chosen | None:
        """The appointment that stands under the referral already."""
        line = self.selection.line
        it = line.appointment if line else None
        return Chosen(it.id, it.state) if it else None

    def visit_changed(self, after: Appointment, said: str) -> None:
        """What a cancelled visit leaves of the referral, ЕСОЗ is asked."""
        if after.state is State.CANCELLED:
            self.dismiss(Back.ASK_AGAIN)
        elif (line := self.selection.line) is not None:
            self.selection = replace(self.selection, line=replace(line, appointment=after))
            self._became = said
            self.renew()

    def visit_over(self, _said: str) -> None:
        self.dismiss(Back.ASK_AGAIN)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool:
        match action:
            case keyboard.ASK_AGAIN.name:
                return self.selection.may_ask_again
            case keyboard.RESEND.name:
                return self.resending.may_send
            case _:
                return super().check_action(action, parameters)

    def action_ask_again(self) -> None:
        self._do(self.selection.asking)

    def action_resend(self) -> None:
        self.resending.send()
        self.renew()

    def on_key(self, event: events.Key) -> None:
        """Details that do not fit are scrolled; with several services PgUp and PgDn do it."""
        alone = self.selection.is_alone
        way = next((it for it in self._ways if self.session.keymap.has(it, event.key)), None)
        match event.key:
            case "down" if alone:
                self.scroll.scroll_down()
            case "up" if alone:
                self.scroll.scroll_up()
            case "pagedown":
                self.scroll.scroll_page_down()
            case "pageup":
                self.scroll.scroll_page_up()
            case _ if way is not None:
                self.call_later(self.run_action, way.name)
            case _:
                return
        event.stop()

    @on(LineList.Moved)
    def another_service(self) -> None:
        current = self.lines.current
        if isinstance(current, Line):
            it = self.selection
            self.selection = replace(it, line=self._named(current), consent_asked=False)
            self.resending.show(current)
            self.scroll.scroll_home(animate=False)
            self.renew()
            self.fetch_times()
            self.fetch_names()

    @work(exclusive=True, group="times")
    async def fetch_times(self) -> None:
        self._times = None
        line = self.selection.line
        if line is not None and self.selection.may_choose:
            desk = self.session.desk
            offers = desk.clinic.offers_for(line.referral)
            self._times = await desk.timetable(offers, last_day=line.last_day)

    def _name_service(self) -> None:
        from frontdesk.tui.screens.services import ServiceChoiceScreen

        self.app.push_screen(ServiceChoiceScreen(self.session), self._choose_provisionally)

    @work(exclusive=True, group="names")
    async def fetch_names(self) -> None:
        """Asks what the clinics of the referral are called; nothing waits for it."""
        line = self.selection.line
        for id_ in sorted(line.referral.unnamed) if line else ():
            called = await self.session.desk.called(id_)
            if called is not None and (line := self.selection.line) is not None:
                self._clinics[id_] = called
                self.selection = replace(self.selection, line=self._named(line))
                self.renew()

    def _named(self, line: Line) -> Line:
        names = {it.id: it.name for it in self._clinics.values()}
        return replace(line, referral=line.referral.naming(names))

    def _choose_provisionally(self, choice: Choice | None) -> None:
        from frontdesk.tui.errand import Errand
        from frontdesk.tui.screens.booking import BookingScreen

        if choice is not None:
            desk, finding = self.session.desk, self.finding
            line = desk.provisional(finding.number, choice.service)
            errand = Errand.under(desk.clinic, finding, line, consent=False)
            self.app.push_screen(BookingScreen(self.session, errand, None))

    def _choose_time(self, line: Line) -> None:
        from frontdesk.tui.errand import Errand
        from frontdesk.tui.screens.booking import BookingScreen

        clinic, consent = self.session.desk.clinic, self.selection.consent_asked
        errand = Errand.under(clinic, self.finding, line, consent=consent)
        self.app.push_screen(BookingScreen(self.session, errand, self._times))

    def _told(self) -> tuple[Tone, str, str]:
        line, verdict = self.selection.line, self.verdict
        referral = line.referral if line else None
        headline = verdicts.headline(self.words, referral, verdict, self.session.desk.clinic)
        return verdicts.tone(verdict), verdicts.sign(verdict), headline

    def _service(self, line: Line, width: int) -> Content:
        sign = text(f"{verdicts.sign(line.verdict)} ", verdicts.tone(line.verdict))
        name = text(line.service_name or labels.missing(self.words))
        state = text(f" {verdicts.word(self.words, line.verdict)} ", "quiet")
        return spread(row(sign, name), state, width)

    def _say(self, width: int) -> Sequence[Content]:
        return saying(self.words, self.selection, self._became, width)

    def _details(self, width: int) -> Sequence[Content]:
        line = self.selection.line
        sender = self._clinics.get(line.referral.requester or "") if line else None
        return laid_out(list(number_facts(self.session, self.selection, sender)), width)
