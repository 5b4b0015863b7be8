"""Widgets made of lines: no layout inside, and a change repaints the changed lines only."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.segment import Segment
from textual.content import Content
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from frontdesk.tui.safe import EMPTY, cut
from frontdesk.tui.themes import Role, palette

ROOMY = "-roomy"
"""The class that the app has while lines stand apart."""


class LineWidget(Widget):
    """Draws each of its lines by itself."""

    DEFAULT_CSS = "LineWidget { width: 1fr; height: auto; }"
    SPACED: ClassVar[bool] = False
    """Whether its lines stand apart where the clerk wants that."""

    @property
    def pitch(self) -> int:
        """Cells from one line to the next."""
        return 2 if self.SPACED and self.app.has_class(ROOMY) else 1

    @property
    def rows(self) -> int:
        """Lines that have a place on the screen."""
        return -(-self.size.height // self.pitch)

    def line(self, y: int) -> Content:
        """The line `y` of the widget, in `self.size.width` cells or fewer."""
        raise NotImplementedError

    def ground(self, _y: int) -> Role:
        """The role under the whole line."""
        return "plain"

    def render_line(self, y: int) -> Strip:
        styles = palette(self.app.theme)
        at, gap = divmod(y, self.pitch)
        under = styles["plain" if gap else self.ground(at)]
        parts = cut(EMPTY if gap else self.line(at), self.size.width).render(
            under, end="", parse_style=lambda role: styles[str(role)]
        )
        segments = [Segment(part, style.rich_style) for part, style in parts]
        return Strip(segments, self.size.width)

    def repaint_line(self, y: int) -> None:
        self.refresh(Region(0, y * self.pitch, self.size.width, 1))


Build = Callable[[int], Sequence[Content]]
"""The lines for a width in cells."""


class Lines(LineWidget):
    """Text that a screen builds for the width there is, and builds again when its facts change."""

    SPACED = True

    def __init__(
        self,
        build: Build,
        *,
        ground: Role = "plain",
        id_: str | None = None,
    ) -> None:
        super().__init__(id=id_)
        self._build = build
        self._ground: Role = ground
        self._lines: tuple[Content, ...] = ()
        self._width = -1

    def get_content_height(self, _container: Size, _viewport: Size, width: int) -> int:
        self._fit(width)
        return len(self._lines) * self.pitch

    def line(self, y: int) -> Content:
        self._fit(self.size.width)
        return self._lines[y] if y < len(self._lines) else EMPTY

    def ground(self, _y: int) -> Role:
        return self._ground

    def renew(self) -> None:
        """Builds the lines again."""
        before = self._lines
        if self._width < 0:
            return
        self._lines = tuple(self._build(self._width))
        if len(before) != len(self._lines):
            self.refresh(layout=True)
            return
        for y, (old, new) in enumerate(zip(before, self._lines, strict=True)):
            if not new.is_same(old):
                self.repaint_line(y)

    def _fit(self, width: int) -> None:
        if width != self._width:
            self._width = width
            self._lines = tuple(self._build(width))
