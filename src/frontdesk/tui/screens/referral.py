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
from frontdesk.desk.answers import FailureKind, Finding, Line
from frontdesk.domain.appointment import Appointment, State
from frontdesk.domain.verdict import UNVERIFIED, Booking, Code, NextStep, Verdict
from frontdesk.tui import keymap
from frontdesk.tui.safe import EMPTY, row, spread, text, wrapped
from frontdesk.tui.screens.facts import Fact, Facts, laid_out
from frontdesk.tui.screens.resending import Resending
from frontdesk.tui.screens.visits import Chosen, VisitScreen
from frontdesk.tui.screens.ways import WAYS, WaysScreen
from frontdesk.tui.tour import Sight
from frontdesk.tui.widgets.banner import Banner, Tone
from frontdesk.tui.widgets.bars import KeyLabel
from frontdesk.tui.widgets.line_list import LineList
from frontdesk.tui.widgets.lines import Lines
from frontdesk.words import ages, dates, failures, labels, readings, verdicts

if TYPE_CHECKING:
    from frontdesk.domain.reference import LegalEntity
    from frontdesk.domain.timetable import Timetable
    from frontdesk.keyboard import Action
    from frontdesk.tui.session import Session
    from frontdesk.words.services import Choice

MAY_CHOOSE = frozenset({Booking.YES, Booking.AFTER_CONSENT, Booking.PROVISIONAL})


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
        self.line = finding.selected
        self._consent_asked = False
        """Enter was pressed on a referral that wants the patient's word first."""
        self._clinics: dict[str, LegalEntity] = {}
        """By id, those that the referrals do not name."""
        self._became = ""
        """What has just become of the visit."""
        self._times: Timetable | None = None
        """Fetched while the verdict is being read: then they stand there at once."""

    def body(self) -> Iterable[Widget]:
        yield Banner(self._told, id_="verdict")
        if len(self.finding.lines) > 1:
            yield LineList(self._service, id_="lines")
        yield Lines(self._say, id_="say")
        yield Resending(self.session, id_="resending")
        yield VerticalScroll(Lines(self._details), id="scroll", can_focus=False)

    def on_mount(self) -> None:
        if len(self.finding.lines) > 1:
            self.lines.show(self.finding.lines, self.line)
            self.set_focus(self.lines)
        self.resending.show(self.line)
        self.fetch_times()
        self.fetch_names()

    def keys(self) -> Sequence[KeyLabel]:
        tr = self.words.tr
        keys = [("Enter", self._enter_does()), ("Esc", tr("back"))]
        if self._may_ask_again and not self._enter_asks_again:
            keys.insert(1, (self.key(keyboard.ASK_AGAIN), self._asks_again()))
        if len(self.finding.lines) > 1:
            keys.append(("↑↓", tr("service")))
        keys += self.visit_keys()
        if self.resending.may_send:
            keys.append((self.key(keyboard.RESEND), tr("send the message again")))
        if self._may_go_without:
            keys += ((self.key(it), tr(it.label)) for it in WAYS)
        return keys

    def actions(self) -> Sequence[Action]:
        return (*(WAYS if self._may_go_without else ()), *super().actions())

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
    def sight(self) -> Sight:
        match self.verdict.booking:
            case Booking.YES:
                return Sight.USABLE
            case Booking.NO:
                return Sight.REFUSED
            case _:
                return Sight.OTHER

    @property
    def verdict(self) -> Verdict:
        if self.line is None and self._may_name_service:
            return UNVERIFIED
        return self.line.verdict if self.line else self.finding.verdict

    @property
    def _may_choose(self) -> bool:
        """Whether there is a time to be chosen, for the first visit or for a further one."""
        line = self.line
        return line is not None and (line.verdict.booking in MAY_CHOOSE or line.goes_on)

    @property
    def _may_ask_again(self) -> bool:
        return self.verdict.code is Code.UNVERIFIED

    @property
    def _enter_asks_again(self) -> bool:
        """There is nothing else to be done."""
        return self._may_ask_again and self.line is None and not self._may_name_service

    @property
    def _may_go_without(self) -> bool:
        """Whoever would need another referral may have another ground."""
        verdict = self.verdict
        wanted = verdict.code is Code.NOT_FOUND or NextStep.NEW_REFERRAL in verdict.next_steps
        return wanted and self.chosen is None

    @property
    def _is_shut_out(self) -> bool:
        """Whether signing in would help."""
        trouble = self.finding.trouble
        is_it = trouble is not None and trouble.kind is FailureKind.UNAUTHORISED
        return is_it and self.session.desk.can_sign_in

    def _asks_again(self) -> str:
        tr = self.words.tr
        return tr("sign in and ask again") if self._is_shut_out else tr("ask again")

    def _ask_again(self) -> None:
        self.dismiss(Back.SIGN_IN if self._is_shut_out else Back.ASK_AGAIN)

    def _enter_does(self) -> str:
        tr = self.words.tr
        if self.verdict.code is Code.NOT_FOUND:
            return tr("correct the number")
        if self._enter_asks_again:
            return self._asks_again()
        match self.verdict.booking:
            case Booking.AFTER_CONSENT if self._consent_asked:
                return tr("yes, here")
            case Booking.YES | Booking.AFTER_CONSENT:
                return tr("choose a time")
            case Booking.PROVISIONAL:
                return tr("book provisionally")
            case Booking.NO | Booking.PAID_ONLY:
                return tr("choose further times") if self._may_choose else tr("next patient")

    def key_enter(self, event: events.Key) -> None:
        event.stop()
        if not self.was_meant(event):
            return
        if self.verdict.code is Code.NOT_FOUND:
            self.dismiss(Back.CORRECT)
        elif self._may_name_service:
            self._name_service()
        elif self.line is None:
            self._ask_again()
        elif not self._may_choose:
            self.dismiss(Back.NEXT_PATIENT)
        elif self.verdict.booking is Booking.AFTER_CONSENT and not self._consent_asked:
            self._consent_asked = True
            self.renew()
        else:
            self._choose_time(self.line)

    def key_escape(self, event: events.Key) -> None:
        event.stop()
        if self._consent_asked:
            self._consent_asked = False
            self.renew()
        else:
            self.dismiss(Back.NEXT_PATIENT)

    @property
    def chosen(self) -> Chosen | None:
        """The appointment that stands under the referral already."""
        it = self.line.appointment if self.line else None
        return Chosen(it.id, it.state) if it else None

    def visit_changed(self, after: Appointment, said: str) -> None:
        """What a cancelled visit leaves of the referral, ЕСОЗ is asked."""
        if after.state is State.CANCELLED:
            self.dismiss(Back.ASK_AGAIN)
        elif self.line is not None:
            self.line = replace(self.line, appointment=after)
            self._became = said
            self.renew()

    def visit_over(self, _said: str) -> None:
        self.dismiss(Back.ASK_AGAIN)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool:
        match action:
            case keyboard.ASK_AGAIN.name:
                return self._may_ask_again
            case keyboard.RESEND.name:
                return self.resending.may_send
            case _:
                return super().check_action(action, parameters)

    def action_ask_again(self) -> None:
        self._ask_again()

    def action_resend(self) -> None:
        self.resending.send()
        self.renew()

    def on_key(self, event: events.Key) -> None:
        """Details that do not fit are scrolled; with several services PgUp and PgDn do it."""
        alone = len(self.finding.lines) < 2
        ways = WAYS if self._may_go_without else ()
        way = next((it for it in ways if self.session.keymap.has(it, event.key)), None)
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
            self.line = self._named(current)
            self._consent_asked = False
            self.resending.show(current)
            self.scroll.scroll_home(animate=False)
            self.renew()
            self.fetch_times()
            self.fetch_names()

    @work(exclusive=True, group="times")
    async def fetch_times(self) -> None:
        self._times = None
        line = self.line
        if line is not None and self._may_choose:
            desk = self.session.desk
            offers = desk.clinic.offers_for(line.referral)
            self._times = await desk.timetable(offers, last_day=line.last_day)

    @property
    def _may_name_service(self) -> bool:
        """ЕСОЗ did not answer: the clerk reads the service from the patient's message."""
        return self.line is None and self.finding.trouble is not None and not self._is_shut_out

    def _name_service(self) -> None:
        from frontdesk.tui.screens.services import ServiceChoiceScreen

        self.app.push_screen(ServiceChoiceScreen(self.session), self._choose_provisionally)

    @work(exclusive=True, group="names")
    async def fetch_names(self) -> None:
        """Asks what the clinics of the referral are called; nothing waits for it."""
        line = self.line
        for id_ in sorted(line.referral.unnamed) if line else ():
            called = await self.session.desk.called(id_)
            if called is not None and self.line is not None:
                self._clinics[id_] = called
                self.line = self._named(self.line)
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

        clinic, consent = self.session.desk.clinic, self._consent_asked
        errand = Errand.under(clinic, self.finding, line, consent=consent)
        self.app.push_screen(BookingScreen(self.session, errand, self._times))

    def _told(self) -> tuple[Tone, str, str]:
        referral = self.line.referral if self.line else None
        headline = verdicts.headline(self.words, referral, self.verdict, self.session.desk.clinic)
        return verdicts.tone(self.verdict), verdicts.sign(self.verdict), headline

    def _service(self, line: Line, width: int) -> Content:
        sign = text(f"{verdicts.sign(line.verdict)} ", verdicts.tone(line.verdict))
        name = text(line.service_name or labels.missing(self.words))
        state = text(f" {verdicts.word(self.words, line.verdict)} ", "quiet")
        return spread(row(sign, name), state, width)

    def _say(self, width: int) -> Sequence[Content]:
        """The sentence for the patient, what is wrong with the answer, the question of consent."""
        tr = self.words.tr
        referral = self.line.referral if self.line else None
        said = verdicts.say(self.words, referral, self.verdict)
        lines = wrapped(text(tr("Say: “{sentence}”", sentence=said), "strong"), width)
        if self._consent_asked:
            lines += (EMPTY, *wrapped(text(self._question(), "warn"), width))
        lines += wrapped(text(self._became, "good"), width) if self._became else []
        for remark in self._remarks():
            lines += wrapped(text(remark, "warn"), width)
        age = referral.identity.age if referral else None
        if age is not None and self._may_choose and (alone := ages.coming(self.words, age)):
            lines += wrapped(text(alone, "warn"), width)
        return lines

    def _question(self) -> str:
        tr = self.words.tr
        if self.verdict.code is Code.IN_WORK_ELSEWHERE:
            return tr(
                "Does the patient want to be seen here? The place at the other clinic is lost. "
                "Enter: yes, choose a time. Esc: no."
            )
        return tr(
            "The doctor named another clinic. Is the patient to be seen here all the same? "
            "Enter: yes, choose a time. Esc: no."
        )

    def _remarks(self) -> Iterable[str]:
        if self.finding.trouble is not None:
            yield failures.sentence(self.words, self.finding.trouble)
        if self.finding.repairs:
            yield readings.repairs(self.words, self.finding.repairs)

    def _details(self, width: int) -> Sequence[Content]:
        tr, session = self.words.tr, self.session
        alone = len(self.finding.lines) < 2
        steps = [
            verdicts.next_step(self.words, it)
            for it in self.verdict.next_steps
            if not (alone and it is NextStep.OTHER_SERVICE)
        ]
        told = [Fact(tr("Next"), " · ".join(steps)), Fact(tr("Number"), self.finding.number.text)]
        if self._may_go_without:
            ways = " · ".join(f"{self.key(it)} {tr(it.label)}" for it in WAYS)
            told.insert(1, Fact(tr("Or"), ways))
        if self.verdict.code is Code.NOT_FOUND:
            told.insert(1, Fact(tr("Looked for"), tr("in all states: active, redeemed, recalled")))
        if self.line is not None:
            today = session.desk.today()
            sender = self._clinics.get(self.line.referral.requester or "")
            phone = sender.phone if sender else None
            facts = Facts(self.words, self.line, session.zone, today, phone)
            told[-1:-1] = [*self._visit(self.line), *facts]
        return laid_out(told, width)

    def _visit(self, line: Line) -> Iterable[Fact]:
        """The appointment that stands under the referral already."""
        appointment = line.appointment
        if appointment is not None:
            when = f"{dates.full(self.words, appointment.day)}, {dates.clock(appointment.start)}"
            yield Fact(self.words.tr("Visit"), when, "strong")
