"""Keys: actions are Enter, Esc, arrows, Tab, digits and F-keys.

A letter, where one serves as a shortcut, is bound to the physical key: under the Ukrainian layout
the same key sends another letter.
"""

from __future__ import annotations

from textual.binding import Binding

_LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,."
_UKRAINIAN = "йцукенгшщзхїфівапролджєячсмитьбю"
_SAME_KEY = dict(zip(_LATIN, _UKRAINIAN, strict=True))

HELP = "f1"
LANGUAGE = "f12"
QUIT = "f10"
RESEND = "f7"
PATIENTS = "f6"
NEW_PATIENT = "f2"
CHANGE = "f2"
ASK_ESOZ = "f7"
MERGE = "f8"


def both_layouts(letter: str) -> str:
    """The four letters that the physical key of Latin `letter` sends, as one binding."""
    other = _SAME_KEY[letter]
    return f"{letter},{letter.upper()},{other},{other.upper()}"


def bind(keys: str, action: str) -> Binding:
    """A binding that Textual itself never shows: the keys line is ours."""
    return Binding(keys, action, show=False)
