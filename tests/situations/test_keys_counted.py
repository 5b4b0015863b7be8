"""How many keys a registrar presses; the burst of a scanner is none."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest

from bench.program import DOWN, ENTER, LEFT, RIGHT
from frontdesk.simulator.samples import Sample
from tests.program.place import BOOKED, TO_FREE, TO_HOLD, words
from tests.situations.desk import SEEN, Desk, number

PANES = (r"▸ (\w+ \w\. \w\.)", r"▸ (\w\w \d\d\.\d\d)", r"▸(\d\d:\d\d)")
"""What stands under their cursors: doctor, day and time."""


def chosen(desk: Desk) -> tuple[str, ...]:
    desk.terminal.settle(SEEN)
    found = (re.search(it, desk.seen) for it in PANES)
    return tuple(it[1] for it in found if it is not None)


@pytest.mark.parametrize(
    ("shows", "is_known"), [("Urgent", True), ("Laboratory", False)], ids=["known", "unknown"]
)
def test_the_first_suggestion_is_booked_with_three_keys(
    ukrainian_desk: Desk, samples: Sequence[Sample], shows: str, is_known: bool
) -> None:
    """A patient of the register is known; of another the referral tells surname and initials."""
    desk = ukrainian_desk
    desk.scan(number(samples, shows))
    desk.press(ENTER, until=TO_HOLD)
    desk.press(ENTER, until=TO_FREE)
    assert ("+380" in desk.seen) == is_known
    desk.press(ENTER, until=BOOKED)
    assert desk.pressed == 3


def test_another_doctor_day_and_time_take_eight_keys(
    ukrainian_desk: Desk, samples: Sequence[Sample]
) -> None:
    desk = ukrainian_desk
    desk.scan(number(samples, "Abdominal ultrasound"))
    desk.press(ENTER, until=TO_HOLD)
    offered = chosen(desk)
    desk.press(LEFT, LEFT, DOWN, RIGHT, DOWN)
    taken = chosen(desk)
    assert len(offered) == len(taken) == 3
    assert all(one != other for one, other in zip(offered, taken, strict=True))
    desk.press(ENTER, until=TO_FREE)
    desk.press(ENTER, until=BOOKED)
    assert desk.pressed == 8
    surname, time = taken[0].split()[0], taken[2]
    assert words.tr("Doctor") + " " + surname in desk.seen
    assert time in desk.seen
