"""What a registrar types to find a patient: the beginning of a name, a phone, a date of birth."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from frontdesk.domain.patient import APOSTROPHE, Phone, composed, read_date

MOST_WORDS = 8
"""Nobody has more names; of a page that was pasted by mistake the rest is left out."""
LEAST_DIGITS = 4
"""Fewer last digits of a phone are shared by half of the register."""

_PHONE_END = 9
"""Digits of a phone behind +380: in these one phone differs from another."""

# One key for letters that are confused: by ear and by hand (и і ї, е є), where ґ was not in the
# alphabet (1933-1990) or is not on the keyboard, in names written in Russian documents (ы э ё ъ),
# and Latin letters of the same shape. ь goes with the apostrophe, for which it is often written.
_ALIKE = str.maketrans(
    {
        **dict.fromkeys("єёэe", "е"),
        **dict.fromkeys("іїыi", "и"),
        "ґ": "г",
        **dict(zip("aokmtpcyxhb", "аокмтрсухнв", strict=True)),
        **dict.fromkeys(f"ьъ{APOSTROPHE}"),
    }
)
_BETWEEN_WORDS = re.compile(r"[\s\-\u2010-\u2015\u2212.]+")
_NOT_A_PHONE = re.compile(r"[^0-9\s+().\-\u2010-\u2015]")
_SHORT_DATE = re.compile(r"(\d{2})(\d{2})((?:19|20)\d{2})")


@dataclass(frozen=True, slots=True)
class NameBegins:
    """The first word begins the surname, each of the others some part of the name."""

    words: tuple[str, ...]
    """As `search_key` spells them."""


@dataclass(frozen=True, slots=True)
class PhoneEnds:
    digits: str
    """At most nine, without +380."""


@dataclass(frozen=True, slots=True)
class BornOn:
    day: date


@dataclass(frozen=True, slots=True)
class TooLittle:
    """Nothing typed yet that could find anybody."""


Query = NameBegins | PhoneEnds | BornOn
Wanted = Query | TooLittle


def read_query(typed: str) -> Wanted:
    """What is looked for.

    A date may be typed without its dots: in the Ukrainian layout they are on another key.
    """
    if any(it.isalpha() for it in typed):
        words = tuple(search_key(typed).split()[:MOST_WORDS])
        return NameBegins(words) if words else TooLittle()
    day = read_date(typed) or _short_date(typed.strip())
    if day is not None:
        return BornOn(day)
    if _NOT_A_PHONE.search(typed):
        return TooLittle()
    phone = Phone.read(typed)
    if phone is None and "." in typed:
        return TooLittle()  # a date that is being typed
    digits = "".join(it for it in (phone.text if phone else typed) if it.isdigit())
    return PhoneEnds(digits[-_PHONE_END:]) if len(digits) >= LEAST_DIGITS else TooLittle()


def search_key(name: str) -> str:
    """The words of a name so that each usual way to write it gives the same.

    Without case, apostrophes and other marks; a hyphen parts words. Not an order of names: for
    that there is `sort_key`.
    """
    words = _BETWEEN_WORDS.split(composed(name).casefold().translate(_ALIKE))
    spelt = ("".join(filter(str.isalnum, word)) for word in words)
    return " ".join(word for word in spelt if word)


def phone_key(phone: Phone) -> str:
    """The phone from its last digit on: whoever ends so begins so."""
    return phone_end_key(phone.text)


def phone_end_key(digits: str) -> str:
    """The same of the last digits alone."""
    return digits[-_PHONE_END:][::-1]


def _short_date(typed: str) -> date | None:
    found = _SHORT_DATE.fullmatch(typed)
    return read_date(".".join(found.groups())) if found else None
