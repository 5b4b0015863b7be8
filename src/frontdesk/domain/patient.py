"""A patient in the clinic's own register: name, phone, age, and the order of a Ukrainian list."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date

from frontdesk.domain.referral import Sex

APOSTROPHE = "\u02bc"
"""ʼ: a letter to Unicode and to the Ukrainian alphabet in CLDR, so a word with it stays one word;
the typographic ’ is a punctuation mark that closes quotations as well."""

_TYPED_APOSTROPHE = re.compile(r"(?<=[^\W\d_])['’ʼ‘`´′\"”*](?=[^\W\d_])")
_PHONE_NOISE = re.compile(
    r"[\s().\-\u00ad\u200b-\u200f\u2010-\u2015\u202a-\u202e\u2060\u2066-\u2069\u2212\ufeff]"
)
# National codes begin with 3-9: 00 leads abroad, 01 and 02 are not given out.
_PHONE = re.compile(r"(?:\+?38|8)?(0[3-9][0-9]{8})")
_STORED_PHONE = re.compile(r"\+380[3-9][0-9]{8}")

_YEAR = 4
"""Digits: of 79 nobody knows the century."""

_ALPHABET = "абвгґдеєёжзиіїйклмнопрстуфхцчшщъыьэюя"
_RANKS = str.maketrans(_ALPHABET, "".join(chr(ord("а") + at) for at in range(len(_ALPHABET))))


@dataclass(frozen=True, slots=True)
class Name:
    """A name in the Ukrainian order; all but the surname may be missing."""

    surname: str
    first_name: str | None = None
    patronymic: str | None = None

    @classmethod
    def read(cls, typed: str) -> Name | None:
        """«Прізвище Імʼя По батькові»; None if nothing was typed.

        Apostrophes become ʼ and spaces one; capitals stay as typed. A fourth word belongs to the
        patronymic («Мамед огли»).
        """
        match _tidy(typed).split(maxsplit=2):
            case [surname, *given]:
                return cls(surname, *given)
            case _:
                return None

    @property
    def full(self) -> str:
        return " ".join(it for it in (self.surname, self.first_name, self.patronymic) if it)

    @property
    def short(self) -> str:
        """Surname and initials: «Іваненко О. П.»."""
        initials = [f"{it[0]}." for it in (self.first_name, self.patronymic) if it]
        return " ".join([self.surname, *initials])


@dataclass(frozen=True, slots=True)
class Phone:
    """A Ukrainian phone as stored: `+380` and nine digits. Printed masked.

    Raises ValueError for any other text.
    """

    text: str

    def __post_init__(self) -> None:
        if not _STORED_PHONE.fullmatch(self.text):
            raise ValueError("not a phone in its stored form")

    def __repr__(self) -> str:
        return f"Phone({self.masked})"

    @classmethod
    def read(cls, typed: str) -> Phone | None:
        """067…, 80 67…, 380…, +380… with spaces, hyphens and brackets; None if it can't be."""
        found = _PHONE.fullmatch(_PHONE_NOISE.sub("", typed))
        return cls(f"+38{found[1]}") if found else None

    @property
    def shown(self) -> str:
        """`+380 67 123 45 67`."""
        digits = self.text
        return f"{digits[:4]} {digits[4:6]} {digits[6:9]} {digits[9:11]} {digits[11:]}"

    @property
    def national(self) -> str:
        """`067 123 45 67`."""
        digits = self.text
        return f"{digits[3:6]} {digits[6:9]} {digits[9:11]} {digits[11:]}"

    @property
    def masked(self) -> str:
        """`+38067*****67`, the form that ЕСОЗ uses too."""
        return f"{self.text[:6]}*****{self.text[-2:]}"


@dataclass(frozen=True, slots=True)
class Patient:
    """A person in the clinic's register. Printed by its id alone."""

    id: str
    name: Name = field(repr=False)
    birth_date: date | None = field(default=None, repr=False)
    phone: Phone | None = field(default=None, repr=False)
    esoz_id: str | None = field(default=None, repr=False)
    """ЕСОЗ's id of the person, known once a referral was looked up."""
    sex: Sex | None = field(default=None, repr=False)


def age_on(birth_date: date, day: date) -> int:
    """Full years on `day`; who was born on 29 February turns on 1 March of a common year."""
    had_no_birthday = (day.month, day.day) < (birth_date.month, birth_date.day)
    return day.year - birth_date.year - had_no_birthday


def read_date(typed: str) -> date | None:
    """A date as ДД.ММ.РРРР or in ISO form; None if it is neither, or its year is not whole."""
    text = typed.strip()
    day, _, rest = text.partition(".")
    month, _, year = rest.partition(".")
    if rest and len(year) != _YEAR:
        return None
    try:
        return date(int(year), int(month), int(day)) if rest else date.fromisoformat(text)
    except ValueError:
        return None


def sort_key(text: str) -> str:
    """A key that any byte order sorts as a Ukrainian list: Г Ґ, Е Є, И І Ї Й, Ь before Ю.

    Case and apostrophes do not count; spaces come first, then digits, Latin and Cyrillic letters.
    """
    return _tidy(text).casefold().replace(APOSTROPHE, "").translate(_RANKS)


def letters(text: str | None) -> str:
    """The letters alone, without case and apostrophes."""
    tidy = _tidy(text or "").casefold()
    return "".join(it for it in tidy if it.isalpha() and it != APOSTROPHE)


def composed(typed: str) -> str:
    """Letters that were typed in two parts made one, and spaces single."""
    return unicodedata.normalize("NFC", " ".join(typed.split()))


def _tidy(typed: str) -> str:
    return _TYPED_APOSTROPHE.sub(APOSTROPHE, composed(typed))
