"""Every action of the terminal program and its keys: one table for the screens and `[keys]`.

Enter, Esc, arrows, Tab, digits and the editing keys mean the same everywhere and stay as they are:
a scanner sends some of them, and a hand expects the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from frontdesk.words.catalogue import N_

Place = Literal[
    "intake",
    "referral",
    "booking",
    "slip",
    "patients",
    "patient",
    "services",
    "agenda",
    "affected",
    "waiting",
]
"""A screen that has actions of its own."""

Keys = tuple[str, ...]
"""As the configuration writes them: `f1`, `ctrl+g`, `alt+g`, `r`; the first is the one shown."""


@dataclass(frozen=True, slots=True)
class Action:
    """Something that a key does."""

    name: str
    """In `[keys]`; the screen's method is `action_NAME`."""
    keys: Keys
    """Unless the configuration has others."""
    label: str
    """What it does, in a word or two."""
    places: frozenset[Place] = frozenset()
    """Where it works; empty: everywhere."""
    may_be_letter: bool = False
    """Nobody types where it works."""


# F1, F10 and F11 are swallowed by some terminals: each has a second key.
HELP = Action("help", ("f1", "ctrl+g"), N_("help"))
PALETTE = Action("palette", ("ctrl+p", "ctrl+k"), N_("all actions"))
SETTINGS = Action("settings", ("f9", "ctrl+e"), N_("settings"))
LANGUAGE = Action("language", ("f12", "ctrl+o"), N_("the other language"))
THEME = Action("theme", ("ctrl+t",), N_("other colours"))
LOCK = Action("lock", ("ctrl+l",), N_("lock the screen"))
QUIT = Action("quit", ("f10", "ctrl+q"), N_("quit"))

_REFERRAL: frozenset[Place] = frozenset({"referral"})
ASK_AGAIN = Action("ask_again", ("r", "ctrl+r"), N_("ask again"), _REFERRAL, may_be_letter=True)
RESEND = Action("resend", ("f7",), N_("send the message again"), _REFERRAL, may_be_letter=True)

_BOOKING: frozenset[Place] = frozenset({"booking"})
OVERBOOK = Action("overbook", ("f2",), N_("overbook"), _BOOKING, may_be_letter=True)
WEEKLY = Action("weekly", ("f3",), N_("every week"), _BOOKING, may_be_letter=True)
DAILY = Action("daily", ("f4",), N_("every day"), _BOOKING, may_be_letter=True)

_SLIP: frozenset[Place] = frozenset({"slip"})
PRINT = Action("print", ("p", "f11"), N_("print"), _SLIP, may_be_letter=True)
COPY = Action("copy", ("c",), N_("message"), _SLIP, may_be_letter=True)

_INTAKE: frozenset[Place] = frozenset({"intake"})
WITHOUT_REFERRAL = Action("without_referral", ("f2",), N_("without a referral"), _INTAKE)
PAPER = Action("paper", ("f3",), N_("on paper"), _INTAKE)
URGENT = Action("urgent", ("f4",), N_("urgent patient"), _INTAKE)
OTHER_GROUND = Action("other_ground", ("f2",), N_("other ground"), frozenset({"services"}))
TOUR = Action("tour", ("ctrl+y",), N_("guided tour"), _INTAKE)

_NOBODY_IS_BEING_WRITTEN: frozenset[Place] = frozenset({"intake", "referral", "booking", "slip"})
PATIENTS = Action("patients", ("f6",), N_("patient"), _NOBODY_IS_BEING_WRITTEN)
WORKLIST = Action("worklist", ("f7",), N_("worklist"), _INTAKE)
NEW_PATIENT = Action("enter_new", ("f2",), N_("new patient"), frozenset({"patients"}))

WAITING = Action("waiting", ("f8",), N_("waiting list"), frozenset({"intake"}))
WAIT = Action(
    "wait", ("f8",), N_("to the waiting list"), frozenset({"booking"}), may_be_letter=True
)
_WAITING: frozenset[Place] = frozenset({"waiting"})
ADD_WAITING = Action("add_waiting", ("f2",), N_("put on the list"), _WAITING, may_be_letter=True)
TAKE_OFF = Action("take_off", ("f7",), N_("take off the list"), _WAITING, may_be_letter=True)

_PATIENT: frozenset[Place] = frozenset({"patient"})
CHANGE = Action("change", ("f2",), N_("change"), _PATIENT, may_be_letter=True)
ASK_ESOZ = Action("ask_esoz", ("f7",), N_("ask ESOZ"), _PATIENT, may_be_letter=True)
MERGE = Action("merge", ("f8",), N_("merge"), _PATIENT, may_be_letter=True)

