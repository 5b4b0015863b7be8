"""Under the last lookups: booked visits whose referral no longer carries them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from frontdesk.tui.safe import EMPTY, row, text
from frontdesk.tui.widgets.lines import Lines

if TYPE_CHECKING:
    from frontdesk.desk.answers import Concern
    from frontdesk.tui.session import Session

SHOWN = 3


class Attention(Lines):
    """How many there are, and the next few; no line if all is well, and never a patient's name."""

    def __init__(self, session: Session) -> None:
        super().__init__(self._told, id_="attention")
        self._session = session

    def _told(self, _width: int) -> Sequence[Content]:
        concerns, tr = self._session.concerns, self._session.words.tr
        if not concerns:
            return ()
        title = tr("Needs attention: {count}. Phone the patient.", count=len(concerns))
        return (text(title, "warn"), *(self._line(it) for it in concerns[:SHOWN]), EMPTY)

    def _line(self, it: Concern) -> Content:
        from frontdesk.words import attention, dates

        words, appointment = self._session.words, it.visit.appointment
        when = f"{dates.short(words, appointment.day)} {dates.clock(appointment.start)}"
        doctor = it.visit.doctor.name.partition(" ")[0]
        what = attention.became(words, it.code)
        return row(text("! ", "warn"), text(f"{when} {doctor}  …{it.number_tail}  {what}"))
