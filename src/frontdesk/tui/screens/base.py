"""What every screen has: the bars, the smallest size, and a way to show its facts again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import events
from textual._styles_cache import StylesCache
from textual.app import ComposeResult
from textual.await_remove import AwaitRemove
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget

from frontdesk import keyboard
from frontdesk.keyboard import Action, Place
from frontdesk.tui.safe import text, wrapped
from frontdesk.tui.tour import Sight
from frontdesk.tui.widgets.bars import KeyLabel, KeysLine, StatusLine
from frontdesk.tui.widgets.cover import Cover
from frontdesk.tui.widgets.lines import Lines, LineWidget

if TYPE_CHECKING:
    from frontdesk.tui.session import Session
    from frontdesk.tui.widgets.coach import Coach

Result = TypeVar("Result")

SMALLEST = Size(60, 20)


def too_small(size: Size) -> bool:
    """Whether a terminal of this size cannot show what the keys would do."""
    return size.width < SMALLEST.width or size.height < SMALLEST.height


class TooSmall(Lines):
    """Covers a screen that does not fit."""

    SPACED = False

    DEFAULT_CSS = "TooSmall { layer: above; width: 100%; height: 100%; background: $background; }"


class DeskScreen(Screen[Result]):
    """A step of the work: header, body, keys."""

    AUTO_FOCUS = ""
    DEFAULT_CSS = "DeskScreen { overflow: hidden; layers: default above lock; }"
    TAKES_NUMBERS: ClassVar[bool] = False
    """A number typed or scanned here is the next patient's."""
    PLACE: ClassVar[Place | None] = None
    """The name under which the table of keys has this screen's own actions."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.words = session.words
        self._shown_at = float("inf")
        self._coach: Coach | None = None
        self._awaits_paint = True

    def compose(self) -> ComposeResult:
        yield StatusLine(self.session)
        yield from self.body()
        yield KeysLine(self.session, self.keys)
        yield Cover(self.session)

    def body(self) -> Iterable[Widget]:
        """The widgets between the bars."""
        raise NotImplementedError

    def keys(self) -> Sequence[KeyLabel]:
        """The keys of this screen that work now, and what each does."""
        return ()

    def help(self) -> Sequence[str]:
        """What one does here now, in a sentence or two; then what else is good to know."""
        raise NotImplementedError

    @property
    def sight(self) -> Sight:
        """What the guided tour sees here."""
        return Sight.OTHER

    def actions(self) -> Sequence[Action]:
        """What of the table of keys works here and now, the screen's own first."""
        own = [it for it in keyboard.ACTIONS if self.PLACE in it.places]
        everywhere = [it for it in keyboard.ACTIONS if not it.places]
        return [it for it in (*own, *everywhere) if self.check_action(it.name, ())]

    def key(self, action: Action) -> str:
        """The key of an action at this terminal."""
        return self.session.keymap.named(action)

    def action_patients(self) -> None:
        """To a patient's card and back, on the screens that bind a key to it."""
        from frontdesk.tui.screens.patients import PatientsScreen

        self.app.push_screen(PatientsScreen(self.session))

    def remove(self) -> AwaitRemove:
        """Ends its work first: an answer that came now would find no widget to be shown in."""
        self.workers.cancel_node(self)
        # Textual remembers colours by who asked for them, and so all that a thousand widgets drew.
        StylesCache.get_inner_outer.cache_clear()
        return super().remove()

    def renew(self) -> None:
        """Shows the facts as they are now, in the language of now."""
        self._follow_the_tour()
        if self.words is not self.session.words:
            self.words = self.session.words
            for drawn in self.query(LineWidget):
                drawn.refresh()
        for lines in self.query(Lines):
            lines.renew()

    def minute_passed(self) -> None:
        """The clock in the header moves on, also while another screen is above this one."""
        self.renew()

    def _follow_the_tour(self) -> None:
        """Tells it what stands here, and shows its coach as long as there is one."""
        tour = self.session.tour
        if tour is not None and self.is_current:
            tour = self.session.tour = tour.at(self.sight)
        if tour is not None and self._coach is None:
            from frontdesk.tui.widgets.coach import Coach

            self._coach = Coach(self.session)
            self.mount(self._coach, before=self.query_one(KeysLine))
        elif tour is None and self._coach is not None:
            self._coach.remove()
            self._coach = None

    def cover(self) -> None:
        """Hides all that stands here while the terminal is locked; nothing else changes."""
        for cover in self.query(Cover):
            cover.follow_the_lock()
        if self.is_current:
            self._shown_at = float("inf")
            self.call_after_refresh(self._now_shown)

    def on_screen_resume(self) -> None:
        self.renew()

    def on_screen_suspend(self) -> None:
        self._shown_at = float("inf")
        self._awaits_paint = True

    def painted(self) -> None:
        """A frame was written just now: from the first one with the keys in it on, keys count."""
        if self._awaits_paint and any(line.size.height for line in self.query(KeysLine)):
            self._awaits_paint = False
            self._now_shown()

    def _now_shown(self) -> None:
        self._shown_at = Message().time  # on the clock that key events carry

    def on_resize(self) -> None:
        covers = self.query(TooSmall)
        if too_small(self.size) and not covers:
            self.mount(TooSmall(self._too_small, id_="too-small"))
        elif not too_small(self.size):
            covers.remove()
        self.call_after_refresh(self._show_the_focus)

    def _show_the_focus(self) -> None:
        """A smaller terminal must not hide where one types."""
        if self.focused is not None:
            self.focused.scroll_visible(animate=False)

    def _too_small(self, width: int) -> Sequence[Content]:
        said = self.words.tr(
            "The terminal is too small: {width}×{height} is the least.",
            width=SMALLEST.width,
            height=SMALLEST.height,
        )
        return wrapped(text(said, "warn"), width)

    def was_meant(self, event: events.Key) -> bool:
        """Whether the key was pressed with this screen before the clerk's eyes.

        The Enter that ends a scan, or one hit twice, must not act on what nobody has seen.
        """
        return event.time > self._shown_at
