"""Підтвердження: the slip. «Записано» stands here only when the referral is really ours."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events, getters
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget

from frontdesk import keyboard
from frontdesk.desk.answers import BackendState
from frontdesk.domain.appointment import Claim, State
from frontdesk.slips.outcome import Printed
from frontdesk.tui import keymap, printing
from frontdesk.tui.messages import NextPatient, PrintSlip, Told
from frontdesk.tui.outcome import outcome
from frontdesk.tui.safe import EMPTY, copy, text, wrapped
from frontdesk.tui.screens.base import DeskScreen
from frontdesk.tui.screens.facts import Fact, laid_out
from frontdesk.tui.themes import Role
from frontdesk.tui.tour import Sight
from frontdesk.tui.widgets.banner import Banner, Tone
from frontdesk.tui.widgets.bars import KeyLabel
from frontdesk.tui.widgets.lines import Lines
from frontdesk.words import attention, refusals, slips
from frontdesk.words import printing as said

if TYPE_CHECKING:
    from frontdesk.domain.visit import Visit
    from frontdesk.tui.session import Session


class SlipScreen(DeskScreen[None]):
    """What the patient is told and takes away."""

    TAKES_NUMBERS = True
    BINDINGS: ClassVar[list[BindingType]] = [
        keymap.bind(keyboard.PRINT),
        keymap.bind(keyboard.COPY),
        keymap.bind(keyboard.PATIENTS),
    ]
    PLACE = "slip"
    DEFAULT_CSS = """
    SlipScreen #outcome { margin: 1 1 0 1; }
    SlipScreen VerticalScroll { height: 1fr; margin: 1 2 0 2; scrollbar-size-vertical: 1; }
    SlipScreen #why { margin: 0 2; }
    SlipScreen #printed { margin: 0 2; }
    """

    scroll = getters.query_one(VerticalScroll)

    def __init__(self, session: Session, appointment_id: str, *, again: bool = False) -> None:
        """`again`: a visit of before, opened from where one goes on afterwards."""
        super().__init__(session)
        self._again = again
        self._appointment_id = appointment_id
        self._is_copied = False

    @property
    def visit(self) -> Visit:
        """As it is now: the claim is settled while the slip is on the screen."""
        return self.session.visits[self._appointment_id]

    def body(self) -> Iterable[Widget]:
        yield Banner(self._outcome, id_="outcome")
        yield VerticalScroll(
            Lines(self._lines), Lines(self._message, id_="message"), can_focus=False
        )
        yield Lines(self._why, id_="why")
        yield Lines(self._printed, id_="printed")

    def keys(self) -> Sequence[KeyLabel]:
        tr = self.words.tr
        keys = [("Enter", tr("back") if self._again else tr("next patient"))]
        if self._may_print:
            keys.append((self.key(keyboard.PRINT), tr("print")))
        if self.visit.is_to_come:
            keys.append((self.key(keyboard.COPY), tr("message")))
        return keys

    @property
    def sight(self) -> Sight:
        return Sight.SLIP

    def help(self) -> Sequence[str]:
        tr = self.words.tr
        return (
            tr(
                "Tell the patient day, time, room and what to bring. Enter goes on to the next "
                "patient: you need not wait for ESOZ."
            ),
            tr("The visit is safe as soon as this screen is here: the program may be closed."),
            tr(
                "{print} prints the slip, if a printer is set. {copy} copies a message for the "
                "patient.",
                print=self.key(keyboard.PRINT),
                copy=self.key(keyboard.COPY),
            ),
            tr("If ESOZ refuses in the end, a line with ✖ stands above the last lookups."),
        )

    def key_enter(self, event: events.Key) -> None:
        event.stop()
        if self.was_meant(event):
            self._leave()

    def key_escape(self, event: events.Key) -> None:
        event.stop()
        self._leave()

    def _leave(self) -> None:
        if self.visit.appointment.state is State.CANCELLED:
            self.app.post_message(Told(self.visit.appointment))
        if self._again:
            self.dismiss(None)
        else:
            self.app.post_message(NextPatient())

    def on_key(self, event: events.Key) -> None:
        match event.key:
            case "down" | "pagedown":
                self.scroll.scroll_page_down(animate=False)
            case "up" | "pageup":
                self.scroll.scroll_page_up(animate=False)
            case _:
                return
        event.stop()

    @property
    def _may_print(self) -> bool:
        printed = self.session.printed
        is_printing = printed.get(self._appointment_id, Printed()) is None
        has_printer = printing.press(self.session).printer is not None
        return has_printer and self.visit.is_to_come and not is_printing

    def check_action(self, action: str, _parameters: tuple[object, ...]) -> bool:
        match action:
            case keyboard.PRINT.name:
                return self._may_print
            case keyboard.COPY.name:
                return self.visit.is_to_come
            case _:
                return True

    def action_print(self) -> None:
        self.app.post_message(PrintSlip(self._appointment_id))

    def action_copy(self) -> None:
        copy(self.app, self._copied())
        self._is_copied = True
        self.renew()
        self.call_after_refresh(self.scroll.scroll_end, animate=False)

    def _copied(self) -> str:
        return printing.message(self.session, self._appointment_id)

    def _outcome(self) -> tuple[Tone, str, str]:
        tone, sign = outcome(self.visit.appointment)
        is_silent = self.session.desk.backend.state is BackendState.SILENT
        return tone, sign, slips.heading(self.words, self.visit, silent=is_silent)

    def _lines(self, width: int) -> Sequence[Content]:
        further = self.session.further(self._appointment_id)
        told = slips.lines(self.words, self.visit, self.session.desk.clinic, further)
        return laid_out([Fact(label, value) for label, value in told], width)

    def _why(self, width: int) -> Sequence[Content]:
        appointment, words = self.visit.appointment, self.words
        reason = appointment.reason or ""
        match appointment.state, appointment.claim:
            case State.CANCELLED, _:
                return wrapped(text(refusals.lost(words, reason), "bad"), width)
            case State.BOOKED, Claim.LOST:
                gone = refusals.not_in_work(words, attention.why(words, reason))
                return wrapped(text(gone, "warn"), width)
            case _:
                return ()

    def _message(self, width: int) -> Sequence[Content]:
        """What was copied, to be copied by hand where the terminal does not let a program do it."""
        if not (self._is_copied and self.visit.is_to_come):
            return ()
        told = self.words.tr("Copied. If it cannot be pasted: Shift and the mouse select it.")
        lines = [EMPTY, *wrapped(text(told, "good"), width)]
        for line in self._copied().splitlines():
            lines += wrapped(text(line), width)
        return lines

    def _printed(self, width: int) -> Sequence[Content]:
        if self._appointment_id not in self.session.printed:
            return ()
        outcome = self.session.printed[self._appointment_id]
        if outcome is None:
            return wrapped(text(self.words.tr("Printing the slip…"), "accent"), width)
        role: Role = "good" if outcome == Printed() else "warn"
        return wrapped(text(said.sentence(self.words, outcome), role), width)
