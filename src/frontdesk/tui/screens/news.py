"""On the home screen: what has happened meanwhile, and the last lookups."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from frontdesk.tui.safe import row, text, wrapped
from frontdesk.tui.session import Recent
from frontdesk.tui.widgets.lines import Lines

if TYPE_CHECKING:
    from frontdesk.domain.visit import Visit
    from frontdesk.keys import SecretError
    from frontdesk.store.failure import StoreError
    from frontdesk.tui.session import Session

SHOWN = 4
"""Last lookups on the screen."""


class News(Lines):
    """What the clerk must hear of what went on by itself; nothing if there is nothing to tell."""

    def __init__(self, session: Session) -> None:
        super().__init__(self._told, id_="recents")
        self._session = session
        self._words = session.words

    def _told(self, width: int) -> Sequence[Content]:
        session = self._session
        lost = session.lost_bookings()
        told = [line for visits in lost for line in wrapped(self._lost(visits), width)]
        told += [line for id_ in session.not_printed for line in wrapped(self._slip(id_), width)]
        if session.not_backed_up is not None:
            told += wrapped(self._not_backed_up(session.not_backed_up), width)
        if session.left_over:
            told = [*wrapped(self._recovered(), width), *told]
        if session.verified:
            told = [*wrapped(self._verified(), width), *told]
        if not session.recents:
            return told
        lines = [self._recent(it) for it in list(session.recents)[:SHOWN]]
        return (*told, text(self._words.tr("Last lookups"), "strong"), *lines)

    def _not_backed_up(self, trouble: StoreError | SecretError) -> Content:
        from frontdesk.words import troubles

        why = troubles.sentence(self._words, trouble)
        return text(
            self._words.tr("No backup today. Tell the administrator: {why}", why=why), "warn"
        )

    def _slip(self, appointment_id: str) -> Content:
        """A slip that did not come out, though its patient is already gone."""
        from frontdesk.words import printing

        why = printing.sentence(self._words, self._session.not_printed[appointment_id])
        when = self._when(self._session.visits[appointment_id])
        return text(self._words.tr("! No slip: {visit}. {why}", visit=when, why=why), "warn")

    def _recovered(self) -> Content:
        from frontdesk.words import recovery

        return text(recovery.recovered(self._words, self._session.left_over.values()), "accent")

    def _verified(self) -> Content:
        """What ЕСОЗ has said, since it is back, of what was booked provisionally."""
        from frontdesk.words import worklist

        return text(worklist.verified(self._words, self._session.verified.values()), "accent")

    def _lost(self, visits: Sequence[Visit]) -> Content:
        """One line, also of a whole course: it comes to nothing as one."""
        from frontdesk.words import refusals

        visit, n = visits[0], len(visits)
        when = self._when(visit)
        if n > 1:
            when += f" ({self._words.trn('{n} visit', '{n} visits', n)})"
        why = refusals.lost(self._words, visit.appointment.reason or "")
        number = self._session.followed[visit.appointment.id]
        return row(text("✖ ", "bad"), text(f"{number}  {when}  {why}"))

    def _recent(self, it: Recent) -> Content:
        from frontdesk.tui.outcome import outcome
        from frontdesk.words import verdicts

        known = text(f"{self._session.local(it.at):%H:%M}  {it.number}  ")
        if it.visit is None:
            sign = text(f"{verdicts.sign(it.verdict)} ", verdicts.tone(it.verdict))
            return row(known, sign, text(verdicts.word(self._words, it.verdict), "quiet"))
        tone, mark = outcome(it.visit.appointment)
        return row(known, text(f"{mark} ", tone), text(self._when(it.visit)))

    def _when(self, visit: Visit) -> str:
        from frontdesk.words import dates

        appointment = visit.appointment
        when = f"{dates.short(self._words, appointment.day)} {dates.clock(appointment.start)}"
        doctor = visit.doctor.name.partition(" ")[0]
        return ", ".join((f"{when} {doctor}", *((visit.room.name,) if visit.room else ())))
