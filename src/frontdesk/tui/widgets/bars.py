"""The two bars of every screen: where we are above, which keys work now below."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from frontdesk import keyboard
from frontdesk.tui.safe import EMPTY, row, spread, text
from frontdesk.tui.widgets.esoz_state import esoz_state, wrong_clock
from frontdesk.tui.widgets.lines import Lines

if TYPE_CHECKING:
    from frontdesk.tui.session import Session

KeyLabel = tuple[str, str]
"""A key and what it does, already said in the clerk's language."""


class StatusLine(Lines):
    """Clinic, registrar, how ЕСОЗ is, date and time."""

    SPACED = False
    DEFAULT_CSS = "StatusLine { height: 1; }"

    def __init__(self, session: Session) -> None:
        super().__init__(self._status, ground="bar")
        self._session = session

    def _status(self, width: int) -> Sequence[Content]:
        session = self._session
        if session.trouble is not None:
            from frontdesk.words import troubles

            return (text(f" ✖ {troubles.sentence(session.words, session.trouble)}", "bad"),)
        name = session.words.tr("demo") if session.demo else "frontdesk"
        right = row(self._matters(), self._now())
        left = self._warned(text(f" {name}", "accent"), width - right.cell_length)
        for part in self._place():
            if left.cell_length + part.cell_length + right.cell_length <= width:
                left = row(left, part)
        return (spread(left, right, width),)

    def _place(self) -> tuple[Content, ...]:
        """Where and who, the more important first; what does not fit is left out."""
        opened = self._session.opened
        if opened is None:
            return ()
        return text(f"  {opened.clinic_name}"), text(f"  {opened.registrar}", "quiet")

    def _matters(self) -> Content:
        """How much needs a person; nothing is said while nothing does."""
        count = len(self._session.worklist or ())
        told = self._session.words.tr("Worklist: {count}", count=count)
        return text(f"  {told}", "warn") if count else EMPTY

    def _now(self) -> Content:
        session = self._session
        if session.opened is None:
            return EMPTY
        from frontdesk.words import dates

        here = session.local(session.desk.now())
        time = text(f"  {dates.short(session.words, here.date())} {here:%H:%M} ")
        return row(text("  "), esoz_state(session), time)

    def _warned(self, name: Content, width: int) -> Content:
        """The name, and that this computer's clock is wrong: of the two that matters more."""
        warnings = [text(f"  ! {form}", "warn") for form in wrong_clock(self._session)]
        forms = [*(row(name, it) for it in warnings), *warnings[-1:]]
        return next((it for it in (*forms, name) if it.cell_length <= width), EMPTY)


class KeysLine(Lines):
    """The keys that do something on this screen at this moment, and no other.

    However narrow it is, help and quit are named; of the screen's own the last ones give way.
    """

    SPACED = False
    DEFAULT_CSS = "KeysLine { height: 1; dock: bottom; }"

    def __init__(self, session: Session, keys: Callable[[], Sequence[KeyLabel]]) -> None:
        super().__init__(self._line, ground="bar")
        self._session = session
        self._keys = keys

    def _line(self, width: int) -> Sequence[Content]:
        words, named = self._session.words, self._session.keymap.named
        other = "English" if words.lang == "uk" else "Українська"
        always = (
            (named(keyboard.HELP), words.tr("help")),
            (named(keyboard.QUIT), words.tr("quit")),
            (named(keyboard.LANGUAGE), other),
            (named(keyboard.PALETTE), words.tr("all actions")),
            (named(keyboard.SETTINGS), words.tr("settings")),
        )
        left = self._own(width - _labels(always[:2]).cell_length)
        shown = (_labels(always[:count]) for count in (5, 4, 3, 2))
        fitting = (it for it in shown if left.cell_length + it.cell_length <= width)
        return (spread(left, next(fitting, EMPTY), width),)

    def _own(self, width: int) -> Content:
        """As many as fit, the first ones before all; an ellipsis says that there are more."""
        keys = self._keys()
        some = (row(_labels(keys[:count]), text("…")) for count in range(len(keys) - 1, 0, -1))
        return next((it for it in (_labels(keys), *some) if it.cell_length <= width), EMPTY)


def _labels(keys: Sequence[KeyLabel]) -> Content:
    shown = [row(text(key, "accent"), text(f" {label}")) for key, label in keys]
    return row(text(" "), text("  ").join(shown), text(" "))
