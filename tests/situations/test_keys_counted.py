"""How many keys a registrar presses; the burst of a scanner is none."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest

from bench.program import DOWN, ENTER, LEFT, RIGHT
from frontdesk.simulator.diary import BookedVisit
from frontdesk.simulator.samples import Sample
from tests.program.place import BOOKED, TO_FREE, TO_HOLD, words
from tests.situations.desk import F2, F3, F4, NAME, Day, Desk, number

PANES = (r"▸ (\w+ \w\. \w\.)", r"▸ (\w\w \d\d\.\d\d)", r"▸(\d\d:\d\d)")
"""What stands under their cursors: doctor, day and time."""


def chosen(desk: Desk) -> tuple[str, ...]:
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


def test_another_doctor_and_another_day_take_eight_keys(
    ukrainian_desk: Desk, samples: Sequence[Sample]
) -> None:
    desk = ukrainian_desk
    desk.scan(number(samples, "Abdominal ultrasound"))
    desk.press(ENTER, until=TO_HOLD)
    offered = chosen(desk)
    desk.press(LEFT, LEFT, DOWN, RIGHT, DOWN)
    desk.terminal.wait_until(lambda _: set(chosen(desk)[:2]).isdisjoint(offered))
    taken = chosen(desk)
    assert len(offered) == len(taken) == 3
    desk.press(ENTER, until=TO_FREE)
    desk.press(ENTER, until=BOOKED)
    assert desk.pressed == 8
    surname, time = taken[0].split()[0], taken[2]
    assert words.tr("Doctor") + " " + surname in desk.seen
    assert time in desk.seen


def test_direct_access_takes_seven_keys_and_the_name(ukrainian_desk: Desk) -> None:
    desk = ukrainian_desk
    desk.press(F2, until=words.tr("Services of the clinic"))
    desk.press(*"гін", until="НЕ ПОТРІБНЕ: лікар-акушер-гінеколог")
    desk.press(ENTER, until=TO_HOLD)
    desk.press(ENTER, until=TO_FREE)
    desk.types(NAME)
    desk.press(ENTER, until=BOOKED)
    assert desk.pressed == 7


def test_a_paper_referral_takes_four_keys_more_than_it_has_fields_to_be_filled(
    ukrainian_desk: Desk, day: Day
) -> None:
    """What is typed into a field, the name of the service among it, is not counted: Tab is."""
    desk, required = ukrainian_desk, ("00032129", "Петренко І. І.", day(-1))
    desk.press(F3, until=words.tr("Why on paper"))
    for typed in required[:-1]:
        desk.types(typed)
        desk.press("\t")
    desk.types(required[-1])
    desk.press(ENTER, until=words.tr("Services of the clinic"))
    desk.types("уролог")
    desk.press(ENTER, until=TO_HOLD)
    desk.press(ENTER, until=TO_FREE)
    desk.types(NAME)
    desk.press(ENTER, until=words.tr("next patient"))
    assert desk.pressed == len(required) + 4


def test_an_urgent_patient_takes_one_key_after_f4(ukrainian_desk: Desk) -> None:
    desk = ukrainian_desk
    desk.press(F4, until="НЕВІДКЛАДНО")
    desk.press(ENTER, until="✔ Зафіксовано о ")
    assert desk.pressed == 1 + 1


def test_moving_takes_three_keys_and_cancelling_three(
    ukrainian_desk: Desk, visits: Sequence[BookedVisit]
) -> None:
    desk = ukrainian_desk
    desk.finds(visits[1])
    desk.pressed = 0
    desk.press(F3, until=words.tr("this time"))
    desk.press(ENTER, until=words.tr("yes, move"))
    desk.press(ENTER, until="Старий час звільнено.")
    assert desk.pressed == 3
    desk.press(F4, until="Скасувати запис?")
    desk.press("1", ENTER, until="Час вільний.")
    assert desk.pressed == 3 + 3
