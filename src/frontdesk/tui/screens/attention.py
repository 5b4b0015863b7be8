"""Under the last lookups: how much needs a person, and the most urgent of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from frontdesk import keyboard
from frontdesk.tui.safe import EMPTY, row, text
from frontdesk.tui.widgets.lines import Lines

if TYPE_CHECKING:
    from frontdesk.domain.matter import Matter
    from frontdesk.tui.session import Session

SHOWN = 3


class Attention(Lines):
    """How many there are, and the next few; no line if all is well, and never a patient's name."""

    def __init__(self, session: Session) -> None:
        super().__init__(self._told, id_="attention")
        self._session = session

    def _told(self, _width: int) -> Sequence[Content]:
        matters, tr = self._session.worklist, self._session.words.tr
        if not matters:
            return ()
        key = self._session.keymap.named(keyboard.WORKLIST)
        title = tr("Needs attention: {count}. {key}: worklist.", count=len(matters), key=key)
        return (text(title, "warn"), *(self._line(it) for it in matters[:SHOWN]), EMPTY)

    def _line(self, it: Matter) -> Content:
        from frontdesk.domain.matter import VisitMatter
        from frontdesk.words import worklist

        words = self._session.words
        when, what = worklist.when(words, it), worklist.what(words, it)
        doctor = f" {it.doctor.name.partition(' ')[0]}" if it.doctor else ""
        tail = it.number_tail if isinstance(it, VisitMatter) else None
        number = f"  …{tail}" if tail else ""
        mark = text(f"{worklist.sign(it.kind)} ", worklist.tone(it.kind))
        return row(mark, text(f"{when}{doctor}{number}  {what}"))
