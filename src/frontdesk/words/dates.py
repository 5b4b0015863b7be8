"""Days and times as they are said and written at the desk: 24 hours, week from Monday."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from frontdesk.words.catalogue import N_, Words

_SHORT = (N_("Mo"), N_("Tu"), N_("We"), N_("Th"), N_("Fr"), N_("Sa"), N_("Su"))
_LONG = (
    N_("Monday"),
    N_("Tuesday"),
    N_("Wednesday"),
    N_("Thursday"),
    N_("Friday"),
    N_("Saturday"),
    N_("Sunday"),
)
_MONTHS = (
    N_("{day} January"),
    N_("{day} February"),
    N_("{day} March"),
    N_("{day} April"),
    N_("{day} May"),
    N_("{day} June"),
    N_("{day} July"),
    N_("{day} August"),
    N_("{day} September"),
    N_("{day} October"),
    N_("{day} November"),
    N_("{day} December"),
)


def weekday(words: Words, day: date) -> str:
    return words.tr(_SHORT[day.weekday()])


def weekday_names(words: Words) -> Mapping[str, int]:
    """The days of the week, Monday is 0, by their names in small letters, whole and short."""
    named = (*enumerate(_SHORT), *enumerate(_LONG))
    return {words.tr(name).casefold(): day for day, name in named}


def short(words: Words, day: date) -> str:
    """«вт 25.11»."""
    return f"{weekday(words, day)} {day:%d.%m}"


def full(words: Words, day: date) -> str:
    """«вівторок, 25 листопада»."""
    month = words.tr(_MONTHS[day.month - 1], day=day.day)
    return f"{words.tr(_LONG[day.weekday()])}, {month}"


def numeric(day: date) -> str:
    """«25.11.2026»."""
    return f"{day:%d.%m.%Y}"


def clock(minutes: int) -> str:
    """«14:20», from minutes of the local day."""
    return f"{minutes // 60:02}:{minutes % 60:02}"
