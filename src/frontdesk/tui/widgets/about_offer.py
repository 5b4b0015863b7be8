"""The doctor under the cursor in full: position, room, and how long a visit lasts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from frontdesk.tui.safe import EMPTY, text
from frontdesk.tui.widgets.lines import Lines
from frontdesk.words import labels

if TYPE_CHECKING:
    from frontdesk.domain.clinic import Offer
    from frontdesk.tui.session import Session


class AboutOffer(Lines):
    """One line, empty while nobody is chosen."""

    def __init__(self, session: Session, offer: Callable[[], Offer | None]) -> None:
        super().__init__(self._told, id_="about")
        self._session = session
        self._offer = offer

    def _told(self, _width: int) -> Sequence[Content]:
        words, offer = self._session.words, self._offer()
        if offer is None:
            return (EMPTY,)
        doctor = offer.doctor
        position = labels.position(words, doctor.position, doctor.speciality)
        length = words.trn("{n} minute", "{n} minutes", offer.minutes)
        room = offer.room.name if offer.room else ""
        told = (doctor.name, position, room, length)
        return (text(" · ".join(it for it in told if it), "quiet"),)
