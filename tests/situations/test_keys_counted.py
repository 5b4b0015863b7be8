"""How many keys a registrar presses, the scanner's burst not counted."""

from __future__ import annotations

from collections.abc import Sequence

from bench.program import DOWN, ENTER, LEFT, RIGHT
from frontdesk.simulator.samples import Sample
from frontdesk.simulator.world import World
from tests.program.place import BOOKED, TO_FREE, TO_HOLD
from tests.situations.desk import Desk


def number(samples: Sequence[Sample], shows: str) -> str:
    return next(it.number for it in samples if it.shows_en.startswith(shows))


def test_the_first_suggestion_is_booked_with_three_keys(
    ukrainian_desk: Desk, world: World
) -> None:
    """The clinic does not know this patient: the name comes from the referral."""
    desk = ukrainian_desk
    desk.scan(number(world.samples, "Urgent: orthopaedic surgeon"))
    desk.press(ENTER, until=TO_HOLD)
    desk.press(ENTER, until=TO_FREE)
    desk.press(ENTER, until=BOOKED)
    assert desk.pressed == 3


def test_another_doctor_another_day_and_another_time_take_eight_keys_at_most(
    ukrainian_desk: Desk, world: World
) -> None:
    desk = ukrainian_desk
    desk.scan(number(world.samples, "Abdominal ultrasound"))
    desk.press(ENTER, until=TO_HOLD)
    offered = desk.chosen
    desk.press(LEFT, LEFT, DOWN, RIGHT, DOWN)
    chosen = desk.chosen
    assert all(one != other for one, other in zip(offered, chosen, strict=True))
    desk.press(ENTER, until=TO_FREE)
    desk.press(ENTER, until=BOOKED)
    assert chosen.time in desk.seen
    assert desk.pressed <= 8
