"""What every screen does on which a visit is chosen: it opens the screens that move and cancel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import work
from textual.binding import BindingType

from frontdesk import keyboard
from frontdesk.domain.appointment import MOVABLE, Appointment, State, may_become
from frontdesk.tui import keymap
from frontdesk.tui.screens.base import DeskScreen
from frontdesk.tui.screens.cancel import CancelScreen
from frontdesk.tui.screens.move import MoveScreen
from frontdesk.tui.widgets.bars import KeyLabel
from frontdesk.words import agenda

if TYPE_CHECKING:
    from frontdesk.domain.visit import Visit

Result = TypeVar("Result")

ROOMY = 100
"""Cells from which the rarer keys have room beside those of every screen."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The visit under the cursor."""

    id: str
    state: State


class VisitScreen(DeskScreen[Result]):
    """Moves and cancels the chosen visit; `visit_changed` says what became of it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        keymap.bind(keyboard.MOVE),
        keymap.bind(keyboard.CANCEL),
    ]

    @property
    def chosen(self) -> Chosen | None:
        """None: no visit is chosen."""
        raise NotImplementedError

    def visit_changed(self, after: Appointment, said: str) -> None:
        """The visit was moved or cancelled."""
        raise NotImplementedError

    def visit_over(self, said: str) -> None:
        """It has changed meanwhile, so that it cannot be."""
        raise NotImplementedError

    def visit_keys(self) -> list[KeyLabel]:
        """The keys for the chosen visit."""
        tr = self.words.tr
        offered = ((keyboard.MOVE, tr("move")), (keyboard.CANCEL, tr("cancel")))
        return [(self.key(it), label) for it, label in offered if self._may(it.name)]

    def visit_help(self) -> str:
        """What one does with a visit that is shown."""
        return self.words.tr(
            "{move} moves the visit that is shown, {cancel} cancels it: you are asked first.",
            move=self.key(keyboard.MOVE),
            cancel=self.key(keyboard.CANCEL),
        )

    def check_action(self, action: str, _parameters: tuple[object, ...]) -> bool:
        return self._may(action)

    def _may(self, action: str) -> bool:
        it = self.chosen
        match action:
            case keyboard.MOVE.name:
                return it is not None and it.state in MOVABLE
            case keyboard.CANCEL.name:
                return it is not None and may_become(it.state, State.CANCELLED)
            case _:
                return True

    def action_move_visit(self) -> None:
        self._change(MoveScreen)

    def action_cancel_visit(self) -> None:
        self._change(CancelScreen)

    def _change(self, screen: type[MoveScreen | CancelScreen]) -> None:
        if self.chosen is not None:
            self.open_change(self.chosen.id, screen)

    @work(exclusive=True, group="change")
    async def open_change(self, id_: str, screen: type[MoveScreen | CancelScreen]) -> None:
        """Reads the visit as it is now."""
        visit = await self.session.desk.visit(id_)
        if visit is None or not self.is_current:
            return

        def came_back(after: Appointment | None) -> None:
            if after is not None:
                self.tell(visit, after)

        self.app.push_screen(screen(self.session, visit), came_back)

    @work(group="told")
    async def tell(self, before: Visit, after: Appointment) -> None:
        """Also the last lookups of this terminal show the visit as it is now."""
        if after.version == before.appointment.version:
            self.visit_over(agenda.over(self.words))
            return
        await self.session.became(after)
        # What a clerk cancels has not come to nothing behind the patient's back.
        self.session.lost = [it for it in self.session.lost if it.appointment.id != after.id]
        is_cancelled = after.state is State.CANCELLED
        words = self.words
        said = (
            agenda.cancelled(words, before, after) if is_cancelled else agenda.moved(words, after)
        )
        self.visit_changed(after, said)
