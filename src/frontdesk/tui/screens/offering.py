"""Звільнився час: it is held while the clerk phones; then 1, 2 or 3."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from textual import events, getters, work
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget

from frontdesk.desk.answers import (
    AlreadyBooked,
    ConfirmAnswer,
    Confirmed,
    Field,
    HeldCourse,
    HoldLapsed,
    WrongDetails,
)
from frontdesk.desk.waiting_answers import (
    NobodyElse,
    OfferAnswer,
    Offered,
    Reply,
    Waiter,
)
from frontdesk.domain.appointment import Claim
from frontdesk.domain.freetime import FreeTime
from frontdesk.domain.ground import Ground
from frontdesk.domain.paper_referral import PaperReferral
from frontdesk.tui.messages import Booked, LetGo
from frontdesk.tui.safe import EMPTY, text, wrapped
from frontdesk.tui.screens.base import DeskScreen
from frontdesk.tui.screens.facts import Fact, laid_out
from frontdesk.tui.screens.patient_fields import details_of
from frontdesk.tui.widgets.bars import KeyLabel
from frontdesk.tui.widgets.entry import Entry
from frontdesk.tui.widgets.lines import Lines
from frontdesk.words import dates, labels, patients, refusals, waiting

if TYPE_CHECKING:
    from frontdesk.tui.session import Session


class OfferingScreen(DeskScreen[NobodyElse]):
    """Whom to phone and what to say; dismissed with NobodyElse if all were asked."""

    DEFAULT_CSS = """
    OfferingScreen VerticalScroll { height: 1fr; margin: 1 2 0 2; scrollbar-size-vertical: 1; }
    OfferingScreen Entry { margin: 1 2 0 2; display: none; }
    """

    scroll = getters.query_one(VerticalScroll)
    representative = getters.query_one(Entry)
    """Who comes with a child: shown once it is agreed."""

    def __init__(self, session: Session, waiter: Waiter, time: FreeTime) -> None:
        super().__init__(session)
        self._waiter = waiter
        self._time = time
        self._offered: Offered | None = None
        self._paper: PaperReferral | None = None
        """What the patient has read from it."""
        self._said = EMPTY
        self._busy = True
        """An answer of the desk is awaited."""
        self._left = False

    def body(self) -> Iterable[Widget]:
        tr = self.words.tr
        yield VerticalScroll(Lines(self._told), can_focus=False)
        yield Entry(
            lambda: tr("Representative"),
            lambda: tr("a parent or guardian: surname, name; brings a document"),
            id_="representative",
        )

    def on_mount(self) -> None:
        # Not this screen's own work: a hold that comes after it was left must be let go.
        self.app.run_worker(self._offer(), group="offering")

    def keys(self) -> Sequence[KeyLabel]:
        tr = self.words.tr
        if self._offered is None:
            return (("Esc", tr("back")),)
        if self.representative.display:
            return (("Enter", tr("book")), ("Esc", tr("back")))
        return (
            ("1", tr("agrees")),
            ("2", tr("refuses")),
            ("3", tr("no answer")),
            ("Esc", tr("free the time")),
        )

    def help(self) -> Sequence[str]:
        tr = self.words.tr
        return (
            tr("The time is held for five minutes: phone the patient and read the sentence aloud."),
            tr("1 books the visit at once. 2 and 3 note the call and show who is next."),
            tr("Nobody loses the place in the list by refusing or not answering."),
            tr("Esc frees the time and notes nothing."),
        )

    def on_key(self, event: events.Key) -> None:
        match event.key:
            case "escape" if self.representative.display and not self._busy:
                self._ask_who_comes(asked=False)
            case "escape":
                self._leave()
            case "down" | "pagedown":
                self.scroll.scroll_page_down(animate=False)
            case "up" | "pageup":
                self.scroll.scroll_page_up(animate=False)
            case "enter" | "1" | "2" | "3":
                if not self._took(event):
                    return
            case _:
                return
        event.stop()

    def _took(self, event: events.Key) -> bool:
        """Whether the key is an answer here: Enter below who comes with a child, else 1, 2, 3."""
        if self.representative.display != (event.key == "enter"):
            return False
        if self._offered is not None and not self._busy and self.was_meant(event):
            self._take_down(event.key, self._offered)
        return True

    def _take_down(self, key: str, offered: Offered) -> None:
        match key:
            case "1" if self._is_on_paper:
                self._ask_for_paper(offered)
            case "1":
                self._agreed(offered)
            case "enter":
                self._book(offered)
            case "2":
                self._pass_on(offered, Reply.REFUSED)
            case _:
                self._pass_on(offered, Reply.NO_ANSWER)

    def _ask_for_paper(self, offered: Offered) -> None:
        from frontdesk.tui.screens.paper import PaperScreen

        def read(paper: PaperReferral | None) -> None:
            if paper is not None:
                self._paper = paper
                self._agreed(offered)

        self.app.push_screen(PaperScreen(self.session, self._paper, has_time=True), read)

    def _agreed(self, offered: Offered) -> None:
        if self._is_child:
            self._ask_who_comes(asked=True)
        else:
            self._book(offered)

    def _book(self, offered: Offered) -> None:
        self._busy = True
        self.accept(offered)

    def _pass_on(self, offered: Offered, reply: Reply) -> None:
        self._busy = True
        self.decline(offered, reply)

    def _ask_who_comes(self, *, asked: bool) -> None:
        self.representative.display = asked
        self.set_focus(self.representative if asked else None)
        self.renew()

    @property
    def _is_child(self) -> bool:
        """Whether the patient does not come alone."""
        born, offered = self._waiter.patient.birth_date, self._offered
        return offered is not None and offered.held.needs_representative(born)

    @property
    def _is_on_paper(self) -> bool:
        return self._waiter.waiting.ground is Ground.PAPER_REFERRAL

    def _leave(self) -> None:
        """Nothing is said to anybody, and what is held is let go: now, or when it comes."""
        if self._busy and self._offered is not None:
            return
        self._left = True
        if self._offered is not None:
            self.app.post_message(LetGo(HeldCourse((self._offered.held,))))
        self.dismiss(None)

    async def _offer(self) -> None:
        answer = await self.session.desk.waiting.offer(self._waiter, self._time)
        self._busy = False
        if not self._left:
            self._now(answer)
        elif isinstance(answer, Offered):
            self.app.post_message(LetGo(HeldCourse((answer.held,))))

    def _now(self, answer: OfferAnswer) -> None:
        if isinstance(answer, Offered):
            self._offered, self._waiter = answer, answer.waiter
            self._said, self._paper = EMPTY, None
            self.representative.set("")
        else:
            self._said = text(f"✖ {waiting.not_offered(self.words, answer)}", "bad")
        self.renew()

    @work(group="answer")
    async def accept(self, offered: Offered) -> None:
        answer = None
        try:
            who = self.representative.value if self._is_child else ""
            details = replace(details_of(offered.waiter.patient), representative=who)
            answer = await self.session.desk.confirm(offered.held, details, self._paper)
        finally:
            # After a booking there is nothing left to send, however long the slip takes.
            self._busy = isinstance(answer, Confirmed)
        self._answered(answer, offered)

    def _answered(self, answer: ConfirmAnswer, offered: Offered) -> None:
        match answer:
            case Confirmed(appointment):
                self.app.post_message(Booked((appointment,), offered.number))
            case HoldLapsed():
                self._not_booked(self.words.tr("The hold has run out: take the time again."))
            case AlreadyBooked(appointment):
                self._not_booked(refusals.already_booked(self.words, appointment))
            case WrongDetails((Field.REPRESENTATIVE,)):
                self.representative.mark(refusals.wrong_field(self.words, Field.REPRESENTATIVE))
            case WrongDetails(fields):
                self._not_booked(refusals.wrong_details(self.words, fields))

    def _not_booked(self, said: str) -> None:
        """Nothing is held any more: only the way back is left."""
        self._offered, self._said = None, text(f"✖ {said}", "bad")
        self._ask_who_comes(asked=False)

    @work(group="answer")
    async def decline(self, offered: Offered, reply: Reply) -> None:
        try:
            answer = await self.session.desk.waiting.decline(offered, reply)
        finally:
            self._busy = False
        if isinstance(answer, NobodyElse):
            self.dismiss(answer)
            return
        self._now(answer)
        self._said = text(self.words.tr("✔ Noted. The next one:"), "good")
        self.renew()

    def _told(self, width: int) -> Sequence[Content]:
        tr = self.words.tr
        lines = [*wrapped(self._said, width), EMPTY] if self._said is not EMPTY else []
        lines += laid_out(self._facts(), width)
        if self._offered is None:
            asking = tr("Holding the time, asking ESOZ… (Esc: back)") if self._busy else ""
            return (*lines, EMPTY, text(asking, "accent"))
        said = waiting.say(self.words, self._time, self.session.desk.clinic)
        lines += (EMPTY, *wrapped(text(tr("Say: “{sentence}”", sentence=said), "strong"), width))
        if self._offered.held.claim is Claim.DEFERRED and self._offered.held.claim_due is None:
            silent = tr("! ESOZ does not answer: the visit will be booked provisionally.")
            lines += (EMPTY, *wrapped(text(silent, "warn"), width))
        if self._is_on_paper:
            paper = tr("! A referral on paper: after 1 its EDRPOU, doctor and date are asked.")
            lines += (EMPTY, *wrapped(text(paper, "warn"), width))
        choice = tr("1 — agrees, book · 2 — refuses · 3 — no answer")
        if self.representative.display:
            choice = tr("Under 14: write who comes with the child. Enter books.")
        return (*lines, EMPTY, *wrapped(text(choice, "accent"), width))

    def _facts(self) -> Sequence[Fact]:
        words, tr, session = self.words, self.words.tr, self.session
        waiter, time, clinic = self._waiter, self._time, session.desk.clinic
        phone = waiter.patient.phone
        when = f"{dates.full(words, time.day)}, {dates.clock(time.start)}–{dates.clock(time.end)}"
        room = time.offer.room.name if time.offer.room else labels.missing(words)
        whose = tr("Their phone") if self._is_child else tr("Phone")
        facts = [
            Fact(whose, phone.shown if phone else labels.missing(words), "accent"),
            Fact(tr("Patient"), patients.name(waiter.patient), "strong"),
            Fact(tr("When"), when, "strong"),
            Fact(tr("Doctor"), time.offer.doctor.name),
            Fact(tr("Where"), room),
            Fact(tr("Service"), waiting.service(words, waiter.waiting, clinic)),
            Fact(tr("Waits"), self._waits(waiter)),
        ]
        facts += (Fact(tr("Phoned"), it, "quiet") for it in waiting.calls(words, waiter.waiting))
        held = self._offered.held.appointment.hold_until if self._offered else None
        if held is not None:
            until = f"{session.local(held):%H:%M}"
            facts.append(Fact(tr("Held"), tr("until {time}", time=until), "good"))
        return facts

    def _waits(self, waiter: Waiter) -> str:
        today = self.session.desk.today()
        told = (
            waiting.waited(self.words, waiter.waiting, today),
            waiting.window(self.words, waiter.waiting),
            waiting.part(self.words, waiter.waiting.part),
            waiting.remark(self.words, waiter, today),
        )
        return " · ".join(it for it in told if it)
