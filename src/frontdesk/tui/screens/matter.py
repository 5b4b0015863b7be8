"""One matter of the worklist: whom to phone about what, and what can be done then."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from textual import events, getters, work
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget

from frontdesk.desk.answers import Changed
from frontdesk.domain.matter import Step, VisitMatter, steps
from frontdesk.tui.safe import EMPTY, text, wrapped
from frontdesk.tui.screens.base import DeskScreen
from frontdesk.tui.screens.facts import laid_out
from frontdesk.tui.screens.matter_facts import facts
from frontdesk.tui.themes import Role
from frontdesk.tui.widgets.bars import KeyLabel
from frontdesk.tui.widgets.line_list import LineList
from frontdesk.tui.widgets.lines import Lines
from frontdesk.words import worklist as said

if TYPE_CHECKING:
    from frontdesk.tui.session import Session


Outcome = tuple[Role, str]
"""What has become of a matter, in a sentence."""


class MatterScreen(DeskScreen[Outcome | Step]):
    """Dismissed with what has become of it, with a step that is not taken here, or nothing."""

    TAKES_NUMBERS = True
    AUTO_FOCUS = "LineList"
    DEFAULT_CSS = """
    MatterScreen VerticalScroll { height: 1fr; margin: 1 2 0 2; scrollbar-size-vertical: 1; }
    MatterScreen LineList { margin: 1 0 0 0; }
    """

    scroll = getters.query_one(VerticalScroll)
    steps = getters.query_one(LineList)

    def __init__(self, session: Session, matter: VisitMatter) -> None:
        super().__init__(session)
        self._matter = matter
        self._cancelling = False
        """The clerk is asked whether the visit is to be cancelled."""
        self._acting = False

    def body(self) -> Iterable[Widget]:
        choice = LineList(self._step, lambda: self.words.tr("What to do"), id_="steps")
        yield VerticalScroll(Lines(self._told), choice, can_focus=False)

    def on_mount(self) -> None:
        self.steps.show(steps(self._matter))

    def keys(self) -> Sequence[KeyLabel]:
        tr = self.words.tr
        if self._cancelling:
            return (("Enter", tr("yes, cancel")), ("Esc", tr("no")))
        return (("Enter", tr("choose")), ("Esc", tr("back")))

    def help(self) -> Sequence[str]:
        tr = self.words.tr
        return (
            tr("Phone the patient first; the number stands above."),
            tr("Enter notes what came of it: the line leaves the worklist of every terminal."),
            tr("Before a visit is cancelled you are asked. Esc changes nothing."),
        )

    def on_key(self, event: events.Key) -> None:
        match event.key:
            case "escape" if self._cancelling:
                self._ask_to_cancel(asks=False)
            case "escape":
                self.dismiss(None)
            case "enter" if self.was_meant(event) and not self._acting:
                self._choose()
            case "up" | "pageup" if self._cancelling:
                self.scroll.scroll_page_up(animate=False)
            case "down" | "pagedown" if self._cancelling:
                self.scroll.scroll_page_down(animate=False)
            case _:
                return
        event.stop()

    def _choose(self) -> None:
        chosen = self.steps.current
        if chosen is Step.CANCEL and not self._cancelling:
            self._ask_to_cancel(asks=True)
        elif chosen is Step.RETRY or chosen is Step.MOVE:
            self.dismiss(chosen)
        elif isinstance(chosen, Step):
            self._acting = True
            self.act(chosen)

    def _ask_to_cancel(self, *, asks: bool) -> None:
        """Puts the question above all else, whose keys then are its own; or takes it away."""
        self._cancelling = asks
        self.set_focus(None if asks else self.steps)
        self.scroll.scroll_home(animate=False)
        self.renew()

    @work(group="act")
    async def act(self, chosen: Step) -> None:
        try:
            became = await self._done(chosen)
            await self.session.read_worklist()
        finally:
            self._acting = False
        self.dismiss(became)

    async def _done(self, chosen: Step) -> Outcome:
        words, matter, desk = self.words, self._matter, self.session.desk
        if chosen is Step.CANCEL:
            why = matter.sign.reason or matter.kind
            if isinstance(await desk.cancel(matter.id, why), Changed):
                return "good", said.cancelled(words, matter)
        elif await desk.worklist.note(matter):
            return "good", said.noted(words, matter)
        return "warn", said.meanwhile(words, matter)

    def _told(self, width: int) -> Sequence[Content]:
        """The question, or what is known and what should be done."""
        told = laid_out(list(facts(self.session, self._matter)), width)
        question = self._question(width)
        return (*question, EMPTY, *told) if question else (*told, EMPTY, *self._advice(width))

    def _advice(self, width: int) -> Sequence[Content]:
        mark = f"{said.sign(self._matter.kind)} "
        told = mark + said.advice(self.words, self._matter)
        return wrapped(text(told, said.tone(self._matter.kind)), width)

    def _step(self, step: Step, _width: int) -> Content:
        return text(said.step(self.words, self._matter, step))

    def _question(self, width: int) -> Sequence[Content]:
        if not self._cancelling:
            return ()
        return wrapped(text(said.will_cancel(self.words, self._matter), "warn"), width)
