"""The two bars of every screen: where we are above, which keys work now below."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from frontdesk.tui.safe import EMPTY, cut, row, spread, text
from frontdesk.tui.widgets.lines import Lines

if TYPE_CHECKING:
    from frontdesk.tui.session import Session

KeyLabel = tuple[str, str]
"""A key and what it does, already said in the clerk's language."""


class StatusLine(Lines):
    """Clinic, registrar, how ЕСОЗ is, date and time; the time moves once a minute."""

    DEFAULT_CSS = "StatusLine { height: 1; }"

    def __init__(self, session: Session) -> None:
        super().__init__(self._status, ground="bar")
        self._session = session

    def on_mount(self) -> None:
        self._next_minute()

    def _next_minute(self) -> None:
        self.renew()
        opened = self._session.opened
        second = self._session.desk.now().second if opened else 59
        self.set_timer(60 - second, self._next_minute)

    def _status(self, width: int) -> Sequence[Content]:
        name = "frontdesk · demo" if self._session.demo else "frontdesk"
        left = row(text(f" {name}  ", "accent"), *self._place())
        return (spread(left, self._now(), width),)

    def _place(self) -> tuple[Content, ...]:
        opened = self._session.opened
        if opened is None:
            return ()
        return text(opened.clinic_name), text(f"  {opened.registrar}", "quiet")

    def _now(self) -> Content:
        session = self._session
        if session.opened is None:
            return EMPTY
        from frontdesk.words import dates

        here = session.local(session.desk.now())
        time = text(f"  {dates.short(session.words, here.date())} {here:%H:%M} ")
        return row(text("  "), self._backend(), time)

    def _backend(self) -> Content:
        from frontdesk.desk.answers import BackendState

        session, words = self._session, self._session.words
        backend = session.desk.backend
        match backend.state:
            case BackendState.CONNECTED:
                return text(words.tr("● ЕСОЗ connected"), "good")
            case BackendState.SILENT if backend.since:
                since = f"{session.local(backend.since):%H:%M}"
                return text(words.tr("○ ЕСОЗ silent since {time}", time=since), "bad")
            case BackendState.SILENT:
                return text(words.tr("○ ЕСОЗ does not respond"), "bad")
            case BackendState.SIGNED_OUT:
                return text(words.tr("○ sign in to ЕСОЗ"), "bad")
            case BackendState.UNKNOWN:
                return text(words.tr("○ ЕСОЗ not asked yet"), "quiet")


class KeysLine(Lines):
    """The keys that do something on this screen at this moment, and no other."""

    DEFAULT_CSS = "KeysLine { height: 1; dock: bottom; }"

    def __init__(self, session: Session, keys: Callable[[], Sequence[KeyLabel]]) -> None:
        super().__init__(self._line, ground="bar")
        self._session = session
        self._keys = keys

    def _line(self, width: int) -> Sequence[Content]:
        words = self._session.words
        other = "English" if words.lang == "uk" else "Українська"
        always = (("F1", words.tr("help")), ("F12", other), ("F10", words.tr("quit")))
        right = _labels(always)
        left = _labels(self._keys())
        if left.cell_length + right.cell_length > width:
            right = _labels(always[:1] + always[2:])
        return (cut(spread(left, right, width), width),)


def _labels(keys: Sequence[KeyLabel]) -> Content:
    shown = [row(text(key, "accent"), text(f" {label}")) for key, label in keys]
    return row(text(" "), text("  ").join(shown), text(" "))
