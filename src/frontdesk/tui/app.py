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
from textual.worker import WorkerFailed

from frontdesk import keyboard, log, paths
from frontdesk.tui import keymap, themes
from frontdesk.tui.locking import LockableApp
from frontdesk.tui.messages import Booked, LetGo, NextPatient, Preferred, PrintSlip, SignedIn
from frontdesk.tui.opening import CannotOpen, OpenDesk
from frontdesk.tui.preferences import LANGUAGE, SPACING, THEME
from frontdesk.tui.screens.base import DeskScreen, too_small
from frontdesk.tui.screens.intake import IntakeScreen
from frontdesk.tui.session import Session
from frontdesk.tui.widgets.lines import ROOMY, LineWidget

if TYPE_CHECKING:
    from frontdesk.config_file import Value
    from frontdesk.domain.appointment import Appointment
    from frontdesk.keyboard import Action
    from frontdesk.pin import PinFile
    from frontdesk.store.failure import StoreError
    from frontdesk.words import Words

UNPAINTED = 0.5
"""Seconds after which the desk is opened, whatever was painted."""
RECOVERY = 15
"""Seconds between two looks at what was left unfinished."""
AFTERMATH = 150
"""Seconds after opening in which all that a crash left is finished: a lease lasts up to 120."""
WATCH = 300
"""Seconds between two questions of what has changed in ЕСОЗ."""

FIRST_SYNC = 300
SYNC = 3600
"""Seconds after opening, and between two looks, whether the registers of ЕСОЗ are due."""
PACE = 5.0
"""Seconds between two pages of a register: a clerk's look-up finds its calls left."""
RETRY = 1
"""Seconds between two attempts at a database that fails."""

BACKUP = 600
"""Seconds between two looks whether the day has its backup; the first is no sooner either."""


def _import_screens() -> None:
    """What the next screens need, brought in while the number field answers already."""
    for name in (
        "referral",
        "booking",
        "confirm",
        "slip",
        "choice",
        "help",
        "palette",
        "settings",
        "sign_in",
        "patients",
    ):
        import_module(f"frontdesk.tui.screens.{name}")


