"""Налаштування: what the clerk may choose, shown at once and written into the configuration."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from textual import events, getters, work
from textual.content import Content
from textual.widget import Widget

from frontdesk.tui.messages import Preferred
from frontdesk.tui.preferences import PREFERENCES, Preference, lock_after, slip_printer
from frontdesk.tui.safe import EMPTY, cut, row, text, wrapped
from frontdesk.tui.screens.base import DeskScreen
from frontdesk.tui.widgets.bars import KeyLabel
from frontdesk.tui.widgets.line_list import LineList
from frontdesk.tui.widgets.lines import Lines

if TYPE_CHECKING:
    from frontdesk.config_file import Value
    from frontdesk.tui.session import Session

LABEL = 24
"""Cells of a setting's name."""


class SettingsScreen(DeskScreen[None]):
    """A line for each preference; ← and → change the one under the cursor."""

    AUTO_FOCUS = "LineList"
    DEFAULT_CSS = """
    SettingsScreen LineList { margin: 1 2; max-height: 1fr; }
    SettingsScreen #said { margin: 0 2; }
    """

    lines = getters.query_one(LineList)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._said = EMPTY
        self._one_at_a_time = asyncio.Lock()

    def body(self) -> Iterable[Widget]:
        yield LineList(self._line, lambda: self.words.tr("Settings"))
        yield Lines(self._told, id_="said")

    def on_mount(self) -> None:
        opened = self.session.opened
        printer = slip_printer(opened.slip_printer if opened else "none")
        self.lines.show((*PREFERENCES, lock_after(self.session.lock_after), printer))

    def keys(self) -> Sequence[KeyLabel]:
        tr = self.words.tr
        return (("←→", tr("change")), ("↑↓", tr("setting")), ("Esc", tr("back")))

    def help(self) -> Sequence[str]:
        tr = self.words.tr
        return (
            tr("↑ and ↓ go from setting to setting, ← and → change it. Esc goes back."),
            tr("A change is seen at once and stands in the configuration file from then on."),
            tr("Comments and all other settings in that file stay as they are."),
        )

    def on_key(self, event: events.Key) -> None:
        match event.key:
            case "escape":
                self.dismiss(None)
            case "left":
                self._change(-1)
            case "right" | "enter" | "space":
                self._change(1)
            case _:
                return
        event.stop()

    def _change(self, step: int) -> None:
        current = self.lines.current
        if isinstance(current, Preference):
            choice = current.beside(self.session.preferences.get(current.key), step)
            self.app.post_message(Preferred(current.key, choice.value))
            self.keep(current.key, choice.value)

    @work(group="keeping")
    async def keep(self, key: str, value: Value) -> None:
        """Writes the change down, after those before it."""
        async with self._one_at_a_time:
            opened = self.session.opened
            if opened is None or opened.keep is None:
                self._said = text(self.words.tr("Until the program is left."), "quiet")
            elif (error := await opened.keep(key, value)) is not None:
                from frontdesk.words import troubles

                self._said = text(f"✖ {troubles.sentence(self.words, error)}", "bad")
            else:
                self._said = text(self.words.tr("✔ Written down."), "good")
        self.renew()

    def _line(self, it: Preference, _width: int) -> Content:
        tr = self.words.tr
        chosen = it.chosen(self.session.preferences.get(it.key))
        return row(
            cut(text(tr(it.label)), LABEL),
            text("◂ ", "accent"),
            text(tr(chosen.label, n=chosen.value), "strong"),
            text(" ▸", "accent"),
        )

    def _told(self, width: int) -> Sequence[Content]:
        return wrapped(self._said, width)
