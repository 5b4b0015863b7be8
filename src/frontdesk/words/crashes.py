"""The program has broken: what the person at the terminal is told."""

from __future__ import annotations

from pathlib import Path

from frontdesk import log
from frontdesk.words.catalogue import Words


def sentence(words: Words, error: BaseException, kept: Path) -> str:
    """What has happened, how to go on, and where the log is; nothing of what was on the screen."""
    return "\n".join(
        (
            words.tr(
                "The program has stopped on an error of its own: {name}, {place}. "
                "Confirmed bookings are kept.",
                name=log.name_of(error),
                place=log.place_of(error),
            ),
            words.tr("Start it again to go on. For the administrator: {path}", path=kept),
        )
    )
