"""All actions: everything that a key does here, found by its name in either language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from textual import events, getters, on
from textual.content import Content
from textual.widget import Widget

from frontdesk import keyboard
from frontdesk.keyboard import Action
from frontdesk.tui.keymap import other_layout
from frontdesk.tui.safe import spread, text
from frontdesk.tui.screens.base import DeskScreen
from frontdesk.tui.tour import Sight
from frontdesk.tui.widgets.bars import KeyLabel
from frontdesk.tui.widgets.entry import Entry
from frontdesk.tui.widgets.field import Field
from frontdesk.tui.widgets.line_list import LineList
from frontdesk.words import LANGUAGES, Words

if TYPE_CHECKING:
    from frontdesk.tui.session import Session


class PaletteScreen(DeskScreen[Action]):
    """Dismissed with the action that was chosen."""

    AUTO_FOCUS = "Entry"
    DEFAULT_CSS = "PaletteScreen Entry, PaletteScreen LineList { margin: 1 2 0 2; }"

    entry = getters.query_one(Entry)
    lines = getters.query_one(LineList)

    def __init__(self, session: Session, about: DeskScreen[object]) -> None:
        super().__init__(session)
        self._offered = [it for it in about.actions() if it is not keyboard.PALETTE]
        self._languages = [Words(it) for it in LANGUAGES]

    def body(self) -> Iterable[Widget]:
        yield Entry(
            lambda: self.words.tr("Action"),
            lambda: self.words.tr("a part of its name, in any layout"),
            id_="sought",
        )
        yield LineList(self._line)

    def on_mount(self) -> None:
        self.seek()

    def keys(self) -> Sequence[KeyLabel]:
        tr = self.words.tr
        return (("Enter", tr("do it")), ("↑↓", tr("choose")), ("Esc", tr("back")))

    @property
    def sight(self) -> Sight:
        return Sight.ACTIONS

    def help(self) -> Sequence[str]:
        tr = self.words.tr
        return (
            tr(
                "Type a part of the name of what you want, in Ukrainian or English; the layout "
                "does not matter. Enter does it."
            ),
            tr("Everything that a key does on the screen you came from, with its keys."),
        )

    @on(Field.Edited)
    def seek(self) -> None:
        """Shows what the typed part is found in."""
        sought = self.entry.value.strip().casefold()
        readings = {sought, other_layout(sought)}
        self.lines.show([it for it in self._offered if self._is_meant(it, readings)])

    def _is_meant(self, action: Action, readings: set[str]) -> bool:
        names = [it.tr(action.label).casefold() for it in self._languages]
        return any(reading in name for reading in readings for name in names)

    def on_key(self, event: events.Key) -> None:
        match event.key:
            case "escape":
                self.dismiss(None)
            case "enter" if self.was_meant(event):
                self._choose(self.lines.current)
            case "up" | "down" | "pageup" | "pagedown" if not self.lines.has_focus:
                self.lines.on_key(event)
            case _ if event.is_printable and event.character:
                self.set_focus(self.entry)
                self.entry.insert(event.character, event.time)
            case _:
                return
        event.stop()

    def _choose(self, action: object) -> None:
        if isinstance(action, Action):
            self.dismiss(action)

    def _line(self, action: Action, width: int) -> Content:
        keys = text(f"{self.session.keymap.all_named(action)} ", "accent")
        return spread(text(self.words.tr(action.label)), keys, width)
