"""The one way a string becomes text on the screen.

Names and notes come from outside. They are cleaned once more, and never parsed: brackets in them
are brackets. A test forbids every other constructor of text in this room.
"""

from __future__ import annotations

from rich.cells import cell_len
from textual.app import App
from textual.content import Content

from frontdesk.domain.clean import clean
from frontdesk.tui.themes import Role

EMPTY = Content()


def text(string: str, role: Role = "plain") -> Content:
    """`string` as it will be seen, in the colour of `role`."""
    return Content.styled(clean(string), "" if role == "plain" else role)


def row(*parts: Content) -> Content:
    """Parts one after another on a line."""
    return EMPTY.join(parts)


def gap(width: int) -> Content:
    return Content.blank(max(0, width))


def cut(content: Content, width: int) -> Content:
    """Exactly `width` cells: padded, or cut at its end."""
    return content.truncate(max(0, width), ellipsis=True, pad=True)


def spread(left: Content, right: Content, width: int) -> Content:
    """One part at each end of the line; the left one gives way."""
    return row(cut(left, width - right.cell_length), right)


def wrapped(content: Content, width: int) -> list[Content]:
    return content.wrap(max(2, width))


def copy(app: App[int], string: str) -> None:
    """Puts the lines of `string` on the clipboard, as far as the terminal allows that (OSC 52)."""
    app.copy_to_clipboard("\n".join(clean(line) for line in string.splitlines()))


def cells(string: str) -> int:
    """Columns that the cleaned string takes."""
    return cell_len(clean(string))