class FrontdeskApp(LockableApp, inherit_bindings=False):
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
        self.failed: str | None = None
        """What the person at the terminal is told after the end, if it was not wanted."""
        self._open_desk = open_desk
        self._after_a_crash = True
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
        from frontdesk.tui.driver import QuickEscape

        return QuickEscape

    def get_default_screen(self) -> IntakeScreen:
        return self._home

    def on_mount(self) -> None:
        self._screens_loop = asyncio.get_running_loop()
        self._screens_loop.set_exception_handler(self._loop_broke)
        self.call_after_refresh(self._painted)
        # A screen that a first key puts over intake would keep it from ever being painted.
        self.set_timer(UNPAINTED, self._painted)

    def _painted(self) -> None:
        if self._is_painted:
            return
        self._is_painted = True
        # Whoever starts the program may have switched the collector off: imports make much litter.
        gc.freeze()
        gc.enable()
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
        self.watch_idleness()
        self.renew()
        self.recover()
        self.set_interval(RECOVERY, self.recover)
        self.set_timer(AFTERMATH, self._at_peace)
        if not self.session.demo:
            self.set_timer(FIRST_SYNC, self.sync)
            self.set_interval(SYNC, self.sync)
        self.show_concerns()
        self.set_interval(WATCH, self.look_for_changes)
        self.set_interval(BACKUP, self.back_up)

    def _at_peace(self) -> None:
        self._after_a_crash = False

    @work(exclusive=True, group="recovery")
    async def recover(self) -> None:
        """Finishes what a crash or a silent ЕСОЗ left behind."""
        session = self.session
        for appointment in await session.desk.recover():
            await session.became(appointment)
            if self._after_a_crash and appointment.id not in session.followed:
                session.left_over[appointment.id] = appointment
        self.renew()

    @work(exclusive=True, group="sync")
    async def sync(self) -> None:
        """Brings the copies of ЕСОЗ's registers up to date once a day, while work goes on."""
        desk = self.session.desk
        if await desk.sync_is_due():
            await desk.sync(pace=PACE)

    @work(exclusive=True, group="changes")
    async def look_for_changes(self) -> None:
        """Notices what ЕСОЗ has changed under visits to come."""
        await self.session.desk.look_for_changes()
        self.show_concerns()

    @work(exclusive=True, group="concerns")
    async def show_concerns(self) -> None:
        """Shows whose patients must be phoned."""
        self.session.concerns = await self.session.desk.attention()
        self.renew()

    @on(SignedIn)
    @work(exclusive=True, group="recovery")
    async def resume(self) -> None:
        """Goes on with what waited for the session."""
        for appointment in await self.session.desk.resume():
            await self.session.became(appointment)
        self.renew()

    @work(exclusive=True, group="trouble")
    async def get_over_it(self) -> None:
        """While the database fails, tries it again and again: work goes on by itself."""
        from frontdesk.store.failure import StoreError

        while self.session.trouble is not None:
            await asyncio.sleep(RETRY)
            try:
                await self.session.desk.sweep()
                self.session.trouble = None
            except StoreError as error:
                self.session.trouble = error
            self.renew()
        self.recover()

    @work(group="backup")
    async def back_up(self) -> None:
        """Makes the day's backup where no terminal has; nothing of the desk waits for it."""
        opened = self.session.opened
        if opened is not None and opened.back_up is not None:
            self.session.not_backed_up = await opened.back_up()
            self.renew()

    @on(LetGo)
    @work
    async def let_go(self, event: LetGo) -> None:
        """Frees a held time; the screen that asked for it is already gone."""
        await self.session.desk.let_go(event.held)

    @on(Booked)
    @work
    async def see_through(self, event: Booked) -> None:
        """Shows the slip, and settles the claim even when the next patient is at the desk."""
        from frontdesk.tui.screens.slip import SlipScreen

        session, appointment = self.session, event.appointment
        session.follow(appointment, event.number)
        await self._told(appointment)
        self.next_patient()
        self.push_screen(SlipScreen(session, appointment.id))
        await session.became(await session.desk.settle(appointment.id))
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

    def _is_in_trouble(self, error: StoreError) -> None:
        """Says in the header what is wrong with the database, until it is over."""
        was_well = self.session.trouble is None
        self.session.trouble = error
        if was_well:
            log.note(log.Event.DATABASE_FAILED, trouble=error.code)
        self.renew()
        if was_well and self.session.opened is not None:
            self.get_over_it()

    def renew(self) -> None:
        """Shows the facts as they are now, unless the program is being left."""
        if self.is_running and isinstance(self.screen, DeskScreen):
            self.screen.renew()

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

    def _handle_exception(self, error: Exception) -> None:
        """A database that fails is said in the header, and the program goes on."""
        from frontdesk.store.failure import StoreError

        cause = error.error if isinstance(error, WorkerFailed) else error
        if isinstance(cause, StoreError):
            self._is_in_trouble(cause)
        else:
            super()._handle_exception(error)

    def _fatal_error(self) -> None:
        """Ends without the values that Textual would print."""
        error: BaseException | None = self._exception
        if isinstance(error, WorkerFailed):
            error = error.error
        if error is None or self.failed is not None:
            return
        from frontdesk.words import crashes

        log.note_error(log.Event.CRASHED, error)
        self.failed = crashes.sentence(self.session.words, error, paths.log())
        self._close_messages_no_wait()

    def thread_broke(self, error: BaseException) -> None:
        """An error in a thread that nobody waits for is as any other."""
        if isinstance(error, Exception) and self.is_running:
            self._screens_loop.call_soon_threadsafe(self._handle_exception, error)
        else:
            log.note_error(log.Event.WENT_WRONG, error)

    def _loop_broke(self, _loop: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
        """A broken callback is as any other error; a task whose end nobody awaits is put down."""
        error = context.get("exception")
        if isinstance(error, Exception) and "handle" in context and self.is_running:
            self._handle_exception(error)
        elif isinstance(error, BaseException):
            log.note_error(log.Event.WENT_WRONG, error)
