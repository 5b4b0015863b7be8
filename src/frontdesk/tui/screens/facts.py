"""The details of a referral, label and value; what ЕСОЗ did not give is «не вказано»."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from textual.content import Content

from frontdesk.desk.answers import Line
from frontdesk.tui.safe import EMPTY, cells, gap, row, text, wrapped
from frontdesk.tui.themes import Role
from frontdesk.words import Words, dates, labels


@dataclass(frozen=True, slots=True)
class Fact:
    label: str
    value: str
    role: Role = "plain"


def laid_out(told: Sequence[Fact], width: int) -> list[Content]:
    """Labels in one column, values wrapped beside them."""
    column = min(max((cells(it.label) for it in told), default=0) + 2, width // 3)
    lines: list[Content] = []
    for it in told:
        first, *rest = wrapped(text(it.value, it.role), width - column) or [EMPTY]
        label = text(it.label, "quiet")
        lines.append(row(label, gap(column - label.cell_length), first))
        lines.extend(row(gap(column), line) for line in rest)
    return lines


@dataclass(frozen=True, slots=True)
class Facts:
    """A line of a finding, told to the clerk."""

    words: Words
    line: Line
    zone: ZoneInfo
    today: date
    sender_phone: str | None = None
    """Of the clinic that wrote the referral."""

    def __iter__(self) -> Iterator[Fact]:
        tr, referral = self.words.tr, self.line.referral
        yield self._patient()
        yield self._given(tr("Service"), self._service())
        yield Fact(tr("Kind"), self._kind())
        yield self._given(tr("Valid until"), self._validity())
        yield self._given(tr("Issued"), self._day(referral.issued_at))
        sender = (referral.requester_name, self.sender_phone)
        yield self._given(tr("Issued by"), " · ".join(it for it in sender if it))
        yield self._given(tr("Programme"), referral.programme_name)
        yield self._given(tr("Visits left"), self._remaining())
        yield self._given(tr("Note"), referral.note)
        yield self._given(tr("For the patient"), referral.instruction)
        yield from self._history()

    def _given(self, label: str, value: str | None) -> Fact:
        return Fact(label, value) if value else Fact(label, labels.missing(self.words), "quiet")

    def _patient(self) -> Fact:
        said = labels.identity(self.words, self.line.referral.identity)
        check = self.words.tr("compare with the document")
        return Fact(self.words.tr("Patient"), f"{said} — {check}", "strong")

    def _service(self) -> str | None:
        return "  ".join(it for it in (self.line.service_name, self.line.service_code) if it)

    def _kind(self) -> str:
        referral = self.line.referral
        category = labels.category(self.words, referral.category)
        return f"{category} · {labels.priority(self.words, referral.priority)}"

    def _validity(self) -> str | None:
        last = self.line.referral.last_day
        if last is None:
            return None
        left = (last - self.today).days
        if left < 0:
            return dates.numeric(last)
        counted = self.words.trn("{n} day left", "{n} days left", left)
        return f"{dates.numeric(last)} · {counted}"

    def _remaining(self) -> str | None:
        referral = self.line.referral
        if referral.remaining is None:
            return None
        if referral.quantity is None:
            return str(referral.remaining)
        return self.words.tr("{left} of {all}", left=referral.remaining, all=referral.quantity)

    def _history(self) -> Iterator[Fact]:
        label = self.words.tr("History")
        changes = self.line.referral.history
        if not changes:
            yield self._given(label, None)
        for change in changes:
            told = labels.change(self.words, change.state)
            yield Fact(label, f"{self._day(change.at)}  {told}")
            label = ""

    def _day(self, moment: datetime | None) -> str | None:
        return dates.numeric(moment.astimezone(self.zone).date()) if moment else None
