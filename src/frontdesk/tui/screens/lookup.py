"""Under the number field: ЕСОЗ is asked for the number in it, and how that stands is said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual import work
from textual.content import Content

from frontdesk.tui.safe import EMPTY, row, text, wrapped
from frontdesk.tui.widgets.lines import Lines

if TYPE_CHECKING:
    from frontdesk.desk.answers import Ambiguous, Finding
    from frontdesk.domain.number import Misread, Readable
    from frontdesk.tui.session import Session

GROUP = "lookup"


class Lookup(Lines):
    """One number at a time: an answer for one that is no longer wanted is not shown."""

    def __init__(
        self,
        session: Session,
        found: Callable[[Finding | Ambiguous], None],
        should_sign_in: Callable[[], bool],
    ) -> None:
        """`found` is told what stands behind the number."""
        super().__init__(self._said, id_="said")
        self._session = session
        self._found = found
        self._should_sign_in = should_sign_in
        self._asked: Readable | None = None
        """What ЕСОЗ is being asked about now."""
        self._wrong: Misread | None = None

    @property
    def is_asking(self) -> bool:
        return self._asked is not None

    @property
    def is_idle(self) -> bool:
        """Nothing is asked, and nothing is wrong."""
        return self._asked is None and self._wrong is None

    def begin(self, reading: Readable) -> None:
        """Asks, unless it does already."""
        if reading != self._asked:
            self._wrong = None
            self._asked = reading
            self._ask(reading)

    def refuse(self, misread: Misread) -> None:
        """That is no number: nobody is asked."""
        self._wrong = misread

    def stop(self) -> None:
        """Another number, or none, is wanted."""
        self._asked = self._wrong = None
        self.workers.cancel_group(self, GROUP)

    @work(exclusive=True, group=GROUP)
    async def _ask(self, reading: Readable) -> None:
        desk = await self._session.when_open()
        try:
            found = await desk.find(reading)
        finally:
            wanted = reading is self._asked
            if wanted:
                self._asked = None
        if wanted:
            self._found(found)

    def _said(self, width: int) -> Sequence[Content]:
        """Two lines at least, so that nothing below it jumps."""
        said = wrapped(self._sentence(), width)
        return (*said, EMPTY) if len(said) < 2 else said

    def _sentence(self) -> Content:
        tr = self._session.words.tr
        if self._wrong is not None:
            from frontdesk.words import readings

            return row(text("! ", "warn"), text(readings.misread(self._session.words, self._wrong)))
        if self._asked is not None:
            searching = text(tr("Searching… (Esc: cancel)"), "accent")
            return row(searching, text("  "), self._repaired(self._asked))
        if self._should_sign_in() and not self._session.desk.is_signed_in:
            return text(tr("Nobody is signed in to ESOZ. Enter: sign in."), "warn")
        return text(tr("Type, paste or scan the 16 symbols: the search starts by itself."), "quiet")

    def _repaired(self, reading: Readable) -> Content:
        from frontdesk.words import readings

        return text(readings.repairs(self._session.words, reading.repairs), "warn")