AGENDA = Action("agenda", ("f5",), N_("agenda"), frozenset({"intake"}))
_AGENDA: frozenset[Place] = frozenset({"agenda"})
_VISITS: frozenset[Place] = frozenset({"agenda", "referral", "patient", "affected"})
ARRIVE = Action("arrive", ("f2",), N_("came"), _AGENDA)
MOVE = Action("move_visit", ("f3",), N_("move"), _VISITS)
CANCEL = Action("cancel_visit", ("f4",), N_("cancel"), _VISITS)
TODAY = Action("today", ("f5",), N_("today"), _AGENDA)
GROUPING = Action("grouping", ("f6",), N_("by doctor, room, time"), _AGENDA)
LATE = Action("late", ("f7",), N_("late"), _AGENDA)
MISS = Action("miss", ("f8",), N_("did not come"), _AGENDA)
REPRINT = Action("reprint", ("f11", "ctrl+r"), N_("slip"), _AGENDA)
FULFIL = Action("fulfil", ("ctrl+y",), N_("seen by the doctor"), _AGENDA)
COMING = Action("coming", ("ctrl+f",), N_("all visits to come"), _AGENDA)
ABSENCE = Action("absence", ("ctrl+d",), N_("a doctor is absent"), _AGENDA)

_AFFECTED: frozenset[Place] = frozenset({"affected"})
MOVE_ALL = Action("move_all", ("f2",), N_("move all"), _AFFECTED, may_be_letter=True)
TAKE_BACK = Action(
    "take_back", ("f8",), N_("the doctor comes after all"), _AFFECTED, may_be_letter=True
)

ACTIONS: tuple[Action, ...] = (
    HELP,
    PALETTE,
    SETTINGS,
    LANGUAGE,
    THEME,
    LOCK,
    QUIT,
    WITHOUT_REFERRAL,
    PAPER,
    URGENT,
    AGENDA,
    PATIENTS,
    WORKLIST,
    WAITING,
    TOUR,
    ASK_AGAIN,
    RESEND,
    OVERBOOK,
    WEEKLY,
    DAILY,
    WAIT,
    PRINT,
    COPY,
    OTHER_GROUND,
    ARRIVE,
    MOVE,
    CANCEL,
    TODAY,
    GROUPING,
    LATE,
    MISS,
    REPRINT,
    FULFIL,
    COMING,
    ABSENCE,
    MOVE_ALL,
    TAKE_BACK,
    NEW_PATIENT,
    CHANGE,
    ASK_ESOZ,
    MERGE,
    ADD_WAITING,
    TAKE_OFF,
)

WAYS: tuple[Action, ...] = tuple(
    sorted(
        (it for it in ACTIONS if ("intake" in it.places and it is not TOUR) or it is SETTINGS),
        key=lambda it: it.keys[0],
    )
)
"""Where one can go from the home screen, in the order of the keys."""

_NEVER_SENT = frozenset({"ctrl+h", "ctrl+i", "ctrl+j", "ctrl+m", "alt+b", "alt+f"})
"""Come as Backspace, Tab, Enter and arrows."""
_IN_USE = frozenset({"ctrl+c", "ctrl+u", "ctrl+v", "ctrl+z"})
"""The terminal's own, and the field's."""
_SENDABLE = re.compile(r"f([1-9]|1[0-2])|(ctrl|alt)\+[a-z]|[a-z]")


@dataclass(frozen=True, slots=True)
class WrongKey:
    """Why a setting of `[keys]` cannot be."""

    action: str
    what: str
    """A sentence without its subject; `{key}` and `{other}` stand in it."""
    key: str = ""
    other: str = ""


def in_force(own: Mapping[str, Keys]) -> dict[str, Keys]:
    """The keys of every action by name: the table's, or the configuration's."""
    return {it.name: own.get(it.name, it.keys) for it in ACTIONS}


def wrong(own: Mapping[str, Keys]) -> Iterator[WrongKey]:
    """What is wrong with the keys that the configuration gives."""
    known = {it.name: it for it in ACTIONS}
    for name, keys in own.items():
        if name not in known:
            yield WrongKey(name, "is not a setting of frontdesk")
            continue
        for key in keys:
            if key in _IN_USE:
                yield WrongKey(name, "has the key {key}, which is in use already", key)
            elif key in _NEVER_SENT or not _SENDABLE.fullmatch(key):
                yield WrongKey(name, "has the key {key}, which terminals do not send", key)
            elif len(key) == 1 and not known[name].may_be_letter:
                yield WrongKey(name, "has the key {key}, which is typed into fields", key)
    yield from _conflicts(own)


def _conflicts(own: Mapping[str, Keys]) -> Iterator[WrongKey]:
    """Two actions of one screen under one key; said of one that has other keys than the table."""
    keys = in_force(own)
    for at, one in enumerate(ACTIONS):
        for two in ACTIONS[at + 1 :]:
            if one.places and two.places and not one.places & two.places:
                continue
            for key in sorted({*keys[one.name]} & {*keys[two.name]}):
                given, other = (one, two) if keys[two.name] == two.keys else (two, one)
                what = "has the key {key}, which “{other}” has too"
                yield WrongKey(given.name, what, key, other.name)
