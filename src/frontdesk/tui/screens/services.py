"""Choosing a service by typing what people call it, and nothing but the keyboard."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from textual import events, getters, on
from textual.content import Content
from textual.widget import Widget

from frontdesk.domain.service_search import fits
from frontdesk.tui.keymap import other_layout
from frontdesk.tui.safe import spread, text, wrapped
from frontdesk.tui.screens.base import DeskScreen
from frontdesk.tui.session import Session
from frontdesk.tui.widgets.bars import KeyLabel
from frontdesk.tui.widgets.entry import Entry
from frontdesk.tui.widgets.field import Field
from frontdesk.tui.widgets.line_list import LineList
from frontdesk.tui.widgets.lines import Lines
from frontdesk.words import services
from frontdesk.words.services import Choice

Result = TypeVar("Result")


class ServicesScreen(DeskScreen[Result]):
    """A field and under it the services that fit; Enter takes the one under the cursor."""

    AUTO_FOCUS = "Entry"
    DEFAULT_CSS = """
    ServicesScreen Entry { margin: 1 2 0 2; }
    ServicesScreen #nothing { margin: 0 2; }
    ServicesScreen LineList { height: 1fr; margin: 1 2 0 2; }
    """

    field = getters.query_one(Entry)
    list = getters.query_one(LineList)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._known: tuple[Choice, ...] = ()

    def body(self) -> Iterable[Widget]:
        yield Entry(
            lambda: self.words.tr("Doctor or service"),
            lambda: self.words.tr("speciality, surname, service, code; also as people say it"),
            id_="sought",
        )
        yield from self.between()
        yield Lines(self._nothing, id_="nothing")
        yield LineList(self._choice, lambda: self.words.tr("Services of the clinic"))

    def between(self) -> Iterable[Widget]:
        """What stands between the field and the list."""
        return ()

    def taken(self, choice: Choice) -> None:
        """Enter was pressed on it."""
        raise NotImplementedError

    def on_mount(self) -> None:
        self.look()

    @property
    def choice(self) -> Choice | None:
        """The service under the cursor."""
        current = self.list.current
        return current if isinstance(current, Choice) else None

    def own_keys(self) -> Sequence[KeyLabel]:
        """The keys that every choice of a service has."""
        tr = self.words.tr
        return (("Esc", tr("back")), ("↑↓", tr("choose")))

    def renew(self) -> None:
        if self.words is not self.session.words:
            self._known = ()
        super().renew()

    def on_key(self, event: events.Key) -> None:
        match event.key:
            case "escape":
                self.dismiss(None)
            case "enter" if self.choice is not None and self.was_meant(event):
                self.taken(self.choice)
            case "down" | "up" | "pagedown" | "pageup" if self.field.has_focus:
                self.list.on_key(event)
            case _:
                return
        event.stop()

    @on(Field.Edited)
    def look(self) -> None:
        """Whatever the layout was, the same keys mean the same word."""
        if not self._known and self.session.opened is not None:
            self._known = services.choices(self.words, self.session.desk.clinic)
        typed = self.field.value
        found = [it for it in self._known if fits(typed, it.words)]
        if not found:
            found = [it for it in self._known if fits(other_layout(typed), it.words)]
        self.list.show(found, found[0] if found else None)
        self.renew()

    @on(LineList.Moved)
    def another(self) -> None:
        self.renew()

    def _nothing(self, width: int) -> Sequence[Content]:
        if self.list.items:
            return ()
        said = self.words.tr("Nobody here gives such a service: try another word.")
        return wrapped(text(said, "warn"), width)

    def _choice(self, it: Choice, width: int) -> Content:
        doctors = services.doctors(self.words, it)
        code = f" {it.service.code:10}" if width > 100 else ""
        return spread(text(it.service.name), text(f" {doctors}{code} ", "quiet"), width)


class ServiceChoiceScreen(ServicesScreen[Choice]):
    """Dismissed with the service."""

    def keys(self) -> Sequence[KeyLabel]:
        enter = ("Enter", self.words.tr("choose a time"))
        return self.own_keys() if self.choice is None else (enter, *self.own_keys())

    def help(self) -> Sequence[str]:
        tr = self.words.tr
        return (
            tr("Type a few letters of the speciality, the doctor or the service; arrows choose."),
            tr("Enter goes on to the free times. Esc goes back; nothing typed before is lost."),
        )

    def taken(self, choice: Choice) -> None:
        self.dismiss(choice)
