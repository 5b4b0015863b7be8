"""In the demo: numbers to try, and what each of them shows."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from frontdesk.tui.opening import SampleNumber
from frontdesk.tui.safe import row, text
from frontdesk.tui.session import Session
from frontdesk.tui.tour import Step
from frontdesk.tui.widgets.line_list import LineList


class Samples(LineList[SampleNumber]):
    """Where the guided tour wants a number to be looked up, the cursor goes to one."""

    def __init__(self, session: Session) -> None:
        super().__init__(
            self._sample, lambda: session.words.tr("Numbers to try in this demo"), id_="samples"
        )
        self._session = session
        self._pointed_at: Step | None = None
        """The step of the tour that has its sample under the cursor."""

    @property
    def number(self) -> str | None:
        """Under the cursor."""
        return self.current.number if self.current else None

    def follow_the_tour(self) -> None:
        """Shows what there is as soon as the demo is open."""
        opened = self._session.opened
        if opened is not None:
            self.show(opened.samples, self._of_the_tour(opened.samples))

    def _of_the_tour(self, samples: Sequence[SampleNumber]) -> SampleNumber | None:
        """The number to be looked up next, when the tour comes to it."""
        tour = self._session.tour
        step = tour.step if tour else None
        if tour is None or step is self._pointed_at:
            return None
        self._pointed_at = step
        fitting = (it for it in samples if it.verdict == tour.sample)
        return next((it for it in fitting if not self._session.has_booked(it.number)), None)

    def _sample(self, sample: SampleNumber, _width: int) -> Content:
        lang = self._session.words.lang
        return row(text(f"{sample.number}  "), text(sample.shows[lang], "quiet"))
