"""For whom and for what a time is sought, and until when it may be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from frontdesk.tui.errand import Errand
from frontdesk.tui.safe import row, spread, text
from frontdesk.tui.widgets.lines import Lines
from frontdesk.words import Words, dates, labels

if TYPE_CHECKING:
    from datetime import date

    from frontdesk.tui.session import Session


class ErrandTitle(Lines):
    def __init__(self, session: Session, errand: Errand) -> None:
        super().__init__(self._told, id_="what")
        self._session = session
        self._errand = errand

    def _told(self, width: int) -> Sequence[Content]:
        words, errand = self._session.words, self._errand
        service = errand.service_name or labels.missing(words)
        who = row(text(_why_or_who(words, errand), "strong"), text("  "), text(service))
        return (with_last_day(words, who, errand.last_day, width),)


def with_last_day(words: Words, who: Content, last: date | None, width: int) -> Content:
    """`who` and, at the end of the line, until when the referral holds."""
    if last is None:
        return who
    valid = words.tr("valid until {day}", day=dates.numeric(last))
    return spread(who, text(f"  {valid}", "quiet"), width)


def _why_or_who(words: Words, errand: Errand) -> str:
    """The patient, as far as known; of an unknown one why it needs no e-referral."""
    if errand.patient is not None:
        return errand.patient.name.short
    if errand.line is not None:
        return labels.identity(words, errand.identity)
    return labels.ground(words, errand.ground)
