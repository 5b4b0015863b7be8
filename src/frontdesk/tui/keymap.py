"""The keys as a terminal really sends them: under any layout, and as the clinic wants them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from textual.binding import Binding

from frontdesk import keyboard
from frontdesk.keyboard import Action, Keys

_LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,."
_UKRAINIAN = "йцукенгшщзхїфівапролджєячсмитьбю"
_SAME_KEY = dict(zip(_LATIN, _UKRAINIAN, strict=True))
_TO_LATIN = dict(zip(_UKRAINIAN, _LATIN, strict=True))


def both_layouts(letter: str) -> tuple[str, ...]:
    """What the physical key of Latin `letter` sends, in small and capital letters."""
    other = _SAME_KEY[letter]
    return letter, letter.upper(), other, other.upper()


def other_layout(typed: str) -> str:
    """What the same keys give under the other of the two layouts."""
    table = _SAME_KEY | _TO_LATIN
    return "".join(table.get(it, it) for it in typed.lower())


def physical(key: str) -> str:
    """`ctrl+з` and `alt+shift+з` are the key of Latin P held with Ctrl or Alt.

    So speak terminals with the kitty protocol, and others of Alt; a letter alone is left as it is,
    for it may be typed into a field.
    """
    *modifiers, last = key.split("+")
    held = [it for it in modifiers if it != "shift"]
    if not held or len(last) != 1:
        return key
    return "+".join((*held, _TO_LATIN.get(last, last)))


def bind(action: Action) -> Binding:
    """A binding that Textual itself never shows: the keys line is ours."""
    return Binding(_sent(action.keys), action.name, id=action.name, show=False)


BETWEEN_FIELDS = (
    Binding("tab", "app.focus_next", show=False, priority=True),
    Binding("down", "screen.down", show=False, priority=True),
    Binding("shift+tab,up", "app.focus_previous", show=False, priority=True),
)
"""Before all else: what is typed quickly after such a key belongs into the next field already."""


class Keymap:
    """Which keys do what at this terminal."""

    def __init__(self, own: Mapping[str, Keys] | None = None) -> None:
        """`own`: those of the configuration, by the action's name."""
        self._keys = keyboard.in_force(own or {})
        self.changed = {name: _sent(keys) for name, keys in (own or {}).items()}
        """As `App.set_keymap` wants them."""

    def named(self, action: Action) -> str:
        """Its first key, as it is printed on keyboards."""
        return _printed(self._keys[action.name][0])

    def all_named(self, action: Action) -> str:
        return ", ".join(_printed(it) for it in self._keys[action.name])

    def has(self, action: Action, key: str) -> bool:
        """Whether `key`, as an event names it, is one of the action's."""
        return key in self._keys[action.name]


def _sent(keys: Keys) -> str:
    return ",".join(_names(keys))


def _names(keys: Keys) -> Iterator[str]:
    for key in keys:
        yield from both_layouts(key) if len(key) == 1 else (key,)


def _printed(key: str) -> str:
    return "+".join(part.capitalize() for part in key.split("+"))
