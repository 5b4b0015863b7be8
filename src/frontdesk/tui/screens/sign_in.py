"""Вхід до ЕСОЗ: the browser asks the user, the answer comes by itself or is pasted here."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from textual import events, getters, on, work
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget

from frontdesk import browser
from frontdesk.desk.answers import Entered, NotEntered, SignIn, Why
from frontdesk.tui.safe import EMPTY, text, wrapped
from frontdesk.tui.screens.base import DeskScreen
from frontdesk.tui.widgets.bars import KeyLabel
from frontdesk.tui.widgets.entry import Entry
from frontdesk.tui.widgets.field import Field
from frontdesk.tui.widgets.lines import Lines
from frontdesk.words import signing

if TYPE_CHECKING:
    from frontdesk.tui.session import Session


class SignInScreen(DeskScreen[Entered]):
    """Dismissed with the session that was opened, or with None."""

    AUTO_FOCUS = "Entry"
    DEFAULT_CSS = """
    SignInScreen VerticalScroll { height: 1fr; scrollbar-size-vertical: 1; }
    SignInScreen #how, SignInScreen #said, SignInScreen Entry { margin: 1 2 0 2; }
    """

    entry = getters.query_one(Entry)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._attempt: SignIn | None = None
        self._show: browser.OpenPage | None = None
        self._waits = False
        """The page was opened, or an answer is being looked at."""
        self._failed: NotEntered | None = None

    def body(self) -> Iterable[Widget]:
        tr = self.words.tr
        answer = Entry(
            lambda: tr("Address or code"),
            lambda: tr("only if the program does not go on by itself"),
            id_="answer",
            is_secret=True,
        )
        yield VerticalScroll(
            Lines(self._how, id_="how"), Lines(self._said, id_="said"), answer, can_focus=False
        )

    def on_mount(self) -> None:
        self.attempt()

    def keys(self) -> Sequence[KeyLabel]:
        tr = self.words.tr
        keys = [("Esc", tr("back"))]
        if self._attempt is not None and self.entry.value:
            keys.insert(0, ("Enter", tr("sign in")))
        elif self._attempt is not None and self._show is not None:
            keys.insert(0, ("Enter", tr("open the browser")))
        return keys

    def help(self) -> Sequence[str]:
        tr = self.words.tr
        return (
            tr("Enter opens ESOZ's page in the browser. Sign in there and allow access."),
            tr("Then the browser says so, and the program goes on by itself."),
            tr(
                "If it does not: copy the address of the page you were brought to, and paste it "
                "here."
            ),
            tr("Bookings made meanwhile are kept and finished after you have signed in."),
        )

    @work(exclusive=True, group="attempt")
    async def attempt(self) -> None:
        """Begins anew until somebody is signed in, or this computer cannot do it."""
        self._show = await asyncio.to_thread(browser.graphical)
        while True:
            async with await self.session.desk.sign_in(self.words.lang) as self._attempt:
                self.renew()
                answer = await self._attempt.answered()
            if self._ended(answer) or answer == NotEntered(Why.NO_SECRET):
                return

    @work(exclusive=True, group="pasted")
    async def enter_with(self, attempt: SignIn, pasted: str) -> None:
        if not self._ended(await attempt.pasted(pasted)):
            self.entry.set("")

    @work(group="browser", exclusive=True)
    async def open_page(self, show: browser.OpenPage, address: str) -> None:
        if not await asyncio.to_thread(show, address):
            self._show, self._waits = None, False
            self.renew()

    def _ended(self, answer: Entered | NotEntered) -> bool:
        match answer:
            case Entered():
                self.dismiss(answer)
                return True
            case NotEntered():
                self._failed, self._waits = answer, False
                self.renew()
                return False

    def key_enter(self, event: events.Key) -> None:
        event.stop()
        if self._attempt is None or not self.was_meant(event):
            return
        if self.entry.value:
            self._begin()
            self.enter_with(self._attempt, self.entry.value)
        elif self._show is not None:
            self._begin()
            self.open_page(self._show, self._attempt.address)

    def key_escape(self, event: events.Key) -> None:
        event.stop()
        self.dismiss(None)

    @on(Field.Edited)
    def show_what_enter_does(self) -> None:
        self.query_one("KeysLine", Lines).renew()

    def _begin(self) -> None:
        self._failed, self._waits = None, True
        self.renew()

    def _how(self, width: int) -> Sequence[Content]:
        tr, attempt = self.words.tr, self._attempt
        told = [*wrapped(text(tr("Signing in to ESOZ"), "accent"), width), EMPTY]
        if attempt is None:
            return told
        if self._show is not None and attempt.listens:
            said = tr(
                "Enter opens ESOZ's page in the browser of this computer. Sign in there and allow "
                "access: the program goes on by itself."
            )
            return [*told, *wrapped(text(said), width)]
        said = tr(
            "Open this address in a browser, sign in and allow access. Then paste here the address "
            "to which the browser was brought, even if it shows no page:"
        )
        return [*told, *wrapped(text(said), width), EMPTY, *wrapped(text(attempt.address), width)]

    def _said(self, width: int) -> Sequence[Content]:
        if self._failed is not None:
            return wrapped(text(signing.not_entered(self.words, self._failed), "bad"), width)
        if self._waits:
            return wrapped(text(self.words.tr("Waiting for the answer…"), "accent"), width)
        return ()
