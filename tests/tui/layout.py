"""What may be wrong with how a screen lies on the terminal, whatever stands on it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from textual.containers import VerticalScroll
from textual.widget import Widget

from frontdesk import keyboard
from frontdesk.tui.safe import cut
from frontdesk.tui.screens.base import DeskScreen
from frontdesk.tui.widgets.bars import KeysLine
from frontdesk.tui.widgets.line_list import LineList
from frontdesk.tui.widgets.lines import Lines, LineWidget

TAIL = "ж" * 120
"""What makes a text longer than any place for it."""
END = "край"
_CUT_WITHOUT_A_SIGN = re.compile(r"(?<![\w…])ж{4,}|ж{4,}(?!ж|край|…)")


def faults(screen: DeskScreen[object]) -> list[str]:
    """Sentences for a developer; none if all is well.

    That a line is cut with an ellipsis need not be looked for: all that is drawn comes out of
    `LineWidget.render_line`, which cuts so and in no other way. It remains to be seen that a
    widget lies whole on the terminal and has room for all its lines.
    """
    if screen.session.lock.is_on:
        return [*_of_the_lines(screen)]
    return [
        *_of_the_lines(screen),
        *_of_the_places(screen),
        *_of_the_keys(screen),
        *_of_long_texts(screen),
    ]


def _of_the_lines(screen: DeskScreen[object]) -> Iterator[str]:
    strips = screen._compositor.render_strips()
    if len(strips) != screen.size.height:
        yield f"{len(strips)} lines on {screen.size.height}"
    for y, strip in enumerate(strips):
        if strip.cell_length != screen.size.width:
            yield f"line {y} takes {strip.cell_length} cells of {screen.size.width}"


def _of_the_places(screen: DeskScreen[object]) -> Iterator[str]:
    shown = [it for it in screen.walk_children(Widget) if _is_shown(it)]
    for one, other in combinations(shown, 2):
        beside = one.parent is other.parent and one.layer == other.layer
        if beside and one.region.overlaps(other.region):
            yield f"{one} lies over {other}"
    for it in shown:
        is_scrolled = any(isinstance(up, VerticalScroll) for up in it.ancestors)
        if not is_scrolled and not screen.region.contains_region(it.region):
            yield f"{it} leaves the terminal: {it.region}"
        yield from _of_the_room(it)
    focused = screen.focused
    if focused is not None and not screen.find_widget(focused).visible_region:
        yield f"the focus is on {focused}, which nobody sees"


def _of_the_room(widget: Widget) -> Iterator[str]:
    """Whether what it has to show has a place, or can at least be scrolled to."""
    match widget:
        case Lines() if len(widget._lines) * widget.pitch > widget.size.height:
            yield f"{widget} has room for {widget.size.height} of {len(widget._lines)} lines"
        case LineList() if widget.items and widget.rows <= widget._head:
            yield f"{widget} has no room for an item"
        case VerticalScroll() if widget.max_scroll_y and not widget.show_vertical_scrollbar:
            yield f"{widget} does not show that it goes on"


def _is_shown(widget: Widget) -> bool:
    return widget.is_on_screen and bool(widget.region.area)


def _of_the_keys(screen: DeskScreen[object]) -> Iterator[str]:
    """The last line names help, and the screen's own keys as far as they fit; … stands for more."""
    line = screen.query_one(KeysLine)
    last = screen._compositor.render_strips()[-1].text
    if line.region.bottom_right != screen.region.bottom_right or line.region.height != 1:
        yield f"the keys stand at {line.region}"
    named = screen.keys()
    own = [f"{key} {label}" for key, label in named]
    missing = [it for it in own if it not in last]
    if missing and "…" not in last:
        yield f"{missing} are not named: {last}"
    if own and own[0] in missing:
        yield f"the first key is not named: {last}"
    if screen.key(keyboard.HELP) not in last:
        yield f"help is not named: {last}"


def _of_long_texts(screen: DeskScreen[object]) -> Iterator[str]:
    """A text of `TAIL` and `END` stands there to its end, or … says that it was cut."""
    for widget in screen.query(LineWidget):
        if _is_shown(widget):
            lines = (cut(widget.line(y), widget.size.width).plain for y in range(widget.rows))
            told = re.sub(r"\s", "", "".join(lines))
            if _CUT_WITHOUT_A_SIGN.search(told):
                yield f"{widget} cuts a text without a sign: {told}"
