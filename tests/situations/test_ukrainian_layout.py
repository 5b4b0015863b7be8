"""A shift in small without one Latin letter, at a terminal that swallows F1, F10 and F11."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest

from bench.program import ENTER, ESCAPE, LEFT
from frontdesk import keyboard
from frontdesk.domain.verdict import Code
from frontdesk.keyboard import Action
from frontdesk.simulator.diary import BookedVisit
from frontdesk.simulator.samples import Sample
from frontdesk.words import Words
from tests.key_bytes import sent
from tests.program.place import BOOKED, EMPTY, FIELD, TO_FREE, TO_HOLD, word, words
from tests.situations.clinics import Programs
from tests.situations.desk import Desk, number

UKRAINIAN_KEYS = str.maketrans("ABCEHIKMOPTX", "ФИСУРШЛЬЩЗЕЧ")
SWALLOWED = {"f1", "f10", "f11"}
KITTY_ESCAPE = "\x1b[27u"
REQUEST = re.compile(r"#(\d+)\.")
"""Which of its answers ЕСОЗ would find again."""


@pytest.mark.parametrize("kitty", [False, True], ids=["plain", "kitty"])
def test_no_latin_letter_and_no_swallowed_key_is_needed(
    ukrainian_desk: Desk,
    programs: Programs,
    samples: Sequence[Sample],
    visits: Sequence[BookedVisit],
    *,
    kitty: bool,
) -> None:
    desk, back = ukrainian_desk, KITTY_ESCAPE if kitty else ESCAPE

    def does(action: Action) -> str:
        key = next(it for it in action.keys if it not in SWALLOWED)
        return sent(key, ukrainian=True, kitty=kitty)

    desk.press(does(keyboard.HELP), until=words.tr("Help"))
    desk.press(back, until=FIELD)
    desk.press(does(keyboard.SETTINGS), until=words.tr("Line spacing"))
    desk.press(back, until=FIELD)
    desk.press(does(keyboard.LANGUAGE), until=Words("en").tr("help"))
    desk.press(does(keyboard.LANGUAGE), until=words.tr("help"))
    desk.press(does(keyboard.PALETTE), until=words.tr("a part of its name, in any layout"))
    desk.terminal.send("дфтпг")  # the keys of "langu"
    desk.press(ENTER, until=Words("en").tr("help"))
    desk.press(does(keyboard.LANGUAGE), until=words.tr("help"))
    desk.press(does(keyboard.PATIENTS), until=words.tr("Patients of the clinic's register."))
    desk.press(back, until=EMPTY)

    desk.scan(number(samples, "The search for this number"))
    first = REQUEST.findall(desk.seen)
    desk.press(does(keyboard.ASK_AGAIN))
    desk.terminal.wait_until(lambda screen: REQUEST.findall(screen) not in ([], first))
    desk.press(back, until=EMPTY)

    lettered = number(samples, "Another number with letters")
    desk.scan(lettered.translate(UKRAINIAN_KEYS))
    desk.terminal.wait_for(word(Code.BOOKABLE), lettered)
    desk.press(back, until=EMPTY)

    desk.scan(number(samples, "Foreign markup" if kitty else "Issued by a doctor of our own"))
    desk.press(ENTER, until=TO_HOLD)
    desk.press(ENTER, until=TO_FREE)
    desk.press(ENTER, until=BOOKED)
    copied = words.tr("Copied. If it cannot be pasted: Shift and the mouse select it.")
    desk.press(does(keyboard.COPY), until=copied)
    desk.press(back, until=EMPTY)

    visit = visits[2 + kitty]
    programs.came("uk", visit, days_ago=1)
    desk.press(does(keyboard.AGENDA), until=words.tr("by doctor"))
    desk.press(LEFT)
    desk.types(visit.patient.phone[-9:])
    desk.terminal.wait_for(visit.patient.surname, words.tr("came"))
    desk.press(does(keyboard.ARRIVE), until=words.tr("has come"))
    desk.press(does(keyboard.COMING), until=words.tr("All visits to come"))
    desk.press(does(keyboard.MOVE), until=words.tr("this time"))
    desk.press(ENTER, until=words.tr("yes, move"))
    desk.press(ENTER, until="Старий час звільнено.")
