"""Text from outside made harmless, once, at the edge where it comes in.

A terminal obeys control characters and reorders bidirectional text, whoever wrote it. After
`clean` a text is one line of visible characters; names keep Ґ, Ї, ʼ and ’.
"""

from __future__ import annotations

import unicodedata

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
ELLIPSIS = "…"
MARKS = 2
"""Combining marks that a letter may carry; more would climb over the neighbouring lines."""

_LINE_ENDS = "\t\n\r"
_BLANK_LETTERS = "\u115f\u1160\u3164\uffa0"
"""Hangul fillers: letters by category, yet without a shape or a width."""


def clean(text: str, limit: int = 500) -> str:
    """`text` as one line in NFC, of at most `limit` characters, the last of them … if it was cut.

    Controls, bidirectional and zero-width characters, surrogates, private and unassigned characters
    become U+FFFD; line ends, tabs and every kind of space become a plain space.
    """
    if len(text) <= limit and text.isascii() and text.isprintable():
        return text
    # Marks are counted before NFC too: sorting a long run of them takes quadratic time. And three
    # characters compose into one at most, so what is cut here is still longer than the limit.
    visible = _visible(text, 3 * limit + 1)
    composed = _visible(unicodedata.normalize("NFC", visible), limit + 1)
    return composed if len(composed) <= limit else composed[: limit - 1] + ELLIPSIS


def _visible(text: str, limit: int) -> str:
    """The first `limit` characters that may stay, each as it may be seen."""
    kept: list[str] = []
    marks = 0
    for char in text:
        category = unicodedata.category(char)
        marks = marks + 1 if category in {"Mn", "Me"} else 0
        if marks > MARKS:
            continue
        kept.append(_shown(char, category))
        if len(kept) == limit:
            break
    return "".join(kept)


def _shown(char: str, category: str) -> str:
    if category[0] == "Z" or char in _LINE_ENDS:
        return " "
    if category[0] == "C" or char in _BLANK_LETTERS:
        return REPLACEMENT
    return char
