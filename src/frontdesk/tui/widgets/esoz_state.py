"""How ЕСОЗ is, in the few words that the header has for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from frontdesk.tui.safe import text

if TYPE_CHECKING:
    from datetime import datetime

    from frontdesk.desk.answers import BackendState
    from frontdesk.tui.session import Session


def esoz_state(session: Session) -> Content:
    """What a clerk must know first: that it is silent, that the session ends, that all is well."""
    from frontdesk.desk.answers import BackendState

    desk, words = session.desk, session.words
    backend, until = desk.backend, desk.session_until
    match backend.state:
        case BackendState.SILENT if backend.since:
            since = f"{session.local(backend.since):%H:%M}"
            return text(words.tr("○ ESOZ silent since {time}", time=since), "bad")
        case BackendState.SILENT:
            return text(words.tr("○ ESOZ does not respond"), "bad")
        case BackendState.SIGNED_OUT:
            return text(words.tr("○ sign in to ESOZ"), "bad")
        case BackendState.CONNECTED | BackendState.SLOW | BackendState.UNKNOWN as state:
            return _reachable(session, state, until)


def _reachable(session: Session, state: BackendState, until: datetime | None) -> Content:
    """With how long the session lasts; from a day before its end on that is a warning."""
    from frontdesk.desk.answers import BackendState

    words = session.words
    if until is not None and session.session_ends_soon:
        moment = f"{session.local(until):%d.%m %H:%M}"
        return text(words.tr("! ESOZ session ends {moment}", moment=moment), "warn")
    if state is BackendState.SLOW:
        return text(words.tr("● ESOZ slow"), "warn")
    if until is None:
        return _unlimited(session, state)
    day = f"{session.local(until):%d.%m}"
    if state is BackendState.CONNECTED:
        return text(words.tr("● ESOZ, session until {day}", day=day), "good")
    return text(words.tr("○ ESOZ, session until {day}", day=day), "quiet")


def _unlimited(session: Session, state: BackendState) -> Content:
    from frontdesk.desk.answers import BackendState

    words = session.words
    if state is BackendState.CONNECTED:
        return text(words.tr("● ESOZ connected"), "good")
    return text(words.tr("○ ESOZ not asked yet"), "quiet")


def wrong_clock(session: Session) -> tuple[str, ...]:
    """That this computer's clock differs from ЕСОЗ's, in ever fewer words; or nothing."""
    ahead = session.desk.backend.clock_ahead if session.opened else None
    if ahead is None:
        return ()
    tr, minutes = session.words.tr, round(abs(ahead) / 60)
    if ahead > 0:
        signed = f"+{minutes}"
        whole = tr("this computer's clock is {minutes} min ahead", minutes=minutes)
        short = tr("clock {minutes} min ahead", minutes=minutes)
    else:
        signed = f"−{minutes}"
        whole = tr("this computer's clock is {minutes} min behind", minutes=minutes)
        short = tr("clock {minutes} min behind", minutes=minutes)
    return (
        whole,
        short,
        tr("clock {minutes} min", minutes=signed),
        tr("{minutes} min", minutes=signed),
    )
