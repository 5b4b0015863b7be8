"""The terminal program. Only Textual is imported before the first paint."""

from __future__ import annotations

import asyncio
import gc
import sys
from importlib import import_module
from typing import TYPE_CHECKING, ClassVar

from textual import events, on, work
from textual.binding import BindingType
from textual.driver import Driver

from frontdesk import keyboard
from frontdesk.tui import keymap, themes
from frontdesk.tui.messages import Booked, LetGo, NextPatient, Preferred, PrintSlip, Told
from frontdesk.tui.opening import CannotOpen, OpenDesk
from frontdesk.tui.preferences import LANGUAGE, SPACING, THEME
from frontdesk.tui.screens.base import DeskScreen, too_small
from frontdesk.tui.screens.intake import IntakeScreen
from frontdesk.tui.session import Session
from frontdesk.tui.touring import TouringApp
from frontdesk.tui.widgets.lines import ROOMY, LineWidget
from frontdesk.tui.working import RETRY

if TYPE_CHECKING:
    from frontdesk.config_file import Value
    from frontdesk.domain.appointment import Appointment
    from frontdesk.keyboard import Action
    from frontdesk.pin import PinFile
    from frontdesk.words import Words

UNPAINTED = 0.5
"""Seconds after which the desk is opened, whatever was painted."""


def _import_screens() -> None:
    """What the next screens need, brought in while the number field answers already."""
    for name in (
        "referral",
        "free_times",
        "booking",
        "overbooking",
        "confirm",
        "slip",
        "choice",
        "help",
        "palette",
        "settings",
        "sign_in",
        "patients",
        "agenda",
        "worklist",
    ):
        import_module(f"frontdesk.tui.screens.{name}")


