"""Two programs over one file: what one books, the other shows."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

from bench.terminal import Terminal
from tests.program.place import (
    TO_FREE,
    TO_HOLD,
    Clinic,
    look_up,
    open_desk,
    press_enter,
    words,
)

PATIENTLY = 10.0
"""Seconds on a busy machine; two on one at rest."""

_CHOSEN = re.compile(r"▸(\d\d:\d\d)")


def choose_a_time(desk: Terminal, number: str) -> str:
    """Until the free times are there; returns the one that is chosen."""
    open_desk(desk)
    look_up(desk, number)
    press_enter(desk)
    desk.wait_for(TO_HOLD)
    desk.settle(0.5)
    found = _CHOSEN.search(desk.screen.words)
    assert found is not None
    return found[1]


def test_a_time_taken_at_one_terminal_is_marked_at_the_other(
    clinic: Clinic, record_property: Callable[[str, object], None]
) -> None:
    number = clinic.next_patient().number
    with (
        clinic.place.terminal(*clinic.desk) as mine,
        clinic.place.terminal(*clinic.desk) as theirs,
    ):
        chosen = choose_a_time(mine, number)
        assert choose_a_time(theirs, number) == chosen
        press_enter(theirs)
        theirs.first_shown(TO_FREE)
        begin = time.perf_counter()
        mine.wait_for(f"▸{chosen}✖", words.tr("This time has just been taken."))
        took = time.perf_counter() - begin
        record_property("seconds until seen at the other terminal", round(took, 2))
        assert took < PATIENTLY
