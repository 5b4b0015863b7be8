"""A registrar at a terminal of 80×24: what the screen tells them, and which keys they press."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bench.program import ENTER, ESCAPE, banner
from bench.terminal import Terminal
from frontdesk.simulator.diary import BookedVisit
from frontdesk.simulator.samples import Sample
from frontdesk.words import Lang, Words
from tests.key_bytes import FUNCTION
from tests.program.place import EMPTY, press_enter

F2, F3, F4, F5 = (f"\x1b{FUNCTION[it]}" for it in ("f2", "f3", "f4", "f5"))
CTRL_F = "\x06"
PAGE_DOWN = "\x1b[6~"
NAME = "Тестова Марія Іванівна"
Day = Callable[[int], str]
"""So many days from today, as a screen writes it."""
DEEPEST = 8
"""Times Esc that lead home from anywhere."""


def number(samples: Iterable[Sample], shows: str) -> str:
    """The sample number whose description begins so."""
    return next(it.number for it in samples if it.shows_en.startswith(shows))


@dataclass(frozen=True, slots=True)
class Told:
    """What REGISTRAR has a situation say."""

    headline: str
    """The banner, its sign first."""
    say: str
    """The sentence for the patient; empty: what there is to say stands among `others`."""
    keys: str
    """How the line of keys begins."""
    others: tuple[str, ...] = ()
    """What else stands on the screen."""


@dataclass(slots=True)
class Desk:
    terminal: Terminal
    lang: Lang
    pressed: int = 0
    """Keys so far; what a scanner sends is none."""

    @property
    def words(self) -> Words:
        return Words(self.lang)

    @property
    def seen(self) -> str:
        return self.terminal.screen.words

    def goes_home(self) -> bool:
        """Whether Esc leads to an empty number field; not if the program has gone."""
        try:
            for _ in range(DEEPEST):
                if EMPTY in self.seen:
                    return True
                self.terminal.send(ESCAPE)
                self.terminal.settle(0.2)
        except OSError:
            return False
        return EMPTY in self.seen

    def scan(self, number: str) -> None:
        """As a scanner types it, all at once; the verdict stands there then."""
        self.terminal.send(number)
        self.terminal.wait_until(lambda screen: banner(screen) is not None)

    def press(self, *keys: str, until: str = "") -> None:
        """One after the other, and waits until `until` is there."""
        for key in keys:
            press_enter(self.terminal) if key == ENTER else self._press(key)
            self.pressed += 1
        self.terminal.wait_for(until)

    def _press(self, key: str) -> None:
        self.terminal.settle()
        self.terminal.send(key)

    def types(self, words: str) -> None:
        """Into a field; counted by nobody."""
        self._press(words)

    def finds(self, visit: BookedVisit) -> None:
        """By the phone, on the agenda, among all that is to come."""
        self.press(F5, until=self.words.tr("by doctor"))
        self.types(visit.patient.phone[-9:])
        self.press(CTRL_F, until=visit.patient.surname)

    def is_told(self, uk: Told, en: Told) -> None:
        """The screen says what it must, in its language, whole.

        Raises:
            NeverShownError: it does not say so.
        """
        told = uk if self.lang == "uk" else en
        quoted = f"Скажіть: «{told.say}»" if self.lang == "uk" else f"Say: “{told.say}”"
        say = quoted if told.say else ""
        self.terminal.wait_until(
            lambda screen: (
                banner(screen) == told.headline
                and all(it in screen for it in (say, *told.others))
                and self._offers(told.keys)
            )
        )

    def hears(self, uk: str, en: str, keys: str = "") -> None:
        """One sentence, in the language of this desk, while the line of keys begins so.

        Raises:
            NeverShownError: it does not come.
        """
        said = uk if self.lang == "uk" else en
        self.terminal.wait_until(lambda screen: said in screen and self._offers(keys))

    def _offers(self, keys: str) -> bool:
        return self.terminal.screen.lines[-1].strip().startswith(keys)
