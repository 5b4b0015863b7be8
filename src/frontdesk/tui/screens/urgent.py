"""Невідкладно: the patient goes on at once; the time is written down, the data come later."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from textual import events, getters, on, work
from textual.content import Content
from textual.widget import Widget

from frontdesk.domain.urgent import UrgentContact
from frontdesk.tui.messages import NextPatient
from frontdesk.tui.safe import EMPTY, row, text, wrapped
from frontdesk.tui.screens.following import FollowingScreen
from frontdesk.tui.widgets.banner import Banner, Tone
from frontdesk.tui.widgets.bars import KeyLabel
from frontdesk.tui.widgets.line_list import LineList
from frontdesk.tui.widgets.lines import Lines
from frontdesk.words import dates

if TYPE_CHECKING:
    from frontdesk.tui.session import Session


class UrgentScreen(FollowingScreen[None]):
    """Enter records that somebody came; nobody is asked for papers."""

    DEFAULT_CSS = """
    UrgentScreen Banner { margin: 1 1 0 1; }
    UrgentScreen #said { margin: 1 2 0 2; }
    UrgentScreen LineList { height: 1fr; margin: 1 2 0 2; }
    """

    contacts = getters.query_one(LineList)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._recorded: UrgentContact | None = None
        self._recording = False

    def body(self) -> Iterable[Widget]:
        yield Banner(self._told, id_="banner")
        yield Lines(self._said, id_="said")
        yield LineList(self._contact, self._title, id_="contacts")

    def on_mount(self) -> None:
        self.look()
        self.listen()

    def keys(self) -> Sequence[KeyLabel]:
        tr = self.words.tr
        if self.contacts.has_focus:
            return (("Enter", tr("enter the data")), ("↑↓", tr("choose")), ("Esc", tr("back")))
        enter = tr("next patient") if self._recorded else tr("record the contact")
        later = (("↓", tr("enter the data")),) if self.contacts.items else ()
        return (("Enter", enter), *later, ("Esc", tr("back")))

    def help(self) -> Sequence[str]:
        tr = self.words.tr
        return (
            tr(
                "Send the patient to the duty doctor at once. Enter writes down that somebody "
                "came, and when."
            ),
            tr("An urgent patient needs neither a referral nor a declaration, nor papers first."),
            tr("Below stand those whose data are still to be entered: ↓ Enter, at any time later."),
        )

    def on_key(self, event: events.Key) -> None:
        match event.key:
            case "escape" if self.contacts.has_focus:
                self.set_focus(None)
                self.renew()
            case "escape":
                self.dismiss(None)
            case "enter" if self.was_meant(event):
                self._enter()
            case "down" if not self.contacts.has_focus and self.contacts.items:
                self.set_focus(self.contacts)
                self.renew()
            case _:
                return
        event.stop()

    @on(LineList.Left)
    def up_from_the_list(self) -> None:
        self.set_focus(None)
        self.renew()

    def _enter(self) -> None:
        current = self.contacts.current
        if self.contacts.has_focus and isinstance(current, UrgentContact):
            self._enter_data(current)
        elif self._recorded is not None:
            self.app.post_message(NextPatient())
        elif not self._recording:
            self._recording = True
            self.record()

    def _enter_data(self, contact: UrgentContact) -> None:
        from frontdesk.tui.screens.urgent_details import UrgentDetailsScreen

        self.app.push_screen(UrgentDetailsScreen(self.session, contact), self._came_back)

    def _came_back(self, _: None) -> None:
        self.look()

    @work(group="record")
    async def record(self) -> None:
        try:
            self._recorded = await self.session.desk.urgent.record()
        finally:
            self._recording = False
        self.look()

    @work(exclusive=True, group="contacts")
    async def look(self) -> None:
        self.contacts.show(await self.session.desk.urgent.without_data())
        if self.contacts.has_focus and not self.contacts.items:
            self.set_focus(None)
        self.renew()

    def _told(self) -> tuple[Tone, str, str]:
        return "bad", "✖", self.words.tr("URGENT: without a referral and a declaration")

    def _said(self, width: int) -> Sequence[Content]:
        tr = self.words.tr
        sent = tr("Send the patient to the admission or duty doctor now. Data come later.")
        lines = [
            *wrapped(text(sent, "strong"), width),
            *wrapped(text(tr("Danger to life: 103."), "bad"), width),
        ]
        if self._recorded is None:
            return (*lines, EMPTY, EMPTY)
        clock = f"{self.session.local(self._recorded.at):%H:%M}"
        return (*lines, EMPTY, text(tr("✔ Recorded at {time}.", time=clock), "good"))

    def _title(self) -> str:
        return self.words.tr("Data to be entered: {n}", n=len(self.contacts.items))

    def _contact(self, it: UrgentContact, _width: int) -> Content:
        here = self.session.local(it.at)
        day = dates.short(self.words, here.date())
        return row(text(f"{day} {here:%H:%M}  "), text(it.actor, "quiet"))