class FrontdeskApp(TouringApp, inherit_bindings=False):
    """One terminal of the desk. Returns the exit code; `failed` says why it is not 0."""

    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    TITLE = "frontdesk"
    AUTO_FOCUS = None
    BINDINGS: ClassVar[list[BindingType]] = [
        keymap.bind(it) for it in keyboard.ACTIONS if not it.places
    ]

    def __init__(
        self,
        open_desk: OpenDesk,
        words: Words,
        theme: str,
        *,
        demo: bool,
        pin: PinFile | None = None,
    ) -> None:
        super().__init__(Session(words, demo=demo, pin=pin))
        self._open_desk = open_desk
        self._is_painted = False
        self._home = IntakeScreen(self.session)
        self.animation_level = "none"
        for name in themes.THEMES:
            self.register_theme(themes.textual_theme(name))
        self.prefer(THEME.key, theme)
        self.prefer(SPACING.key, "normal")

    def get_driver_class(self) -> type[Driver]:
        if sys.platform == "win32":
            return super().get_driver_class()
        from frontdesk.tui.driver import TerminalDriver

        return TerminalDriver

    def get_default_screen(self) -> IntakeScreen:
        return self._home

    def post_display_hook(self) -> None:
        """A frame is on its way to the terminal: an Enter from now on was pressed before it."""
        screen = self.screen_stack[-1] if self.screen_stack else None
        if isinstance(screen, DeskScreen):
            screen.painted()

    def on_mount(self) -> None:
        self.call_after_refresh(self._painted)
        # A screen that a first key puts over intake would keep it from ever being painted.
        self.set_timer(UNPAINTED, self._painted)

    def _painted(self) -> None:
        if self._is_painted:
            return
        self._is_painted = True
        self.bring_up()

    @work(group="opening")
    async def bring_up(self) -> None:
        """Opens the desk behind the painted screen; a number can be typed meanwhile."""
        await asyncio.to_thread(_import_screens)
        opened = await self._open_desk()
        if isinstance(opened, CannotOpen):
            self.failed = opened.sentence
            self.exit(2)
            return
        self.session.keymap = keymap.Keymap(opened.keys)
        self.set_keymap(self.session.keymap.changed)
        self.session.open(opened)
        # What a start makes lives on: the collector, off until now, is not to look at it again.
        gc.freeze()
        gc.enable()
        self.watch_idleness()
        self.renew()
        self.begin_chores()

    @on(LetGo)
    @work
    async def let_go(self, event: LetGo) -> None:
        """Frees what is held; the screen that asked for it is already gone."""
        await self.session.desk.let_course_go(event.held)

    @on(Booked)
    @work
    async def see_through(self, event: Booked) -> None:
        """Shows the slip, and settles the claim even when the next patient is at the desk."""
        from frontdesk.tui.screens.slip import SlipScreen

        session, visits = self.session, event.appointments
        session.follow(visits, event.number)
        for it in visits:
            await self._told(it)
        self.next_patient()
        self.push_screen(SlipScreen(session, visits[0].id))
        for it in visits:
            await session.became(await session.desk.settle(it.id))
            self.renew()

    @on(PrintSlip)
    @work
    async def print_slip(self, event: PrintSlip) -> None:
        """Prints a slip even when the next patient is at the desk."""
        from frontdesk.tui.printing import printed

        session, id_ = self.session, event.appointment_id
        session.printed[id_] = None
        self.renew()
        session.printed[id_] = await printed(session, id_)
        self.renew()

    async def _told(self, appointment: Appointment) -> None:
        """Reads the booking for its slip: it is made, so a failing database is waited for."""
        from frontdesk.store.failure import StoreError

        while True:
            try:
                return await self.session.became(appointment)
            except StoreError as error:
                self._is_in_trouble(error)
            await asyncio.sleep(RETRY)

    @on(Told)
    @work
    async def was_told(self, event: Told) -> None:
        """Who stood at the desk when the booking came to nothing need not be phoned."""
        await self.session.desk.worklist.told(event.appointment)

    @on(NextPatient)
    def next_patient(self) -> IntakeScreen:
        """Back to the number field, ready for the next number."""
        while len(self.screen_stack) > 1:
            self.pop_screen()
        self._home.fresh()
        return self._home

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key):
            event.key = keymap.physical(event.key)
        if self.is_kept_out(event) or self._is_unseen(event):
            return
        if isinstance(event, events.Key):
            self.watch_tour(event)
        typed = self._begins_a_number(event)
        if typed:
            self.next_patient().type_on(typed, event.time)
            return
        await super().on_event(event)

    def _is_unseen(self, event: events.Event) -> bool:
        """A key on a terminal too small to show what it would do."""
        if not isinstance(event, events.Key) or event.is_forwarded:
            return False
        return too_small(self.size) and not self.session.keymap.has(keyboard.QUIT, event.key)

    def _begins_a_number(self, event: events.Event) -> str:
        """What was typed, where only the number of the next patient can be meant."""
        screen = self.screen_stack[-1] if self.screen_stack else None
        if not (isinstance(screen, DeskScreen) and screen.TAKES_NUMBERS):
            return ""
        match event:
            case events.Key(character=str(typed)) if typed.isdigit():
                return typed
            case events.Paste(text=typed):
                return typed
            case _:
                return ""

    def action_help(self) -> None:
        from frontdesk.tui.screens.help import HelpScreen

        screen = self.screen
        if isinstance(screen, DeskScreen) and not isinstance(screen, HelpScreen):
            self.push_screen(HelpScreen(self.session, screen))

    def action_palette(self) -> None:
        from frontdesk.tui.screens.palette import PaletteScreen

        about = self.screen
        if not isinstance(about, DeskScreen) or isinstance(about, PaletteScreen):
            return

        def act(chosen: Action | None) -> None:
            if chosen is not None:
                self.call_later(self.run_action, chosen.name, about if chosen.places else self)

        self.push_screen(PaletteScreen(self.session, about), act)

    def action_settings(self) -> None:
        from frontdesk.tui.screens.settings import SettingsScreen

        if not isinstance(self.screen, SettingsScreen):
            self.push_screen(SettingsScreen(self.session))

    def action_language(self) -> None:
        self.prefer(LANGUAGE.key, "en" if self.session.words.lang == "uk" else "uk")

    def action_theme(self) -> None:
        now = self.session.preferences[THEME.key]
        self.prefer(THEME.key, THEME.beside(now, 1).value)

    @on(Preferred)
    def take_up(self, event: Preferred) -> None:
        self.prefer(event.key, event.value)

    def prefer(self, key: str, value: Value) -> None:
        """Shows at once what the clerk wants otherwise."""
        from frontdesk.words import Words

        self.session.preferences[key] = value
        if key == LANGUAGE.key:
            self.session.words = Words("en" if value == "en" else "uk")
        elif key == THEME.key:
            self.theme = themes.textual_name(str(value))
        elif key == SPACING.key:
            self.set_class(value == "large", ROOMY)
        for screen in self.screen_stack:
            for lines in screen.query(LineWidget):
                lines.refresh(layout=True)
        self.renew()

    async def action_quit(self) -> None:
        self.exit(0)

    async def on_unmount(self) -> None:
        opened = self.session.opened
        if opened is not None and opened.close is not None:
            await opened.close()
