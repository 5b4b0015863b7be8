"""Moments of a booking at which the database goes away, and what the clerk types then."""

from __future__ import annotations

import time
from enum import StrEnum

from prove.clerk import PATIENCE, SLIP, Clerk
from prove.killing import House
from tests.program.place import ENTER, TO_FREE, TO_HOLD, open_desk

CLEAR = "\t\x15"
"""Tab, Ctrl+U: to the empty field for the phone."""
PHONE = "0671234567"
BEGINNING = 9
"""Characters of a number with one hyphen: half of it."""


class Moment(StrEnum):
    INTAKE = "idle at intake"
    VERDICT = "a verdict is open"
    HELD = "a time is held"
    CONFIRMING = "just confirming"
    CLAIMING = "ЕСОЗ has its job"


def reach(moment: Moment, house: House, clerk: Clerk, number: str) -> None:
    """From the start of the program to the moment, with nothing in the way."""
    open_desk(clerk.terminal)
    if moment is Moment.INTAKE:
        return
    clerk.look_up(number)
    if moment is Moment.VERDICT:
        return
    clerk.go_on(TO_FREE)
    if moment is Moment.CONFIRMING:
        clerk.terminal.send(ENTER)
    elif moment is Moment.CLAIMING:
        clerk.go_on(SLIP)
        _await_job(house, number)


def types(moment: Moment, number: str, following: str) -> tuple[str, str]:
    """What the clerk types while the database is away, and what of it must stand there after."""
    match moment:
        case Moment.INTAKE:
            return number[:BEGINNING], number[:BEGINNING]
        case Moment.VERDICT:
            return ENTER, TO_HOLD
        case Moment.HELD:
            return CLEAR + PHONE + ENTER, PHONE
        case Moment.CONFIRMING:
            return "", ""
        case Moment.CLAIMING:
            return following[:BEGINNING], following[:BEGINNING]


def finish(moment: Moment, clerk: Clerk, number: str) -> None:
    """To the slip, with the database back."""
    if moment is Moment.INTAKE:
        clerk.look_up(number[BEGINNING:])
    if moment is not Moment.CLAIMING:
        clerk.go_on(SLIP)


def _await_job(house: House, number: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not house.is_asked_for(number):
        if time.monotonic() > deadline:
            raise TimeoutError("ЕСОЗ was not asked")
        time.sleep(0.02)
