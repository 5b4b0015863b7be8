"""What terminals send for a key, by layout and protocol."""

from __future__ import annotations

UKRAINIAN = dict(zip("qwertyuiopasdfghjklzxcvbnm", "йцукенгшщзфівапролдячсмить", strict=True))
FUNCTION = dict(
    zip(
        (f"f{n}" for n in range(1, 13)),
        ("OP", "OQ", "OR", "OS", *(f"[{n}~" for n in (15, 17, 18, 19, 20, 21, 23, 24))),
        strict=True,
    )
)


def sent(key: str, *, ukrainian: bool, kitty: bool) -> str:
    """What a terminal sends for a key of the table."""
    held, _, last = key.rpartition("+")
    letter = UKRAINIAN[last] if ukrainian and last in UKRAINIAN else last
    if last in FUNCTION:
        is_first_four = last in {"f1", "f2", "f4"}
        return f"\x1b[{FUNCTION[last][1:]}" if kitty and is_first_four else f"\x1b{FUNCTION[last]}"
    if kitty:
        modifiers = {"": "", "ctrl": "5", "alt": "3"}[held]
        text = "" if held else f";{ord(letter)}"
        return f"\x1b[{ord(letter)};{modifiers}{text}u"
    if held == "ctrl":
        return chr(ord(last) & 0x1F)  # terminals take the physical key
    return f"\x1b{letter}" if held == "alt" else letter
