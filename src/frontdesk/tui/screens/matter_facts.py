"""Whom and what a matter is about, as labels and values; numbers masked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from frontdesk.domain.clean import clean
from frontdesk.domain.matter import FreedMatter, Matter, UrgentMatter, VisitMatter
from frontdesk.tui.screens.facts import Fact
from frontdesk.words import dates, labels, waiting
from frontdesk.words import worklist as said

if TYPE_CHECKING:
    from frontdesk.domain.patient import Patient
    from frontdesk.tui.session import Session

LONGEST = 48
"""Characters of a name: whom to call and about what must stay on the screen."""


def facts(session: Session, matter: Matter) -> Iterator[Fact]:
    """The patient first; nothing is known of who came in an urgent condition."""
    words, tr = session.words, session.words.tr
    when = said.when(words, matter)
    match matter:
        case UrgentMatter(contact):
            yield Fact(tr("Came"), when, "strong")
            yield Fact(tr("Recorded by"), clean(contact.actor, LONGEST), "quiet")
        case FreedMatter(time, awaited, patient):
            yield from _whom(session, patient)
            yield Fact(tr("Time"), f"{when} · {clean(time.offer.doctor.name, LONGEST)}")
            yield Fact(tr("Service"), waiting.service(words, awaited, session.desk.clinic))
            yield Fact(tr("Since"), _since(session, matter), "quiet")
        case VisitMatter(_, visit, tail):
            yield from _whom(session, visit.patient)
            doctor = clean(visit.doctor.name, LONGEST)
            where = (doctor, *((clean(visit.room.name, LONGEST),) if visit.room else ()))
            yield Fact(tr("Visit"), f"{when} · {', '.join(where)}")
            yield Fact(tr("Service"), clean(visit.service_name, LONGEST))
            number = f"····-····-····-{tail}" if tail else ""
            told = (_since(session, matter), number)
            yield Fact(tr("Since"), " · ".join(it for it in told if it), "quiet")


def _whom(session: Session, patient: Patient | None) -> Iterator[Fact]:
    tr = session.words.tr
    yield Fact(tr("Patient"), clean(patient.name.full, LONGEST) if patient else "—", "strong")
    if patient is not None and patient.phone is not None:
        yield Fact(tr("Phone"), patient.phone.shown, "strong")
    else:
        yield Fact(tr("Phone"), labels.missing(session.words), "quiet")


def _since(session: Session, matter: Matter) -> str:
    if matter.since is None:
        return ""
    since = session.local(matter.since)
    return f"{dates.short(session.words, since.date())} {since:%H:%M}"
